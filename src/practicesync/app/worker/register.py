"""Which practices this server was activated for: `private/practices.json`.

The settings may leave `practice_id` empty: signing in brings it, and nobody edits settings.
No secret is in the file; the e-mail address of whoever activated is, and only the worker reads it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from pathlib import Path
from threading import RLock

import msgspec

from practicesync.adapters.durable import replace_file
from practicesync.adapters.machine import Traits
from practicesync.core.errors import Code, Misconfigured


def nothing_known(_: str) -> Traits:
    """Return no trait of the computer."""
    return {}


class Registered(msgspec.Struct, frozen=True):
    """One activation of one practice; `left_at` is when it was ended here, if it was.

    `begins_at` is when the first upload begins, while that is still to come.
    `installation` is who this server is for the practice, if that isn't the register's own id.
    `machine` is on which computer it was last known to be no copy.
    """

    practice_id: str
    practice_name: str
    activated_at: dt.datetime
    activated_by: str
    terms: str = ""
    left_at: dt.datetime | None = None
    begins_at: dt.datetime | None = None
    installation: str = ""
    machine: Traits = {}


class _Book(msgspec.Struct, frozen=True):
    installation: str
    practices: dict[str, Registered] = {}
    machine: Traits = {}


class Register:
    """The installation's own id and its activations, by the practice's name in the settings."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._book = _Book("")
        self._lock = RLock()

    def open(self, traits: Callable[[str], Traits] = nothing_known) -> None:
        """Read what was kept, or begin a new installation on the computer of these traits.

        Each installation salts them in its own way.
        """
        try:
            self._book = msgspec.json.decode(self._path.read_bytes(), type=_Book)
        except FileNotFoundError:
            installation = str(uuid.uuid4())
            self._keep(_Book(installation, machine=traits(installation)))
        except (OSError, ValueError):  # a ValueError: no JSON, no UTF-8, or not what we write
            # Not begun anew in silence: as another installation this server would be refused.
            raise Misconfigured(Code.INSTALLATION_UNREADABLE, path=str(self._path)) from None

    @property
    def installation(self) -> str:
        """The id that tells this server from a newly installed one."""
        return self._book.installation

    @property
    def machine(self) -> Traits:
        """On which computer the installation began, as far as that is known."""
        return self._book.machine

    def installation_of(self, name: str) -> str:
        """Return the id that tells this server from others for the practice of that name."""
        registered = self.get(name)
        return (registered and registered.installation) or self._book.installation

    def get(self, name: str) -> Registered | None:
        """Return the activation of the practice with that name in the settings."""
        return self._book.practices.get(name)

    def put(self, name: str, registered: Registered) -> None:
        """Remember the activation durably."""
        with self._lock:
            practices = self._book.practices | {name: registered}
            self._keep(msgspec.structs.replace(self._book, practices=practices))

    def begin(self, name: str, at: dt.datetime | None) -> None:
        """Remember durably when the first upload begins; None: it has begun."""
        with self._lock:
            registered = self.get(name)
            if registered is not None and registered.begins_at != at:
                self.put(name, msgspec.structs.replace(registered, begins_at=at))

    def settle(self, name: str, machine: Traits) -> None:
        """Remember durably on which computer the practice goes on."""
        with self._lock:
            registered = self.get(name)
            if registered is not None and registered.machine != machine:
                self.put(name, msgspec.structs.replace(registered, machine=machine))

    def leave(self, name: str, now: dt.datetime) -> None:
        """Remember durably that the activation was ended; whose it was is forgotten."""
        with self._lock:
            registered = self.get(name)
            if registered is not None:
                gone = {"activated_by": "", "left_at": now, "begins_at": None}
                self.put(name, msgspec.structs.replace(registered, **gone))

    def _keep(self, book: _Book) -> None:
        replace_file(self._path, msgspec.json.encode(book))
        self._book = book
