"""What went wrong last, how long it has lasted, and when to try again."""

from __future__ import annotations

import datetime as dt
import traceback
from collections.abc import Callable
from pathlib import PurePath

from practicesync.core.backoff import delay
from practicesync.core.errors import (
    Code,
    Fenced,
    Misconfigured,
    Problem,
    SignInNeeded,
    TakenOver,
    Unavailable,
)
from practicesync.core.phase import Event
from practicesync.engine.cycle import Turn
from practicesync.ports import Clock

FAILING_FOR_LONG = 60.0
"""Seconds of trouble after which blue turns red."""

ASK_AGAIN = 60.0
"""Seconds between tries while a person is asked to put something right."""

SIGN_IN_REFUSED_AGAIN = 300.0
"""Seconds between tries with a login that was refused: many are locked out after a few."""

NEVER_ACTIVATED = {Code.NEVER_SIGNED_IN, Code.NOT_ACTIVATED}


class Trouble:
    """Lasts until what failed has worked: a good look does not mend a cloud that is down."""

    def __init__(self, clock: Clock, fraction: Callable[[], float]) -> None:
        self._clock = clock
        self._fraction = fraction
        self._failures = 0
        self._since = 0.0
        self._try_at = 0.0
        self._took = 0.0
        self.problem: Problem | None = None

    def met(self, problem: Problem) -> bool:
        """Note a problem; return True if the worker has to begin anew before it goes on."""
        now = self._clock.monotonic()
        self._took = 0.0 if self.problem is None else max(0.0, now - self._try_at)
        if self.problem is None:
            self._since = now
        self.problem = problem
        self._failures += 1
        asked = problem.retry_after if isinstance(problem, Unavailable) else None
        wait = delay(self._failures, self._fraction(), asked)
        self._try_at = now + (_ask_again(problem) if isinstance(problem, Misconfigured) else wait)
        copied = problem.code is Code.ANOTHER_COPY
        return copied or isinstance(problem, Fenced | SignInNeeded | TakenOver)

    def healed_by(self, turn: Turn, resting: bool) -> bool:
        """Return whether there is no trouble (any more) after this turn."""
        if self.problem is None:
            return True
        reads_again = self.problem.code.startswith("PS-SRC") and turn.worked
        if resting or turn.sent or reads_again:
            self.forget()
        return self.problem is None

    def cloud_answers(self) -> None:
        """Note that the cloud has put this server in charge.

        That mends what kept it from being asked; not an order that is broken whenever we send.
        """
        if isinstance(self.problem, Fenced):
            return
        if self.problem is not None and self.problem.code.startswith("PS-CLD"):
            self.forget()

    def forget(self) -> None:
        """Begin with a clean slate."""
        self.problem = None
        self._failures = 0
        self._try_at = 0.0

    def woken(self) -> None:
        """Begin to count: the hours that the computer has slept are nobody's trouble."""
        self._failures = 0
        self._took = 0.0
        self._since = self._try_at = self._clock.monotonic()

    def try_now(self) -> None:
        """Try at once."""
        self._try_at = self._clock.monotonic()

    def pause(self) -> float:
        """Return the seconds until the next try, or until blue turns red if that is sooner.

        A try that takes as long as the last would hide that moment: it comes behind it.
        """
        if self.problem is None:
            return 0.0
        now = self._clock.monotonic()
        turns_red = self._since + FAILING_FOR_LONG
        hidden = now < turns_red < self._try_at + self._took
        return max(0.0, (turns_red if hidden else self._try_at) - now)

    def wakes_at(self) -> dt.datetime | None:
        """Return the time of day of the next try."""
        wait = self._try_at - self._clock.monotonic()
        return self._clock.now() + dt.timedelta(seconds=wait) if wait > 0 else None

    def event(self) -> Event | None:
        """Return what this trouble is to the phase."""
        match self.problem:
            case None:
                return None
            case Problem(code=Code.EMPLOYEE_NOT_ACTIVE):
                return Event.EMPLOYEE_LEFT
            case problem if lost := loss(problem):
                return lost
            case Misconfigured():
                return Event.FOUND_MISCONFIGURED
            case _:
                lasted = self._clock.monotonic() - self._since
                return Event.FAILED_FOR_LONG if lasted >= FAILING_FOR_LONG else Event.FAILED


def loss(problem: Problem) -> Event | None:
    """Return what a practice has lost that is told so, or None: that takes a person to mend."""
    match problem:
        case TakenOver():
            return Event.TAKEN_OVER
        case Problem(code=code) if code in NEVER_ACTIVATED:
            return Event.NEVER_ACTIVATED
        case SignInNeeded():
            return Event.SIGN_IN_LOST
        case _:
            return None


def _ask_again(problem: Misconfigured) -> float:
    return SIGN_IN_REFUSED_AGAIN if problem.code is Code.LOGIN_FAILED else ASK_AGAIN


def bug(error: Exception) -> Problem:
    """Return a bug as trouble that shows: type and place, never its text, which may quote."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{PurePath(frame.filename).name}:{frame.lineno}" for frame in frames]
    return Unavailable(Code.UNEXPECTED, kind=type(error).__name__, at=">".join(places[-3:]))
