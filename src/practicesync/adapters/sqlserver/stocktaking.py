"""Looking at a database of SQL Server for what a layout names, and at what is there instead."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing

from practicesync.adapters.aggregate import Record
from practicesync.adapters.sqlserver.catalog import (
    Catalog,
    SqlType,
    is_hidden,
    look_at_server,
    quoted,
    quoted_table,
)
from practicesync.adapters.sqlserver.connection import Session
from practicesync.adapters.sqlserver.values import plain
from practicesync.adapters.sqlserver.watched import Unfollowable, watched_tables
from practicesync.core.errors import Code, Misconfigured, Problem
from practicesync.core.inventory import (
    ANY_LENGTH,
    NO_LENGTH,
    NOT_READ,
    ColumnFound,
    Inventory,
    TableFound,
    TooLong,
    Unlisted,
    limit_of,
    missing_from,
    picked,
)
from practicesync.core.profile import Mapped, Profile, code_text, columns_needed
from practicesync.core.row import Value

MOST_CODES = 1_000
"""Different values of a column beyond which they are no codes."""

FEW, SHORT = 20, 3
"""Values are shown where a column has no more of them, and none is longer: a name would be."""

_TEXT = {"char", "varchar", "nchar", "nvarchar"}
_WIDE = {"nchar", "nvarchar"}
_UNGROUPED = {"text", "ntext", "image", "xml"}
_REFUSED = {
    *(Code.DATABASE_FAILED, Code.COLUMN_MISSING, Code.TABLE_MISSING, Code.NO_RIGHT_TO_READ),
}

_NAMES = """
SELECT s.name, o.name
FROM sys.objects AS o
JOIN sys.schemas AS s ON s.schema_id = o.schema_id
WHERE o.type IN ('U', 'V') AND o.is_ms_shipped = 0
ORDER BY s.name, o.name
"""

# Types that are .NET's own, such as geography, share one system type: they have no row of it.
_COLUMNS = """
SELECT c.name, t.name, c.max_length, c.precision, c.scale, c.collation_name, c.is_nullable
FROM sys.columns AS c
LEFT JOIN sys.types AS t ON t.user_type_id = c.system_type_id
WHERE c.object_id = OBJECT_ID(?)
ORDER BY c.column_id
"""

_UNIQUE = """
SELECT i.index_id, i.is_primary_key, c.name
FROM sys.indexes AS i
JOIN sys.index_columns AS x ON x.object_id = i.object_id AND x.index_id = i.index_id
JOIN sys.columns AS c ON c.object_id = x.object_id AND c.column_id = x.column_id
WHERE i.object_id = OBJECT_ID(?) AND i.is_unique = 1 AND i.has_filter = 0 AND i.is_disabled = 0
    AND x.is_included_column = 0
