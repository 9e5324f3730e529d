"""Delivers what the outbox holds, in the background: one thread a way in each process."""

from __future__ import annotations

import logging
from collections.abc import Callable

import sqlalchemy as sa

from practicecloud.background import Background
from practicecloud.notices import outbox
from practicecloud.notices.outbox import NotDelivered, Waiting, Way
from practicecloud.store.storage import reading, writing

log = logging.getLogger(__name__)

LOOK_EVERY = 1.0
"""Seconds between looks for messages that are due."""

PATIENCE = 3.0
"""Seconds that a process which ends gives to the message that is on its way."""

Carrier = Callable[[Waiting], None]
"""Delivers one message, or raises `NotDelivered`."""


class Courier:
    """Carries the messages of one way; several share the work, and none is carried by two."""

    def __init__(
        self, engine: sa.Engine, now: Callable[[], float], way: Way, carrier: Carrier
    ) -> None:
        self._engine = engine
        self._now = now
        self._way = way
        self._carrier = carrier
        self._in_trouble = ""
        self.background = Background(f"courier {way}", self.carry_all, LOOK_EVERY, PATIENCE)

    def carry_all(self) -> None:
        """Deliver what is due, and what comes meanwhile."""
        while self.carry() and not self.background.is_ending:
            pass

    def carry(self) -> bool:
        """Deliver the message that has been due for longest; False: none is."""
        with reading(self._engine) as connection:
            if not outbox.is_due(connection, self._way, self._now()):
                return False
        with writing(self._engine) as connection:
            waiting = outbox.take(connection, self._way, self._now())
        if waiting is None:
            return False
        try:
            self._carrier(waiting)
        except NotDelivered as trouble:
            self._failed(waiting, trouble)
        else:
            with writing(self._engine) as connection:
                outbox.sent(connection, waiting.message_id, self._now())
            self._note("")
        return True

    def _failed(self, waiting: Waiting, trouble: NotDelivered) -> None:
        put_down = outbox.refused if trouble.for_good else outbox.failed
        with writing(self._engine) as connection:
            put_down(connection, waiting, trouble.why, self._now())
        self._note(trouble.why)

    def _note(self, why: str) -> None:
        """Log a change of fortune."""
        if why and why != self._in_trouble:
            log.warning("A message is not delivered: way=%s why=%s", self._way, why)
        if not why and self._in_trouble:
            log.warning("Messages are delivered again: way=%s", self._way)
        self._in_trouble = why
