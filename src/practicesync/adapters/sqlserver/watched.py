"""The tables whose rows belong to contacts, and how a changed row leads to its contacts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from practicesync.adapters.aggregate import Record, key_of
from practicesync.adapters.sqlserver.catalog import (
    Catalog,
    SqlType,
    quoted,
    quoted_table,
)
from practicesync.adapters.sqlserver.connection import Session
from practicesync.adapters.sqlserver.values import canonical, row_text
from practicesync.core.key import Key
from practicesync.core.profile import Child, Join, Profile
from practicesync.core.row import Part, Seen
from practicesync.ports import Known


class Own(NamedTuple):
    """The contact's key stands in the row itself, in these columns.

    `kept` says that it is no part of the row's primary key: what is known of a deleted or moved
    row is what the journal keeps of it.
    """

    columns: Sequence[str]
    kept: bool


class Led(NamedTuple):
    """The contacts are those of another table's rows: where its `on` equals the row's `key`."""

    table: str
    on: Sequence[str]
    key: Sequence[str]
    columns: Sequence[str]


Owner = Own | Led


class Watched(NamedTuple):
    """A table with its primary key and its version column, if it has one."""

    table: str
    key: Sequence[str]
    types: Sequence[SqlType]
    version: str
    owner: Owner

    @property
    def kept(self) -> bool:
        """Tell whether the journal has to keep which contact each row belongs to."""
        return isinstance(self.owner, Own) and self.owner.kept


@dataclass(frozen=True)
class Unfollowable:
    """A table whose deleted rows can't be led back to contacts, and why in words."""

    table: str
    why: str


_PRIMARY_KEY = """
SELECT c.name
FROM sys.indexes AS i
JOIN sys.index_columns AS x ON x.object_id = i.object_id AND x.index_id = i.index_id
JOIN sys.columns AS c ON c.object_id = x.object_id AND c.column_id = x.column_id
WHERE i.is_primary_key = 1 AND i.object_id = OBJECT_ID(?)
ORDER BY x.key_ordinal
"""


def primary_keys(session: Session, tables: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """Return the columns of each table's primary key; none where it has no such key."""
    return {
        table: [str(name) for (name,) in session.rows(_PRIMARY_KEY, (quoted_table(table),))]
        for table in tables
    }


def watched_tables(
    profile: Profile, catalog: Catalog, keys: Mapping[str, Sequence[str]]
) -> Sequence[Watched] | Unfollowable:
    """Return the tables to watch, or the first that can't be followed."""
    found: list[Watched] = []
    joined = {join.table for join in profile.joins}
    for table, version, owner in _tables(profile, keys):
        key = keys.get(table) or ()
        if not key:
            return Unfollowable(table, "has no primary key")
        kept = isinstance(owner, Own) and owner.kept and table in {profile.table, *joined}
        if kept or (isinstance(owner, Led) and not _within(owner.key, key)):
            return Unfollowable(table, "has a primary key that the database layout doesn't name")
        types = [catalog.type_of(table, name) for name in key]
        found.append(Watched(table, key, types, version, owner))
    return found


def _tables(
    profile: Profile, keys: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, str, Owner]]:
    yield profile.table, profile.version, _own(profile.table, profile.key, keys)
    for join in profile.joins:
        yield join.table, join.version, _of_join(profile, join, keys)
    for child in profile.children:
        yield from _of_child(child, keys)


def _of_join(profile: Profile, join: Join, keys: Mapping[str, Sequence[str]]) -> Owner:
    if join.on == profile.key:
        return _own(join.table, join.key, keys)
    return Led(profile.table, join.on, join.key, profile.key)


def _of_child(child: Child, keys: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str, Owner]]:
    via = child.via
    if via is None:
        yield child.table, child.version, _own(child.table, child.parent, keys)
        return
    yield via.table, via.version, _own(via.table, via.parent, keys)
    yield child.table, child.version, Led(via.table, via.child, child.key, via.parent)


