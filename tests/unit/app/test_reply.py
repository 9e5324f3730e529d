"""What a person reads of what they have asked for."""

import datetime as dt

import pytest

from practicesync.adapters.log_file import Line
from practicesync.adapters.state_folder import StateFolder
from practicesync.app.asking.reply import DONE, Answer, reply_to
from practicesync.app.worker.front import StateFront
from practicesync.core.command import Command
from practicesync.core.errors import Code
from practicesync.core.snapshot import Worker

NOON = dt.datetime(2026, 5, 3, 12, 0, tzinfo=dt.UTC)
ID = "0b6cbd4e-6f0b-4a52-9f4e-0f3f6a0c7f11"


def asked(command: str) -> Command:
    return Command(id=ID, command=command, practice=None, issued_at=NOON, arguments={})


@pytest.mark.parametrize("command", DONE)
def test_what_was_done_is_said_in_a_sentence(command):
    assert reply_to(asked(command), Answer()).sentence == DONE[command]
    assert DONE[command].startswith("Practice Sync ")
    assert DONE[command].endswith(".")


def test_what_goes_on_or_went_wrong_is_not_said_to_be_done():
    assert reply_to(asked("pause"), Answer("waiting")).sentence == ""
    busy = reply_to(asked("pause"), Answer("failed", Code.PRACTICE_BUSY)).sentence
    assert busy.startswith("Practice Sync is busy")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(), ["A command was carried out."]),
        (Answer("failed", Code.PRACTICE_BUSY), ["A command could not be carried out."]),
        (
            Answer("failed", Code.WORKER_DOES_NOT_ANSWER),
            ["A command waits for its practice, which carries it out when it can."],
        ),
        (Answer("waiting"), []),
    ],
)
def test_the_log_and_the_status_say_what_came_of_a_command(tmp_path, answer, said):
    folder = StateFolder(tmp_path)
    folder.create()
    log: list[Line] = []
    front = StateFront(folder, Worker(1, "0", NOON), lambda: NOON, log.append)

    front.answer(asked("pause"), answer)

    assert [line.sentence for line in log] == said
    assert not any(line.facts["outcome"] == "failed" for line in log if "waits" in line.sentence)
    shown = front.words([], None).last_commands
    assert [one.sentence for one in shown] == [
        reply_to(asked("pause"), answer).sentence for _ in said
    ]


def test_a_time_is_told_as_people_say_it():
    facts = {"server": "NEWSRV", "since": "2026-05-01T10:00:00+00:00"}

    told = reply_to(asked("activate"), Answer("failed", Code.ANOTHER_IN_CHARGE, facts)).sentence

    assert told.startswith("NEWSRV has been in charge of your online copy since ")
    assert " on 1 May, so this one sends nothing." in told
