"""What a person does at a window once contacts are in sync, against a real worker."""

from __future__ import annotations

import csv
import json
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial

import pytest

from practicesync.app.window.checking import full_check
from practicesync.app.window.not_sent import not_sent
from practicesync.app.window.page import Copied, Entries, Facts, Field, Page, Trouble, Words
from practicesync.app.window.review import review
from practicesync.app.window.settings import settings as settings_of
from practicesync.app.window.stopping import GOES, STAYS, stop_syncing
from practicesync.app.window.support import about, support_file
from practicesync.core.errors import Code
from practicesync.demo.practice import MARKER, Practice, make_practice
from tests.system.at_a_window import blocks, everything, talking
from tests.system.cloud import Cloud
from tests.system.conftest import another
from tests.system.installation import Installation, settings
from tests.system.test_leaving import online as online_now


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Practice:
    return make_practice(tmp_path_factory.mktemp("practice") / "practice.db", contacts=40)


@pytest.fixture(scope="module")
def owner(online: Cloud) -> Cloud:
    return another(online, "Windows")


@pytest.fixture(scope="module")
def running(
    owner: Cloud, practice: Practice, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """One worker for all tests of this module, with everything sent that can be."""
    server = Installation(tmp_path_factory.mktemp("windows") / "state")
    server.write(settings(practice.path, owner))
    with server.running():
        server.activate(owner)
        server.until_phase("attention")
        yield server
    assert MARKER not in server.log().lower()
    assert not list((server.state / "replies").iterdir())


@pytest.fixture
def calm(running: Installation) -> Installation:
    """The worker, with what can't be sent left out."""
    if running.status()["phase"] == "attention":
        running.call("not-sent", "leave-out", "--all")
    running.until_phase("in_sync")
    return running


def change(practice: Practice, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(practice.path)) as database, database:
        assert database.execute(statement, values).rowcount


def listed(page: Page) -> Entries:
    [entries] = blocks(page, Entries)
    return entries


def told(text: str) -> Callable[[Page], bool]:
    return lambda page: text in page.under


def test_what_was_not_sent_is_listed_by_name_with_reason_and_remedy(running, tmp_path):
    with talking(running, not_sent) as person:
        page = person.page("3 contacts were not sent")
        person.answers("3 contacts were not sent", "save", file=str(tmp_path / "list.csv"))
        person.until(told("3 contacts written"))

    entries = listed(page).entries
    assert len(entries) == 3
    assert all(reason and remedy for _, (reason, remedy) in [(e.label, e.under) for e in entries])
    assert any(MARKER in entry.label.lower() for entry in entries)
    with (tmp_path / "list.csv").open(encoding="utf-8-sig") as file:
        assert len(list(csv.DictReader(file))) == 3


def test_one_is_left_out_and_tried_again(running):
    with talking(running, not_sent) as person:
        page = person.page("3 contacts were not sent")
        one = listed(page).entries[0]
        person.chooses(page, "leave-out", one.value)
        after = person.until(told("1 contact is left out"))
        person.chooses(after, "retry", one.value)
        person.until(told("1 contact is tried again now"))

    assert ["(left out)" in other.label for other in listed(after).entries] == [
        other.value == one.value for other in listed(after).entries
    ]


def test_all_are_tried_again(running):
    with talking(running, not_sent) as person:
        person.answers("3 contacts were not sent", "all")
        person.until(told("3 contacts are tried again now"))


def test_deletions_go_after_a_yes_to_their_number(calm, practice):
    gone = list(practice.truth.expected())[:12]
    for key in gone:
        change(practice, "DELETE FROM Contact WHERE ContactID = ?", json.loads(key)[0])
    [row] = calm.until_phase("held")["practices"][0]["attention"]
    hold = row["action"].split()[1]

    with talking(calm, partial(review, hold=hold)) as person:
        page = person.page("12 deletions are waiting for you")
        calm.call("not-sent", "list")  # asked later: what was asked before is done by then
        assert person.talk.page is page
        assert calm.status()["phase"] == "held"
        person.answers("12 deletions are waiting", "close")
        person.left()
    assert calm.status()["phase"] == "held"
    with talking(calm, partial(review, hold=hold)) as person:
        person.answers("12 deletions are waiting", "yes")
        person.page("12 deletions go online now")

    calm.until_phase("in_sync")
    [keys] = blocks(page, Copied)
    assert json.loads(gone[0])[0] in keys.text
    assert "Delete 12 contacts online?" in [one.text for one in blocks(page, Words)]
    with talking(calm, partial(review, hold=hold)) as person:
        [trouble] = blocks(person.page("That didn't work"), Trouble)
    assert "nothing is waiting under that id any more" in trouble.sentence


def test_a_full_check_says_what_it_has_found(calm):
    with talking(calm, full_check) as person:
        page = person.page("The full check is done")

    [found] = blocks(page, Words)
    assert "compared on both sides" in found.text


def test_the_last_full_check_is_told_also_after_a_new_beginning(calm):
    [before] = [one["last_check"] for one in calm.status()["practices"]]
    assert calm.call("check").code == 0
    shown = calm.until(lambda shown: shown["practices"][0]["last_check"]["at"] > before["at"])
    last = shown["practices"][0]["last_check"]
    assert calm.call("settings", "links.guide", "https://guide.example").code == 0
    calm.until(lambda shown: shown["links"]["guide"] == "https://guide.example")
    shown = calm.until_phase("in_sync")

    assert shown["practices"][0]["last_check"] == last
    assert last["contacts"] > 0
    assert "(all well)" in calm.call("status").out


def test_a_full_check_of_a_practice_that_is_paused_says_so(calm):
    calm.call("pause")
    try:
        with talking(calm, full_check) as person:
            [trouble] = blocks(person.page("That didn't work"), Trouble)
    finally:
        calm.call("resume")

    assert trouble.code == "PS-SYS-12"
    assert "The full check goes on once that is over." in trouble.sentence


def test_the_settings_are_shown_without_logins(running, practice):
    with talking(running, settings_of) as person:
        page = person.page("Settings")

    rows = {row.label: row.value for facts in blocks(page, Facts) for row in facts.rows}
    assert rows["Database layout"] == "demo"
    assert str(practice.path) in rows["Database"]
    fields = {one.name: one.value for one in blocks(page, Field)}
    assert fields == {"poll_interval": "0.5", "full_check_at": "02:00", "proxy": ""}


def test_settings_are_changed_at_a_window_and_taken_up_within_seconds(running):
    worker = running.status()["worker"]["pid"]
    with talking(running, settings_of) as person:
        person.answers("Settings", "save", full_check_at="3:30")
        page = person.until(told("Saved."))
        person.chooses(page, "links")
        person.answers("Pages of your own", "save", **{"links.support": "help@example.com"})
        person.until(told("Saved."))
        person.answers("Pages of your own", "back")
        page = person.page("Settings")

    support = "mailto:help@example.com"
    shown = running.until(lambda shown: shown["links"]["support"] == support)
    assert shown["worker"]["pid"] == worker
    assert [one.value for one in blocks(page, Field)][:2] == ["0.5", "03:30"]
    assert running.call("settings", "full_check_at").out == "03:30\n"


def test_all_that_can_not_be_taken_is_told_and_what_was_typed_stays(running):
    before = running.config.read_text(encoding="utf-8")
    with talking(running, settings_of) as person:
        person.answers("Settings", "save", poll_interval="0.1", full_check_at="noon")
        page = person.until(told("Nothing is saved yet."))

    assert [one.sentence for one in blocks(page, Trouble)] == [
        "The time between two looks is too small.",
        "The time of the nightly full check isn't a time of day.",
    ]
    assert [one.value for one in blocks(page, Field)][:2] == ["0.1", "noon"]
    assert running.config.read_text(encoding="utf-8") == before


def test_what_was_typed_on_one_page_is_saved_from_the_other(running):
    with talking(running, settings_of) as person:
        person.answers("Settings", "links", full_check_at="4:45")
        person.answers("Pages of your own", "save")
        person.until(told("Saved."))

    assert running.call("settings", "full_check_at").out == "04:45\n"


def test_settings_that_somebody_else_changed_meanwhile_are_shown_anew(running):
    with talking(running, settings_of) as person:
        page = person.page("Settings")
        assert running.call("settings", "full_check_at", "05:15").code == 0
        person.answers("Settings", "save", full_check_at="6:00")
        [trouble] = blocks(person.page("That didn't work"), Trouble)
        person.answers("That didn't work", "again")
        page = person.page("Settings")

    assert "changed meanwhile" in trouble.sentence
    assert [one.value for one in blocks(page, Field)][1] == "05:15"


def test_a_save_without_a_change_says_so(running):
    with talking(running, settings_of) as person:
        person.answers("Settings", "save")
        person.until(told("Nothing has changed."))


def test_the_file_for_support_is_written_where_the_person_says(running, tmp_path):
    path = tmp_path / "support.zip"
    with talking(running, support_file) as person:
        person.answers("A file for support", "save", file=str(path))
        person.page("The file is written")

    with zipfile.ZipFile(path) as file:
        assert "status.json" in file.namelist()


def test_a_place_that_cant_be_written_is_told(running, tmp_path):
    with talking(running, support_file) as person:
        person.answers("A file for support", "save", file=str(tmp_path / "none" / "support.zip"))
        [trouble] = blocks(person.page("That didn't work"), Trouble)

    assert trouble.code == Code.FILE_NOT_WRITTEN
    assert trouble.remedy


def test_about_names_versions_and_licences(running):
    with talking(running, about) as person:
        page = person.page("Practice Sync")

    [licences] = blocks(page, Copied)
    assert "msgspec" in licences.text
    assert "practicesync " not in everything(page)


@pytest.mark.parametrize(("copy", "left"), [(STAYS, 7), (GOES, 0)])
def test_contacts_sync_is_stopped_and_the_copy_stays_or_goes(server, office, tmp_path, copy, left):
    own = make_practice(tmp_path / "practice.db", contacts=10)
    server.write(settings(own.path, office))
    with server.running():
        server.activate(office)
        server.until_phase("attention")
        with talking(server, stop_syncing) as person:
            person.answers("Stop syncing contacts?", "stop", copy=copy)
            if copy == GOES:
                person.answers("Remove the online copy?", "yes")
            person.page("Contacts sync has been stopped")
        server.until_phase("deactivated")

    assert online_now(office) == left


def test_leaving_the_question_stops_nothing(running):
    with talking(running, stop_syncing) as person:
        person.answers("Stop syncing contacts?", "stop", copy=GOES)
        person.answers("Remove the online copy?", "cancel")
        person.left()

    assert running.status()["practices"][0]["practice_id"]
