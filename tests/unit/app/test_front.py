"""What the worker shows of those who asked: in their own name, under their own command."""

import datetime as dt
import uuid
from pathlib import Path

import pytest

from practicesync.adapters.accounts import own_name
from practicesync.adapters.inbox import Inbox, Taken
from practicesync.adapters.log_file import Line
from practicesync.adapters.state_folder import StateFolder
from practicesync.app.asking.reply import TELL_NOTHING, Answer
from practicesync.app.worker.commands import KNOWN
from practicesync.app.worker.front import StateFront
from practicesync.core.command import Command, Dropped
from practicesync.core.snapshot import Worker

NOON = dt.datetime(2026, 5, 3, 12, 0, tzinfo=dt.UTC)


class Found(Inbox):
    """An inbox in which that was found."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.dropped: list[Dropped] = []
        self.commands: list[Command] = []

    def take(self, now: dt.datetime) -> Taken:
        return Taken(self.commands, self.dropped)


@pytest.fixture
def folder(tmp_path):
    folder = StateFolder(tmp_path)
    folder.create()
    folder.inbox = Found(tmp_path / "inbox")
    return folder


@pytest.fixture
def log():
    return []


@pytest.fixture
def front(folder, log: list[Line]):
    return StateFront(folder, Worker(1, "0", NOON), lambda: NOON, log.append)


def told(front: StateFront) -> list[tuple[str, str, str]]:
    return [(one.id, one.by, one.outcome) for one in front.words([], None).last_commands]


def test_an_outsider_is_shown_once_and_logged_once(front, folder, log):
    ids = [str(uuid.uuid4()) for _ in range(3)]
    folder.inbox.dropped = [Dropped(id_, "nobody", "outsider") for id_ in ids]

    front.asked()
    assert front.has_news()
    front.asked()

    assert told(front) == [(ids[0], "nobody", "refused")]
    assert [(line.level, line.facts["by"]) for line in log] == [("WARNING", "nobody")]
    assert not front.has_news()
    assert list(folder.root.joinpath("replies").iterdir()) == []


def test_an_outsider_can_not_stand_for_what_another_has_asked(front, folder):
    done = Command(str(uuid.uuid4()), "pause", None, NOON, {}, "root")
    front.answer(done, Answer())
    folder.inbox.dropped = [Dropped(done.id, "nobody", "outsider")]

    front.asked()

    assert told(front) == [(done.id, "root", "done")]


STRANGER = "nobody-of-that-name"


def left(folder: StateFolder, command: str, owner: str) -> Command:
    asked = Command(str(uuid.uuid4()), command, None, NOON, {}, owner)
    assert isinstance(folder.inbox, Found)
    folder.inbox.commands = [asked]
    return asked


@pytest.mark.parametrize("command", sorted({*KNOWN} - TELL_NOTHING))
def test_what_can_not_be_answered_is_not_carried_out_and_says_whom_to_ask_as(
    front, folder, log, command
):
    asked = left(folder, command, STRANGER)

    assert front.asked() == []

    assert front.has_news()
    assert not front.has_news()
    [shown] = front.words([], None).last_commands
    assert (shown.id, shown.command, shown.outcome) == (asked.id, command, "refused")
    assert f"sudo -u {own_name()} practicesync" in shown.sentence
    assert shown.sentence.endswith("Nothing has changed.")
    assert [line.facts["by"] for line in log] == [STRANGER] * 2
    assert list(folder.root.joinpath("replies").iterdir()) == []


@pytest.mark.parametrize("command", sorted(TELL_NOTHING))
def test_what_the_status_answers_is_carried_out_for_whom_no_answer_reaches(front, folder, command):
    asked = left(folder, command, STRANGER)

    assert front.asked() == [asked]


def test_what_can_be_answered_is_carried_out(front, folder):
    asked = left(folder, "check", own_name())

    assert front.asked() == [asked]
    assert not front.has_news()


@pytest.mark.parametrize(("reason", "answers"), [("expired", 1), ("ahead", 1), ("too many", 0)])
def test_only_whoever_would_wait_in_vain_gets_an_answer(front, folder, reason, answers):
    folder.inbox.dropped = [Dropped(str(uuid.uuid4()), "", reason)]

    front.asked()

    assert len(list(folder.root.joinpath("replies").iterdir())) == answers
    assert told(front) == []
