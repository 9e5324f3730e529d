"""A person with nothing but a mouse: from a fresh folder to contacts that stay in sync."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests

from practicesync.app.help_place import page
from practicesync.core.phase import Colour
from practicesync.demo.practice import Practice, make_practice
from tests.desktop.mouse import PATIENCE, Person, at_a_screen, copied
from tests.desktop.task_bar import has_task_bar
from tests.fakes.wire import Received, Reply, wire_server
from tests.system.between import Between, seen_through
from tests.system.cloud import Cloud, sign_in, start_cloud, stop
from tests.system.installation import Installation, at, come_back, settings
from tests.system.test_doctor import employ

pytestmark = pytest.mark.skipif(
    not (has_task_bar() and shutil.which("openbox")), reason="trayer or openbox isn't installed"
)

CONTACTS = 700
"""More than go online at once."""


@dataclass
class Held(Between):
    """Stands between agent and cloud, and lets the second lot of contacts wait until `go_on`."""

    go_on: threading.Event = field(default_factory=threading.Event)
    lots: int = 0

    def answer(self, received: Received) -> Reply:
        if received.path.endswith("/contacts/batch"):
            self.lots += 1
            if self.lots == 2:
                self.go_on.wait(PATIENCE)
        return super().answer(received)


@dataclass(frozen=True)
class Online:
    """The online side as the agent sees it; `away` takes it off the network."""

    cloud: Cloud
    seen: Cloud
    held: Held
    ends: ExitStack

    def away(self) -> None:
        self.ends.close()
        stop(self.cloud.process)


@contextmanager
def online(folder: Path, files: Path) -> Iterator[Online]:
    with start_cloud(folder / "cloud") as cloud, requests.Session() as http, ExitStack() as ends:
        http.trust_env = False
        http.verify = str(cloud.ca_file)
        held = Held(cloud, http)
        server = ends.enter_context(wire_server(folder, held.answer))
        (files / "office-ca.pem").write_bytes(Path(server.ca_file).read_bytes())
        yield Online(cloud, seen_through(cloud, server), held, ends)


def connect(person: Person, address: str) -> None:
    """Answer everything until the practice is connected."""
    person.click("In a database file")
    person.click("Browse")
    person.click("practice.db")
    person.click("Open")
    person.click("Next")
    person.click("demo")
    person.click("Next")
    with copied(person.display, address):
        person.field("Address", button=3)
        person.click("Paste")
        person.reads(address)
    person.click("Browse")
    person.click("office-ca.pem")
    person.click("Open")
    person.reads("/office-ca.pem")
    person.click("Next")
    person.reads("What do people call your practice?")
    person.click("Next")
    person.click("Save")


def activate(person: Person, cloud: Cloud) -> None:
    """Sign in and say yes to everything until the contacts go online."""
    person.click("Activate contacts sync", "is connected")
    person.click("Sign in with your browser")
    come_back(sign_in(cloud, at(cloud, person.opens())))
    person.click("Yes, go on")
    person.click("Go on")
    person.click("I agree with the above terms of use")
    person.click("OK")


def leave_out(person: Person) -> None:
    """Look through the list of what was not sent, and leave all of it out."""
    person.click("Look through the list")
    boxes = person.until(lambda: [one for one in person.spots() if one["kind"] == "TCheckbutton"])
    for box in boxes:
        person.click(box["text"])
    person.click("Leave out")
    person.reads("3 contacts are left out until the reason changes.")
    person.click("Close")


def edit(practice: Practice) -> None:
    """Edit a contact as somebody in the practice does."""
    with closing(sqlite3.connect(practice.path)) as database, database:
        database.execute("UPDATE Contact SET Salutation = 'Anew' WHERE ContactID = 10001")


def test_from_a_fresh_folder_to_in_sync(screens, tmp_path):
    files = tmp_path / "files"
    files.mkdir()
    practice = make_practice(files / "practice.db", CONTACTS)
    with (
        online(tmp_path / "online", files) as there,
        at_a_screen(screens(1.0), tmp_path / "home", tmp_path / "state", files) as person,
    ):
        employ(practice.path, there.cloud.email, "A", "ADMIN")
        person.sees(Colour.RED)
        person.click_icon()
        person.click("Connect to your practice database")
        connect(person, there.seen.base_url)
        activate(person, there.cloud)
        person.sees(Colour.BLUE)
        person.reads("Sending your contacts", " of 700")
        there.held.go_on.set()
        leave_out(person)
        person.sees(Colour.GREEN)
        person.reads("Your contacts are in sync, 3 contacts left out")
        edit(practice)
        person.reads(", 1 contact")


def test_an_outage_is_blue_and_within_a_minute_red(screens, tmp_path):
    practice = make_practice(tmp_path / "practice.db", 10)
    with online(tmp_path / "online", tmp_path) as there:
        there.held.go_on.set()
        employ(practice.path, there.cloud.email, "A", "ADMIN")
        server = Installation(tmp_path / "state")
        server.write(settings(practice.path, there.seen))
        with at_a_screen(screens(1.0), tmp_path / "home", server.state, tmp_path) as person:
            server.until_phase("not_activated")
            server.activate(there.cloud)
            server.until_phase("attention")
            assert server.call("not-sent", "leave-out", "--all").code == 0
            person.sees(Colour.GREEN)
            person.click_icon()
            person.reads("Your contacts are in sync, 3 contacts left out")
            there.away()
            person.sees(Colour.BLUE)
            person.reads("Your online copy can't be reached at 127.0.0.1", "Next try at")
            person.sees(Colour.RED)
            person.reads("Your online copy can't be reached at 127.0.0.1")
            person.click("How to fix this")
            assert person.opens() == page("ps-cld-01")
