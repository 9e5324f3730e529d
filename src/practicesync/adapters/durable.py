"""Files that are there as a whole or not at all, whatever crashes."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from practicesync.adapters.publish import INSISTENCE, Insistence, writing

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600

_BINARY = getattr(os, "O_BINARY", 0)


def private_folder(folder: Path) -> None:
    """Make the folder, or tighten it, so that its owner alone may look inside.

    On Windows the installer sets the rights: there these bits say next to nothing.
    """
    with writing(folder):
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        folder.chmod(PRIVATE_FOLDER)


def replace_file(path: Path, content: bytes, insistence: Insistence = INSISTENCE) -> None:
    """Put the content at that path, readable by the owner alone, durably, before returning.

    A crash at any point leaves the old content or the new.
    """
    beside = path.with_name(path.name + ".new")
    with writing(path):
        # Left over from a crash, it may have other rights: a new file gets the right ones.
        beside.unlink(missing_ok=True)
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, PRIVATE_FILE)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        while not _replaced(beside, path, insistence):
            insistence.wait(insistence.step)
            insistence = insistence._replace(seconds=insistence.seconds - insistence.step)
        _sync_folder(path.parent)


def remove_file(path: Path) -> None:
    """Remove the file durably, before returning, if it is there."""
    with writing(path):
        path.unlink(missing_ok=True)
        _sync_folder(path.parent)


def _replaced(beside: Path, path: Path, insistence: Insistence) -> bool:
    """Rename the file; return False if somebody holds the old one and there is time left."""
    try:
        insistence.replace(beside, path)
    except PermissionError:
        if insistence.seconds <= 0:
            raise
        return False
    return True


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return  # a folder can't be opened there, and a rename is in the file system's own log
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
