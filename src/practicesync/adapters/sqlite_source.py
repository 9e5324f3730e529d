"""The practice database as a SQLite file, opened so that nothing can be written to it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

from practicesync.adapters.aggregate import Plan, key_of
from practicesync.adapters.assembly import Found, assemble, hash_of, row
from practicesync.adapters.sqlite_layout import look_at_layout
from practicesync.adapters.sqlite_statements import Statements, as_json, build
from practicesync.adapters.sqlite_stock import take_stock
from practicesync.core.errors import Code, Misconfigured, Problem, Unavailable
from practicesync.core.inventory import Inventory
from practicesync.core.key import Key, key_parts
from practicesync.core.profile import Profile
from practicesync.core.row import Employee, Hash, Page, Position, Row

SCHEME = "sqlite:///"

_CHUNK = 500

# Whatever bytes somebody stored as text, reading them must not end the sync.
_as_text = partial(str, encoding="utf-8", errors="replace")


class _Opened(NamedTuple):
    connection: sqlite3.Connection
    statements: Statements
    file: tuple[int, int]


class SqliteSource:
    """A `Source` and `Hashes` over ``sqlite:///path``; `busy_seconds` is the wait for a lock."""

    def __init__(
        self,
        database: str,
        profile: Profile,
        busy_seconds: float = 5.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._profile = profile
        self._busy_seconds = busy_seconds
        self._opened: _Opened | None = None
        self._openings = 0
        self._monotonic = monotonic
        self._waited = 0.0

    @property
    def waited(self) -> float:
        return self._waited

    def read(self, keys: Sequence[Key]) -> Sequence[Row]:
        asked = set(keys)
        rows: list[Row] = []
        with self._reading() as (connection, statements, _):
            for start in range(0, len(keys), _CHUNK):
                chunk = as_json(keys[start : start + _CHUNK])
                contacts = connection.execute(statements.asked, (chunk,)).fetchall()
                found = _with_children(connection, statements, contacts)
                rows += [_row(statements.plan, one) for one in found if one.key in asked]
        return rows

    def page(self, after: Position | None, limit: int) -> Page:
        planned, found, next_ = self._page(after, limit)
        return Page([_row(planned, one) for one in found], next_)

    def hashes(
        self, after: Position | None, limit: int
    ) -> tuple[Sequence[tuple[Key, Hash]], Position | None]:
        # SQLite has no hash function, so every row is hashed here.
        planned, found, next_ = self._page(after, limit)
        return [(one.key, hash_of(one, planned.key_columns)) for one in found], next_

    def keys(self, after: Position | None, limit: int) -> tuple[Sequence[Key], Position | None]:
        with self._reading() as (connection, statements, _):
            sql = statements.keys_after if after else statements.keys_first
            bounds = (*self._parts(after), limit + 1)
            records = connection.execute(sql, bounds).fetchall()
            keys = [key for record in records[:limit] if (key := key_of(record))]
        return list(dict.fromkeys(keys)), _next(records, limit, len(self._profile.key))

    def gate(self) -> str:
        # PRAGMA data_version tells of other connections' commits, but its numbers compare only
        # on the one connection that they were read on.
        with self._reading() as (connection, _, _):
            (version,) = connection.execute("PRAGMA data_version").fetchone()
            return f"{self._openings}.{version}"

    def count(self) -> int:
        with self._reading() as (connection, statements, _):
            (count,) = connection.execute(statements.counted).fetchone()
            return int(count)

    def employee(self, email: str) -> Employee | None:
        with self._reading() as (connection, statements, _):
            reading = statements.employees
            if reading is None:
                return None
            records = connection.execute(statements.employee, (email.strip(),)).fetchall()
        found = []
        for record in records:
            fields = dict(zip(reading.names, reading.shape(record), strict=True))
            found.append(Employee(bool(fields.get("active", True)), str(fields.get("role") or "")))
        return next((one for one in found if one.active), found[0] if found else None)

    def inventory(self) -> Inventory:
        """Return what the file has of the layout, which need not fit."""
        self._file()
        try:
            with closing(self._connect()) as connection:
                return take_stock(connection, self._profile)
        except sqlite3.DatabaseError as wrong:
            raise self._problem(wrong) from None

    def close(self) -> None:
        if self._opened:
            opened, self._opened = self._opened, None
            opened.connection.close()

    def _page(
        self, after: Position | None, limit: int
    ) -> tuple[Plan, list[Found], Position | None]:
        with self._reading() as (connection, statements, _):
            sql = statements.after if after else statements.first
            contacts = connection.execute(sql, (*self._parts(after), limit + 1)).fetchall()
            found = _with_children(connection, statements, contacts[:limit])
        return statements.plan, found, _next(contacts, limit, len(self._profile.key))

    def _parts(self, after: Position | None) -> tuple[str, ...]:
        parts = key_parts(Key(after)) if after else ()
        if after and len(parts) != len(self._profile.key):
            raise Misconfigured(Code.KEY_UNREADABLE, table=self._profile.table)
        return parts

    @contextmanager
    def _reading(self) -> Iterator[_Opened]:
        """Read in one short transaction; after a failed or partial read the connection is gone."""
        try:
            opened = self._ready()
            self._lock(opened.connection)
            yield opened
            opened.connection.execute("ROLLBACK")
        except sqlite3.DatabaseError as wrong:
            self.close()
            raise self._problem(wrong) from None
        except BaseException:
            self.close()
            raise

    def _lock(self, connection: sqlite3.Connection) -> None:
        """Begin to read, and note how long that had to wait: what follows in it waits no more."""
        began = self._monotonic()
        try:
            connection.execute("BEGIN")
            connection.execute("PRAGMA schema_version").fetchone()
        finally:
            self._waited += self._monotonic() - began

    def _ready(self) -> _Opened:
        file = self._file()
        if self._opened and self._opened.file != file:
            # Another file has taken the place of the one that is open.
            self.close()
        if self._opened is None:
            connection = self._connect()
            try:
                self._lock(connection)
                layout = look_at_layout(connection, self._profile)
                layout.check(self._profile)
                statements = build(self._profile, layout.kind)
                _try_condition(connection, self._profile, statements)
                connection.execute("ROLLBACK")
            except BaseException:
                connection.close()
                raise
            self._openings += 1
            self._opened = _Opened(connection, statements, file)
        return self._opened

    def _path(self) -> Path:
        if not self._database.startswith(SCHEME):
            raise Misconfigured(Code.SETTING_WRONG, key="database")
        return Path(self._database.removeprefix(SCHEME)).absolute()

    def _file(self) -> tuple[int, int]:
        path = self._path()
        # ValueError: a path with NUL in it.
        try:
            stat = path.stat()
        except (FileNotFoundError, NotADirectoryError, ValueError):
            raise Misconfigured(Code.DATABASE_NOT_FOUND, path=str(path)) from None
        except OSError:
            raise Unavailable(Code.DATABASE_UNREACHABLE) from None
        if not path.is_file():
            raise Misconfigured(Code.DATABASE_UNREADABLE, path=str(path))
        return stat.st_dev, stat.st_ino

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{self._path().as_uri()}?mode=ro",
            uri=True,
            timeout=self._busy_seconds,
            isolation_level=None,
            # Closed by the thread that ends the worker; SQLite itself takes turns.
            check_same_thread=False,
        )
        connection.text_factory = _as_text
        return connection

    def _problem(self, wrong: sqlite3.DatabaseError) -> Problem:
        """Translate by SQLite's result code (https://www.sqlite.org/rescode.html)."""
        # The high bytes tell more than is needed here.
        match getattr(wrong, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF:
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
                return Unavailable(Code.DATABASE_BUSY)
            case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT:
                return Misconfigured(Code.DATABASE_UNREADABLE, path=str(self._path()))
            case sqlite3.SQLITE_ERROR | sqlite3.SQLITE_SCHEMA:
                # A table may have gone while the connection was open: opening again tells which.
                return Misconfigured(Code.LAYOUT_WRONG, file=self._profile.name)
            case _:
                return Unavailable(Code.DATABASE_UNREACHABLE)


def _row(planned: Plan, found: Found) -> Row:
    return row(planned, found, hash_of(found, planned.key_columns))


def _with_children(
    connection: sqlite3.Connection, statements: Statements, contacts: Sequence[tuple[object, ...]]
) -> list[Found]:
    planned = statements.plan
    width = planned.key_columns
    keys = [key for record in contacts if (key := key_of(record[:width]))]
    asked = (as_json(keys),)
    children = [connection.execute(sql, asked) for sql in statements.children]
    return assemble(planned, contacts, children)


def _next(records: Sequence[tuple[object, ...]], limit: int, width: int) -> Position | None:
    """Return the position behind the first `limit` records, if there are more."""
    last = key_of(records[limit - 1][:width]) if len(records) > limit else None
    return Position(last) if last else None


def _try_condition(
    connection: sqlite3.Connection, profile: Profile, statements: Statements
) -> None:
    try:
        connection.execute(f"EXPLAIN {statements.counted}")
    except sqlite3.OperationalError as wrong:
        if profile.where and wrong.sqlite_errorcode == sqlite3.SQLITE_ERROR:
            raise Misconfigured(Code.LAYOUT_WRONG, file=profile.name, key="contact.where") from None
        raise
