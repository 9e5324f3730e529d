"""Files that others read while they are replaced."""

from __future__ import annotations

import errno
import os
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from practicesync.core.errors import Code, Misconfigured, Unavailable

_NO_ROOM = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))


class Insistence(NamedTuple):
    """How a file is put in place, and how long to insist while a reader holds the old one.

    Windows refuses to replace a file that somebody has open; elsewhere nothing is gained by it.
    """

    seconds: float = 2.0 if sys.platform == "win32" else 0.0
    replace: Callable[[Path, Path], object] = os.replace
    wait: Callable[[float], object] = time.sleep
    step: float = 0.05


INSISTENCE = Insistence()


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Translate what goes wrong with writing there: no room, or no right."""
    try:
        yield
    except OSError as wrong:
        if wrong.errno in _NO_ROOM:
            raise Unavailable(Code.DISK_FULL, path=str(path)) from None
        raise Misconfigured(Code.FOLDER_NOT_WRITABLE, path=str(path)) from None


def publish(path: Path, content: bytes, mode: int, insistence: Insistence = INSISTENCE) -> None:
    """Put the content there with those rights: a reader finds the old or the new, whole.

    It isn't durable: what is published is only true while the worker runs.
    """
    beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")
    with writing(path):
        try:
            _write(beside, content, mode)
            _put_in_place(beside, path, insistence)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise


def _write(path: Path, content: bytes, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    path.chmod(mode)  # after the umask has had its say


def _put_in_place(beside: Path, path: Path, insistence: Insistence) -> None:
    """Rename the file, again and again while a reader holds the old one."""
    left = insistence.seconds
    while True:
        try:
            insistence.replace(beside, path)
        except PermissionError:
            if left <= 0:
                raise
        else:
            return
        insistence.wait(insistence.step)
        left -= insistence.step


_BINARY = getattr(os, "O_BINARY", 0)
