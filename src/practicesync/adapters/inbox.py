"""Where people's commands wait for the worker, one file each.

Everyone with the right to ask may create files there; only the worker may list them.
"""

from __future__ import annotations

import datetime as dt
import os
import stat
import sys
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import msgspec

from practicesync.adapters.publish import INSISTENCE, Insistence, publish
from practicesync.core.command import LIFETIME, Argument, Command, Dropped, Written
from practicesync.core.errors import Code, Misconfigured, Problem, Unavailable

LARGEST = 64 * 1024
"""Bytes of a command."""

MOST = 100
"""Commands of one owner that are heard in one round; what is more is dropped."""

_TAKEN = 2_000
"""Files of each sort that are taken in one round, so that a full folder can't hold it up."""

_NAMED = 100_000
"""Names that are looked through in one round."""

_AHEAD = dt.timedelta(minutes=1)
_OPEN = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)  # opening a pipe doesn't wait for its writer
    | getattr(os, "O_BINARY", 0)
)


class Taken(NamedTuple):
    """What one round found: commands in the order in which they were sent, and the rest."""

    commands: Sequence[Command]
    dropped: Sequence[Dropped]


class _Unheard(Exception):
    """The file isn't a command that may be carried out."""


class Inbox:
    """The folder of waiting commands; `ask` is for those who ask, `take` for the worker."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def ask(
        self,
        command: str,
        practice: str | None,
        arguments: Mapping[str, Argument],
        now: dt.datetime,
        insistence: Insistence = INSISTENCE,
    ) -> str:
        """Leave a command for the worker and return its id."""
        asked = Written(str(uuid.uuid4()), command, practice, now, dict(arguments))
        try:
            worker = self._folder.stat()
            path = self._folder / f"{asked.id}.json"
            publish(path, msgspec.json.encode(asked), _mode(worker), insistence)
        except FileNotFoundError:
            raise Unavailable(Code.NOT_RUNNING) from None
        except (PermissionError, NotADirectoryError):
            raise Misconfigured(Code.COMMAND_REFUSED) from None
        except Misconfigured as wrong:
            raise _not_allowed(wrong) from None
        return asked.id

    def take(self, now: dt.datetime) -> Taken:
        """Return the commands that wait, each once: their files are gone when it returns."""
        commands: list[Command] = []
        dropped: list[Dropped] = []
        heard: Counter[str] = Counter()
        for _, path in self._waiting(now):
            found = _take(path, now)
            if isinstance(found, Command):
                heard[found.owner] += 1
                if heard[found.owner] > MOST:
                    found = Dropped(found.id, found.owner, "too many")
            if isinstance(found, Command):
                commands.append(found)
            elif found:
                dropped.append(found)
        return Taken(commands, dropped)

    def _waiting(self, now: dt.datetime) -> list[tuple[int, Path]]:
        """Return the files that wait by age; what is still being written is left alone."""
        waiting = []
        for entry in self._listed():
            with suppress(OSError):
                modified = entry.stat(follow_symlinks=False).st_mtime_ns
                if not entry.name.startswith(".") or _is_old(modified / 1e9, now):
                    waiting.append((modified, Path(entry.path)))
        return sorted(waiting)

    def _listed(self) -> list[os.DirEntry[str]]:
        """Return what is in the folder, as much as one round takes.

        What can't be a command is counted by itself: a folder with something in it can't be
        removed, and many of them must not stand in the way of commands.
        """
        named: list[os.DirEntry[str]] = []
        rubbish: list[os.DirEntry[str]] = []
        with suppress(OSError), os.scandir(self._folder) as entries:
            for entry in islice(entries, _NAMED):
                is_command = _id(Path(entry.name)) and not entry.is_dir(follow_symlinks=False)
                chosen = named if is_command else rubbish
                if len(chosen) < _TAKEN:
                    chosen.append(entry)
        return named + rubbish


def _mode(inbox: os.stat_result) -> int:
    """Return the rights of a command's file: the worker's account must be able to read it."""
    if sys.platform == "win32":
        return 0o600
    return 0o600 if inbox.st_uid in (os.geteuid(), 0) else 0o644


def _not_allowed(wrong: Problem) -> Problem:
    """Return what it means that the inbox can't be written by somebody who asks."""
    return Misconfigured(Code.COMMAND_REFUSED) if wrong.code is Code.FOLDER_NOT_WRITABLE else wrong


def _take(path: Path, now: dt.datetime) -> Command | Dropped | None:
    """Remove the file and return what it was; None if it can't be removed, to try again later."""
    found: Command | Dropped
    try:
        seen = path.lstat()
    except OSError:
        return None
    try:
        status, content = _read(path, seen)
        found = _command(_id(path), content, owner_name(status), now)
        if _is_old(status.st_mtime, now):
            raise _Unheard("expired")
    except _Unheard as unheard:
        found = Dropped(_id(path), owner_name(seen), str(unheard))
    return found if _remove(path, seen) else None


def _remove(path: Path, seen: os.stat_result) -> bool:
    try:
        if stat.S_ISDIR(seen.st_mode):
            path.rmdir()
        else:
            path.unlink()
    except OSError:
        return False
    return True


def _id(path: Path) -> str:
    """Return the id that the file is named after, or nothing where the name is no id's."""
    id_ = path.name.removesuffix(".json")
    try:
        return id_ if f"{uuid.UUID(id_)}.json" == path.name else ""
    except ValueError:
        return ""


def _read(path: Path, seen: os.stat_result) -> tuple[os.stat_result, bytes]:
    """Return the file's state and content. Only a regular file of one name and fair size is read.

    A second name would let somebody send a command in the name of a file's owner.
    """
    if not _id(path):
        raise _Unheard("name")
    if not stat.S_ISREG(seen.st_mode):
        raise _Unheard("not a file")
    try:
        with os.fdopen(os.open(path, _OPEN), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode) or status.st_nlink != 1:
                raise _Unheard("not a file")
            content = file.read(LARGEST + 1)
    except OSError:
        raise _Unheard("unreadable") from None
    if len(content) > LARGEST:
        raise _Unheard("too large")
    return status, content


def _command(id_: str, content: bytes, owner: str, now: dt.datetime) -> Command:
    try:
        written = msgspec.json.decode(content, type=Written)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise _Unheard("unreadable") from None
    if written.id != id_:
        raise _Unheard("id")
    if written.issued_at.tzinfo is None:
        raise _Unheard("time")
    if not now - LIFETIME <= written.issued_at <= now + _AHEAD:
        raise _Unheard("expired")
    return Command(
        id_, written.command, written.practice, written.issued_at, written.arguments, owner
    )


def _is_old(modified: float, now: dt.datetime) -> bool:
    return modified < (now - LIFETIME).timestamp()


def owner_name(status: os.stat_result) -> str:
    """Return the account that a file belongs to; empty on Windows, where a handle tells it."""
    if sys.platform == "win32":
        return ""
    import pwd

    try:
        return pwd.getpwuid(status.st_uid).pw_name
    except KeyError:
        return str(status.st_uid)
