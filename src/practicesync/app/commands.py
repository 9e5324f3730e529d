"""What people ask of a running worker, and what it answers.

A command comes through the inbox as a file and is answered through `replies/`; whether it is
carried out depends on what it asks, never on whom it claims to be from.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeVar

from practicesync.app.diary import Diary
from practicesync.app.reply import Answer
from practicesync.core.command import Command
from practicesync.core.errors import Code, Misconfigured, Problem
from practicesync.core.wish import FullCheck, Pause, Resume, SyncNow, Wish

KNOWN = ("sync-now", "check", "pause", "resume", "activate")

LONGEST_PAUSE = 7 * 24 * 60
"""Minutes."""


class Addressee(Protocol):
    """A practice that wishes can be passed on to."""

    @property
    def name(self) -> str:
        """Its name in the settings."""

    @property
    def practice_id(self) -> str:
        """Its id, or empty before activation."""

    def wish(self, wish: Wish, /) -> None:
        """Pass on what a person asks."""


class Refusal(Misconfigured):
    """This command will not be carried out."""

    def __init__(self, reason: str) -> None:
        super().__init__(Code.COMMAND_REFUSED, reason=reason)


P = TypeVar("P", bound=Addressee)

Carry = Callable[[Command], Answer]


def addressed(practices: Sequence[P], wanted: str | None) -> list[P]:
    """Return the practices that a command is for."""
    chosen = [p for p in practices if wanted in (None, "", p.practice_id, p.name)]
    if not chosen:
        raise Refusal("no such practice")
    return chosen


class Commands:
    """Carries out each command at most once."""

    def __init__(
        self,
        practices: Sequence[Addressee],
        diary: Diary,
        now: Callable[[], dt.datetime],
        others: Mapping[str, Carry],
    ) -> None:
        self._practices = practices
        self._diary = diary
        self._now = now
        self._carry: Mapping[str, Carry] = {
            "sync-now": self._sync_now,
            "check": self._check,
            "pause": self._pause,
            "resume": self._resume,
            **others,
        }

    def carry_out(self, asked: Command) -> Answer | None:
        """Return what came of the command, or None for one that was carried out before."""
        if self._diary.has(asked.id):
            return None
        try:
            carry = self._carry.get(asked.command)
            if carry is None:
                raise Refusal("unknown command")  # answered as all others are
            return carry(asked)
        except Refusal as refusal:
            return Answer("refused", refusal.code, refusal.facts)
        except Problem as problem:
            return Answer("failed", problem.code, problem.facts)

    def renew_pauses(self) -> None:
        """Pause again what was paused when the worker ended."""
        for practice in self._practices:
            if practice.name in self._diary.paused:
                until = self._diary.paused[practice.name]
                if until is None or until > self._now():
                    practice.wish(Pause(until))

    def _sync_now(self, asked: Command) -> Answer:
        return self._tell(asked, SyncNow())

    def _check(self, asked: Command) -> Answer:
        return self._tell(asked, FullCheck())

    def _tell(self, asked: Command, wish: Wish) -> Answer:
        practices = addressed(self._practices, asked.practice)
        self._diary.note(asked.id, self._now())
        for practice in practices:
            practice.wish(wish)
        return Answer()

    def _pause(self, asked: Command) -> Answer:
        minutes = asked.arguments.get("minutes")
        until = None
        if minutes is not None:
            if type(minutes) is not int or not 1 <= minutes <= LONGEST_PAUSE:
                raise Refusal(f"minutes must be a whole number from 1 to {LONGEST_PAUSE}")
            until = self._now() + dt.timedelta(minutes=minutes)
        practices = addressed(self._practices, asked.practice)
        paused = dict(self._diary.paused) | {practice.name: until for practice in practices}
        self._diary.note(asked.id, self._now(), paused)
        for practice in practices:
            practice.wish(Pause(until))
        return Answer()

    def _resume(self, asked: Command) -> Answer:
        practices = addressed(self._practices, asked.practice)
        names = {p.name for p in practices}
        paused = {name: at for name, at in self._diary.paused.items() if name not in names}
        self._diary.note(asked.id, self._now(), paused)
        for practice in practices:
            practice.wish(Resume())
        return Answer()
