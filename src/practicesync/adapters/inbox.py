"""Where people's commands wait for the worker, one file each.

Everyone with the right to ask may create files there; only the worker may list them. What
somebody without it has left there all the same is removed, and nothing comes of it.
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

from practicesync.adapters.accounts import Gate, own_id, owner_name
from practicesync.adapters.publish import INSISTENCE, Insistence, publish
from practicesync.core.command import LIFETIME, Argument, Command, Dropped, Written
from practicesync.core.errors import Code, Misconfigured, Problem, Unavailable
from practicesync.core.permission import ADMINISTRATORS

LARGEST = 64 * 1024
"""Bytes of a command."""

MOST = 100
"""Commands of one owner that are heard in one round; what is more is dropped."""

_TAKEN = 2_000
"""Files of each sort that are taken in one round, so that a full folder can't hold it up."""

_NAMED = 100_000
"""Names that are looked through in one round."""

OUTSIDER = "outsider"
"""Why a command is refused whose sender may not ask."""

EXPIRED = "expired"
"""Why a command is refused that waited for too long."""

AHEAD = "ahead"
"""Why a command is refused that is dated in the future: somebody's clock is wrong."""

_AHEAD_AT_MOST = dt.timedelta(minutes=1)
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

    def __init__(self, folder: Path, administrators: str = ADMINISTRATORS) -> None:
        """`administrators` is the group that may command beside root and the worker's account."""
        self._folder = folder
        self._administrators = administrators

    def ask(
        self,
        command: str,
        practice: str | None,
        arguments: Mapping[str, Argument],
        now: dt.datetime,
        insistence: Insistence = INSISTENCE,
    ) -> str:
        """Leave a command for the worker and return its id.

        Raises `Misconfigured` at once if this account may not command.
        """
        asked = Written(str(uuid.uuid4()), command, practice, now, dict(arguments))
        try:
            worker = self._folder.stat()
            if not Gate(worker.st_uid, self._administrators).lets_in(own_id()):
                raise _outsider()
            path = self._folder / f"{asked.id}.json"
            publish(path, msgspec.json.encode(asked), _mode(worker), insistence)
        except FileNotFoundError:
            raise Unavailable(Code.NOT_RUNNING) from None
        except (PermissionError, NotADirectoryError):
            raise _outsider() from None
        except Misconfigured as wrong:
            raise _not_allowed(wrong) from None
        return asked.id

    def hears_me(self) -> bool:
        """Tell whether this account may command; True where no worker was ever there to say no."""
        try:
            worker = self._folder.stat()
        except FileNotFoundError:
            return True
        except OSError:
            return False
        return Gate(worker.st_uid, self._administrators).lets_in(own_id()) and self._is_open()

    def _is_open(self) -> bool:
        """Tell whether this account may create files there."""
        if sys.platform == "win32":  # only trying tells what an access list allows
            probe = self._folder / f".{uuid.uuid4()}.tmp"
            try:
                publish(probe, b"", 0o600)
                probe.unlink()
            except (OSError, Problem):
                return False
            return True
        return os.access(self._folder, os.W_OK | os.X_OK)

    def withdraw(self, id_: str) -> bool:
        """Take a command of one's own back; False where the worker has taken it before.

        One of the two removes the file, so what was withdrawn is never carried out.
        """
        try:
            (self._folder / f"{uuid.UUID(id_)}.json").unlink()
        except OSError:
            return False
        return True

    def take(self, now: dt.datetime) -> Taken:
        """Return the commands that wait, each once: their files are gone when it returns."""
        commands: list[Command] = []
        dropped: list[Dropped] = []
        heard: Counter[str] = Counter()
        gate = Gate(own_id(), self._administrators)
        for _, path in self._waiting(now):
            found = _take(path, now, gate)
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
    return _outsider() if wrong.code is Code.FOLDER_NOT_WRITABLE else wrong


def _outsider() -> Misconfigured:
    return Misconfigured(Code.COMMAND_REFUSED, reason=OUTSIDER)


def _take(path: Path, now: dt.datetime, gate: Gate) -> Command | Dropped | None:
    """Remove the file and return what it was; None if it can't be removed, to try again later."""
    found: Command | Dropped
    try:
        seen = path.lstat()
    except OSError:
        return None
    try:
        if not gate.lets_in(seen.st_uid):
            raise _Unheard(OUTSIDER)
        status, content = _read(path, seen)
        found = _command(_id(path), content, owner_name(status), now)
        if _is_old(status.st_mtime, now):
            raise _Unheard(EXPIRED)
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
            swapped = status.st_uid != seen.st_uid
            if swapped or not stat.S_ISREG(status.st_mode) or status.st_nlink != 1:
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
    if written.issued_at < now - LIFETIME:
        raise _Unheard(EXPIRED)
    if written.issued_at > now + _AHEAD_AT_MOST:
        raise _Unheard(AHEAD)
    return Command(
        id_, written.command, written.practice, written.issued_at, written.arguments, owner
    )


def _is_old(modified: float, now: dt.datetime) -> bool:
    return modified < (now - LIFETIME).timestamp()
