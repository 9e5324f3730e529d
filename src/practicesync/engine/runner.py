"""Gives a job its turns, makes phases of what happens, and waits."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable

from practicesync.core.action import ROUTINE, Stage
from practicesync.core.errors import Code, Fenced, Problem, Unavailable
from practicesync.core.granted import Granted
from practicesync.core.phase import ASKS_A_PERSON, WAITS_FOR_SIGN_IN, Event, Phase
from practicesync.core.report import Report
from practicesync.core.wish import (
    Answered,
    BeginSignIn,
    EndSignIn,
    FullCheck,
    LookAtCheck,
    Lost,
    Pause,
    Question,
    Resume,
    SyncNow,
    Wish,
)
from practicesync.engine.ask import Ask
from practicesync.engine.cycle import Cycle
from practicesync.engine.granting import grant, standing
from practicesync.engine.job import Job
from practicesync.engine.looks import Looks
from practicesync.engine.paused import Paused
from practicesync.engine.reading import Ahead
from practicesync.engine.reporter import Reporter
from practicesync.engine.rest import Rest
from practicesync.engine.routine import Routine
from practicesync.engine.trouble import Trouble, bug, loss
from practicesync.engine.upload import Upload
from practicesync.ports import Clock

FOREVER = 3600.0
"""Seconds of one wait for a person; a wish ends it at once."""


class Runner:
    """One practice's thread: `run` is its body; `wish` and `overdue` are for other threads."""

    def __init__(
        self,
        job: Job,
        clock: Clock,
        publish: Callable[[Report], None],
        ahead: Ahead,
        fraction: Callable[[], float] = random.random,
    ) -> None:
        self._job = job
        self._clock = clock
        self._cycle = Cycle(job, clock, ahead)
        self._reporter = Reporter(job.journal, job.feed, clock, publish)
        self._upload = Upload(job, clock, self._reporter)
        self._trouble = Trouble(clock, fraction)
        self._wishes: deque[Wish] = deque()
        self._postponed = False
        self._asks: deque[Ask] = deque()
        self._begun = False
        self._rest = Rest(clock)
        self._looks = Looks(job, clock)
        self._more = False
        self._routine = Routine(job)
        self._paused = Paused()

    @property
    def phase(self) -> Phase:
        """Where the practice stands."""
        return self._reporter.phase

    def wish(self, wish: Wish | Ask) -> None:
        """Ask for something; wake the clock afterwards and it is done before the next turn."""
        if isinstance(wish, Ask | Answered):
            self._asks.append(wish if isinstance(wish, Ask) else Ask(wish))
        else:
            self._wishes.append(wish)

    def disown(self) -> None:
        """Let nothing come of what the thread is doing now: it was silent for too long."""
        self._cycle.disown()

    def rouse(self) -> None:
        """Wait no longer, once the clock is woken: the computer has slept, or its clock was set."""
        self._rest.rouse()

    def overdue(self, monotonic: float) -> float:
        """Return for how many seconds the thread has been silent beyond its own wait."""
        return self._rest.overdue(monotonic)

    def begin_reporting(self) -> None:
        """Say that the worker has started."""
        self._rest.begin()
        self._reporter.tell(Event.STARTED)
        self._reporter.recall()

    def run(self) -> None:
        """Give the job its turns until the clock says stop."""
        self.begin_reporting()
        pause = 0.0
        while not self._rest.wait(0.0 if self._wishes and not self._postponed else pause):
            pause = self.step()
        self._job.source.close()
        self._job.journal.close()

    def step(self) -> float:
        """Do what is to be done now and return the seconds to wait before the next step."""
        while self._asks:
            self._asks.popleft().carry_out(self._answer)
        try:
            self._wake_up()
            self._obey()
            if self._reporter.phase in ASKS_A_PERSON:
                return self._wait_for_person()
            pause = self._trouble.pause()
            self._show_trouble()
            return pause or self._turn()
        except Problem as problem:
            return self._fail(problem)
        except Exception as error:  # noqa: BLE001 - a bug must show red, not end the thread
            return self._fail(bug(error))

    def _wake_up(self) -> None:
        """After a sleep nothing is as it was: look at once, over a connection of today."""
        if self._rest.roused():
            self._looks.at_once()
            self._trouble.woken()
            self._cycle.drop_unfinished()
            self._job.source.close()

    def _turn(self) -> float:
        if not self._begun:
            self._cycle.begin()
            self._upload.begin()
            self._begun = True
            self._trouble.cloud_answers()
        if self._looks.due():
            self._look()
            if self._upload.done and self._trouble.problem is None and self._cycle.busy():
                # Before it is sent: a send that hangs must not look like rest.
                self._reporter.tell(Event.WORK_FOUND)
        turn = self._cycle.turn()
        if turn.sent:
            self._reporter.sent(turn.sent)
        stage = self._upload.go_on()
        busy = self._cycle.busy()
        self._looks.confirm(self._cycle.confirm, answered=turn.sent > 0)
        if self._trouble.healed_by(turn, resting=not (busy or turn.worked)):
            self._tell(stage, busy or self._more)
        else:
            self._show_trouble()
        if turn.worked or busy:
            return 0.0
        return max(0.0, min(self._looks.pause(), self._upload.pause()))

    def _look(self) -> None:
        self._more = self._looks.look(self._cycle.look)
        self._reporter.looked(self._looks.stretched)
        if self._routine.due(self._clock.now()):
            self._check()

    def _check(self) -> None:
        journal = self._job.journal
        if journal.scan() is None and journal.comparing() is None:
            self._cycle.begin_scan(ROUTINE)

    def _tell(self, stage: Stage, busy: bool) -> None:
        if stage is not Stage.READY:
            self._reporter.tell(self._upload.event(stage), progress=self._upload.progress(stage))
            return
        if busy or self._cycle.catching_up():
            self._reporter.tell(Event.WORK_FOUND)
            return
        if self._job.journal.scan() is None:
            self._reporter.count()
        self._reporter.tell(self._reporter.rested())

    def _fail(self, problem: Problem) -> float:
        self._wake_up()
        self._cycle.drop_unfinished()
        self._job.source.close()
        if problem.code is Code.RECORDS_DAMAGED:
            problem = self._start_afresh(problem)
        if self._trouble.met(problem):
            self._begun = False
        self._show_trouble()
        return self._trouble.pause()

    def _start_afresh(self, damage: Problem) -> Problem:
        """Begin with an empty journal: a full check and a comparison find out what is online."""
        try:
            self._job.journal.start_afresh()
        except Problem as worse:
            return worse
        return Fenced(damage.code, reason="afresh", **damage.facts)

    def _show_trouble(self) -> None:
        event = self._trouble.event()
        if event is not None and self._reporter.phase not in ASKS_A_PERSON:
            self._reporter.tell(event, self._trouble.problem, self._trouble.wakes_at())

    def _wait_for_person(self) -> float:
        if self._reporter.phase is not Phase.PAUSED:
            return FOREVER
        left = self._paused.left(self._rest.instant())
        if left <= 0:
            self._resume()
            return 0.0
        self._show_pause()
        return min(left, FOREVER)

    def _show_pause(self) -> None:
        self._reporter.tell(Event.PAUSED, wakes_at=self._paused.until(self._rest.instant()))

    def _resume(self) -> None:
        self._paused.end()
        self._looks.at_once()
        self._trouble.forget()
        self._reporter.tell(Event.RESUMED)

    def _obey(self) -> None:
        self._postponed = False
        while self._wishes:
            wish = self._wishes.popleft()
            try:
                self._grant(wish)
            except Unavailable:
                # It is granted when what failed has healed.
                self._wishes.appendleft(wish)
                self._postponed = True
                raise

    def _answer(self, wish: Wish) -> Granted:
        try:
            return self._grant(wish)
        except Problem:
            self._job.source.close()
            raise

    def _grant(self, wish: Wish) -> Granted:  # noqa: C901 - one case a wish
        paused = self._reporter.phase is Phase.PAUSED
        match wish:
            case BeginSignIn():
                if self._reporter.phase in WAITS_FOR_SIGN_IN:
                    self._cycle.drop_unfinished()
                    self._reporter.tell(Event.SIGN_IN_BEGAN)
            case EndSignIn(kept):
                self._end_sign_in(kept)
            case Pause(until):
                if paused or self._reporter.phase not in ASKS_A_PERSON:
                    self._cycle.drop_unfinished()
                    self._paused.begin(until, self._rest.instant())
                    self._show_pause()
            case Resume() if paused:
                self._resume()
            case Resume():
                self._paused.end()
            case SyncNow(resumes):
                self._looks.at_once()
                self._trouble.try_now()
                if paused and resumes:
                    self._resume()
            case Lost(problem):
                if paused and (lost := loss(problem)):
                    self._reporter.tell(lost, problem)
            case FullCheck():
                self._check()
            case LookAtCheck():
                return standing(self._job.journal)
            case _:
                granted = grant(self._job, self._clock, self._cycle.seal, wish)
                if not isinstance(wish, Question):
                    self._recount()
                return granted
        return None

    def _end_sign_in(self, kept: bool) -> None:
        """Begin again; what works with the sign-in before goes on if no other was kept."""
        signing_in = self._reporter.phase is Phase.SIGNING_IN
        if kept or signing_in:
            self._cycle.drop_unfinished()
            self._begun = False
            self._trouble.forget()
        if signing_in:
            self._reporter.tell(Event.SIGN_IN_ENDED)
            if not kept and self._paused.left(self._rest.instant()) > 0:
                self._show_pause()  # the next report finds out what it must not hide
        elif kept and self._reporter.phase is not Phase.PAUSED:
            self._reporter.tell(Event.STARTED)

    def _recount(self) -> None:
        """What waited for a person may wait no more."""
        if self._reporter.phase in (Phase.ATTENTION, Phase.HELD, Phase.IN_SYNC):
            self._reporter.count()
            self._tell(Stage.READY, self._cycle.busy())
