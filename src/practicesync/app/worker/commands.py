"""What people ask of a running worker, and what it answers.

A command comes through the inbox as a file and is answered through `replies/`; whether it is
carried out depends on what it asks, never on whom it claims to be from.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeVar

from practicesync.app.asking.reply import Answer
from practicesync.app.worker.asks import Asked, Asks
from practicesync.app.worker.asleep import asleep
from practicesync.app.worker.diary import Diary
from practicesync.app.worker.refusal import Refusal, WhichPractice
from practicesync.app.worker.requests import REQUESTS, wish_of
from practicesync.core.command import Command
from practicesync.core.errors import Code, Misconfigured, Problem
from practicesync.core.report import Report
from practicesync.core.wish import (
    LeaveOut,
    LookAhead,
    Pause,
    Question,
    Resume,
    SyncNow,
    TryAgain,
    Wish,
)
from practicesync.engine.ask import Ask

KNOWN = (
    "sync-now",
    "pause",
    "resume",
    "activate",
    "deactivate",
    "set-secret",
    "setup",
    "settings",
    "doctor",
    *REQUESTS,
)

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

    @property
    def report(self) -> Report:
        """What it reported last."""

    def wish(self, wish: Wish | Ask, /) -> None:
        """Pass on what a person asks."""


P = TypeVar("P", bound=Addressee)

Carry = Callable[[Command], Answer | None]
"""Carries a command out. None: the practices are asked, and their answer comes later."""


def addressed(practices: Sequence[P], wanted: str | None) -> list[P]:
    """Return the practices that a command is for."""
    if not practices:
        raise Misconfigured(Code.SETTINGS_MISSING)
    chosen = [p for p in practices if wanted in (None, "", p.practice_id, p.name)]
    if not chosen:
        raise Refusal("no such practice")
    return chosen


def _awake(practices: Sequence[P]) -> list[P]:
    """Return the practices that can heed a wish; where none can, raise why the first can't."""
    why = [asleep(practice.report) for practice in practices]
    if why[0] is not None and all(why):
        raise why[0]
    return [practice for practice, not_now in zip(practices, why, strict=True) if not not_now]


def _names_a_contact(wish: Wish) -> bool:
    """Tell whether it names contacts: two practices may have the same keys."""
    match wish:
        case TryAgain(keys) | LeaveOut(keys):
            return keys is not None
        case LookAhead(contact):
            return contact is not None
        case _:
            return False


def _raised(practice: str, bug: BaseException) -> None:  # noqa: ARG001  # as it is called
    raise bug


class Commands:
    """Carries out each command at most once."""

    def __init__(
        self,
        practices: Sequence[Addressee],
        diary: Diary,
        now: Callable[[], dt.datetime],
        others: Mapping[str, Carry],
        on_bug: Callable[[str, BaseException], None] = _raised,
        *,
        tend: Callable[[], None] = lambda: None,
        begin: Callable[[str], None] = lambda _: None,
        late: Callable[[], Sequence[tuple[Command, Answer]]] = tuple,
    ) -> None:
        """`tend` is called in each round, for what comes of commands without being asked.

        `late` returns what others answer later; `begin` begins at once, durably, what the practice
        of that name has put off.
        """
        self._practices = practices
        self._diary = diary
        self._now = now
        self._asks = Asks(on_bug)
        self.tend = tend
        self._begin = begin
        self._late = late
        self._carry: Mapping[str, Carry] = {
            "sync-now": self._sync_now,
            "pause": self._pause,
            "resume": self._resume,
            **dict.fromkeys(REQUESTS, self._request),
            **others,
        }

    def carry_out(self, asked: Command) -> Answer | None:
        """Return what came of the command.

        None: it was carried out before, or its practices are asked and `answered` will tell.
        """
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

    def answered(self) -> Sequence[tuple[Command, Answer]]:
        """Return the commands that practices have carried out since, or could not in time."""
        return [*self._asks.answered(time.monotonic()), *self._late()]

    def renew_pauses(self) -> None:
        """Pause again what was paused when the worker ended, as long as a pause can be at most.

        After the clock was set back while nothing ran, it would otherwise last for ever.
        """
        latest = self._now() + dt.timedelta(minutes=LONGEST_PAUSE)
        for practice in self._practices:
            if practice.name in self._diary.paused:
                until = self._diary.paused[practice.name]
                if until is None or until > self._now():
                    practice.wish(Pause(until and min(until, latest)))

    def _sync_now(self, asked: Command) -> Answer:
        meant = addressed(self._practices, asked.practice)
        for practice in meant:
            self._begin(practice.name)
        practices = _awake(meant)
        self._diary.note(asked.id, self._now(), self._paused_but(practices))
        for practice in practices:
            practice.wish(SyncNow())
        return Answer()

    def _request(self, asked: Command) -> None:
        wish = wish_of(asked)
        practices = addressed(self._practices, asked.practice)
        if len(practices) > 1 and _names_a_contact(wish):
            raise WhichPractice([practice.name for practice in practices])
        if not isinstance(wish, Question):
            self._diary.note(asked.id, self._now())
        self._ask(asked, practices, wish)

    def _pause(self, asked: Command) -> None:
        minutes = asked.arguments.get("minutes")
        until = None
        if minutes is not None:
            if type(minutes) is not int or not 1 <= minutes <= LONGEST_PAUSE:
                raise Refusal(f"minutes must be a whole number from 1 to {LONGEST_PAUSE}")
            until = self._now() + dt.timedelta(minutes=minutes)
        practices = _awake(addressed(self._practices, asked.practice))
        paused = dict(self._diary.paused) | {practice.name: until for practice in practices}
        self._diary.note(asked.id, self._now(), paused)
        self._ask(asked, practices, Pause(until))

    def _resume(self, asked: Command) -> None:
        practices = addressed(self._practices, asked.practice)
        self._diary.note(asked.id, self._now(), self._paused_but(practices))
        self._ask(asked, _awake(practices), Resume())

    def _paused_but(self, practices: Sequence[Addressee]) -> Mapping[str, dt.datetime | None]:
        """Return the pauses that last when those practices go on."""
        names = {practice.name for practice in practices}
        return {name: at for name, at in self._diary.paused.items() if name not in names}

    def _ask(self, asked: Command, practices: Sequence[Addressee], wish: Wish) -> None:
        waiting = [Asked(one.name, one.practice_id, Ask(wish)) for one in practices]
        self._asks.put(asked, waiting, time.monotonic())
        for practice, one in zip(practices, waiting, strict=True):
            practice.wish(one.ask)
