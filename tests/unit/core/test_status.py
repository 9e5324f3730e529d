"""A report becomes one sentence, one thing to do, and the facts."""

import datetime as dt
import json
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import msgspec
import pytest

from practicesync.core.action import Checked, Counts, Hold, HoldId, Hour
from practicesync.core.error_table import ENTRIES, Exit
from practicesync.core.errors import Code
from practicesync.core.mistake import Mistake
from practicesync.core.phase import SIGNS, Colour, Phase, Shape
from practicesync.core.phase_words import Today, mistakes_words, unable_words
from practicesync.core.report import Progress, Refusals, Report, Sent, Stretched
from practicesync.core.snapshot import CommandOutcome, Status, Worker
from practicesync.core.status import Reported, Trouble, not_running, status, status_exit, unable
from practicesync.core.status_text import status_text
from tests.reference import FOLDER
from tests.unit.core.test_error_table import FORBIDDEN

ZONE = dt.timezone(dt.timedelta(hours=10))
NOW = dt.datetime(2025, 5, 3, 9, 30, tzinfo=ZONE)
SINCE = NOW - dt.timedelta(minutes=28)
TODAY = Today(NOW, ZONE)
WORKER = Worker(4711, "1.2.3", SINCE)

TEN = Counts(in_database=10_000, online=8_214, not_sent=3)


def report(phase: Phase, **facts: Any) -> Report:
    return Report(phase, SINCE, **facts)


def shown(*reports: Report, **more: Any) -> Status:
    names = ("Main office", "Branch", "Coast")
    named = zip(names, reports, strict=False)
    reported = [Reported(name, f"p-{name[0]}", report) for name, report in named]
    return status(reported, WORKER, TODAY, **more)


HALF = Progress(step=1, done=5, total=10, started_at=SINCE)

FULL = Report(
    phase=Phase.HELD,
    since=SINCE,
    progress=Progress(1, 8_214, 10_000, SINCE, 250.0, 7.1),
    last_look_at=NOW,
    last_sent=Sent(NOW, 3),
    counts=Counts(10_000, 8_214, 3, 2, 412, 7),
    refusals=[Refusals(Code.NAME_MISSING, 1), Refusals(Code.FIELD_TOO_LONG, 2)],
    holds=[Hold(HoldId("h1"), "share", 412, SINCE)],
    wakes_at=NOW + dt.timedelta(minutes=1),
    changes="diff",
    checked=Checked(NOW, 10_000, unseen=1, differing=2, missing_online=3, only_online=4),
)


@pytest.mark.parametrize(
    ("report", "sentence"),
    [
        (report(Phase.IN_SYNC), "Your contacts are in sync."),
        (
            report(Phase.IN_SYNC, counts=Counts(left_out=3)),
            "Your contacts are in sync, 3 contacts left out.",
        ),
        (
            report(Phase.IN_SYNC, counts=Counts(left_out=1)),
            "Your contacts are in sync, 1 contact left out.",
        ),
        (report(Phase.UPLOADING), "Sending your contacts (step 1 of 2)."),
        (report(Phase.PROCESSING), "Your contacts are being prepared online (step 2 of 2)."),
        (report(Phase.SCHEDULED, wakes_at=NOW), "The first upload begins at 9:30."),
        (
            report(Phase.PAUSED, wakes_at=NOW),
            "Practice Sync is paused until 9:30. Changes in the practice wait until it goes on.",
        ),
        (
            report(Phase.UNAVAILABLE, code=Code.DATABASE_UNREACHABLE, facts={"host": "DB"}),
            "The practice database can't be reached on DB."
            " Changes in the practice go online once it can be reached again.",
        ),
        (
            report(
                Phase.TAKEN_OVER,
                code=Code.ANOTHER_IN_CHARGE,
                facts={"server": "NEWSRV", "since": "2025-05-02T23:02:00Z"},
            ),
            "NEWSRV has been in charge of your online copy since 9:02, so this one sends nothing.",
        ),
        (
            report(Phase.TAKEN_OVER, facts={"since": "long ago"}),
            "Another server is in charge of your online copy, so this one sends nothing.",
        ),
        (
            report(Phase.ATTENTION, counts=TEN, refusals=FULL.refusals),
            "3 contacts were not sent. All others are in sync.",
        ),
        (
            report(Phase.ATTENTION, refusals=[Refusals(Code.NAME_MISSING, 1)]),
            "1 contact was not sent. All others are in sync.",
        ),
        (
            report(Phase.HELD, holds=[Hold(HoldId("h1"), "share", 1, SINCE)]),
            "1 deletion is waiting for you, so staff still find online what is gone from the"
            " practice. Everything else goes online as usual.",
        ),
        (
            FULL,
            "412 deletions are waiting for you, so staff still find online what is gone from the"
            " practice. Everything else goes online as usual.",
        ),
    ],
)
def test_the_sentence_says_how_it_stands(report, sentence):
    found = shown(report)

    assert found.sentence == found.practices[0].sentence == sentence


