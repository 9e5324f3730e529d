"""The practice database in SQL Server, as a source that only reads."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager

from practicesync.adapters.aggregate import Record, key_of
from practicesync.adapters.assembly import Found, assemble, hash_of, row
from practicesync.adapters.sqlserver.access import Access, Keeps, Opened, Suited
from practicesync.adapters.sqlserver.catalog import SQL_2016, log_end
from practicesync.adapters.sqlserver.connection import Bounds, Connect, Session
from practicesync.adapters.sqlserver.presence import Presence
from practicesync.adapters.sqlserver.statements import (
    MOST_KEYS,
    Convert,
    Statement,
    Statements,
    asked,
    between,
    chunk_size,
    compared_with,
    paged,
)
from practicesync.adapters.sqlserver.values import parameter, written
from practicesync.core.errors import Code, Misconfigured
from practicesync.core.key import Key, key_parts, key_text
from practicesync.core.profile import Profile
from practicesync.core.row import Employee, Hash, Page, Position, Row


class SqlServerSource:
    """A `Source` and `Hashes` over a connection to SQL Server.

    `hashed` has the server hash each contact, for a way of finding changes that compares; before
    SQL Server 2016 the rows come here for it, because HASHBYTES took no more than 8,000 bytes.
    `careful` opens connections that read text which is no good UTF-16, once some was met.
    `presence` stands in where the database doesn't tell that it was restored.
    """

    def __init__(
        self,
        connect: Connect,
        profile: Profile,
        *,
        hashed: bool = False,
        keeps: Keeps = "nothing",
        bounds: Bounds | None = None,
        careful: Connect | None = None,
        presence: Presence | None = None,
    ) -> None:
        suited = Suited(hashed, keeps)
        self._access = Access(connect, careful, profile, bounds or Bounds(), suited, presence)
        self._profile = profile

    @property
    def openings(self) -> int:
        """How often a connection was opened: what was found out over another may hold no more."""
        return self._access.openings

    def connection(self) -> int:
        """Return the number of the connection, which is opened if there is none."""
        return self._access.number()

    def suit(self, *, hashed: bool, keeps: Keeps) -> None:
        """Read from now on what that way of finding changes needs."""
        self._access.suit(Suited(hashed, keeps))

    @property
    def waited(self) -> float:
        return 0.0  # SQL Server doesn't tell; a wait that is too long fails

    def read(self, keys: Sequence[Key]) -> Sequence[Row]:
        asked_for = set(keys)
        rows: list[Row] = []
        with self.reading() as opened:
            for chunk in _chunks(_askable(keys, opened.statements)):
                found = self._read_chunk(opened, chunk)
                rows += [self._row(opened, one) for one in found if one.key in asked_for]
        return rows

    def page(self, after: Position | None, limit: int) -> Page:
        with self.reading() as opened:
            found, next_ = self._page(opened, after, limit, brief=False)
            return Page([self._row(opened, one) for one in found], next_)

    def hashes(
        self, after: Position | None, limit: int
    ) -> tuple[Sequence[tuple[Key, Hash]], Position | None]:
        with self.reading() as opened:
            brief = self._by_server(opened)
            found, next_ = self._page(opened, after, limit, brief=brief)
            return [(one.key, self._hash(opened, one)) for one in found], next_

    def keys(self, after: Position | None, limit: int) -> tuple[Sequence[Key], Position | None]:
        with self.reading() as opened:
            records = self._records(opened, opened.statements.keys, after, limit, brief=False)
            convert = opened.statements.keys.convert
            keys = [key for record in records[:limit] if (key := key_of(convert(record)))]
            return list(dict.fromkeys(keys)), _next(records, limit, len(self._profile.key))

    def gate(self) -> str | None:
        with self.connected() as opened:
            if not opened.catalog.server.gated:
                return None
            # A restored database may come to the same end again, though never unnoticed.
            return f"{self.openings} {log_end(opened.session)}"

    def count(self) -> int:
        with self.reading() as opened:
            return int(opened.session.value(opened.statements.counted))

    def employee(self, email: str) -> Employee | None:
        with self.reading() as opened:
            reading = opened.statements.employees
            if reading is None:
                return None
            records = opened.session.rows(opened.statements.employee, (email.strip(),))
        found = []
        for record in records:
            fields = dict(zip(reading.names, reading.shape(record), strict=True))
            found.append(Employee(bool(fields.get("active", True)), str(fields.get("role") or "")))
        return next((one for one in found if one.active), found[0] if found else None)

    def session(self) -> Session:
        """Open a connection of one's own, without asking what is there to be read."""
        return self._access.session()

    def close(self) -> None:
        self._access.close()

    def reading(self) -> AbstractContextManager[Opened]:
        """Read as of one moment where the database allows it, statement by statement elsewhere."""
        return self._access.reading()

    def connected(self) -> AbstractContextManager[Opened]:
        """Use the connection; after a failed or partial read it is gone."""
        return self._access.connected()

    def _by_server(self, opened: Opened) -> bool:
        return self._access.suited.hashed and opened.catalog.server.major >= SQL_2016

    def _read_chunk(self, opened: Opened, keys: Sequence[Sequence[object]]) -> list[Found]:
        statements = opened.statements
        met = _asked(opened.session, statements.contact, keys, brief=False)
        # Under another collation the key's canonical form may be none: it is asked as it was read.
        raw = _keys_of(met, len(self._profile.key))
        children = [
            map(one.convert, _asked(opened.session, one, keys if one.ordered else raw, brief=False))
            for one in statements.children
        ]
        return assemble(statements.plan, map(statements.contact.convert, met), children)

    def _page(
        self, opened: Opened, after: Position | None, limit: int, *, brief: bool
    ) -> tuple[list[Found], Position | None]:
        statements = opened.statements
        width = len(self._profile.key)
        records = self._records(opened, statements.contact, after, limit, brief=brief)
        met = records[:limit]
        if not met:
            return [], None
        children = [
            map(_convert(one, brief), _beside(opened.session, one, _keys_of(met, width), brief))
            for one in statements.children
        ]
        contacts = map(_convert(statements.contact, brief), met)
        found = assemble(statements.plan, contacts, children)
        return found, _next(records, limit, width)

    def _records(
        self,
        opened: Opened,
        statement: Statement,
        after: Position | None,
        limit: int,
        *,
        brief: bool,
    ) -> list[Record]:
        """Return one record more than `limit`, if there is one, as the driver gave them."""
        parameters: list[object] = [limit + 1]
        if after:
            parameters += compared_with(self._parts(after, opened.statements))
        sql = paged(statement, after is not None, brief)
        return opened.session.rows(sql, parameters)

    def _parts(self, after: Position, statements: Statements) -> list[object]:
        parts = key_parts(Key(after))
        if len(parts) != len(statements.key):
            raise Misconfigured(Code.KEY_UNREADABLE, table=self._profile.table)
        return [parameter(part, type_) for part, type_ in zip(parts, statements.key, strict=True)]

    def _row(self, opened: Opened, found: Found) -> Row:
        hash_ = self._hash(opened, found) if self._access.suited.hashed else None
        return row(opened.statements.plan, found, hash_, _parts_of(opened.statements, found))

    def _hash(self, opened: Opened, found: Found) -> Hash:
        if not self._by_server(opened):
            return hash_of(found, opened.statements.plan.key_columns)
        digest = hashlib.sha256(found.columns[-1])
        for records in found.children:
            digest.update(len(records).to_bytes(4))
            for record in records:
                digest.update(record[-1])
        return Hash(digest.digest())


