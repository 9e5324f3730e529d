"""Who may ask is offered what changes something, and nobody else: real accounts, a real screen.

As root, the person at the screen is another account than the worker's. Else they are the same, and
somebody has closed the folder in which requests are left.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import practicesync
from practicesync.adapters.state_folder import StateFolder
from practicesync.app.asking.ask import ask
from practicesync.app.present.shown import Item, Submenu
from practicesync.app.present.window import WHOM_TO_ASK
from practicesync.app.tray.told import ToldFile
from practicesync.app.tray.viewer import Around, Viewer
from practicesync.core.phase import Colour, Shape
from practicesync.demo.practice import make_practice
from tests.desktop.mouse import Person, at_a_screen
from tests.desktop.other_account import NOBODY, import_all
from tests.desktop.task_bar import has_task_bar
from tests.fakes.tray import FakeIcon, FakeKeeper, FakeLoop, FakeStartup, FakeWatch, FakeWindows
from tests.system.cloud import start_cloud
from tests.system.installation import Installation, settings, stop
from tests.system.test_doctor import employ
from tests.system.test_folder import MEMBERS, ROOT, WORKER, as_nobody, refused, script

pytestmark = pytest.mark.skipif(
    not (has_task_bar() and shutil.which("openbox")), reason="trayer or openbox isn't installed"
)

OTHERS = "daemon"
"""A group that the person at the screen isn't in."""

ROOT_OF_SOURCE = Path(str(practicesync.__file__)).parent
NOT_COPIED = shutil.ignore_patterns("__pycache__")
PROGRAM = "tests.desktop.other_account"
TO_READ = {
    "Troubleshooting",
    "Privacy and security",
    "Contact support",
    "Open log",
    "Who may change something",
}
"""What the window offers to everybody, or to who may only look."""


@pytest.fixture
def place(screens, monkeypatch) -> Iterator[Path]:
    """A folder that both accounts can reach, with a copy of the program that both can read."""
    monkeypatch.setenv("DISPLAY", screens(1.0))
    monkeypatch.setenv("PYSTRAY_BACKEND", "xorg")
    folder = Path(tempfile.mkdtemp(prefix="practicesync-test-"))
    folder.chmod(0o755)
    shutil.copytree(ROOT_OF_SOURCE, folder / "src" / "practicesync", ignore=NOT_COPIED)
    monkeypatch.setenv("PYTHONPATH", str(folder / "src"), prepend=os.pathsep)
    (folder / "home").mkdir()
    if ROOT:
        os.chown(folder / "home", NOBODY.pw_uid, NOBODY.pw_gid)
    yield folder
    shutil.rmtree(folder)


@contextmanager
def worker_for(server: Installation, group: str) -> Iterator[None]:
    """Run a worker that obeys that group; what an earlier one has shown is gone."""
    (server.state / "public" / "status.json").unlink(missing_ok=True)
    worker = script(WORKER, server.state, group)
    try:
        server.until(lambda shown: bool(shown["phase"]))
        yield
    finally:
        stop(worker)


@contextmanager
def at_work(place: Path, group: str) -> Iterator[Installation]:
    """Have a practice whose contacts are online but for three."""
    practice = make_practice(place / "practice.db", 10)
    with start_cloud(place / "cloud") as cloud:
        employ(practice.path, cloud.email, "A", "ADMIN")
        server = Installation(place / "state")
        server.write(settings(practice.path, cloud))
        with worker_for(server, MEMBERS):
            server.activate(cloud)
            server.until_phase("attention")
        with worker_for(server, group):
            server.until_phase("attention")
            yield server


@contextmanager
def sitting(screens, place: Path, state: Path, group: str) -> Iterator[Person]:
    """Have the other account at a screen, with the window open."""
    with at_a_screen(screens(1.0), place / "home", state, place, (PROGRAM, group)) as person:
        person.sees(Colour.RED, Shape.CROSS)
        person.click_icon()
        person.reads("What the icon tells you")
        if not ROOT and group == OTHERS:
            (state / "inbox").chmod(0o500)
        yield person


def offered(person: Person) -> set[str]:
    """Return what can be clicked on."""
    return {one["text"] for one in person.spots() if one["kind"] == "TButton"}


def reached(person: Person) -> set[str]:
    """Return what the Tab key comes to, from one end to the other."""
    found = [where(person)]
    for _ in range(2 * len(offered(person))):
        person.press("Tab")
        found.append(person.until(lambda: {where(person)} - {"", found[-1]}, "the keyboard").pop())
    return {one for one in found if one}


