"""The worker: one thread a practice, and this loop, which listens, shows and watches."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import msgspec

from practicesync.adapters.log_file import Line
from practicesync.adapters.system_clock import SystemClock
from practicesync.app.asking.reply import Answer
from practicesync.app.worker.commands import Commands
from practicesync.app.worker.fortune import Fortune
from practicesync.app.worker.mute import Mute
from practicesync.app.worker.practice_thread import PracticeThread
from practicesync.app.worker.settings_watch import settings_lines
from practicesync.app.worker.supervision import Supervision
from practicesync.core.command import Command
from practicesync.core.error_table import Exit, explain
from practicesync.core.errors import Code, Problem
from practicesync.core.instant import Instant
from practicesync.core.mistake import Mistake
from practicesync.core.phase import AT_WORK, Phase
from practicesync.core.snapshot import PracticeStatus, Status
from practicesync.core.status import Reported, status_exit
from practicesync.engine.supervisor import Patience, Verdict

TICK = 0.2
"""Seconds between two looks at the inbox and the reports: at most five writes a second."""

BEAT = 5.0
"""Seconds between two touches of the heartbeat."""

END_WITHIN = 8.0
"""Seconds that the practices' threads get to end."""

PATIENCE = 5.0
"""Seconds of trouble that `run --once` waits for it to pass."""

_SHOWN_AGAIN = "What Practice Sync shows and answers can be written again."


class Front(Protocol):
    """What the worker shows to people, and where they ask."""

    def beat(self) -> None:
        """Show that the worker lives."""

    def tidy(self) -> None:
        """Put in order what time or somebody else has put out of it."""

    def words(self, practices: Sequence[Reported], trouble: Problem | None) -> Status:
        """Return what there is to show of the practices, and of trouble that is no one's own."""

    def show(self, status: Status) -> None:
        """Show it."""

    def show_over(self, status: Status) -> bool:
        """Show it as well as can be where `show` can't; tell whether it is shown."""

    def asked(self) -> Iterable[Command]:
        """Return what was asked since the last time."""

    def has_news(self) -> bool:
        """Tell once that there is something to show beside what the practices report."""

    def answer(self, command: Command, answer: Answer) -> None:
        """Answer it."""


class Watch(Protocol):
    """Watches over the settings."""

    @property
    def trouble(self) -> Problem | None:
        """Why changed settings are not taken."""

    @property
    def mistakes(self) -> Sequence[Mistake]:
        """What is wrong with them."""

    def look(self) -> bool:
        """Look at them; return whether there is anything new to say."""


class Hears(Protocol):
    """Hears how the practices stand."""

    def hear(self, practices: Sequence[PracticeStatus]) -> None:
        """Take note of it; called each round."""

    def rouse(self) -> None:
        """The computer has slept, or its clock was set."""


@dataclass(frozen=True)
class Ending:
    """When the worker ends: `asked` tells whether it was told to; `once`: as soon as it rests."""

    asked: Callable[[], bool]
    once: bool = False