def _own(table: str, columns: Sequence[str], keys: Mapping[str, Sequence[str]]) -> Own:
    return Own(columns, kept=not _within(columns, keys.get(table, ())))


def _within(columns: Sequence[str], key: Sequence[str]) -> bool:
    known = {name.casefold() for name in key}
    return all(name.casefold() in known for name in columns)


class Changed(NamedTuple):
    """A row that changed: its own key as text, its contact's key (None: not known, or gone)."""

    row: str
    contact: Key | None


class Reader(NamedTuple):
    """How the records of one watched table's changes are read.

    Each record has a leading column, then the row's primary key, then what is not in it of the
    contact's key, whose columns are at `places`.
    """

    watched: Watched
    selected: Sequence[str]
    places: Sequence[int]
    joined: str
    kinds: Sequence[SqlType]

    def changed(self, record: Record) -> Changed:
        """Return what a record says."""
        width = len(self.watched.key)
        own = record[1 : 1 + width]
        row = row_text(own, self.watched.types)
        owner = [record[place] for place in self.places]
        parts = tuple(
            canonical(type_.kind)(part) for part, type_ in zip(owner, self.kinds, strict=True)
        )
        return Changed(row, key_of(parts))


class Told(NamedTuple):
    """What changed rows lead to: contacts to look at, and rows that are not theirs any more."""

    seen: Sequence[Seen]
    gone: Sequence[Part]


def told(reader: Reader, records: Sequence[Record], known: Known, *, kept: bool) -> Told:
    """Return what the records lead to; with `kept` also by what contacts were made of before."""
    table = reader.watched.table
    changed = [reader.changed(record) for record in records]
    seen = [Seen(one.contact) for one in changed if one.contact is not None]
    if not kept:
        return Told(seen, ())
    # A row may be told several times, once for each of its contacts.
    now: dict[str, set[Key]] = {}
    for one in changed:
        now.setdefault(one.row, set()).update([one.contact] if one.contact is not None else [])
    gone = []
    owners = known.owners(table, list(now))
    for row, contacts in now.items():
        before = owners.get(row, ())
        seen += map(Seen, before)
        if not contacts.issuperset(before):
            gone.append(Part(table, row))
    return Told(seen, gone)


def reader(watched: Watched, alias: str, live: str, contact_types: Sequence[SqlType]) -> Reader:
    """Return how to read a table's changes.

    `alias` is what holds the primary key, `live` the table's own row beside it.
    """
    own = [f"{alias}.{quoted(name)}" for name in watched.key]
    match watched.owner:
        case Own(columns, kept):
            place = live if kept else alias
            owner = [f"{place}.{quoted(name)}" for name in columns]
            equal = " AND ".join(
                f"{live}.{quoted(name)} = {alias}.{quoted(name)}" for name in watched.key
            )
            joined = f" LEFT JOIN {quoted_table(watched.table)} AS {live} ON {equal}"
            beside = kept and live != alias
            return _reader(watched, own, owner, joined if beside else "", contact_types)
        case Led(table, on, key, columns):
            owner = [f"o.{quoted(name)}" for name in columns]
            equal = " AND ".join(
                f"o.{quoted(left)} = {alias}.{quoted(right)}"
                for left, right in zip(on, key, strict=True)
            )
            joined = f" JOIN {quoted_table(table)} AS o ON {equal}"
            return _reader(watched, own, owner, joined, contact_types)


def _reader(
    watched: Watched,
    own: Sequence[str],
    owner: Sequence[str],
    joined: str,
    contact_types: Sequence[SqlType],
) -> Reader:
    # Each column once: a name that stands there twice can't be sorted by.
    selected = list(dict.fromkeys([*own, *owner]))
    places = [1 + selected.index(column) for column in owner]
    return Reader(watched, selected, places, joined, contact_types)
