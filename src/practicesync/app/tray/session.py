"""One icon a session and state folder: a second one asks the first for its window, and ends."""

from __future__ import annotations

import hashlib
import os
import socket
import stat
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Protocol

from practicesync.app.tray.session_windows import WindowsSession

_LONGEST = 64
"""Bytes of a knock."""

_ROOM = 60
"""Bytes of a folder's path: a socket's own may have 107."""


class Session(Protocol):
    """The one place of an icon in a session."""

    def is_first(self) -> bool:
        """Tell whether no other icon is there, and be the one from now on."""

    def listen(self, knocked: Callable[[], None]) -> None:
        """Call that, in a thread of its own, whenever a second icon knocks."""

    def knock(self) -> None:
        """Ask the first icon for its window."""

    def leave(self) -> None:
        """Give the place up, and leave nothing of it behind."""


class PosixSession:
    """A lock that the kernel lets go of however we end, and a socket beside it.

    Each display has its own, where this account's files of one session are.
    """

    def __init__(self, unique: str, environ: Mapping[str, str]) -> None:
        display = environ.get("WAYLAND_DISPLAY") or environ.get("DISPLAY", "")
        name = f"practicesync-{short(f'{unique} {display}')}"
        folder = _own_folder(environ)
        self._lock = folder / f"{name}.lock"
        self._socket = folder / f"{name}.socket"
        self._held: int | None = None

    def is_first(self) -> bool:
        if sys.platform == "win32":
            return True
        import fcntl

        while self._held is None:
            descriptor = os.open(self._lock, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                os.close(descriptor)
                return False
            if _is_at(self._lock, descriptor):
                self._held = descriptor
            else:
                os.close(descriptor)  # the icon before us has just taken it away
        return True

    def listen(self, knocked: Callable[[], None]) -> None:
        self._socket.unlink(missing_ok=True)  # of an icon that was killed
        ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        try:
            ear.bind(str(self._socket))
        except OSError:
            ear.close()
            return  # a second icon then ends without a window

        def hear() -> None:
            while ear.recv(_LONGEST):
                knocked()

        threading.Thread(target=hear, name="knocks", daemon=True).start()

    def knock(self) -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as mouth:
            try:
                mouth.sendto(b"open", str(self._socket))
            except OSError:
                return  # the first one is just coming up, or going

    def leave(self) -> None:
        held, self._held = self._held, None
        if held is None:
            return
        if _is_at(self._lock, held):
            self._socket.unlink(missing_ok=True)
            self._lock.unlink(missing_ok=True)
        os.close(held)


def this_session(unique: str) -> Session:
    """Return the place of the icon for what is named so."""
    if sys.platform == "win32":
        return WindowsSession(import_module("ctypes"), short(unique))
    return PosixSession(unique, os.environ)


def short(name: str) -> str:
    """Return a name that fits where names are short."""
    return hashlib.sha256(name.encode()).hexdigest()[:16]


def _is_at(path: Path, descriptor: int) -> bool:
    """Tell whether that open file is the one that stands there now."""
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except OSError:
        return False


def _own_folder(environ: Mapping[str, str]) -> Path:
    """Return a folder that is this account's alone."""
    given = environ.get("XDG_RUNTIME_DIR")
    if given and len(os.fsencode(given)) <= _ROOM and Path(given).is_dir():
        return Path(given)
    folder = Path(tempfile.gettempdir()) / f"practicesync-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    is_ours = found.st_uid == os.getuid() and stat.S_ISDIR(found.st_mode)
    return folder if is_ours else Path.home()
