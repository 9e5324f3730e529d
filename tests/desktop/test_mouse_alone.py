"""A person with nothing but a mouse: from a fresh folder to contacts in sync, and an outage."""

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
from tests.desktop.display import display, is_here
from tests.desktop.film import Film
from tests.desktop.mouse import PATIENCE, Person, at_a_screen, copied
from tests.desktop.task_bar import has_task_bar
from tests.fakes.wire import Received, Reply, wire_server
from tests.system.between import Between, seen_through
from tests.system.cloud import Cloud, sign_in, start_cloud, stop
from tests.system.installation import at, come_back
from tests.system.test_doctor import employ

pytestmark = pytest.mark.skipif(
    not (is_here() and has_task_bar() and shutil.which("openbox")),
    reason="Xvfb, trayer or openbox isn't installed",
)

CONTACTS = 700
"""More than go online at once."""

SCREEN = "1280x960"


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


def connect(person: Person, film: Film, address: str) -> None:
    """Answer everything until the practice is connected."""
    person.click("In a database file")
    person.click("Browse")
    person.click("practice.db")
    person.click("Open")
    person.reads("/practice.db")
    film.take("database")
    person.click("Next")
    person.click("demo")
    film.take("layout")
    person.click("Next")
    with copied(person.display, address):
        person.field("Address", button=3)
        person.click("Paste")
        person.reads(address)
    person.click("Browse")
    person.click("office-ca.pem")
    person.click("Open")
    person.reads("/office-ca.pem")
    film.take("online")
    person.click("Next")
    person.reads("What do people call your practice?")
    person.click("Next")
    person.reads("is ready to be saved")
    film.take("ready")
    person.click("Save")
    person.reads("is connected")
    film.take("connected")


def activate(person: Person, film: Film, cloud: Cloud) -> None:
    """Sign in and say yes to everything until the contacts go online."""
    person.click("Activate contacts sync", "is connected")
    person.reads("What comes now")
    film.take("activate")
    person.click("Sign in with your browser")
    address = at(cloud, person.opens())
    person.reads("Open the page again")
    film.take("browser")
    film.take_page("sign-in", address)
    come_back(sign_in(cloud, address))
    person.reads("Signed in as")
    film.take("signed-in")
    person.click("Yes, go on")
    person.reads("What your practice gets")
    film.take("plan")
    person.click("Go on")
    person.click("I agree with the above terms of use")
    film.take("terms")
    person.click("OK")


def upload(person: Person, film: Film, held: Held) -> None:
    """Watch the contacts go online, and leave out those that can't."""
    person.sees(Colour.BLUE)
    person.reads("Sending your contacts", " of 700")
    film.take("sending")
    held.go_on.set()
    person.reads("Look through the list")
    film.take("attention")
    leave_out(person)
    film.take("left-out")
    person.click("Close")
    person.sees(Colour.GREEN)
    person.reads("Your contacts are in sync, 3 contacts left out")
    film.take("in-sync")


def leave_out(person: Person) -> None:
    """Look through the list of what was not sent, and leave all of it out."""
    person.click("Look through the list")
    boxes = person.until(lambda: [one for one in person.spots() if one["kind"] == "TCheckbutton"])
    for box in boxes:
        person.click(box["text"])
    person.click("Leave out")
    person.reads("3 contacts are left out until the reason changes.")


def edit(practice: Practice) -> None:
    """Edit a contact as somebody in the practice does."""
    with closing(sqlite3.connect(practice.path)) as database, database:
        database.execute("UPDATE Contact SET Salutation = 'Anew' WHERE ContactID = 10001")


def outage(person: Person, film: Film, there: Online) -> None:
    """See what an outage looks like at first, and when it has lasted a minute."""
    there.away()
    person.sees(Colour.BLUE)
    person.reads("Your online copy can't be reached at 127.0.0.1", "Next try at")
    film.take("retrying")
    person.sees(Colour.RED)
    person.reads("Your online copy can't be reached at 127.0.0.1")
    film.take("unavailable")
    person.click("How to fix this")
    help_page = person.opens()
    assert help_page == page("ps-cld-01")
    film.take_page("help", help_page)


def test_from_a_fresh_folder_to_in_sync_and_through_an_outage(tmp_path, tmp_path_factory):
    files = tmp_path_factory.mktemp("office", numbered=False)  # in pictures its name is seen
    practice = make_practice(files / "practice.db", CONTACTS)
    with (
        display(size=SCREEN) as name,
        online(tmp_path / "online", files) as there,
        at_a_screen(name, tmp_path / "home", tmp_path / "state", files) as person,
    ):
        film = Film(person)
        employ(practice.path, there.cloud.email, "A", "ADMIN")
        person.sees(Colour.RED)
        person.click_icon()
        person.reads("Connect to your practice database")
        film.take("fresh")
        person.click("Connect to your practice database")
        connect(person, film, there.seen.base_url)
        activate(person, film, there.cloud)
        upload(person, film, there.held)
        edit(practice)
        person.reads("Last change sent", ", 1 contact")
        film.take("edited")
        outage(person, film, there)
