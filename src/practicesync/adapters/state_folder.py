"""The folder between the worker and everybody who looks at it or asks it something.

On POSIX the rights are set here. On Windows they come from the installer, as access lists that
files inherit: there the bits below say next to nothing.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import msgspec
import platformdirs

from practicesync.adapters.accounts import share
from practicesync.adapters.inbox import Inbox
from practicesync.adapters.publish import INSISTENCE, Insistence, publish, writing
from practicesync.adapters.replies import Replies
from practicesync.adapters.worker_lock import WorkerLock
from practicesync.core.permission import ADMINISTRATORS
from practicesync.core.snapshot import Status

NAME = "PracticeSync"
OVERRIDE = "PRACTICESYNC_STATE"

SILENT_AFTER = 30.0
"""Seconds without a beat after which the worker counts as not running."""

LARGEST_STATUS = 8_000_000
"""Bytes that a viewer reads; what is longer was not written by a worker."""

_RIGHTS: Mapping[str, int] = {
    "public": 0o755,
    "logs": 0o755,
    "inbox": 0o700,
    "replies": 0o711,  # everybody may open an answer whose name they know, if it is theirs
    "private": 0o700,
}

_SHARED = 0o1730
"""Rights of an inbox that a group may put something into; who did may take it back."""


def default_root(given: str | None, environ: Mapping[str, str]) -> Path:
    """Return where the state folder is: as given, as the environment says, or the usual place.

    On Windows that is the service's folder where there is one.
    """
    if chosen := given or environ.get(OVERRIDE):
        return Path(chosen).expanduser().absolute()
    if sys.platform == "win32":
        service = platformdirs.site_data_path(NAME, appauthor=False)
        if (service / "public").is_dir():
            return service
    return platformdirs.user_state_path(NAME, appauthor=False)


class StateFolder:
    """The places in the folder, the lock of its worker, and what its worker shows."""

    def __init__(self, root: Path, administrators: str = ADMINISTRATORS) -> None:
        """`administrators` is the group that may ask the worker for something."""
        self.root = root
        self._administrators = administrators
        self.public = root / "public"
        self.logs = root / "logs"
        self.private = root / "private"
        self.status_file = self.public / "status.json"
        self.heartbeat_file = self.public / "heartbeat"
        self.log_file = self.logs / "practicesync.log"
        self.seal_file = self.public / "seal.key"
        self.config_file = self.private / "config.toml"
        self.inbox = Inbox(root / "inbox", administrators)
        self.replies = Replies(root / "replies")
        self.lock = WorkerLock(self.private / "worker.lock")

    def create(self) -> None:
        """Make the folders that are missing and set the rights of all."""
        with writing(self.root):
            self.root.mkdir(mode=0o755, parents=True, exist_ok=True)
        for name, rights in _RIGHTS.items():
            folder = self.root / name
            with writing(folder):
                folder.mkdir(mode=0o700, exist_ok=True)
                folder.chmod(self._rights(folder, rights))

    def mend(self) -> None:
        """Make what others may use of the folder anew where it is gone.

        The private folder isn't: an empty one would look as if nothing had ever been in it.
        """
        for name, rights in _RIGHTS.items():
            folder = self.root / name
            if folder != self.private and not folder.is_dir():
                with writing(folder):
                    folder.mkdir(mode=0o700)
                    folder.chmod(self._rights(folder, rights))

    def _rights(self, folder: Path, rights: int) -> int:
        is_inbox = folder.name == "inbox"
        return _SHARED if is_inbox and share(folder, self._administrators) else rights

    def show(self, status: Status, insistence: Insistence = INSISTENCE) -> None:
        """Let everybody read this status from now on."""
        publish(self.status_file, msgspec.json.encode(status), 0o644, insistence)

    def show_over(self, status: Status) -> bool:
        """Write this status over the old one, where no new file can be made.

        Returns False if that can't be done either. Who reads meanwhile may find half of it, which
        counts as no status.
        """
        try:
            descriptor = os.open(self.status_file, os.O_WRONLY | getattr(os, "O_BINARY", 0))
            with os.fdopen(descriptor, "wb") as file:
                # In this order: what the old one had room for needs no room of the disk.
                file.write(msgspec.json.encode(status))
                file.truncate()
        except OSError:
            return False
        return True

    def show_seal(self, public: bytes) -> None:
        """Let everybody seal secrets for the worker that runs now."""
        publish(self.seal_file, public, 0o644)

    def shown(self) -> Status | None:
        """Return the status that the worker shows; None if there is none that can be read."""
        try:
            with self.status_file.open("rb") as file:
                content = file.read(LARGEST_STATUS + 1)
            return msgspec.json.decode(content, type=Status)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return None

    def beat(self) -> None:
        """Tell everybody that the worker lives."""
        with writing(self.heartbeat_file):
            descriptor = os.open(self.heartbeat_file, os.O_WRONLY | os.O_CREAT, 0o644)
            os.close(descriptor)
            os.utime(self.heartbeat_file)

    def last_beat(self) -> float | None:
        """Return when the worker last told so, in seconds since 1970; None if it never did."""
        try:
            return self.heartbeat_file.stat().st_mtime
        except OSError:
            return None

    def is_silent(self, now: float) -> bool:
        """Tell whether no worker has shown life lately, by the wall clock `now`.

        A beat from the future counts as life only for as long as one from the past: the clock was
        set back.
        """
        beat = self.last_beat()
        return beat is None or abs(now - beat) > SILENT_AFTER