@pytest.mark.parametrize("phase", Phase)
@pytest.mark.parametrize("code", [None, Code.CLOUD_BUSY])
def test_every_phase_has_a_sentence_and_red_says_what_to_do(phase, code):
    found = shown(report(phase, code=code))

    assert (found.colour, found.shape) == (SIGNS[phase].colour, SIGNS[phase].shape)
    assert found.sentence.endswith(".")
    assert found.remedy or found.colour is not Colour.RED
    assert not FORBIDDEN.search(found.sentence + found.remedy)
    assert bool(found.code) is bool(found.help)


@pytest.mark.parametrize("code", Code)
def test_a_trouble_is_told_by_its_code(code):
    found = shown(report(Phase.UNAVAILABLE, code=code))

    assert (found.code, found.help) == (code.value, code.value.lower())
    assert status_exit(found) is ENTRIES[code].exit


def test_green_has_no_code_whatever_the_last_trouble_was():
    found = shown(report(Phase.IN_SYNC, code=Code.CLOUD_BUSY))

    assert (found.code, found.remedy, found.help) == ("", "", "")


def test_what_waits_for_a_person_is_one_row_a_reason():
    rows = shown(FULL).practices[0].attention

    assert [(row.code, row.count, row.action) for row in rows] == [
        ("PS-SYS-10", 412, "confirm-deletes h1"),
        ("PS-REC-01", 1, "not-sent list"),
        ("PS-REC-02", 2, "not-sent list"),
    ]
    assert all(row.sentence and row.remedy and row.help for row in rows)


def test_facts_are_handed_on():
    hour = Hour(NOW, 1, 2, 3)
    looking = {"changes": "diff", "reason": "No rights.", "better": "Grant some."}
    report = msgspec.structs.replace(FULL, activity=[hour], **looking)
    reported = Reported("Main office", "p1", report)
    [practice] = status([reported], WORKER, TODAY).practices

    assert practice.progress == FULL.progress
    assert practice.last_sent == FULL.last_sent
    assert (practice.counts.in_database, practice.counts.held) == (10_000, 412)
    assert practice.activity == (hour,)
    assert msgspec.structs.astuple(practice.changes) == ("diff", "No rights.", "Grant some.")
    assert practice.next_try_at == FULL.wakes_at


def test_the_worst_practice_speaks_and_is_named():
    found = shown(
        report(Phase.IN_SYNC),
        report(Phase.SIGN_IN_NEEDED, code=Code.SIGN_IN_AGAIN),
        report(Phase.SYNCING),
    )

    assert (found.phase, found.colour) == (Phase.SIGN_IN_NEEDED, Colour.RED)
    assert found.sentence.startswith("Branch: The sign-in of this server has ended.")
    assert (found.code, found.help) == ("PS-AUT-01", "ps-aut-01")


def test_the_worst_phase_is_as_old_as_the_first_practice_in_it():
    earlier = SINCE - dt.timedelta(hours=1)

    found = shown(
        Report(Phase.IN_SYNC, earlier),
        Report(Phase.PAUSED, SINCE),
        Report(Phase.PAUSED, NOW),
    )

    assert found.since == SINCE


def test_several_green_practices_are_one_sentence():
    left_out = report(Phase.IN_SYNC, counts=Counts(left_out=2))

    assert shown(report(Phase.IN_SYNC), report(Phase.IN_SYNC)).sentence == (
        "Your contacts are in sync."
    )
    assert shown(left_out, left_out).sentence == "Your contacts are in sync, 4 contacts left out."


