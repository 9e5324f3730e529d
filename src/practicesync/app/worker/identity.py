"""Whether this server is a copy of another one, asked before anything that was copied is used."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable

from practicesync.adapters.machine import Traits, differs
from practicesync.app.worker.register import Register
from practicesync.core.errors import Code, Misconfigured
from practicesync.ports import Clock

ASK_AGAIN = 5.0
"""Seconds for which an answer that another copy is at work is believed."""

AtWork = Callable[[str, str, str], bool]
"""Asks the online side of a practice (its name in the settings, its id) about an installation."""


class OwnIdentity:
    """Which server this is for each practice; for use from any thread.

    A practice whose files were made on another computer may have been copied. Then it is asked
    whether the other copy is at work: if so, this one leaves the sign-in alone, for a refresh
    token that two servers use is revoked for both. If not, the server itself has moved.
    """

    def __init__(self, register: Register, machine: Traits, at_work: AtWork, clock: Clock) -> None:
        self._register = register
        self._machine = machine
        self._at_work = at_work
        self._clock = clock
        self._lock = threading.Lock()
        self._copies: dict[str, float] = {}

    def installation(self, practice: str) -> str:
        return self._register.installation_of(practice)

    def prove(self, practice: str) -> None:
        registered = self._register.get(practice)
        if registered is None or registered.left_at is not None:
            return
        with self._lock:
            if differs(registered.machine, self._machine):
                if self._is_copy(practice, registered.practice_id):
                    raise Misconfigured(Code.ANOTHER_COPY)
                self._register.settle(practice, self._machine)
            elif self._machine.keys() - registered.machine.keys():
                self._register.settle(practice, {**registered.machine, **self._machine})

    def for_activation(self, practice: str) -> str:
        """Return as whom to activate: as somebody new, if this is a copy and the other lives."""
        registered = self._register.get(practice)
        at_home = self._register.machine if registered is None else registered.machine
        if not differs(at_home, self._machine):
            return self.installation(practice)
        if registered is not None and not self._is_copy(practice, registered.practice_id):
            return self.installation(practice)
        return str(uuid.uuid4())

    @property
    def machine(self) -> Traits:
        """On which computer this is."""
        return self._machine

    def _is_copy(self, practice: str, practice_id: str) -> bool:
        """Tell whether the other copy is at work."""
        now = self._clock.monotonic()
        if now - self._copies.get(practice, -ASK_AGAIN) < ASK_AGAIN:
            return True
        if self._at_work(practice, practice_id, self.installation(practice)):
            self._copies[practice] = now
            return True
        self._copies.pop(practice, None)
        return False
