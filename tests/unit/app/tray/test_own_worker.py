import queue

import pytest

from practicesync.app.tray.own_worker import LONGEST_WAIT, STEADY, OwnWorker, again_in, command
from practicesync.core.error_table import Exit
from tests.fakes.tray import FakeLoop


class Child:
    """A process that ends when a test says so."""

    def __init__(self):
        self._code: queue.Queue[int] = queue.Queue()

    def wait(self):
        return self._code.get()

    def end(self, code):
        self._code.put(code)


class HeardLoop(FakeLoop):
    """A loop that tells a test when another thread has asked it for something."""

    def __init__(self):
        super().__init__()
        self.heard: queue.Queue[bool] = queue.Queue()

    def soon(self, do):
        super().soon(do)
        self.heard.put(True)


class Scene:
    def __init__(self, folder):
        self.loop = HeardLoop()
        self.children = []
        self.silent = True
        self.heartbeat = folder / "heartbeat"
        self.worker = OwnWorker(self.loop, self.launch, self.heartbeat, lambda: self.silent)

    def launch(self):
        self.children.append(Child())
        return self.children[-1]

    def end(self, code):
        """End the last child, and let the loop hear of it."""
        self.children[-1].end(code)
        self.loop.heard.get(timeout=60)
        self.loop.pass_()


@pytest.fixture
def scene(tmp_path):
    scene = Scene(tmp_path)
    yield scene
    for child in scene.children:
        child.end(Exit.DONE)


def test_a_worker_is_started_where_none_runs(scene):
    scene.worker.begin()
    assert len(scene.children) == 1


def test_a_worker_that_runs_already_is_left_alone(scene):
    scene.silent = False
    scene.worker.begin()
    assert scene.children == []


def test_no_second_one_is_started_beside_it(scene):
    scene.worker.begin()
    scene.worker.start()
    scene.worker.missed()
    assert len(scene.children) == 1


def test_one_that_gave_itself_up_is_started_again_at_once(scene):
    scene.worker.begin()
    scene.loop.pass_(STEADY)
    scene.end(Exit.RESTART)

    assert len(scene.children) == 2
    assert scene.worker.state() == "starting"


@pytest.mark.parametrize("code", [Exit.DONE, Exit.SECOND_WORKER])
def test_one_that_somebody_ended_stays_ended(scene, code):
    scene.worker.begin()
    scene.end(code)
    scene.loop.pass_(1000)

    assert len(scene.children) == 1
    assert scene.worker.state() == "none"


def test_one_that_fails_again_and_again_is_started_ever_less_often(scene):
    scene.worker.begin()
    waits = []
    for _ in range(9):
        scene.end(Exit.UNEXPECTED)
        waits += scene.loop.waits_for
        scene.loop.pass_(LONGEST_WAIT)

    assert waits == [1, 2, 4, 8, 16, 32, LONGEST_WAIT, LONGEST_WAIT, LONGEST_WAIT]


def test_what_made_it_fail_is_not_hidden_by_blue(scene):
    scene.worker.begin()
    assert scene.worker.state() == "starting"
    scene.end(Exit.USAGE)
    assert scene.worker.state() == "none"
    scene.loop.pass_(1)
    assert scene.worker.state() == "none"


def test_one_that_started_and_never_beats_is_not_blue_for_ever(scene):
    scene.worker.begin()
    scene.loop.pass_(31)
    assert scene.worker.state() == "none"


def test_a_person_need_not_wait_for_the_next_try(scene):
    scene.worker.begin()
    for _ in range(5):
        scene.end(Exit.UNEXPECTED)
        scene.loop.pass_(LONGEST_WAIT)
    scene.end(Exit.UNEXPECTED)
    started = len(scene.children)
    scene.worker.start()
    assert len(scene.children) == started + 1

    scene.loop.pass_(LONGEST_WAIT)
    assert len(scene.children) == started + 1


def test_one_of_another_icon_that_crashed_is_started_again(scene):
    scene.heartbeat.touch()
    scene.worker.missed()
    assert len(scene.children) == 1


def test_one_of_another_icon_that_ended_in_good_order_is_not(scene):
    scene.worker.missed()
    assert scene.children == []


def test_a_program_that_cannot_be_started_is_tried_again(tmp_path):
    loop, tries = FakeLoop(), []

    def launch():
        tries.append(loop.now)
        raise PermissionError

    worker = OwnWorker(loop, launch, tmp_path / "heartbeat", lambda: True)
    worker.begin()
    loop.pass_(10)
    assert [at - tries[0] for at in tries] == [0, 1, 3, 7]
    assert worker.state() == "none"


def test_a_start_that_was_well_begins_the_count_anew():
    assert again_in(Exit.RESTART, 0) == 0.0


def test_the_command_names_the_state_folder(tmp_path):
    assert list(command(tmp_path))[-3:] == ["--state", str(tmp_path), "run"]
