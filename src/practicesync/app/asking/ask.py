"""Asking the worker: a command into the inbox, and its answer."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from practicesync.adapters.state_folder import StateFolder, default_root
from practicesync.app.asking.reply import Answered, Reply
from practicesync.core.command import Argument
from practicesync.core.error_table import Exit
from practicesync.core.errors import Code, Unavailable
from practicesync.core.permission import ADMINISTRATORS

ANSWER_WITHIN = 10.0
"""Seconds that the worker gets to answer."""

LOOK_AGAIN = 0.1


def open_folder(state: Path | None, administrators: str = ADMINISTRATORS) -> StateFolder:
    """Return the state folder that the option, the environment or the platform names."""
    return StateFolder(default_root(str(state) if state else None, os.environ), administrators)


def ask(
    folder: StateFolder,
    command: str,
    practice: str | None,
    arguments: Mapping[str, Argument],
    within: float = ANSWER_WITHIN,
    *,
    wait: Callable[[float], object] = time.sleep,
) -> Reply:
    """Leave the command for the worker and return its answer.

    Raises `Unavailable` if none comes in so many seconds. A command that the worker hasn't taken
    until then is taken back: it never runs for somebody who doesn't wait for it any more. `wait`
    may end the waiting by raising.
    """
    until = time.monotonic() + within
    id_ = _left(folder, command, practice, arguments, until)
    try:
        answer = _awaited(folder, id_, until, wait)
    except BaseException:
        folder.inbox.withdraw(id_)
        raise
    if answer is not None:
        return answer
    if folder.inbox.withdraw(id_):
        raise _unanswered(folder, within, "withdrawn")
    if (late := _found(folder, id_)) is not None:
        return late
    raise _unanswered(folder, within, "taken")


def leave(
    folder: StateFolder, command: str, practice: str | None, arguments: Mapping[str, Argument]
) -> None:
    """Leave the command for the worker without waiting for what comes of it."""
    _left(folder, command, practice, arguments, time.monotonic())


def untold() -> Unavailable:
    """Return what it means that a command came to an end, and what it brought didn't get here."""
    return Unavailable(Code.WORKER_DOES_NOT_ANSWER, reason="taken")


_OUTCOMES: Mapping[str, Answered] = {"done": "done", "refused": "refused", "failed": "failed"}


def _left(
    folder: StateFolder,
    command: str,
    practice: str | None,
    arguments: Mapping[str, Argument],
    until: float,
) -> str:
    """Leave the command and return its id; a worker that is just starting has no inbox yet."""
    while True:
        try:
            return folder.inbox.ask(command, practice, arguments, dt.datetime.now(dt.UTC))
        except Unavailable as unavailable:
            if unavailable.code is not Code.NOT_RUNNING or time.monotonic() >= until:
                raise
        time.sleep(LOOK_AGAIN)


def _awaited(
    folder: StateFolder, id_: str, until: float, wait: Callable[[float], object]
) -> Reply | None:
    while time.monotonic() < until:
        if (found := _found(folder, id_)) is not None:
            return found
        wait(LOOK_AGAIN)
    return None


def _found(folder: StateFolder, id_: str) -> Reply | None:
    answer = folder.replies.collect(id_)
    return _shown(folder, id_) if answer is None else msgspec.convert(answer, Reply)


def _unanswered(folder: StateFolder, within: float, reason: str) -> Unavailable:
    if folder.is_silent(time.time()):
        return Unavailable(Code.NOT_RUNNING, reason=reason)
    return Unavailable(Code.WORKER_DOES_NOT_ANSWER, seconds=f"{within:.0f}", reason=reason)


def _shown(folder: StateFolder, id_: str) -> Reply | None:
    """Return the answer from the status, for an asker whom the worker can't hand a file to."""
    shown = folder.shown()
    for one in shown.last_commands if shown else ():
        if one.id == id_ and (answer := folder.replies.collect(id_)) is not None:
            return msgspec.convert(answer, Reply)
        if one.id == id_:
            return Reply(
                id_,
                one.command,
                _OUTCOMES[one.outcome],
                Exit.DONE if one.outcome == "done" else Exit.USAGE,
                sentence=one.sentence,
            )
    return None
