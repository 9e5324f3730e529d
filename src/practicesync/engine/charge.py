"""Whether this server is still in charge, and the cloud still there: made sure of at each look.

Without that a worker with nothing to send would stay green while another server is in charge, or
while nobody can reach the cloud.
"""

from __future__ import annotations

from collections.abc import Callable

from practicesync.core.errors import Code, Fenced, Misconfigured
from practicesync.ports import Clock

EVERY = 4.5
"""Seconds between two looks at least that ask: each does, of the usual five seconds."""

FENCED_OFTEN = 3
FENCED_WITHIN = 600.0
"""So often within so many seconds another worker of this server has begun: it is a copy."""


class Charge:
    """Knows whether to ask, and how often the cloud named a later worker of this server."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._unsure = False
        self._next_look = 0.0
        self._fenced: list[float] = []

    def looked(self, began: float) -> None:
        """Note a look that began then: what was known before it is too old.

        Counted from beginnings: a look that was slow must not let the next one go without.
        """
        if began >= self._next_look:
            self._next_look = began + EVERY
            self._unsure = True

    def answered(self) -> None:
        """Note that the cloud has taken what this worker sent, and so holds it for the one."""
        self._unsure = False

    def ask_anew(self) -> None:
        """Ask at the next look, however soon that is."""
        self._next_look = 0.0

    def confirm(self, ask: Callable[[], None]) -> None:
        """Ask if there is need to, until there is an answer. Raises if that isn't a yes."""
        if not self._unsure:
            return
        try:
            ask()
        except Fenced:
            now = self._clock.monotonic()
            self._fenced = [at for at in self._fenced if now - at < FENCED_WITHIN] + [now]
            if len(self._fenced) >= FENCED_OFTEN:
                # Two that begin anew in turn would do so for ever, each green in between.
                raise Misconfigured(Code.ANOTHER_COPY) from None
            raise
        self._unsure = False
