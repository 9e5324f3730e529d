"""The best way of finding changes that a database and a login allow, chosen while it runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from practicesync.adapters.diff_feed import DiffFeed
from practicesync.adapters.sqlserver.access import Keeps
from practicesync.adapters.sqlserver.probe import Kind, Wanted, Way, probe
from practicesync.adapters.sqlserver.rowversion_feed import RowversionFeed
from practicesync.adapters.sqlserver.source import SqlServerSource
from practicesync.adapters.sqlserver.tracking_feed import TrackingFeed
from practicesync.core.errors import Code, Misconfigured
from practicesync.core.row import Changes, Cursor, Gap
from practicesync.ports import Feed, Known

AGAIN = 600.0
"""Seconds after which it is asked anew whether a better way has become possible."""

_KEEPS: Mapping[Kind, Keeps] = {
    "change-tracking": "needed",
    "rowversion": "all",
    "diff": "nothing",
}
"""What the journal has to keep for a way: of which other tables' rows a contact was made."""

_LOST = {Code.TRACKING_OFF, Code.NO_RIGHT_TO_CHANGES, Code.NO_RIGHT_TO_READ}
"""What a way fails with that isn't possible any more."""


class _Taken(NamedTuple):
    """The way that is taken, with when and over which connection it was found to be the best."""

    way: Way
    feed: Feed
    at: float
    opening: int


class ChosenFeed:
    """A `Feed` that takes the best way there is, or the one that the settings ask for.

    It is asked for at the first look, after each reconnect, every ten minutes, and when the way
    fails. Another way has another cursor: `Gap`, so that a full check makes up for the change.
    """

    def __init__(
        self,
        source: SqlServerSource,
        wanted: Wanted,
        monotonic: Callable[[], float],
    ) -> None:
        self._source = source
        self._wanted = wanted
        self._monotonic = monotonic
        self._taken: _Taken | None = None

    @property
    def kind(self) -> str:
        return "" if self._taken is None else self._taken.way.kind

    @property
    def reason(self) -> str:
        if self._taken is None:
            return ""
        return " ".join(filter(None, (self._taken.way.reason, self._taken.feed.reason)))

    @property
    def better(self) -> str:
        return "" if self._taken is None else self._taken.way.better

    def now(self) -> Cursor:
        taken = self._current()
        try:
            return taken.feed.now()
        except Misconfigured as refused:
            return self._instead(taken, refused).feed.now()

    def poll(self, cursor: Cursor, known: Known) -> Changes | Gap:
        taken = self._current()
        if cursor.partition(" ")[0] != taken.way.kind:
            return Gap("another-way")
        try:
            return taken.feed.poll(cursor, known)
        except Misconfigured as refused:
            self._instead(taken, refused)
            return Gap("another-way")

    def _current(self) -> _Taken:
        """Return the way to take, asking first which it is where that may have changed."""
        taken = self._taken
        # After a reconnect it may be another server, another login, or the same with more.
        opening = self._source.connection()
        known = taken is not None and taken.opening == opening
        if taken is None or not known or self._monotonic() - taken.at >= AGAIN:
            taken = self._choose()
        return taken

    def _instead(self, taken: _Taken, refused: Misconfigured) -> _Taken:
        """Return the way to take instead of one that failed; raise what it failed with if none."""
        if refused.code not in _LOST:
            raise refused
        instead = self._choose()
        if instead.way.kind == taken.way.kind:
            raise refused
        return instead

    def _choose(self) -> _Taken:
        way = probe(self._source, self._wanted)
        self._source.suit(hashed=way.kind == "diff", keeps=_KEEPS[way.kind])
        opening = self._source.connection()  # another one, if it has to read something else
        before = self._taken
        same = before is not None and before.way.kind == way.kind
        feed = before.feed if before is not None and same else self._feed(way.kind)
        self._taken = _Taken(way, feed, self._monotonic(), opening)
        return self._taken

    def _feed(self, kind: Kind) -> Feed:
        match kind:
            case "change-tracking":
                return TrackingFeed(self._source)
            case "rowversion":
                return RowversionFeed(self._source, self._monotonic)
            case "diff":
                return DiffFeed(self._source)
