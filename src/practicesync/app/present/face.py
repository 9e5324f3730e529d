"""How things stand for a viewer: what the worker shows, or that there is no worker."""

from __future__ import annotations

from practicesync.app.present.shown import Seen
from practicesync.core.phase import SIGNS, Phase
from practicesync.core.snapshot import SCHEMA, Status, Worker
from practicesync.core.status import not_running, unreadable

_NOBODY = 0


def face(seen: Seen) -> Status:
    """Return the status to show: of a silent worker that it doesn't run, or is about to.

    One that shows what we can't read runs all the same: it may be newer than we are.
    """
    if seen.status is not None and not seen.silent:
        return seen.status
    if seen.service == "starting":
        return _starting(seen)
    if not seen.silent:
        return unreadable(_worker(seen), seen.today)
    return not_running(seen.status, _worker(seen), seen.today)


def _starting(seen: Seen) -> Status:
    sign = SIGNS[Phase.STARTING]
    return Status(
        schema=SCHEMA,
        written_at=seen.today.now,
        worker=_worker(seen),
        colour=sign.colour,
        shape=sign.shape,
        phase=Phase.STARTING,
        code="",
        sentence="Practice Sync is starting.",
        remedy="",
        help="",
        since=seen.today.now,
    )


def _worker(seen: Seen) -> Worker:
    return seen.status.worker if seen.status else Worker(_NOBODY, "", seen.today.now)
