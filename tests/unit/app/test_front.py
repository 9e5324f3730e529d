"""What the worker shows of those who asked: in their own name, under their own command."""

import datetime as dt
import uuid
from pathlib import Path

import pytest

from practicesync.adapters.inbox import Inbox, Taken
from practicesync.adapters.log_file import Line
from practicesync.adapters.state_folder import StateFolder
from practicesync.app.front import StateFront
from practicesync.app.reply import Answer
from practicesync.core.command import Command, Dropped
from practicesync.core.snapshot import Worker

NOON = dt.datetime(2026, 5, 3, 12, 0, tzinfo=dt.UTC)


class Found(Inbox):
    """An inbox in which that was found."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.dropped: list[Dropped] = []

    def take(self, now: dt.datetime) -> Taken:
        return Taken([], self.dropped)


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


@pytest.mark.parametrize(("reason", "answers"), [("expired", 1), ("ahead", 1), ("too many", 0)])
def test_only_whoever_would_wait_in_vain_gets_an_answer(front, folder, reason, answers):
    folder.inbox.dropped = [Dropped(str(uuid.uuid4()), "", reason)]

    front.asked()

    assert len(list(folder.root.joinpath("replies").iterdir())) == answers
    assert told(front) == []
