"""The pages of conversations as windows show them: whole, in order, and answered by a person."""

from __future__ import annotations

import time
import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

import pytest

from practicesync.adapters.state_folder import StateFolder
from practicesync.app.present.shown import Act, ActKind
from practicesync.app.window import wizard_pages as wizard
from practicesync.app.window.area import Area
from practicesync.app.window.desk import Desk
from practicesync.app.window.page import Checks, Choice, Facts, Options, Page, Said
from practicesync.app.window.page_window import PageWindow
from practicesync.app.window.support import about_page
from practicesync.app.window.talk import Left, Surroundings, Talk
from tests.desktop.looking import AnyScreen, named, texts_in, window_of, within
from tests.desktop.pages import ORDER, pages
from tests.desktop.test_status_window import cut_off, overlapping, picture

PATIENCE = 30.0
PAGES = pages()


class Shown:
    """A window in which a conversation shows one page after the other."""

    def __init__(self, root: tk.Tk, folder, *first: Page, screen: AnyScreen | None = None) -> None:
        self.root = root
        self.screen = screen or AnyScreen()
        self.screen.room = self.screen.room or Area(0, 0, 4000, 4000)
        self.acts: list[Act] = []
        self.said: list[Said] = []
        self.left = False
        self.is_gone = False
        self._pages = list(first)
        self.talk = Talk(Surroundings(folder), self._lead)
        self.window_of = PageWindow(root, self.screen, self.talk, self.acts.append, self._gone)
        self.talk.start()
        self.window_of.follow()
        self.until(lambda: self.talk.page is first[0] and self.is_drawn(first[0]))

    def _lead(self, talk: Talk) -> None:
        try:
            for page in self._pages:
                self.said.append(talk.answer(page))
        except Left:
            self.left = True
            raise

    def _gone(self) -> None:
        self.is_gone = True

    def is_drawn(self, page: Page) -> bool:
        tops = [one for one in self.root.winfo_children() if isinstance(one, tk.Toplevel)]
        return any(one.title().endswith(page.title) and one.winfo_ismapped() for one in tops)

    def until(self, true: Callable[[], bool]) -> None:
        """Let the program go on until that is true."""
        end = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < end
            self.root.update()
            time.sleep(0.01)
        self.root.update()

    @property
    def window(self) -> tk.Toplevel:
        return window_of(self.root)

    def click(self, label: str) -> None:
        named(self.window, label).invoke()

    def turned(self, page: Page) -> None:
        self.until(lambda: self.talk.page == page and self.is_drawn(page))

    def end(self) -> None:
        self.talk.leave()
        self.until(lambda: self.is_gone)


@pytest.fixture
def show(root, tmp_path):
    made: list[Shown] = []

    def shown(*first: Page) -> Shown:
        made.append(Shown(root, StateFolder(tmp_path), *first))
        return made[-1]

    yield shown
    for one in made:
        one.end()


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_nothing_is_cut_off_on_any_page(root_at, tmp_path, scale):
    root = root_at(scale)
    for name, page in PAGES.items():
        shown = Shown(root, StateFolder(tmp_path), page)
        window = shown.window
        assert cut_off(window) == [], name
        assert overlapping(window) == [], name
        assert window.winfo_width() == round(460 * scale), name
        shown.end()


def test_one_of_several_options_is_chosen_before_anybody_clicks(root, tmp_path):
    for name, page in PAGES.items():
        for block in page.blocks:
            if not isinstance(block, Options):
                continue
            shown = Shown(root, StateFolder(tmp_path), page)
            options = [one for one in within(shown.window) if isinstance(one, ttk.Radiobutton)]
            chosen = [str(one.cget("text")) for one in options if one.instate(["selected"])]
            assert chosen == [one.label for one in block.options if one.value == block.chosen], name
            options[-1].invoke()
            shown.root.update()
            assert [one.instate(["selected"]) for one in options].count(True) == 1, name
            shown.end()


def test_every_page_says_how_it_is_left():
    ways = {name: [one for one in page.choices if one.leaves] for name, page in PAGES.items()}

    # While the last yes is carried out there is nothing to be said no to.
    nothing_to_say = ["activate-starting", "stopping", "support-writing"]
    assert [name for name, leaving in ways.items() if not leaving] == nothing_to_say


def test_at_most_one_button_is_the_one_to_click():
    for name, page in PAGES.items():
        assert sum(one.main for one in page.choices) <= 1, name


def test_the_key_that_goes_on_removes_nothing_online():
    for name in ("review", "stop-sure"):
        assert not any(one.main for one in PAGES[name].choices), name