def test_trouble_of_everything_is_on_top():
    found = shown(
        report(Phase.IN_SYNC), trouble=Trouble(Code.SETTING_WRONG, {"key": "agent.proxy"})
    )

    assert (found.colour, found.shape) == (Colour.RED, Shape.CROSS)
    assert found.sentence.startswith("The setting agent.proxy is wrong.")
    assert status_exit(found) is Exit.USAGE


def test_without_a_practice_it_is_starting():
    assert shown().phase is Phase.STARTING


def test_a_silent_worker_is_red_over_what_was_last_known():
    last = shown(report(Phase.IN_SYNC, counts=TEN), report(Phase.UPLOADING, progress=HALF))
    later = Today(NOW + dt.timedelta(hours=1), ZONE)

    found = not_running(last, WORKER, later)

    assert (found.phase, found.colour) == (Phase.NOT_RUNNING, Colour.RED)
    assert found.sentence.startswith("Practice Sync has not been running since 9:30.")
    for practice in found.practices:
        assert (practice.phase, practice.colour) == (Phase.NOT_RUNNING, Colour.RED)
        assert practice.sentence == found.sentence
        assert practice.progress is None
    assert found.practices[0].counts == last.practices[0].counts
    assert "in sync" not in status_text(found, later)
    assert status_exit(found) is Exit.NO_ANSWER


def test_a_worker_that_never_ran_is_red():
    found = not_running(None, WORKER, TODAY)

    assert found.sentence.startswith("Practice Sync is not running.")


MISSING = 'config.toml: "cloud" of the first practice is missing.'
MISTAKE = Mistake("practice[0].cloud", MISSING, "Give it.")


def test_a_worker_that_can_not_start_says_why_and_not_only_that_it_does_not_run():
    last = shown(report(Phase.IN_SYNC, counts=TEN))
    said = unable_words(Code.SETTINGS_MISSING, {"path": "config.toml"})
    later = Today(NOW + dt.timedelta(hours=1), ZONE)

    left = unable(last, WORKER, TODAY, said)
    found = not_running(left, WORKER, later)

    assert (found.phase, found.colour, found.code) == (Phase.NOT_RUNNING, Colour.RED, "PS-CFG-01")
    assert found.sentence.startswith("Practice Sync can't start. Practice Sync has no settings yet")
    assert found.remedy.endswith("type practicesync setup. Then start Practice Sync.")
    assert (found.practices[0].sentence, found.practices[0].colour) == (found.sentence, Colour.RED)
    assert found.practices[0].counts == last.practices[0].counts
    assert found.since == NOW
    assert status_exit(found) is Exit.USAGE


def test_a_worker_that_never_ran_and_can_not_start_says_why():
    left = unable(None, WORKER, TODAY, mistakes_words([MISTAKE]))

    assert not_running(left, WORKER, TODAY).sentence == (
        "Practice Sync can't start, and nothing goes online: the settings have 1 mistake."
        f" {MISSING}"
    )
    assert left.remedy == "Give it. Then start Practice Sync."


def test_of_several_mistakes_the_first_is_told_and_where_the_others_are():
    said = mistakes_words([MISTAKE, MISTAKE, MISTAKE])

    assert said.sentence.endswith(f"the settings have 3 mistakes. The first in {MISSING}")
    assert said.remedy == (
        "Give it. Correct the others, too, which practicesync logs names. Then start Practice Sync."
    )


@pytest.mark.parametrize("code", Code)
def test_what_to_do_about_a_start_that_fails_ends_with_starting(code):
    said = unable_words(code, {})

    assert "start" in said.remedy
    assert not FORBIDDEN.search(said.sentence + said.remedy)


