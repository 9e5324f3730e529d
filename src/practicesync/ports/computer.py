"""What is asked of this computer: time and a place for secrets."""

from __future__ import annotations

import datetime as dt
from typing import Literal, Protocol

ServiceState = Literal["running", "stopped", "missing"]


class Clock(Protocol):
    """Time, and the signal to stop."""

    def now(self) -> dt.datetime:
        """Return the time of day, aware, UTC."""

    def monotonic(self) -> float:
        """Return seconds that never step."""

    def wait(self, seconds: float) -> bool:
        """Wait, or less if woken; return True if the work is to stop."""


class Vault(Protocol):
    """Secrets at rest."""

    def get(self, name: str) -> str | None:
        """Return the secret, or None."""

    def put(self, name: str, secret: str | None) -> None:
        """Keep the secret durably (None: forget it) before returning."""


class Identity(Protocol):
    """Which server this is, for each practice by its name in the settings."""

    def installation(self, practice: str) -> str:
        """Return the id that tells this server from every other one."""

    def prove(self, practice: str) -> None:
        """Return if this server may use the sign-in that is kept for the practice.

        Raises `Misconfigured` if it was copied from a server that is at work.
        """


class Services(Protocol):
    """The services of Windows."""

    def state(self, name: str) -> ServiceState:
        """Return whether the service of that name runs, or that there is none."""