def test_no_page_names_a_command_of_a_terminal():
    for name, page in PAGES.items():
        assert "practicesync " not in repr(page), name
        assert " --" not in repr(page), name


def test_terms_are_agreed_with_before_ok_can_be_clicked(show):
    shown = show(PAGES["activate-terms"])
    ok = named(shown.window, "OK")
    before = ok.instate(["disabled"])
    shown.click("OK")
    [box] = [one for one in within(shown.window) if isinstance(one, ttk.Checkbutton)]
    box.invoke()
    shown.root.update()

    assert before
    assert shown.said == []
    assert not ok.instate(["disabled"])
    shown.click("OK")
    shown.until(lambda: bool(shown.said))
    assert shown.said[0].ticks == {"terms": True}


def test_a_field_comes_with_the_choice_that_needs_it(show):
    shown = show(PAGES["activate-plan"])
    before = texts_in(shown.window)
    option(shown, "At another time").invoke()
    shown.root.update()

    assert "Time of day" not in before
    assert "Time of day" in texts_in(shown.window)


def option(shown: Shown, label: str) -> ttk.Radiobutton:
    """Return the round choice with that label."""
    options = [one for one in within(shown.window) if isinstance(one, ttk.Radiobutton)]
    [found] = [one for one in options if str(one.cget("text")) == label]
    return found


def test_next_waits_for_what_is_shown_and_for_nothing_else(show):
    shown = show(PAGES["connect-server"])
    on = named(shown.window, "Next")
    found = on.instate(["disabled"])
    option(shown, "Another SQL Server").invoke()
    shown.root.update()
    empty = on.instate(["disabled"])
    [typed] = [one for one in within(shown.window) if isinstance(one, ttk.Entry)]
    typed.insert(0, "PRACSRV02")
    shown.root.update()

    assert (found, empty, on.instate(["disabled"])) == (False, True, False)


def test_what_was_typed_stays_when_something_is_wrong_with_it(show):
    first = PAGES["activate-plan"]
    again = PAGES["activate-no-time"]
    shown = show(first, again)
    option(shown, "At another time").invoke()
    shown.root.update()
    [typed] = [one for one in within(shown.window) if isinstance(one, ttk.Entry)]
    typed.insert(0, "25:00")
    shown.click("Go on")
    shown.until(lambda: "That is no time." in texts_in(shown.window))

    [typed] = [one for one in within(shown.window) if isinstance(one, ttk.Entry)]
    assert typed.get() == "25:00"
    assert shown.said[0].texts == {"when": "then", "at": "25:00"}


def test_a_password_is_hidden_and_shows_nowhere(show):
    shown = show(PAGES["connect-password"])
    entries = [one for one in within(shown.window) if isinstance(one, ttk.Entry)]
    entries[-1].insert(0, "correct horse")
    assert entries[-1].cget("show")
    shown.click("Next")
    shown.until(lambda: bool(shown.said))

    assert shown.said[0].texts["password"] == "correct horse"
    assert "correct" not in repr(shown.said[0])


def test_checks_are_added_below_those_that_are_there(show):
    def looking(number: int) -> Page:
        return Page(
            key="looking",
            title="Looking",
            blocks=(Checks(ORDER[:number], going_on=True),),
            choices=(Choice(name="on", label="On"),),
        )

    shown = show(looking(1), looking(3))
    first = named(shown.window, ORDER[0].sentence)
    shown.click("On")
    shown.until(lambda: ORDER[2].sentence in texts_in(shown.window))

    assert first.winfo_exists()
    assert named(shown.window, ORDER[0].sentence) is first


def test_how_to_fix_it_leads_to_the_help_of_that_code(show):
    shown = show(PAGES["activate-failed"])
    shown.click("How to fix this")

    [act] = shown.acts
    assert act.kind is ActKind.HELP
    assert act.argument == "ps-aut-07"


def copied_in(window: tk.Misc) -> tuple[tk.Text, list[ttk.Scrollbar]]:
    """Return the one text that can be copied, and the bars beside it."""
    [box] = [one for one in within(window) if isinstance(one, tk.Text)]
    return box, [one for one in box.master.winfo_children() if isinstance(one, ttk.Scrollbar)]


def test_a_text_that_is_seen_whole_has_no_bar(show):
    box, bars = copied_in(show(PAGES["support-written"]).window)

    assert box.yview() == (0.0, 1.0)
    assert bars == []