class Worker:
    """Runs the practices until it is told to end; `hearts` hear each round how they stand."""

    def __init__(
        self,
        practices: Sequence[PracticeThread],
        commands: Commands,
        front: Front,
        log: Callable[[Line], None],
        patience: Patience,
        watch: Watch,
        *,
        hearts: Hears | None = None,
    ) -> None:
        self._practices = practices
        self._commands = commands
        self._front = front
        self._log = log
        self._clock = SystemClock()
        self._supervision = Supervision(patience)
        self._watch = watch
        self._hearts = hearts
        self._fortunes = {practice.name: Fortune() for practice in practices}
        self._shown: Sequence[Reported] = ()
        self._to_show = True
        self.shown: Status | None = None
        self.ended = True
        self._beat_every = BEAT
        self._next_beat = 0.0
        self._troubled_since: float | None = None
        self._mute = Mute()
        self._blind = False
        self._settings_wrong: Problem | None = None

    def run(self, ending: Ending, tick: float = TICK, beat: float = BEAT) -> int:
        """Work until the end, and return the exit code."""
        self._beat_every = beat
        for practice in self._practices:
            practice.start()
        self._commands.renew_pauses()
        try:
            while not ending.asked():
                if self._round().give_up:
                    self._log(problem_line(Problem(Code.STUCK)))
                    return Exit.RESTART
                if ending.once and self._rests():
                    return status_exit(self.shown) if self.shown else Exit.UNEXPECTED
                time.sleep(tick)
            return 0
        finally:
            self._end()

    def _round(self) -> Verdict:
        instant = Instant(self._clock.now(), self._clock.monotonic())
        verdict = self._supervision.look(self._practices, instant)
        self._next_beat = 0.0 if verdict.woken else self._next_beat
        for practice in self._practices:
            if practice.name in verdict.stuck:
                practice.disown()
            if verdict.woken:
                practice.rouse()
        # Each by itself: a full disk must not keep the heart from beating.
        problems = [self._tried(act) for act in (self._commands.tend, self._listen, self._beat)]
        self._look_at_settings()
        # Taken before the reports are: what was done is shown when who asked gets the answer.
        answered = self._commands.answered()
        practices = [_reported(practice, verdict) for practice in self._practices]
        problems.append(self._tried(lambda: self._show(practices)))
        problems += [self._answered(command, answer) for command, answer in answered]
        self._muted(next(filter(None, problems), None))
        self._let_hear(woken=verdict.woken)
        return verdict

    def _let_hear(self, *, woken: bool) -> None:
        if self._hearts is None or self.shown is None:
            return
        if woken:
            self._hearts.rouse()
        self._hearts.hear(self.shown.practices)

    def _tried(self, act: Callable[[], None]) -> Problem | None:
        try:
            act()
        except Problem as problem:
            return problem
        return None

    def _listen(self) -> None:
        unheard = None
        for asked in self._front.asked():
            answer = self._commands.carry_out(asked)
            if answer is not None:
                unheard = self._answered(asked, answer) or unheard
        self._to_show = self._front.has_news() or self._to_show
        if unheard is not None:
            raise unheard

    def _answered(self, command: Command, answer: Answer) -> Problem | None:
        self._to_show = True
        return self._tried(partial(self._front.answer, command, answer))

    def _beat(self) -> None:
        if time.monotonic() < self._next_beat:
            return
        self._next_beat = time.monotonic() + self._beat_every
        if not self._blind:  # a heart that beats beside an old status would vouch for it
            self._front.beat()
        self._front.tidy()

    def _look_at_settings(self) -> None:
        if not self._watch.look():
            return
        self._to_show = True
        before, self._settings_wrong = self._settings_wrong, self._watch.trouble
        for line in settings_lines(before, self._watch.trouble, self._watch.mistakes):
            self._log(line)

    def _show(self, practices: Sequence[Reported]) -> None:
        if practices == self._shown and not self._to_show:
            return
        self._shown = practices
        self.shown = self._front.words(practices, self._watch.trouble)
        for reported, practice in zip(practices, self.shown.practices, strict=True):
            line = self._fortunes[practice.name].line(practice, reported.report.facts)
            if line is not None:
                self._log(line)
        # Until it is written, it is written anew each round.
        self._to_show = True
        try:
            self._front.show(self.shown)
        except Problem as problem:
            self._blind = not self._front.show_over(self._front.words(practices, problem))
            raise
        if self._blind:
            self._next_beat = 0.0
        self._to_show = self._blind = False

    def _muted(self, problem: Problem | None) -> None:
        """The sync goes on when its state can't be shown; say so once, and when it can be again."""
        if problem is None:
            if was := self._mute.healed():
                self._log(Line("INFO", _SHOWN_AGAIN, facts={"was": was}))
        elif self._mute.is_news(problem.code, self._clock.monotonic()):
            self._log(problem_line(problem))

    def _rests(self) -> bool:
        """Tell whether there is nothing more to wait for; trouble gets a while to pass."""
        phases = {practice.report.phase for practice in self._shown}
        if Phase.RETRYING not in phases:
            self._troubled_since = None
            return not phases & AT_WORK
        if self._troubled_since is None:
            self._troubled_since = time.monotonic()
        return time.monotonic() - self._troubled_since > PATIENCE

    def _end(self) -> None:
        for practice in self._practices:
            practice.stop()
        until = time.monotonic() + END_WITHIN
        for practice in self._practices:
            if not practice.join(max(0.0, until - time.monotonic())):
                self.ended = False


def _reported(practice: PracticeThread, verdict: Verdict) -> Reported:
    """Return what a practice reports; of one that is stuck, that it is."""
    report = practice.report
    if practice.name in verdict.stuck:
        report = msgspec.structs.replace(
            report, phase=Phase.UNAVAILABLE, code=Code.STUCK, facts={}, wakes_at=None
        )
    return Reported(practice.name, practice.practice_id, report)


def problem_line(problem: Problem) -> Line:
    """Return the line for a problem that is no practice's own."""
    sentence = explain(problem.code, problem.facts).sentence
    return Line("WARNING", sentence, code=problem.code, facts=problem.facts)
