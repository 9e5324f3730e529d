"""The first upload's two steps: uploading, and being prepared online."""

from __future__ import annotations

import datetime as dt

from practicesync.core.action import Stage
from practicesync.core.online import Preparing
from practicesync.core.phase import Event
from practicesync.core.report import Progress
from practicesync.engine.job import Job
from practicesync.engine.reporter import Reporter, preparing_progress, upload_progress
from practicesync.ports import Clock

ASK_EVERY = 0.5
"""Seconds between questions how far the preparation is."""


class Upload:
    """Knows how far the first upload is; the journal remembers it over a restart."""

    def __init__(self, job: Job, clock: Clock, reporter: Reporter) -> None:
        self._job = job
        self._clock = clock
        self._reporter = reporter
        self._stage: Stage | None = None
        self._preparing = Preparing(0, 0, False)
        self._preparing_since: dt.datetime | None = None
        self._ask_at = 0.0

    def begin(self) -> None:
        """Tell the cloud that an upload is coming, if one is."""
        self._stage = self._job.journal.stage()
        scan = self._job.journal.scan()
        if self._stage is Stage.UPLOADING and scan is not None:
            self._job.sink.uploading(scan.total)
        elif self._stage is Stage.READY and not self._job.sink.preparing().ready:
            # The online copy was erased or restored meanwhile: what is sent now has to be found.
            self._job.sink.uploaded()
            self._reach(Stage.PROCESSING)

    @property
    def done(self) -> bool:
        """Tell whether both steps are done."""
        return self._stage is Stage.READY

    def go_on(self) -> Stage:
        """Take the next step when the one before is done."""
        if self._stage is None:
            self._stage = self._job.journal.stage()
        if self._stage is Stage.UPLOADING and self._job.journal.scan() is None:
            self._job.sink.uploaded()
            self._reach(Stage.PROCESSING)
        if self._stage is Stage.PROCESSING and self._clock.monotonic() >= self._ask_at:
            self._ask_at = self._clock.monotonic() + ASK_EVERY
            self._preparing = self._job.sink.preparing()
            if self._preparing.ready:
                self._reach(Stage.READY)
        return self._stage

    def pause(self) -> float:
        """Return the seconds until the cloud is asked again; for ever where it needn't be."""
        if self._stage is not Stage.PROCESSING:
            return float("inf")
        return self._ask_at - self._clock.monotonic()

    def event(self, stage: Stage) -> Event:
        """Return what going on with this stage is to the phase."""
        uploading = stage is Stage.UPLOADING
        return Event.UPLOAD_WENT_ON if uploading else Event.PREPARATION_WENT_ON

    def progress(self, stage: Stage) -> Progress | None:
        """Return how far the stage is."""
        now = self._clock.now()
        if stage is Stage.UPLOADING:
            scan = self._job.journal.scan()
            return None if scan is None else upload_progress(scan, now)
        return preparing_progress(self._preparing, self._preparing_since or now, now)

    def _reach(self, stage: Stage) -> None:
        self._job.journal.reach(stage)
        self._stage = stage
        if stage is Stage.PROCESSING:
            self._preparing_since = self._clock.now()
            self._reporter.count()
