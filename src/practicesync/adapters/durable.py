"""Files that are there as a whole or not at all, whatever crashes."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

from practicesync.core.errors import Code, Misconfigured, Problem, Unavailable

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600


def private_folder(folder: Path) -> None:
    """Make the folder, or tighten it, so that its owner alone may look inside.

    On Windows the installer sets the rights: there these bits say next to nothing.
    """
    try:
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        folder.chmod(PRIVATE_FOLDER)
    except OSError as error:
        raise disk_problem(error) from None


def replace_file(path: Path, content: bytes) -> None:
    """Put the content at that path, readable by the owner alone, durably, before returning.

    A crash at any point leaves the old content or the new.
    """
    beside = path.with_name(path.name + ".new")
    try:
        # Left over from a crash, it may have other rights: a new file gets the right ones.
        beside.unlink(missing_ok=True)
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise disk_problem(error) from None


def disk_problem(error: OSError) -> Problem:
    """Return what a failed write means for us; names of files stay out of it."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Unavailable(Code.DISK_FULL)
    return Misconfigured(Code.FOLDER_NOT_WRITABLE, errno=errno.errorcode.get(error.errno or 0, ""))


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return  # a folder can't be opened there, and a rename is in the file system's own log
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
