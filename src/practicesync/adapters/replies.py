"""The worker's answers: each for the one who asked, gone once read."""

from __future__ import annotations

import datetime as dt
import math
import os
import sys
import uuid
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from practicesync.adapters.publish import publish, writing
from practicesync.core.command import LIFETIME
from practicesync.core.errors import Problem


class Replies:
    """The folder of answers; `collect` is for who asked, the rest for the worker."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def give(self, id_: str, answer: Mapping[str, object], owner: str) -> bool:
        """Leave the answer to that command for its owner alone.

        Returns False where this account may not hand files to another.
        """
        path = self._path(id_)
        beside = path.with_name(f".{path.name}")
        publish(beside, msgspec.json.encode(answer), 0o600)
        if not _hand_over(beside, owner):
            beside.unlink(missing_ok=True)
            return False
        with writing(path):
            beside.replace(path)
        return True

    def reaches(self, owner: str) -> bool:
        """Tell whether an answer can be handed to that account; it is tried with an empty file.

        A folder that can't be written is no answer: then it is True, and `give` tells of it.
        """
        if not owner:
            return True
        probe = self._folder / f".{uuid.uuid4()}.json"
        try:
            publish(probe, b"", 0o600)
            return _hand_over(probe, owner)
        except Problem:
            return True
        finally:
            with suppress(OSError):
                probe.unlink()

    def collect(self, id_: str) -> dict[str, object] | None:
        """Return the answer to that command and remove it; None if there is none yet."""
        path = self._path(id_)
        try:
            content = path.read_bytes()
            answer = msgspec.json.decode(content, type=dict[str, object])
        except (OSError, msgspec.DecodeError):
            return None
        _forget(path)
        return answer

    def sweep(self, now: dt.datetime) -> None:
        """Remove what was read and what nobody has come for.

        What is as far in the future was given before the clock was set back.
        """
        self._remove((now - LIFETIME).timestamp(), (now + LIFETIME).timestamp())

    def clear(self) -> None:
        """Remove every answer: with the worker goes whoever could still come for one."""
        self._remove(math.inf, math.inf)

    def _remove(self, oldest: float, latest: float) -> None:
        try:
            paths = list(self._folder.iterdir())
        except OSError:
            return
        for path in paths:
            with suppress(OSError):  # its reader has just removed it, or holds it
                status = path.stat(follow_symlinks=False)
                if not status.st_size or not oldest <= status.st_mtime <= latest:
                    path.unlink()

    def _path(self, id_: str) -> Path:
        return self._folder / f"{uuid.UUID(id_)}.json"


def _forget(path: Path) -> None:
    """Remove an answer that was read; its reader may empty it even where it may not remove it."""
    try:
        path.unlink()
    except OSError:
        try:
            os.truncate(path, 0)
        except OSError:
            return  # the worker's sweep removes it


def _hand_over(path: Path, owner: str) -> bool:
    """Give the file to that account, and tell whether it has it."""
    if sys.platform == "win32" or not owner:
        return True
    import pwd

    try:
        number = int(owner) if owner.isdecimal() else pwd.getpwnam(owner).pw_uid
        if number != path.stat().st_uid:
            os.chown(path, number, -1)
    except (KeyError, OSError):
        return False
    return True
