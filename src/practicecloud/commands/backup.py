"""Copies a SQLite database while it is in use, and puts a copy back in its place."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import sqlalchemy as sa

from practicecloud.audit import audit
from practicecloud.notices.outbox import withdraw_all
from practicecloud.store import tables

PAGES = 1000
"""Pages that are copied at a time; in between, whoever writes goes on."""


class NotACopy(Exception):
    """The file is damaged, or it is no database of the online side."""


class NoFolder(Exception):
    """The folder of the database isn't there, so nobody knows whose the database would be."""


class InUse(Exception):
    """A process has the database open: nothing was put in its place."""


def back_up(database: Path, copy: Path) -> None:
    """Write the database as it is at one moment to a new file, complete or not at all.

    Raises FileExistsError and OSError, and `NotACopy` if the database is damaged.
    """
    if copy.exists():
        raise FileExistsError(copy)
    part = copy.with_name(f"{copy.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    try:
        with closing(_opened(database)) as source, closing(sqlite3.connect(part)) as target:
            source.backup(target, pages=PAGES, sleep=0.01)
            target.execute("PRAGMA journal_mode=DELETE")  # all of it is in this one file
        check(part)
        _on_disk(part)
        part.replace(copy)
        _on_disk(copy.parent)
    finally:
        part.unlink(missing_ok=True)


def put_back(copy: Path, database: Path) -> None:
    """Put the copy in the database's place; what was there is kept beside it.

    Raises `NotACopy`, `NoFolder`, `InUse` and OSError; then nothing has changed.
    """
    check(copy)
    if not database.parent.is_dir():
        raise NoFolder
    part = database.with_name(f"{database.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    with closing(_opened(copy)) as source, closing(sqlite3.connect(part)) as target:
        source.backup(target)
    _on_disk(part)
    if database.exists():
        _alone(database)
        part.chmod(database.stat().st_mode & 0o777)
        _same_owner(part, database)
        os.link(database, _before(database))  # at no moment there is no database
    else:
        _same_owner(part, database.parent)
    part.replace(database)
    _on_disk(database.parent)


def settle(connection: sa.Connection, now: float) -> None:
    """End what a database that was restored has woken: visits, links, sign-ins half made, mail."""
    for table in (tables.visit, tables.one_time_link, tables.code, tables.device):
        connection.execute(sa.delete(table))
    withdraw_all(connection, now)
    for practice_id in connection.scalars(sa.select(tables.practice.c.id)):
        audit.note(connection, practice_id, audit.OPERATOR, "restored", now)


def check(file: Path) -> None:
    """Read a whole copy. Raises `NotACopy`."""
    try:
        with closing(_opened(file)) as opened:
            whole = opened.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            opened.execute("SELECT count(*) FROM practice JOIN membership").fetchone()
    except sqlite3.Error:
        raise NotACopy from None
    if not whole:
        raise NotACopy


def _opened(file: Path) -> sqlite3.Connection:
    """Open a file that there is."""
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True)


def _alone(database: Path) -> None:
    """Bring all of a database into its one file, which nobody else may have open."""
    try:
        with closing(_opened(database)) as opened:
            # Refused while another process is connected, busy or not.
            mode = opened.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    except sqlite3.OperationalError:
        raise InUse from None
    except sqlite3.DatabaseError:
        return  # damaged: that is why it is replaced
    if mode != "delete":
        raise InUse


def _same_owner(part: Path, like: Path) -> None:
    """Let whoever owns the database, or its folder, own what is put there, whoever does it."""
    held = like.stat()
    if hasattr(os, "chown"):
        os.chown(part, held.st_uid, held.st_gid)


def _before(database: Path) -> Path:
    """Return a free name for what was there."""
    number = 1
    while (kept := database.with_name(f"{database.name}.before-{number}")).exists():
        number += 1
    return kept


def _on_disk(place: Path) -> None:
    """Wait until a file or a folder's list of files is on the disk, where the system can tell."""
    with suppress(PermissionError):  # a folder, on Windows
        opened = os.open(place, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
