"""Compares what is known to be online with what the cloud says it holds, page by page.

It follows every full check, for the journal may be an older copy of itself, and the cloud may
have been restored from a backup: either is found and mended here.
"""

from __future__ import annotations

from collections.abc import Iterable

from practicesync.core.action import Drift
from practicesync.core.key import Key
from practicesync.ports import Journal, Sink

PAGE = 2_000
"""Contacts in one answer; each is an id and a digest."""

MANY = 50_000
"""Contacts sent meanwhile, beyond which a comparison begins anew rather than remember them."""


class Comparison:
    """One comparison; a crash or a failure begins it anew, which repeats nothing but reading."""

    def __init__(self, journal: Journal, sink: Sink) -> None:
        self._journal = journal
        self._sink = sink
        self._after: Key | None = None
        self._sent: set[Key] = set()
        self._begun = False
        self.drift = Drift()

    def note_sent(self, keys: Iterable[Key]) -> bool:
        """Leave these out: they may have come online behind a page that was read already.

        Returns False when there are too many to remember: begin anew.
        """
        self._sent.update(keys)
        return len(self._sent) <= MANY

    def go_on(self) -> bool:
        """Compare one page; return whether that was the last."""
        page = self._sink.online(self._after, PAGE)
        self.drift += self._journal.drifted(page.digests, first=not self._begun)
        self._begun = True
        self._after = page.next
        if page.next is not None:
            return False
        self.drift += self._journal.compared(self._sent)
        return True
