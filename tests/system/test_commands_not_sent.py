"""What was not sent and what waits: the commands of an administrator, over real processes."""

from __future__ import annotations

import csv
import json
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from practicesync.demo.practice import MARKER, Practice, make_practice
from tests.system.cloud import Cloud
from tests.system.conftest import another
from tests.system.installation import Done, Installation, Shown, settings

LONG = "x" * 201


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Practice:
    return make_practice(tmp_path_factory.mktemp("practice") / "practice.db", contacts=40)


@pytest.fixture(scope="module")
def running(
    online: Cloud, practice: Practice, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """One worker for all tests of this module, with everything sent that can be."""
    office = another(online, "Commands")
    server = Installation(tmp_path_factory.mktemp("commands") / "state")
    server.write(settings(practice.path, office))
    with server.running():
        server.activate(office)
        server.until_phase("attention")
        yield server
    assert MARKER not in server.log().lower()
    assert not list((server.state / "replies").iterdir())


def asked(server: Installation, *arguments: str) -> Shown:
    """Run a command for a script, and return the one line that it prints."""
    done = server.call("--json", *arguments)
    assert done.code == 0, done
    [line] = done.out.splitlines()
    shown: Shown = json.loads(line)
    return shown


def change(practice: Practice, statement: str, *values: object) -> None:
    """Change the practice database as its own program does."""
    with closing(sqlite3.connect(practice.path)) as database, database:
        assert database.execute(statement, values).rowcount


def refused(done: Done) -> str:
    assert done.code == 2, done
    assert "(PS-SYS-13)" in done.err
    assert "Traceback" not in done.err
    return done.err


@pytest.fixture
def calm(running: Installation) -> Installation:
    """The worker with everything left out that can't be sent, so that green is rest."""
    running.call("not-sent", "leave-out", "--all")
    running.until_phase("in_sync")
    return running


def tally(shown: Shown) -> tuple[int, int]:
    counts = shown["practices"][0]["counts"]
    return counts["not_sent"], counts["left_out"]


def test_the_list_names_contacts_as_they_are_now(running, practice):
    listed = asked(running, "not-sent", "list")
    assert listed["total"] == 3
    keys = {one["key"]: one for one in listed["contacts"]}
    assert set(keys) == set(practice.truth.not_sent())
    too_long = next(one for one in keys.values() if one["field"] == "name" and one["name"])
    key = json.loads(too_long["key"])[0]

    change(practice, "UPDATE Contact SET Name = ? WHERE ContactID = ?", "Fresh" + LONG, key)
    fresh = {one["key"]: one["name"] for one in asked(running, "not-sent", "list")["contacts"]}
    text = running.call("not-sent", "list").out

    assert fresh[too_long["key"]].startswith("Fresh")
    assert text.startswith("3 contacts were not sent.\n")
    assert f"  {key}  Fresh" in text
    assert "PS-REC-02" in text
    assert "(no name)" in text


def test_left_out_it_is_green_in_words_until_the_reason_changes(running, practice):
    listed = {one["key"]: one for one in asked(running, "not-sent", "list")["contacts"]}
    noted = next(key for key, one in listed.items() if one["field"].startswith("extras"))
    running.call("not-sent", "leave-out", json.loads(noted)[0])
    assert tally(running.until(lambda shown: tally(shown)[1] == 1)) == (3, 1)

    assert asked(running, "not-sent", "leave-out", "--all") == {"contacts": 3}
    status = running.call("status")
    assert status.code == 0
    assert status.out.startswith("Your contacts are in sync, 3 contacts left out.\n")

    change(
        practice,
        "UPDATE Contact SET Name = ?, Notes1 = '' WHERE ContactID = ?",
        LONG,
        json.loads(noted)[0],
    )
    shown = running.until_phase("attention")
    assert tally(shown) == (3, 2)
    running.call("not-sent", "leave-out", "--all")


def test_what_is_tried_again_is_read_and_sent_again(running):
    assert asked(running, "not-sent", "retry", "--all") == {"contacts": 3}
    [key, *_] = [one["key"] for one in asked(running, "not-sent", "list")["contacts"]]
    done = running.call("not-sent", "retry", key)

    assert done.out == "1 contact is tried again now.\n"


@pytest.mark.parametrize("step", ["retry", "leave-out"])
def test_a_contact_that_was_sent_is_refused_and_nothing_changes(running, step):
    before = tally(running.status())
    sentence = refused(running.call("not-sent", step, "999999"))

    assert "there is none with that key" in sentence
    assert "999999" not in running.log()
    assert tally(running.status()) == before


def test_a_person_names_contacts_or_says_all(running):
    for arguments in ([], ["1", "--all"]):
        done = running.call("not-sent", "leave-out", *arguments)
        assert done.code == 2
        assert "--all" in done.err


def test_the_export_is_for_this_account_alone_and_holds_no_formula(calm, practice, tmp_path):
    listed = asked(calm, "not-sent", "list")["contacts"]
    key = json.loads(next(one["key"] for one in listed if one["name"]))[0]
    change(practice, "UPDATE Contact SET Name = ? WHERE ContactID = ?", "=1+1" + LONG, key)
    file = tmp_path / "not-sent.csv"

    done = calm.call("not-sent", "export", str(file))

    assert done.code == 0, done
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = {row["Key"]: row for row in csv.DictReader(lines)}
    assert len(rows) == 3
    assert rows[key]["Name"].startswith("'=1+1")
    assert rows[key]["Left out"] == "yes"


def test_a_file_that_cannot_be_written_is_a_sentence(running, tmp_path):
    done = running.call("not-sent", "export", str(tmp_path / "nowhere" / "not-sent.csv"))

    assert done.code == 2
    assert "(PS-SYS-16)" in done.err


def test_a_pause_shows_when_it_is_answered(calm):
    for _ in range(3):
        assert calm.call("pause", "5").code == 0
        assert calm.status()["phase"] == "paused"
        assert calm.call("resume").code == 0
        assert calm.status()["phase"] != "paused"
    calm.until_phase("in_sync")


def test_a_preview_shows_what_would_be_sent_and_sends_nothing(calm, practice):
    key = next(iter(practice.truth.expected()))
    contact = json.loads(key)[0]
    sent = calm.status()["practices"][0]["last_sent"]
    assert "just like this" in calm.call("preview", "--contact", contact).out

    assert calm.call("pause").code == 0
    change(practice, "UPDATE Contact SET Name = ? WHERE ContactID = ?", "Another Name", contact)
    [shown] = asked(calm, "preview", "--contact", key)["preview"]["contacts"]
    text = calm.call("preview", "--contact", contact).out
    nobody = calm.call("preview", "--contact", "999999").out
    change(
        practice,
        "UPDATE Contact SET Name = ? WHERE ContactID = ?",
        practice.truth.contacts[int(contact)].fields["name"],
        contact,
    )
    assert calm.call("resume").code == 0

    assert shown["fate"] == "changed"
    assert {"field": "name", "value": "Another Name", "note": ""} in shown["fields"]
    assert text.startswith(f"Contact {contact} would be changed online.\n")
    assert "Another Name" in text
    assert nobody == "Contact 999999 is neither in the practice nor online.\n"
    calm.until_phase("in_sync")
    assert calm.status()["practices"][0]["last_sent"] == sent


def test_a_preview_of_everything_shows_what_could_not_be_sent(running):
    text = running.call("preview").out

    assert text.count("would not be sent.") == 3
    assert "PS-REC-01" in text


def test_a_full_check_says_what_it_found(running):
    done = running.call("check")

    assert done.code == 0, done
    assert done.out == (
        "Main office: 40 contacts compared on both sides. Nothing was missing or different.\n"
    )


def test_a_full_check_mends_what_is_otherwise_online(calm, practice, online):
    first, second = list(practice.truth.expected())[-2:]
    with closing(sqlite3.connect(online.database.removeprefix("sqlite:///"))) as file, file:
        file.execute("UPDATE contact SET digest = x'00' WHERE id = ?", [first])
        file.execute("DELETE FROM contact WHERE id = ?", [second])
    checked = asked(calm, "check")["checked"]

    found = {name: checked[name] for name in ("differing", "missing_online", "only_online")}
    assert found == {"differing": 1, "missing_online": 1, "only_online": 0}
    calm.until_phase("in_sync")
    assert "Nothing was missing or different" in calm.call("check").out


def test_a_full_check_of_a_practice_that_is_paused_says_so(calm):
    calm.call("pause")
    done = calm.call("check")
    calm.call("resume")
    calm.until_phase("in_sync")

    assert done.code == 6
    assert "(PS-SYS-12)" in done.err


def test_a_practice_that_is_not_there_is_refused(running):
    refused(running.call("not-sent", "list", "--practice", "no such"))


def test_deletions_are_confirmed_by_their_hold_and_number(calm, practice):
    gone = list(practice.truth.expected())[:12]
    for key in gone:
        change(practice, "DELETE FROM Contact WHERE ContactID = ?", json.loads(key)[0])
    shown = calm.until_phase("held")
    [row] = shown["practices"][0]["attention"]
    command = row["action"].split()
    assert (row["count"], command[0]) == (12, "confirm-deletes")

    said = refused(calm.call(*command, "--count", "11", "--yes"))
    assert "12 deletions are waiting" in said
    assert "Look through the list again" in said
    assert "nothing is waiting under that id any more" in refused(
        calm.call("confirm-deletes", "h1", "--yes")
    )
    asks = calm.call(*command)
    assert asks.code == 3
    assert "12 contacts are gone from the database of Main office" in asks.out
    assert json.loads(gone[0])[0] in asks.out
    assert calm.status()["phase"] == "held"

    done = calm.call(*command, "--count", "12", "--yes")
    assert done.out.endswith("12 deletions go online now.\n")
    shown = calm.until_phase("in_sync")
    assert shown["practices"][0]["counts"]["online"] == 40 - 3 - 12
    refused(calm.call(*command, "--count", "12", "--yes"))


def test_without_activation_there_is_nobody_to_ask(server, practice, office):
    server.write(settings(Path(practice.path), office))
    with server.running():
        server.until_phase("not_activated")
        done = server.call("not-sent", "list")

    assert "(PS-CLD-09)" in done.err
    assert done.code == 3