def _beside(
    session: Session, child: Statement, keys: Sequence[Record], brief: bool
) -> list[Record]:
    """Return a child's records for a page of contacts, whose keys are in their order."""
    if not child.ordered:
        chunks = _chunks(keys)
        return [one for chunk in chunks for one in _asked(session, child, chunk, brief=brief)]
    bounds = [part for key in (keys[0], keys[-1]) for part in compared_with(key)]
    return session.rows(between(child, brief), bounds)


def _asked(
    session: Session, statement: Statement, keys: Sequence[Sequence[object]], *, brief: bool
) -> list[Record]:
    """Return the records for those keys; no more of them than a statement takes."""
    if not keys:
        return []
    size = chunk_size(len(keys), statement.width)
    # What fills the statement up is NULL, which no key is equal to.
    filling = [None] * (statement.width * (size - len(keys)))
    parameters = [*(part for key in keys for part in key), *filling]
    return session.rows(asked(statement, size, brief), parameters)


def _keys_of(records: Sequence[Record], width: int) -> list[Record]:
    """Return the keys that records begin with, each once and as the driver gave them."""
    return list(dict.fromkeys(record[:width] for record in records))


def _convert(statement: Statement, brief: bool) -> Convert:
    return statement.convert_brief if brief else statement.convert


def _parts_of(statements: Statements, found: Found) -> Mapping[str, Sequence[str]]:
    """Return the rows of other tables that a contact was made of."""
    parts: dict[str, dict[str, None]] = {}
    groups = zip(statements.children, found.children, strict=True)
    for statement, records in ((statements.contact, [found.columns]), *groups):
        for part in statement.parts:
            rows = (part.row(record) for record in records)
            parts.setdefault(part.table, {}).update({row: None for row in rows if row})
    return {table: tuple(rows) for table, rows in parts.items() if rows}


def _askable(keys: Sequence[Key], statements: Statements) -> list[list[object]]:
    """Return the keys as parameters, without those that no row can have."""
    found = []
    for key in dict.fromkeys(keys):
        parts = key_parts(key)
        if len(parts) != len(statements.key):
            continue
        try:
            pairs = zip(parts, statements.key, strict=True)
            found.append([parameter(part, type_) for part, type_ in pairs])
        except ValueError:
            continue
    return found


def _chunks(keys: Sequence[Sequence[object]]) -> Iterator[Sequence[Sequence[object]]]:
    width = len(keys[0]) if keys else 1
    size = chunk_size(MOST_KEYS, width)
    for start in range(0, len(keys), size):
        yield keys[start : start + size]


def _next(records: Sequence[Record], limit: int, width: int) -> Position | None:
    """Return where the next page begins: behind the last record of this one, as it was read."""
    if len(records) <= limit:
        return None
    return Position(key_text(written(records[limit - 1][:width])))
