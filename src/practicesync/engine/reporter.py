"""Keeps a practice's phase and tells the worker what stands where."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

import msgspec

from practicesync.core.action import Scan, Stage
from practicesync.core.errors import Problem
from practicesync.core.online import Preparing
from practicesync.core.phase import Event, Phase, after
from practicesync.core.report import Progress, Refusals, Report, Sent, Stretched
from practicesync.ports import Clock, Feed, Journal

DAY = dt.timedelta(hours=24)


class Reporter:
    """Applies events to the phase and publishes a frozen report of each change."""

    def __init__(
        self, journal: Journal, feed: Feed, clock: Clock, publish: Callable[[Report], None]
    ) -> None:
        self._journal = journal
        self._feed = feed
        self._clock = clock
        self._publish = publish
        self._report: Report | None = None
        self._told: Report | None = None

    @property
    def phase(self) -> Phase:
        """Where the practice stands."""
        return Phase.NOT_RUNNING if self._report is None else self._report.phase

    def recall(self) -> None:
        """Tell what was counted before the worker ended, as far as it can be read."""
        with suppress(Problem):  # whoever needs the records next tells what is wrong with them
            if self._journal.stage() is not Stage.UPLOADING:
                self.count()
            elif (scan := self._journal.scan()) is not None:
                self._change(in_database=scan.total)
            self._tell_news()

    def looked(self, stretched: Stretched | None = None) -> None:
        """Note that a look has succeeded, and how much later than asked for the next one is."""
        self._change(last_look_at=self._clock.now(), stretched=stretched, **self._looking_for())

    def sent(self, contacts: int) -> None:
        """Note that so many contacts were sent just now."""
        self._change(last_sent=Sent(self._clock.now(), contacts))

    def tell(
        self,
        event: Event,
        problem: Problem | None = None,
        wakes_at: dt.datetime | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Apply the event and publish what stands now."""
        now, before = self._clock.now(), self._report
        if before is None:
            before = Report(Phase.NOT_RUNNING, now)
        phase = after(before.phase, event)
        if progress is not None and progress.step == 1:
            before = msgspec.structs.replace(before, in_database=progress.total)
        self._report = msgspec.structs.replace(
            before,
            phase=phase,
            # A clock that was set back must not leave a time that is still to come.
            since=min(before.since, now) if phase is before.phase else now,
            code=None if problem is None else problem.code,
            facts={} if problem is None else problem.facts,
            progress=progress,
            wakes_at=wakes_at,
        )
        self._tell_news()

    def count(self) -> None:
        """Count what stands where; not during a full check, which would count over and over."""
        self._change(checked=self._journal.last_check())
        counts = self._journal.counts()
        if self._report is not None and counts is self._report.counts:
            return  # The journal counts anew when it has written.
        refused = Counter(one.code for one in self._journal.parked() if not one.left_out)
        self._change(
            counts=counts,
            refusals=[Refusals(code, number) for code, number in sorted(refused.items())],
            holds=self._journal.holds(),
            **self._looking_for(),
            activity=self._journal.activity(self._clock.now() - DAY),
        )

    def rested(self) -> Event:
        """Return the event of having nothing more to do."""
        concerns = self._journal.concerns()
        if concerns.held:
            return Event.RESTED_WITH_HELD
        return Event.RESTED_WITH_REFUSED if concerns.refused else Event.RESTED

    def _looking_for(self) -> dict[str, str]:
        feed = self._feed
        return {"changes": feed.kind, "reason": feed.reason, "better": feed.better}

    def _tell_news(self) -> None:
        if self._report is not None and self._report != self._told:
            self._told = self._report
            self._publish(self._report)

    def _change(self, **values: object) -> None:
        # The next `tell` publishes it.
        if self._report is not None:
            self._report = msgspec.structs.replace(self._report, **values)


def upload_progress(scan: Scan, now: dt.datetime) -> Progress:
    """Return how far the first step is, with rate and time left from its own beginning."""
    seconds = (now - scan.started_at).total_seconds()
    rate = scan.done / seconds if seconds > 0 and scan.done else None
    left = max(scan.total - scan.done, 0)
    eta = left / rate if rate else None
    return Progress(1, scan.done, max(scan.total, scan.done), scan.started_at, rate, eta)


def preparing_progress(preparing: Preparing, started_at: dt.datetime, now: dt.datetime) -> Progress:
    """Return how far the second step is."""
    seconds = (now - started_at).total_seconds()
    rate = preparing.done / seconds if seconds > 0 and preparing.done else None
    eta = (preparing.total - preparing.done) / rate if rate else None
    return Progress(2, preparing.done, preparing.total, started_at, rate, eta)
