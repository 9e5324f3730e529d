"""An answer to a command, as it stands in ``replies/``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from practicesync.adapters.local_zone import LOCAL
from practicesync.core.command import Command, Dropped
from practicesync.core.error_table import Exit, exit_code, explain
from practicesync.core.errors import Code
from practicesync.core.phase_words import Today, clocked

Answered = Literal["done", "waiting", "refused", "failed"]


DONE: Mapping[str, str] = {
    "sync-now": "Practice Sync looks for changes now.",
    "pause": "Practice Sync is paused.",
    "resume": "Practice Sync goes on.",
}
"""What to say of a command that was carried out and has nothing else to tell."""

TELL_NOTHING = frozenset((*DONE, "set-secret"))
"""Commands whose answer is all in what the status shows of it."""


class Answer(msgspec.Struct, frozen=True):
    """What came of a command; `detail` may hold personal values, so it goes to the asker alone."""

    outcome: Answered = "done"
    code: Code | None = None
    facts: Mapping[str, str] = {}
    detail: Mapping[str, object] = {}


class Reply(msgspec.Struct, frozen=True):
    """An answer as it stands in ``replies/``."""

    id: str
    command: str
    outcome: Answered
    exit: int = 0
    code: str = ""
    sentence: str = ""
    remedy: str = ""
    detail: dict[str, Any] = {}


def reply_to(command: Command, answer: Answer) -> Reply:
    """Return the answer in words."""
    detail = dict(answer.detail)
    if answer.code is None:
        sentence = DONE.get(command.command, "") if answer.outcome == "done" else ""
        return Reply(command.id, command.command, answer.outcome, sentence=sentence, detail=detail)
    told = explain(answer.code, clocked(answer.facts, Today(command.issued_at, LOCAL)))
    ends_with = max(exit_code(answer.code), Exit.UNEXPECTED)
    return Reply(
        command.id,
        command.command,
        answer.outcome,
        int(ends_with),
        told.code,
        told.sentence,
        told.remedy,
        detail,
    )


def refusal_of(dropped: Dropped) -> Reply:
    """Return in words why a file was dropped that may not have been a command at all."""
    told = explain(Code.COMMAND_REFUSED, {"reason": dropped.reason})
    return Reply(
        dropped.id,
        "",
        "refused",
        int(exit_code(told.code)),
        told.code,
        told.sentence,
        told.remedy,
    )
