"""Delivers what the outbox holds, in the background: one thread a way in each process."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

import sqlalchemy as sa

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
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"courier {way}", daemon=True)
        self._in_trouble = ""

    def start(self) -> None:
        """Begin with what an earlier process has left."""
        self._thread.start()

    def stop(self) -> None:
        """End after the current message; a process that ends does not wait for a slow server."""
        self._stop.set()
        self._thread.join(PATIENCE)

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

    def _run(self) -> None:
        waits_for = ""
        while not self._stop.is_set():
            try:
                while self.carry() and not self._stop.is_set():
                    pass
                waits_for = ""
            except Exception as error:  # noqa: BLE001  # the thread's outermost place
                name = type(error).__name__
                if name != waits_for:  # it is tried each second
                    log.warning("Messages wait: way=%s error=%s", self._way, name)
                waits_for = name
            self._stop.wait(LOOK_EVERY)