def where(person: Person) -> str:
    """Return the words on what the keyboard is at."""
    return next((one["text"] for one in person.spots() if one["focused"]), "")


def menu_of(server: Installation, group: str, told: Path) -> list[str]:
    """Return what the icon's menu has in it for the other account."""

    def labels() -> list[str]:
        folder, loop, icon = StateFolder(server.state, group), FakeLoop(), FakeIcon()
        parts = (FakeWindows(), FakeKeeper(), FakeStartup(), FakeWatch(), ToldFile(told))
        loop.soon(Viewer(Around(folder, loop, icon, *parts)).tick)
        loop.pass_()
        found = [one for one in icon.menus[-1] if isinstance(one, Item | Submenu)]
        inner = [line for one in found if isinstance(one, Submenu) for line in one.entries]
        return [one.label for one in (*found, *inner)]

    import_all()
    return list(as_nobody(labels))


def refusal_of(server: Installation, group: str) -> dict[str, str]:
    """Return what comes of asking all the same, as our own programs ask."""
    folder = StateFolder(server.state, group)
    return dict(as_nobody(lambda: refused(lambda: ask(folder, "pause", None, {"minutes": None}))))


def left_there(server: Installation) -> str:
    """Return what comes of leaving a file there, as any program could."""

    def leave() -> str:
        try:
            (server.state / "inbox" / f"{uuid.uuid4()}.json").write_text("{}")
        except OSError as wrong:
            return type(wrong).__name__
        return "left"

    return str(as_nobody(leave))


def test_who_may_only_look_sees_state_and_log_and_is_offered_nothing_else(screens, place):
    with (
        at_work(place, OTHERS) as server,
        sitting(screens, place, server.state, OTHERS) as person,
    ):
        person.reads("3 contacts were not sent", "Online", "7 of 10", WHOM_TO_ASK)
        assert offered(person) == {"How to fix this", *TO_READ}
        assert reached(person) == offered(person)
        menu = menu_of(server, OTHERS, place / "home" / "told.json")
        person.click("Open log")
        log = person.opens()
        person.click("Who may change something")
        assert person.opens() == (place / "src/practicesync/app/help_pages/other.html").as_uri()
        refusal = refusal_of(server, OTHERS)
        left = left_there(server)
        assert server.status()["phase"] == "attention"

    assert log == (server.state / "logs" / "practicesync.log").as_uri()
    assert "Practice Sync starts." in as_nobody(server.log)
    assert set(menu) == {
        "Open",
        "Help",
        "Troubleshooting guide",
        "Contact support",
        "Open log",
        "Start with Windows",
        "About",
        "Close this icon (sync goes on)",
    }
    assert refusal == {"code": "PS-SYS-13", "reason": "outsider"}
    assert left == "PermissionError"


def test_who_may_ask_has_the_buttons_and_is_obeyed(screens, place):
    with (
        at_work(place, MEMBERS) as server,
        sitting(screens, place, server.state, MEMBERS) as person,
    ):
        assert {"Look through the list", "Sync now", "Pause for 1 hour"} <= offered(person)
        assert WHOM_TO_ASK not in person.read()
        menu = menu_of(server, MEMBERS, place / "home" / "told.json")
        person.click("Pause for 1 hour")
        server.until_phase("paused")
        person.sees(Colour.RED, Shape.BARS)
        person.click("Resume")
        server.until_phase("attention")
        person.sees(Colour.RED, Shape.CROSS)

    assert {"Sync now", "Pause", "Settings...", "Stop syncing contacts..."} <= set(menu)


def test_who_may_only_look_is_not_asked_to_connect_anything(screens, place):
    server = Installation(place / "state")
    with worker_for(server, OTHERS), sitting(screens, place, server.state, OTHERS) as person:
        person.reads("Practice Sync has no settings yet", WHOM_TO_ASK)
        assert offered(person) == {"How to fix this", *TO_READ}


def test_who_may_only_look_can_not_start_a_worker_that_has_ended(screens, place):
    server = Installation(place / "state")
    with worker_for(server, OTHERS):
        pass
    with sitting(screens, place, server.state, OTHERS) as person:
        person.reads("Practice Sync", WHOM_TO_ASK)
        assert offered(person) == {"How to fix this", *TO_READ}
