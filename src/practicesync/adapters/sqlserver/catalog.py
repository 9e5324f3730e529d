"""What a SQL Server is, and which columns its tables have."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from practicesync.adapters.aggregate import KeyKind
from practicesync.adapters.sqlserver.connection import Session
from practicesync.core.errors import Code, Misconfigured
from practicesync.core.profile import Profile, columns_needed

SQL_2016 = 13

_TELLS_OF_LOG = (13, 0, 5026)
"""SQL Server 2016 with Service Pack 2."""

_WHOLE = {"tinyint", "smallint", "int", "bigint"}
_DECIMAL = {"decimal", "numeric"}
_TEXT = {"char", "varchar", "nchar", "nvarchar"}
_WIDE = {"nchar", "nvarchar"}


class SqlType(NamedTuple):
    """A column's type as ``sys.columns`` describes it; `length` is in bytes, -1 for max."""

    name: str
    length: int
    precision: int
    scale: int
    collation: str

    @property
    def kind(self) -> KeyKind:
        """How a key of this type compares."""
        if self.name in _WHOLE or (self.name in _DECIMAL and self.scale == 0):
            return "int"
        if self.name == "uniqueidentifier":
            return "guid"
        if self.name in _TEXT and re.search(r"_CI(_|$)", self.collation):
            return "nocase"
        return "text"

    @property
    def declared(self) -> str:
        """The type as it is written in T-SQL."""
        if self.name in _DECIMAL:
            return f"{self.name}({self.precision}, {self.scale})"
        if self.name in _TEXT | {"binary", "varbinary"}:
            units = self.length // 2 if self.name in _WIDE else self.length
            return f"{self.name}({'max' if self.length < 0 else units})"
        return self.name


class Server(NamedTuple):
    """The server and the database: `major` is 12 for SQL Server 2014, 16 for 2022.

    `gated` says that the end of the database's log may be read: it moves with every commit.
    """

    major: int
    edition: str
    database: str
    level: int
    snapshot: bool
    gated: bool


class Catalog(NamedTuple):
    """The server, and the types of the columns that the profile's tables have."""

    server: Server
    types: Mapping[str, Mapping[str, SqlType]]

    def type_of(self, table: str, column: str) -> SqlType:
        """Return the type of a column that `check` has found to be there."""
        return self.types[table][column.casefold()]

    def kind(self, table: str, column: str) -> KeyKind:
        """Return how a key column compares, by its type and collation."""
        return self.type_of(table, column).kind


_SERVER = """
SELECT CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128)),
       CAST(SERVERPROPERTY('Edition') AS nvarchar(128)),
       d.name, d.compatibility_level, d.snapshot_isolation_state,
       HAS_PERMS_BY_NAME(NULL, 'DATABASE', 'VIEW DATABASE STATE')
FROM sys.databases AS d
WHERE d.database_id = DB_ID()
"""

# The type behind an alias type is the one whose own id is the system type's.
_COLUMNS = """
SELECT c.name, t.name, c.max_length, c.precision, c.scale, c.collation_name
FROM sys.columns AS c
JOIN sys.types AS t ON t.user_type_id = c.system_type_id
WHERE c.object_id = OBJECT_ID(?)
ORDER BY c.column_id
"""


_FORK = """
SELECT CAST(r.recovery_fork_guid AS nvarchar(36))
FROM sys.database_recovery_status AS r
WHERE r.database_id = DB_ID()
"""


def fork_of(session: Session) -> str:
    """Return an id that changes when the database is restored; empty if it may not be read.

    https://learn.microsoft.com/sql/relational-databases/system-catalog-views/sys-database-recovery-status-transact-sql
    """
    return str(session.value(_FORK) or "")


def look_at_server(session: Session) -> Server:
    """Read what the server and the database are."""
    ((version, edition, name, level, snapshot, may),) = session.rows(_SERVER)
    build = tuple(map(int, str(version).split(".")[:3]))
    gated = bool(may) and build >= _TELLS_OF_LOG
    return Server(build[0], str(edition), str(name), int(level), int(snapshot) == 1, gated)


def log_end(session: Session) -> str:
    """Return the end of the database's log, which moves before a commit is seen by anybody.

    https://learn.microsoft.com/sql/relational-databases/system-dynamic-management-views/sys-dm-db-log-stats-transact-sql
    """
    return str(session.value("SELECT s.log_end_lsn FROM sys.dm_db_log_stats(DB_ID()) AS s"))


def look_at_catalog(session: Session, profile: Profile) -> Catalog:
    """Read the server and the columns of the tables that the profile names, and check them."""
    tables = {table: columns_of(session, table) for table in columns_needed(profile)}
    check(session, profile, tables)
    return Catalog(look_at_server(session), tables)


def columns_of(session: Session, table: str) -> Mapping[str, SqlType]:
    """Return a table's columns by their names in lower case; none if it can't be seen."""
    found = session.rows(_COLUMNS, (quoted_table(table),))
    return {
        str(name).casefold(): SqlType(
            str(type_), int(length), int(precision), int(scale), str(collation or "")
        )
        for name, type_, length, precision, scale, collation in found
    }


def check(session: Session, profile: Profile, tables: Mapping[str, Mapping[str, SqlType]]) -> None:
    """Raise `Misconfigured` naming every table, or else every column, that is missing."""
    needed = columns_needed(profile)
    unseen = [table for table in needed if not tables.get(table)]
    if hidden := [table for table in unseen if is_hidden(session, table)]:
        raise Misconfigured(Code.NO_RIGHT_TO_READ, table=", ".join(hidden))
    if unseen:
        raise Misconfigured(Code.TABLE_MISSING, table=", ".join(unseen))
    if missing := columns_missing(needed, tables):
        raise missing


def columns_missing(
    needed: Mapping[str, Sequence[str]], tables: Mapping[str, Mapping[str, SqlType]]
) -> Misconfigured | None:
    """Return what names every column that the tables which can be seen don't have; or None."""
    missing = [
        (table, column)
        for table, columns in tables.items()
        for column in needed[table]
        if columns and column.casefold() not in columns
    ]
    return _missing(missing) if missing else None


def _missing(missing: Sequence[tuple[str, str]]) -> Misconfigured:
    tables = list(dict.fromkeys(table for table, _ in missing))
    alone = len(tables) == 1
    names = [column if alone else f"{table}.{column}" for table, column in missing]
    return Misconfigured(Code.COLUMN_MISSING, table=", ".join(tables), column=", ".join(names))


def is_hidden(session: Session, table: str) -> bool:
    """Tell whether the table is there and may not be read: the catalog hides it then.

    https://learn.microsoft.com/sql/relational-databases/security/metadata-visibility-configuration
    """
    try:
        session.rows(f"SELECT TOP (0) 1 AS nothing FROM {quoted_table(table)}")  # noqa: S608
    except Misconfigured as refused:
        return refused.code is Code.NO_RIGHT_TO_READ
    return True


def quoted(name: str) -> str:
    """Return a name in brackets."""
    return f"[{name.replace(']', ']]')}]"


def quoted_table(name: str) -> str:
    """Return a table's name with its schema, each in brackets."""
    return ".".join(quoted(part) for part in name.split("."))