@pytest.mark.parametrize(
    ("found", "exit_"),
    [
        (report(Phase.IN_SYNC), Exit.DONE),
        (report(Phase.SYNCING), Exit.DONE),
        (report(Phase.ATTENTION), Exit.INCOMPLETE),
        (FULL, Exit.INCOMPLETE),
        (report(Phase.SYNCING, refusals=FULL.refusals), Exit.INCOMPLETE),
        (report(Phase.SIGN_IN_NEEDED), Exit.PERSON_NEEDED),
        (report(Phase.NOT_ACTIVATED), Exit.PERSON_NEEDED),
        (report(Phase.DEACTIVATED), Exit.PERSON_NEEDED),
        (report(Phase.RETRYING, code=Code.DATABASE_BUSY), Exit.DATABASE),
        (report(Phase.UNAVAILABLE, code=Code.CLOUD_UNREACHABLE), Exit.CLOUD),
        (report(Phase.MISCONFIGURED, code=Code.TABLE_MISSING), Exit.USAGE),
    ],
)
def test_the_exit_code_says_how_it_stands(found, exit_):
    assert status_exit(shown(found)) is exit_


def everything() -> Status:
    outcome = CommandOutcome("id", "pause", "done", "Paused.")
    return shown(FULL, report(Phase.SYNCING), update="1.3", last_commands=[outcome])


@pytest.mark.parametrize("status", [shown(), shown(FULL), everything()])
def test_what_is_written_fits_the_schema_and_is_read_back(status):
    written = msgspec.json.encode(status)
    schema = json.loads((FOLDER / "status.schema.json").read_text(encoding="utf-8"))

    jsonschema.validate(json.loads(written), schema)

    again = msgspec.json.decode(written, type=Status)
    assert msgspec.json.encode(again) == written


AGREED = """
schema written_at worker colour shape phase code sentence remedy help since update practices ledger
last_commands links
"""
AGREED_OF_A_PRACTICE = """
name practice_id phase colour shape code sentence remedy help since changes progress last_look_at
last_sent counts attention activity next_try_at last_check
"""


def test_the_members_are_those_that_were_agreed():
    written = json.loads(msgspec.json.encode(everything()))
    practice = written["practices"][0]

    assert list(written) == AGREED.split()
    assert list(practice) == AGREED_OF_A_PRACTICE.split()
    assert " ".join(practice["counts"]) == "in_database online not_sent left_out held waiting"
    assert practice["last_check"] == {"at": NOW.isoformat(), "contacts": 10_000, "mended": 10}
    assert " ".join(practice["attention"][0]) == "code count sentence remedy help action"


def test_a_newer_worker_may_say_more():
    written = json.loads(msgspec.json.encode(everything()))
    written["practices"][0]["mood"] = "calm"

    assert msgspec.json.decode(json.dumps(written), type=Status).practices[0].name == "Main office"


def test_the_text_begins_with_the_sentence_and_what_to_do():
    lines = status_text(shown(report(Phase.SIGN_IN_NEEDED)), TODAY).splitlines()

    assert lines[0].startswith("The sign-in of this server has ended.")
    assert lines[1].startswith("Sign in again as an administrator of the practice")
    assert lines[2] == "(PS-AUT-01)"


def test_the_text_tells_the_facts_with_separators_and_local_times():
    text = status_text(shown(FULL), TODAY)

    assert "  Step 1 of 2        8,214 of 10,000 contacts\n" in text
    assert "  In the practice    10,000\n" in text
    assert "  Deletions waiting  412\n" in text
    assert "  Last look          just now\n" in text
    assert "  Last change sent   9:30 (3 contacts)\n" in text
    assert "  Last full check    9:30 (10 differences mended)\n" in text
    assert "  Tries again        in about a minute\n" in text
    assert "  Finds changes by   comparing every contact\n" in text
    assert text.endswith("  Like this since    9:02")
    assert "  412 deletions are waiting for you, so staff still find online" in text
    assert "    practicesync confirm-deletes h1\n" in text


def test_the_text_of_a_calm_practice_is_short():
    text = status_text(shown(report(Phase.IN_SYNC, counts=Counts(10, 10))), TODAY)

    assert text == (
        "Your contacts are in sync.\n\n"
        "Main office\n  In the practice  10\n  Online           10\n  Like this since  9:02"
    )


@pytest.mark.parametrize(("unseen", "words"), [(0, "all well"), (1, "1 difference mended")])
def test_the_last_full_check_says_what_it_has_come_to(unseen, words):
    checked = Checked(NOW - dt.timedelta(days=1), 10, unseen=unseen)
    text = status_text(shown(report(Phase.IN_SYNC, checked=checked)), TODAY)

    assert f"  Last full check  9:30 yesterday ({words})\n" in text