def test_the_keyboard_stops_at_a_text_only_where_it_scrolls_and_is_seen_there(show):
    shown = show(PAGES["support-written"], PAGES["activate-terms"])
    whole, _ = copied_in(shown.window)
    assert not whole.getboolean(whole.tk.call("tk::FocusOK", whole))

    shown.talk.say(PAGES["support-written"], Said("on"))
    shown.turned(PAGES["activate-terms"])
    long, [bar] = copied_in(shown.window)
    shown.window.geometry("+50+50")  # where it has pixels
    shown.root.update()
    before = picture(bar)
    long.focus_force()
    shown.root.update()
    assert long.getboolean(long.tk.call("tk::FocusOK", long))
    assert bar.instate(["focus"])
    shown.until(lambda: picture(bar) != before)


def test_a_long_text_begins_with_whole_lines_and_scrolls(show):
    box, bars = copied_in(show(PAGES["activate-terms"]).window)
    below = box.index(f"@0,{box.winfo_height() - 1} + 1 display lines")
    whole = int(box.tk.call(box, "count", "-ypixels", "1.0", below))

    assert whole == box.winfo_height()
    assert box.yview()[1] < 1.0
    assert len(bars) == 1
    box.event_generate("<Button-5>")
    box.update()
    assert box.yview()[0] > 0.0


def test_keeping_the_icon_in_sight_leads_to_the_settings_of_the_task_bar(show):
    shown = show(PAGES["activate-in-sync"])
    shown.click("Open the task bar's settings")

    assert [act.kind for act in shown.acts] == [ActKind.TASK_BAR]


@pytest.mark.parametrize("way", ["Escape", "button"])
def test_whoever_closes_the_window_has_left(show, way):
    shown = show(PAGES["activate-browser"])
    if way == "Escape":
        shown.window.event_generate("<Escape>")
    else:
        shown.click("Cancel")
    shown.until(lambda: shown.is_gone)

    assert shown.left


def test_the_main_button_has_the_keyboard(show):
    shown = show(wizard.first_page())
    shown.window.focus_force()
    shown.root.update()
    main = named(shown.window, "Sign in with your browser")
    main.focus_force()
    main.event_generate("<Return>")
    shown.until(lambda: bool(shown.said))

    assert shown.said[0].choice == "browser"


@pytest.mark.parametrize(("name", "label"), [("connect-layout", "Next"), ("connect-name", "")])
def test_the_keyboard_begins_where_a_person_does(show, name, label):
    shown = show(PAGES[name])
    where = shown.window.focus_lastfor()

    assert where is not None
    assert where.winfo_ismapped()
    assert isinstance(where, ttk.Entry) or where.cget("text") == label


def test_a_list_of_what_was_left_out_says_so():
    assert PAGES["not-sent-left-out"].title == "3 contacts are left out"
    assert PAGES["not-sent"].title == "7 contacts were not sent"


def test_a_click_on_a_page_that_is_gone_is_none(show):
    shown = show(wizard.first_page(), PAGES["activate-who"])
    old = shown.talk.page
    shown.click("Sign in with your browser")
    shown.turned(PAGES["activate-who"])
    shown.talk.say(old, Said("browser"))

    assert shown.talk.heard(0.0) is None
    assert len(shown.said) == 1


def test_without_a_worker_a_click_is_refused_with_what_to_do(root, tmp_path):
    told: list[str] = []
    acts: list[Act] = []
    desk = Desk(root, AnyScreen(), Surroundings(StateFolder(tmp_path)), acts.append, told.append)
    act = Act(ActKind.SETTINGS)
    desk.perform(act)
    desk.perform(act)
    end = time.monotonic() + PATIENCE
    while not _titles(root):
        assert time.monotonic() < end
        root.update()
        time.sleep(0.01)

    assert _titles(root) == ["Practice Sync: That didn't work"]
    desk.close()
    while _titles(root):
        assert time.monotonic() < end
        root.update()
        time.sleep(0.01)
    assert told == []


def _titles(root: tk.Tk) -> list[str]:
    tops = [one for one in root.winfo_children() if isinstance(one, tk.Toplevel)]
    return [one.title() for one in tops if one.winfo_ismapped()]


def test_a_title_bar_says_the_name_of_the_program_once(show):
    assert show(PAGES["about"]).window.title() == "Practice Sync"


def test_another_title_bar_says_program_and_page(show):
    assert show(PAGES["review"]).window.title() == f"Practice Sync: {PAGES['review'].title}"


def test_what_is_not_known_of_licences_leaves_no_empty_frame():
    kinds = [type(block) for block in about_page(None, ()).blocks]
    assert kinds == [Facts]
