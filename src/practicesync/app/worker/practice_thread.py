"""One practice of the settings at work: its runner in a thread of its own."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from typing import Protocol

import msgspec

from practicesync.adapters.system_clock import SystemClock
from practicesync.core.errors import Code, Misconfigured, Problem, Unavailable
from practicesync.core.phase import RESTS, WAITS_FOR_SIGN_IN, Event, Phase, after
from practicesync.core.report import Report
from practicesync.core.wish import Answered, BeginSignIn, EndSignIn, Lost, Wish
from practicesync.engine.ask import Ask
from practicesync.engine.trouble import loss

BEGIN_AGAIN_AFTER = 30.0
"""Seconds between two attempts to open what a practice needs."""


class Runs(Protocol):
    """A runner, as far as this thread drives one."""

    def run(self) -> None:
        """Work until the clock says stop."""

    def wish(self, wish: Wish | Ask, /) -> None:
        """Take note of what a person asks."""

    def overdue(self, monotonic: float, /) -> float:
        """Return for how many seconds it has been silent when it should not be."""

    def disown(self) -> None:
        """Let nothing come of what it is doing now."""

    def rouse(self) -> None:
        """Wait no longer: the computer has slept, or its clock was set."""


MakeRunner = Callable[[str, SystemClock, Callable[[Report], None]], Runs]
"""Opens what the practice with that id needs. Called in the practice's thread, because a
SQLite connection belongs to the thread that opened it. Raises `Problem`."""


class PracticeThread:
    """One practice: what it reports, and the thread that works for it once its id is known."""

    def __init__(
        self,
        name: str,
        practice_id: str,
        make_runner: MakeRunner,
        on_bug: Callable[[str, BaseException], None],
    ) -> None:
        self.name = name
        self.practice_id = practice_id
        self._make_runner = make_runner
        self._on_bug = on_bug
        self._clock = SystemClock()
        self._report = Report(Phase.STARTING, self._clock.now())
        self._runner: Runs | None = None
        self._opening_since: float | None = None
        self._wishes: list[Wish | Ask] = []
        self._lock = threading.Lock()
        self._moving = threading.Lock()
        self._thread: threading.Thread | None = None
        self._left = False
        self._begins_at: dt.datetime | None = None

    @property
    def begins_at(self) -> dt.datetime | None:
        """When the work begins that was put off; None if nothing was."""
        return self._begins_at

    @property
    def report(self) -> Report:
        """What the practice reported last."""
        return self._report

    def overdue(self, monotonic: float) -> float:
        """Return for how many seconds the thread has been silent when it should not be."""
        runner, opening_since = self._runner, self._opening_since
        if runner is not None:
            return runner.overdue(monotonic)
        return 0.0 if opening_since is None else monotonic - opening_since

    def disown(self) -> None:
        """Let nothing come of what the thread is doing now: it was silent for too long."""
        if self._runner is not None:
            self._runner.disown()

    def rouse(self) -> None:
        """Wait no longer: the computer has slept, or its clock was set."""
        if self._runner is not None:
            self._runner.rouse()
        self._clock.wake()

    def start(self) -> None:
        """Begin to work, or say that the practice is not activated (any more)."""
        if self._left:
            self._moved(Event.DEACTIVATED)
            return
        if not self.practice_id:
            self._moved(Event.NEVER_ACTIVATED)
            return
        if self._begins_at is not None:
            self._moved(Event.SCHEDULED, self._begins_at)
            return
        name = f"practice {self.practice_id}"
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def adopt(self, practice_id: str) -> None:
        """Take the id that signing in has brought; the next `EndSignIn` begins the work."""
        self.practice_id = practice_id
        self._left = False

    def put_off(self, until: dt.datetime) -> None:
        """Begin to work only at that time; `begin` says that it has come."""
        self._begins_at = until
        if self._report.phase is Phase.SCHEDULED:
            self._moved(Event.SCHEDULED, until)

    def begin(self) -> None:
        """Begin to work now, whatever was put off."""
        self._begins_at = None
        if self._report.phase is Phase.SCHEDULED:
            self._moved(Event.STARTED)
            self.start()

    def retire(self, seconds: float) -> None:
        """End the work so that it can begin anew. Raises `Unavailable` if that takes too long."""
        self._clock.stop()
        if not self.join(seconds):
            raise Unavailable(Code.STUCK)
        self._thread = None
        self._clock = SystemClock()

    def leave(self, practice_id: str) -> None:
        """Stand as deactivated from now on, or from the start; only that practice will do next.

        An empty id: any will.
        """
        self.practice_id = practice_id
        self._left = True
        self._begins_at = None
        self._publish(Report(Phase.DEACTIVATED, self._clock.now()))

    def wish(self, wish: Wish | Ask) -> None:
        """Pass on what a person asks, now or when the runner is there."""
        if self._thread is None:
            with self._moving:
                self._without_runner(wish)
            return
        with self._lock:
            runner = self._runner
            if runner is None:
                self._wishes.append(wish)
        if runner is not None:
            runner.wish(wish)
        self._clock.wake()

    def lose(self, problem: Problem, since: dt.datetime) -> None:
        """Show what it has lost, if it still rests as it has `since` then; who works finds out."""
        report = self._report
        if report.phase in RESTS and report.since == since and loss(problem) is not None:
            self.wish(Lost(problem))

    def stop(self) -> None:
        """Ask the thread to end."""
        self._clock.stop()

    def join(self, seconds: float) -> bool:
        """Wait for the thread's end; return whether it has ended."""
        if self._thread is not None:
            self._thread.join(seconds)
        return self._thread is None or not self._thread.is_alive()

    def _without_runner(self, wish: Wish | Ask) -> None:
        match wish:
            case Ask():
                _granted_later(wish, Misconfigured(Code.NOT_ACTIVATED))
            case BeginSignIn() if self._report.phase in WAITS_FOR_SIGN_IN:
                self._moved(Event.SIGN_IN_BEGAN)
            case Lost(problem) if self._report.phase is Phase.SCHEDULED:
                if lost := loss(problem):
                    self._moved(lost, problem=problem)
            case EndSignIn() if self._report.phase is Phase.SIGNING_IN:
                self._moved(Event.SIGN_IN_ENDED)
                self.start()
            case _:
                # Nothing runs that could heed it.
                return

    def _moved(
        self, event: Event, wakes_at: dt.datetime | None = None, problem: Problem | None = None
    ) -> None:
        phase, now = after(self._report.phase, event), self._clock.now()
        code, facts = (problem.code, problem.facts) if problem else (None, {})
        self._publish(Report(phase, now, code, facts, wakes_at=wakes_at))

    def _publish(self, report: Report) -> None:
        self._report = report

    def _work(self) -> None:
        while True:
            try:
                self._run()
                return
            except Problem as problem:
                self._turn_away(problem)
                self._troubled(problem.code, _phase(problem), problem)
            except Exception as bug:  # noqa: BLE001  # the top of a thread: a bug is told and survived
                self._on_bug(self.name, bug)
                self._turn_away(Unavailable(Code.UNEXPECTED))
                self._troubled(Code.UNEXPECTED, Phase.UNAVAILABLE)
            finally:
                with self._lock:
                    self._runner = None
            if self._clock.wait(BEGIN_AGAIN_AFTER):
                return

    def _run(self) -> None:
        self._opening_since = self._clock.monotonic()
        try:
            runner = self._make_runner(self.practice_id, self._clock, self._publish)
        finally:
            self._opening_since = None
        with self._lock:
            self._runner = runner
            wishes, self._wishes = self._wishes, []
        for wish in wishes:
            runner.wish(wish)
        runner.run()

    def _turn_away(self, problem: Problem) -> None:
        """Nothing can be asked of a practice that can't be opened; what can wait waits."""
        with self._lock:
            asks = [wish for wish in self._wishes if isinstance(wish, Ask)]
            self._wishes = [wish for wish in self._wishes if not isinstance(wish, Ask)]
            self._wishes += [ask.wish for ask in asks if _granted_later(ask, problem)]

    def _troubled(self, code: Code, phase: Phase, problem: Problem | None = None) -> None:
        now = self._clock.now()
        last = self._report
        since = last.since if (last.phase, last.code) == (phase, code) else now
        self._publish(
            msgspec.structs.replace(
                last,
                phase=phase,
                since=since,
                code=code,
                facts=problem.facts if problem else {},
                progress=None,
                wakes_at=now + dt.timedelta(seconds=BEGIN_AGAIN_AFTER),
            )
        )


def _granted_later(ask: Ask, problem: Problem) -> bool:
    """Return whether the wish can wait for a runner; who asked is told either way."""

    def refuse(wish: Wish) -> None:
        if isinstance(wish, Answered):
            raise problem

    ask.carry_out(refuse)
    return not isinstance(ask.wish, Answered)


def _phase(problem: Problem) -> Phase:
    return Phase.UNAVAILABLE if isinstance(problem, Unavailable) else Phase.MISCONFIGURED