@pytest.mark.parametrize(
    ("known", "lines"),
    [
        ({}, ["not counted yet", "not counted yet"]),
        ({"in_database": 10_000}, ["10,000", "not counted yet"]),
        ({"counts": Counts(), "in_database": 7}, ["0", "0"]),
    ],
)
def test_what_was_not_counted_is_not_told_as_none(known, lines):
    found = shown(report(Phase.RETRYING, code=Code.CLOUD_UNREACHABLE, **known))

    text = status_text(found, TODAY)
    assert [f"  In the practice  {lines[0]}", f"  Online           {lines[1]}"] == [
        line for line in text.splitlines() if line.startswith(("  In the", "  Online"))
    ]
    assert "Not sent" not in text
    counts = json.loads(msgspec.json.encode(found))["practices"][0]["counts"]
    assert counts["online"] is None or lines[1] == "0"


@pytest.mark.parametrize("phase", [Phase.NOT_ACTIVATED, Phase.DEACTIVATED, Phase.SCHEDULED])
def test_nobody_is_told_that_nothing_was_counted_where_nobody_expects_it(phase):
    counted = report(phase, counts=Counts(10, 10))

    assert "In the practice" not in status_text(shown(report(phase)), TODAY)
    assert "In the practice" in status_text(shown(counted), TODAY)


def test_contacts_that_were_left_out_are_not_told_as_trouble():
    some = report(
        Phase.ATTENTION,
        counts=Counts(10, 7, not_sent=3, left_out=2),
        refusals=[Refusals(Code.NAME_MISSING, 1)],
    )
    text = status_text(shown(some), TODAY)

    assert text.startswith("1 contact was not sent. All others are in sync.\n")
    assert "\n  1 contact without a name can't go online. (PS-REC-01)\n" in text
    assert "\n  Not sent          3\n  Of them left out  2\n" in text


@pytest.mark.parametrize(
    ("phase", "seconds", "line"),
    [
        (Phase.RETRYING, 40, "Tries again      in about 40 seconds"),
        (Phase.UNAVAILABLE, 15 * 60, "Tries again      at 9:45"),
        (Phase.PAUSED, 3600, "Goes on          at 10:30"),
        (Phase.SCHEDULED, 12 * 3600, "Begins           at 21:30"),
        (Phase.RETRYING, -1, None),
    ],
)
def test_the_text_says_when_it_goes_on(phase, seconds, line):
    wakes = NOW + dt.timedelta(seconds=seconds)
    lines = status_text(shown(report(phase, wakes_at=wakes)), TODAY).splitlines()

    found = [one.strip() for one in lines if one.startswith(("  Tries", "  Goes", "  Begins"))]
    assert found == ([line] if line else [])


def test_looks_that_come_late_say_why_and_what_would_help():
    late = report(Phase.IN_SYNC, changes="diff", stretched=Stretched(26.3, 2.63))

    [practice] = shown(late).practices
    assert practice.changes.reason == "Looks every 26 seconds, because one takes 2.6 seconds here."
    assert "change tracking in SQL Server" in practice.changes.better
    assert (
        "  Finds changes by  comparing every contact\n"
        f"                    {practice.changes.reason}\n"
        f"                    {practice.changes.better}\n"
    ) in status_text(shown(late), TODAY)
    tracked = report(Phase.IN_SYNC, changes="change-tracking", stretched=Stretched(26.3, 2.63))
    assert "A look is quick" not in shown(tracked).practices[0].changes.better


def test_the_text_names_each_of_several_practices():
    text = status_text(everything(), TODAY)

    assert "\n\nBranch: Sending changes.\n  In the practice" in text
    assert "\n  Look through the list, then confirm it, or bring back" in text
    assert "Needs attention in Main office\n" in text
    assert "Version 1.3 of Practice Sync can be installed." in text


@pytest.mark.parametrize("phase", Phase)
def test_the_text_has_no_word_of_the_trade(phase):
    assert not FORBIDDEN.search(status_text(shown(report(phase, changes="diff")), TODAY))
