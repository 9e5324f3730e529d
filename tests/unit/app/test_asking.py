"""Who asks and gets no answer knows whether it was taken, and it never runs behind their back."""

import datetime as dt
import os
import signal
import threading
from collections.abc import Callable, Iterator

import msgspec
import pytest

from practicesync.adapters.inbox import Inbox
from practicesync.adapters.state_folder import StateFolder
from practicesync.app.asking.ask import ask, leave
from practicesync.app.asking.reply import Reply
from practicesync.app.commands.activate import ENDS, activate_practice
from practicesync.app.commands.consent import Consent
from practicesync.core.command import Command
from practicesync.core.error_table import Exit, exit_code, explain
from practicesync.core.errors import Code, Unavailable
from practicesync.core.phase_words import Today
from practicesync.core.snapshot import CommandOutcome, Worker
from practicesync.core.status import status

NOON = dt.datetime(2026, 5, 3, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def folder(tmp_path):
    folder = StateFolder(tmp_path)
    folder.create()
    folder.beat()
    return folder


def waiting(folder: StateFolder) -> list[str]:
    return [path.name for path in (folder.root / "inbox").iterdir()]


def taken(folder: StateFolder) -> list[Command]:
    return list(folder.inbox.take(dt.datetime.now(dt.UTC)).commands)


def worker(folder: StateFolder, act: Callable[[Command], None]) -> threading.Thread:
    """Take one command as the worker does, and do that with it."""

    def work() -> None:
        while not (commands := taken(folder)):
            threading.Event().wait(0.001)
        act(commands[0])

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def unanswered(folder: StateFolder, within: float) -> Unavailable:
    with pytest.raises(Unavailable) as told:
        ask(folder, "pause", None, {}, within)
    assert exit_code(told.value.code) is Exit.NO_ANSWER
    return told.value


def test_a_command_that_nobody_took_is_taken_back_and_told_as_not_carried_out(folder):
    told = unanswered(folder, 0.2)

    assert waiting(folder) == []
    assert taken(folder) == []
    assert told.code is Code.WORKER_DOES_NOT_ANSWER
    assert "wasn't carried out" in explain(told.code, told.facts).sentence


def test_where_no_worker_lives_it_is_taken_back_too(folder):
    os.utime(folder.heartbeat_file, (1, 1))

    told = unanswered(folder, 0.2)

    assert (told.code, waiting(folder)) == (Code.NOT_RUNNING, [])
    assert "wasn't carried out" in explain(told.code, told.facts).sentence


def test_a_command_that_was_taken_is_told_as_one_that_may_still_be_carried_out(folder):
    at_work = worker(folder, lambda _: None)

    told = unanswered(folder, 1.0)
    at_work.join(10)

    assert told.facts["reason"] == "taken"
    sentence = explain(told.code, told.facts).sentence
    assert "may still carry it out" in sentence
    assert "practicesync status" in sentence


class Late(Inbox):
    """An inbox whose worker takes and answers just before the command is taken back."""

    def __init__(self, folder: StateFolder) -> None:
        super().__init__(folder.root / "inbox")
        self._state = folder

    def withdraw(self, id_: str) -> bool:
        [asked] = taken(self._state)
        reply = msgspec.to_builtins(Reply(asked.id, asked.command, "done"))
        self._state.replies.give(asked.id, reply, asked.owner)
        return super().withdraw(id_)


def test_an_answer_that_comes_at_the_last_moment_counts(folder):
    asking = StateFolder(folder.root)
    asking.inbox = Late(folder)

    assert ask(asking, "pause", None, {}, 0.0).outcome == "done"


def shown_alone(folder: StateFolder) -> Callable[[Command], None]:
    """Answer as a worker that can hand no file to the asker: in the status, without detail."""

    def answer(asked: Command) -> None:
        outcome = CommandOutcome(asked.id, asked.command, "done", "", asked.owner)
        me = Worker(1, "0", NOON)
        folder.show(status((), me, Today(NOON, dt.UTC), last_commands=[outcome]))

    return answer


@pytest.fixture
def signals() -> Iterator[None]:
    """Whoever activates listens for the signals that end a conversation: not for ever, here."""
    numbers = [number for name in ENDS if (number := getattr(signal, name, None)) is not None]
    kept = {number: signal.getsignal(number) for number in numbers}
    yield
    for number, heard in kept.items():
        signal.signal(number, heard)


@pytest.mark.usefixtures("signals")
def test_whom_no_answer_has_reached_is_not_told_that_nothing_has_changed(folder):
    at_work = worker(folder, shown_alone(folder))

    with pytest.raises(Unavailable) as told:
        activate_practice(
            folder.root, None, Consent(terms=True, who=True, open_browser=False, as_json=False)
        )
    at_work.join(10)

    said = explain(told.value.code, told.value.facts).sentence
    assert "may still carry it out" in said
    assert "Nothing has changed" not in said


def test_what_is_left_without_waiting_stays_for_the_worker(folder):
    leave(folder, "activate", None, {"step": "cancel", "id": "one"})

    [asked] = taken(folder)
    assert asked.arguments == {"step": "cancel", "id": "one"}
