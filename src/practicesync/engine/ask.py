"""A wish that is answered: asked in one thread, carried out in the practice's own.

Journal and source belong to the practice's thread, so whatever needs them is done there.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field

from practicesync.core.granted import Granted
from practicesync.core.wish import Wish


@dataclass(frozen=True)
class Ask:
    """A wish, and the place for what comes of it. Cancelled in time it is never carried out."""

    wish: Wish
    answer: Future[Granted] = field(default_factory=Future)

    def carry_out(self, grant: Callable[[Wish], Granted]) -> None:
        """Grant the wish; an error is for who asked, and no trouble of the practice."""
        if not self.answer.set_running_or_notify_cancel():
            return
        try:
            granted = grant(self.wish)
        except Exception as error:  # noqa: BLE001  # raised again where the answer is taken
            self.answer.set_exception(error)
        else:
            self.answer.set_result(granted)