ORDER BY i.index_id, x.key_ordinal
"""


def take_stock(connect: Callable[[], Session], profile: Profile) -> Inventory:
    """Return what the database has of the layout; nothing is read of any person but codes.

    A condition that is refused may spoil its session: each has one of its own.
    """
    with closing(connect()) as session:
        names = tuple(f"{schema}.{name}" for schema, name in session.rows(_NAMES))
        found = {table: _table(session, table) for table in columns_needed(profile)}
        tables = {table: facts for table, (facts, _) in found.items() if facts is not None}
        inventory = Inventory(names, tables)
        if any(missing_from(profile, inventory)) or any(one.hidden for one in tables.values()):
            return inventory
        types = {table: its for table, (_, its) in found.items()}
        unlisted = tuple(_unlisted(session, profile, types))
        too_long = tuple(_too_long(session, profile, tables))
        catalog = Catalog(look_at_server(session), types)
    contacts, refused = _count(connect, profile)
    return Inventory(
        names, tables, contacts, refused, unlisted, too_long, _unfollowed(profile, catalog, tables)
    )


def _table(session: Session, table: str) -> tuple[TableFound | None, Mapping[str, SqlType]]:
    name = (quoted_table(table),)
    rows = session.rows(_COLUMNS, name)
    if not rows:
        return (TableFound({}, hidden=True) if is_hidden(session, table) else None), {}
    columns: dict[str, ColumnFound] = {}
    types: dict[str, SqlType] = {}
    for column, type_, length, precision, scale, collation, nullable in rows:
        kind = SqlType(
            str(type_ or NOT_READ), int(length), int(precision), int(scale), str(collation or "")
        )
        types[str(column).casefold()] = kind
        columns[str(column).casefold()] = ColumnFound(
            str(column), kind.name, kind.declared, _length(kind), bool(nullable)
        )
    primary: tuple[str, ...] = ()
    unique: dict[int, list[str]] = {}
    for index, is_primary, column in session.rows(_UNIQUE, name):
        unique.setdefault(int(index), []).append(str(column))
        if is_primary:
            primary = tuple(unique[int(index)])
    return TableFound(columns, primary, tuple(map(tuple, unique.values()))), types


def _length(type_: SqlType) -> int:
    if type_.length < 0:
        return ANY_LENGTH
    if type_.name not in _TEXT:
        return NO_LENGTH
    return type_.length // 2 if type_.name in _WIDE else type_.length


def _unlisted(
    session: Session, profile: Profile, types: Mapping[str, Mapping[str, SqlType]]
) -> Iterator[Unlisted]:
    counted: dict[tuple[str, str], Sequence[Record]] = {}
    for one in picked(profile):
        type_ = types[one.table][one.column.casefold()].name
        if not isinstance(one.origin, Mapped) or type_ in _UNGROUPED:
            continue
        place = one.table, one.column.casefold()
        if place not in counted:
            counted[place] = _codes(session, one.table, quoted(one.column))
        values = counted[place]
        if len(values) > MOST_CODES:
            yield Unlisted(one.table, one.column, one.entry, MOST_CODES, 0, many=True)
            continue
        known = one.origin.values
        codes = [(code_text(plain(value)), int(rows)) for value, rows in values]
        other = [(code, rows) for code, rows in codes if code not in known]
        if other:
            number, rows = len({code for code, _ in other}), sum(rows for _, rows in other)
            shown = _shown([plain(value) for value, _ in values], known)
            yield Unlisted(one.table, one.column, one.entry, number, rows, shown)


def _codes(session: Session, table: str, column: str) -> Sequence[Record]:
    """Return the values of a column with the number of their rows, one more than codes may be."""
    # S608: made of quoted names and numbers only.
    return session.rows(
        f"SELECT TOP ({MOST_CODES + 1}) t.{column}, COUNT_BIG(*) "  # noqa: S608
        f"FROM {quoted_table(table)} AS t WHERE t.{column} IS NOT NULL GROUP BY t.{column}"
    )


def _shown(values: Sequence[Value], known: Mapping[str, object]) -> tuple[str, ...]:
    codes = [one.strip() if isinstance(one, str) else code_text(one) for one in values]
    if len(codes) > FEW or any(len(code) > SHORT for code in codes):
        return ()
    return tuple(sorted({code for code in codes if code_text(code) not in known}))


def _too_long(
    session: Session, profile: Profile, tables: Mapping[str, TableFound]
) -> Iterator[TooLong]:
    for one in picked(profile):
        column = tables[one.table].columns[one.column.casefold()]
        limit = limit_of(one.field)
        fits = column.length == NO_LENGTH or ANY_LENGTH < column.length <= (limit or column.length)
        if limit is None or isinstance(one.origin, Mapped) or column.type not in _TEXT or fits:
            continue
        # S608: made of quoted names and numbers only.
        rows = session.value(
            f"SELECT COUNT_BIG(*) FROM {quoted_table(one.table)} AS t "  # noqa: S608
            f"WHERE LEN(t.{quoted(one.column)}) > {limit}"
        )
        if rows:
            yield TooLong(one.table, one.column, one.field, limit, int(rows))


def _count(connect: Callable[[], Session], profile: Profile) -> tuple[int | None, str]:
    """Return how many contacts there are, or the number of the error that says why not."""
    where = f" WHERE {profile.where}" if profile.where else ""
    with closing(connect()) as session:
        try:
            # S608: the condition is the administrator's own SQL, names are quoted.
            sql = f"SELECT COUNT_BIG(*) FROM {quoted_table(profile.table)}{where}"  # noqa: S608
            return int(session.value(sql)), ""
        except Problem as problem:
            if not profile.where or problem.code not in _REFUSED:
                raise
            return None, problem.facts.get("number", "")


def _unfollowed(
    profile: Profile, catalog: Catalog, tables: Mapping[str, TableFound]
) -> tuple[str, str] | None:
    keys = {table: found.primary for table, found in tables.items()}
    try:
        watched = watched_tables(profile, catalog, keys)
    except Misconfigured:
        return None
    return (watched.table, watched.why) if isinstance(watched, Unfollowable) else None
