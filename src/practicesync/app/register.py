"""Which practices this server was activated for: `private/practices.json`.

The settings may leave `practice_id` empty: signing in brings it, and nobody edits settings.
No secret is in the file; the e-mail address of whoever activated is, and only the worker reads it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path
from threading import RLock

import msgspec

from practicesync.adapters.durable import replace_file
from practicesync.core.errors import Code, Misconfigured


class Registered(msgspec.Struct, frozen=True):
    """One activation of one practice; `left_at` is when it was ended here, if it was.

    `begins_at` is when the first upload begins, while that is still to come.
    """

    practice_id: str
    practice_name: str
    activated_at: dt.datetime
    activated_by: str
    terms: str = ""
    left_at: dt.datetime | None = None
    begins_at: dt.datetime | None = None


class _Book(msgspec.Struct, frozen=True):
    installation: str
    practices: dict[str, Registered] = {}


class Register:
    """The installation's own id and its activations, by the practice's name in the settings."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._book = _Book("")
        self._lock = RLock()

    def open(self) -> None:
        """Read what was kept, or begin a new installation."""
        try:
            self._book = msgspec.json.decode(self._path.read_bytes(), type=_Book)
        except FileNotFoundError:
            self._keep(_Book(str(uuid.uuid4())))
        except (OSError, ValueError):  # a ValueError: no JSON, no UTF-8, or not what we write
            # Not begun anew in silence: as another installation this server would be refused.
            raise Misconfigured(Code.INSTALLATION_UNREADABLE, path=str(self._path)) from None

    @property
    def installation(self) -> str:
        """The id that tells this server from a newly installed one."""
        return self._book.installation

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
