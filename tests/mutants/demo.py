"""The demo's icon comes and goes with the demo, and the demo needs it for nothing."""

from tests.mutants.mutant import broken

_TESTS = "desktop/test_demo_icon.py"

DEMO = (
    *broken(
        "practicesync/demo/run.py",
        _TESTS,
        (
            "the icon outlives its demo",
            "            self._clean_up.callback(self.icon.end)\n",
            "",
            "test_the_icon_goes_blue_then_green_and_leaves_with_the_demo",
        ),
    ),
    *broken(
        "practicesync/demo/icon.py",
        _TESTS,
        (
            "who has closed the icon is told that it has ended by itself",
            "        if code:\n",
            "        if True:\n",
            "test_the_demo_goes_on_without_its_icon",
        ),
        (
            "an icon is started where no task bar takes it",
            ' if taken else "',
            ' if True else "',
            "test_a_screen_without_a_task_bar_has_no_place_for_it",
        ),
    ),
    *broken(
        "practicesync/demo/__main__.py",
        _TESTS,
        (
            "nobody is told that the icon has ended by itself",
            "        demo.icon.look()\n",
            "",
            "test_the_demo_goes_on_without_its_icon",
        ),
        (
            "who wants no icon gets one",
            "not (chosen.once or chosen.no_tray)",
            "not chosen.once",
            "test_no_icon_is_shown_to_who_wants_none",
        ),
        (
            "an icon that isn't there is pointed out",
            "guide(stage, with_icon=demo.icon.is_there)",
            "guide(stage, with_icon=True)",
            "test_an_icon_that_can_not_start_is_told_in_a_line",
        ),
    ),
    *broken(
        "practicesync/app/tray/run.py",
        _TESTS,
        (
            "an icon that has ended leaves its place in the session behind",
            "        session.leave()\n",
            "        pass\n",
            "test_the_icon_goes_blue_then_green_and_leaves_with_the_demo",
        ),
    ),
    *broken(
        "practicesync/demo/child.py",
        "system/test_demo.py",
        (
            "a demo whose worker somebody has ended stays up",
            '            raise DemoFailed(f"{self.name} ended by itself.", self.errors)\n',
            "",
            "test_a_worker_that_somebody_ends_ends_the_demo",
        ),
    ),
)
