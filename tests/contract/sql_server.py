"""The contract's practice in SQL Server: on the model, or on a real server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pyodbc

from practicesync.adapters.sqlserver.access import Keeps
from practicesync.adapters.sqlserver.connection import Bounds
from practicesync.adapters.sqlserver.source import SqlServerSource
from practicesync.core.profile import Profile
from practicesync.core.profile_text import parse_profile
from tests.contract.practice import PROFILE, Layout
from tests.fakes.source import Parts

TYPES = {
    "int": "int",
    "guid": "uniqueidentifier",
    "nocase": "nvarchar(20) COLLATE Latin1_General_CI_AS",
    "text": "nvarchar(20) COLLATE Latin1_General_BIN2",
}

Open = Callable[[bool], Any]
"""Opens a connection that looks like pyodbc's; True: in autocommit mode."""


class PracticeInSqlServer:
    """A database of SQL Server; `versions` gives every table a rowversion column."""

    def __init__(self, layout: Layout, open_: Open, versions: bool = True) -> None:
        self.layout = layout
        self.open = open_
        self._versions = versions
        self._sources: list[SqlServerSource] = []
        self._connections: list[Any] = []
        self.run(*self._schema())

    def run(self, *statements: str) -> None:
        """Run statements in a connection of their own."""
        connection = self.open(True)
        try:
            for statement in statements:
                connection.cursor().execute(statement).close()
        finally:
            connection.close()

    def track(self) -> None:
        """Switch change tracking on, as the printed statements do."""
        name = self.value("SELECT DB_NAME()")
        self.run(
            f"ALTER DATABASE [{name}] SET CHANGE_TRACKING = ON",
            *(f"ALTER TABLE [dbo].[{table}] ENABLE CHANGE_TRACKING" for table in self.tables()),
        )

    def tables(self) -> list[str]:
        """Return the tables that make up contacts."""
        return ["Contact", "Client", "Phone", "Address", "ContactAddress"]

    def value(self, sql: str) -> Any:
        """Return the one value of a query."""
        connection = self.open(True)
        try:
            return connection.cursor().execute(sql).fetchone()[0]
        finally:
            connection.close()

    def begin(self) -> SqlServerTransaction:
        connection = self.open(False)
        self._connections.append(connection)
        return SqlServerTransaction(connection, self.layout)

    def source(self, *, hashed: bool = True, keeps: Keeps = "nothing") -> SqlServerSource:
        source = SqlServerSource(
            lambda: self.open(True),
            self.profile(),
            hashed=hashed,
            keeps=keeps,
            bounds=Bounds(lock=1),
        )
        self._sources.append(source)
        return source

    def profile(self) -> Profile:
        """Return the layout of this database."""
        profile = parse_profile(self.profile_text(), "contract.toml")
        assert isinstance(profile, Profile), profile
        return profile

    def profile_text(self) -> str:
        """Return the layout as it is written in a file."""
        text = PROFILE.format(key=str(list(self.layout.columns)).replace("'", '"'))
        if self._versions:
            for table in self.tables():
                text = text.replace(f'table = "dbo.{table}"\n', f'table = "dbo.{table}"\n{VERSION}')
            text = text.replace(
                'child = ["AddressID"] }', 'child = ["AddressID"], version = "Version_" }'
            )
        return text

    def close(self) -> None:
        """Close what was opened."""
        for source in self._sources:
            source.close()
        for connection in self._connections:
            if not connection.closed:
                connection.close()

    def _schema(self) -> list[str]:
        pairs = zip(self.layout.columns, self.layout.kinds, strict=True)
        key = ", ".join(f"[{name}] {TYPES[kind]} NOT NULL" for name, kind in pairs)
        columns = ", ".join(f"[{name}]" for name in self.layout.columns)
        version = ", Version_ rowversion" if self._versions else ""
        text = "nvarchar(100)"
        return [
            f"CREATE TABLE dbo.Contact ({key}, Name {text}, Note {text}{version},"
            f" PRIMARY KEY ({columns}))",
            f"CREATE TABLE dbo.Client ({key}, PartnerName {text}{version},"
            f" PRIMARY KEY ({columns}))",
            f"CREATE TABLE dbo.Phone (PhoneID int NOT NULL PRIMARY KEY, {key}, PhoneType {text},"
            f" Number_ {text}{version})",
            f"CREATE TABLE dbo.Address (AddressID int NOT NULL PRIMARY KEY, Line1 {text},"
            f" Line2 {text}, City {text}{version})",
            f"CREATE TABLE dbo.ContactAddress ({key}, AddressID int NOT NULL, AddressType"
            f" {text}{version}, PRIMARY KEY ({columns}, AddressID))",
            f"CREATE TABLE dbo.Employee (EmployeeID int NOT NULL IDENTITY PRIMARY KEY,"
            f" Email {text}, Status {text}, Role {text})",
        ]


VERSION = 'version = "Version_"\n'


class SqlServerTransaction:
    """A transaction on a connection of its own; nobody else sees it before it commits."""

    def __init__(self, connection: Any, layout: Layout) -> None:
        self._connection = connection
        self._columns = layout.columns
        self._where = " AND ".join(f"[{name}] = ?" for name in layout.columns)

    def contact(self, parts: Parts, name: str, note: str = "") -> None:
        self._put("Contact", self._keyed(parts), {"Name": name, "Note": note})

    def rename(self, old: Parts, new: Parts) -> None:
        columns = ", ".join(f"[{name}] = ?" for name in self._columns)
        self._do(f"UPDATE dbo.Contact SET {columns} WHERE {self._where}", *new, *old)

    def drop(self, parts: Parts) -> None:
        self._do(f"DELETE FROM dbo.Contact WHERE {self._where}", *parts)

    def client(self, parts: Parts, partner: str) -> None:
        self._put("Client", self._keyed(parts), {"PartnerName": partner})

    def drop_client(self, parts: Parts) -> None:
        self._do(f"DELETE FROM dbo.Client WHERE {self._where}", *parts)

    def phone(self, number: int, parts: Parts, text: str) -> None:
        values = self._keyed(parts) | {"PhoneType": "Work", "Number_": text}
        self._put("Phone", {"PhoneID": number}, values)

    def drop_phone(self, number: int) -> None:
        self._do("DELETE FROM dbo.Phone WHERE PhoneID = ?", number)

    def address(self, number: int, city: str) -> None:
        self._put("Address", {"AddressID": number}, {"City": city})

    def link(self, number: int, parts: Parts, kind: str) -> None:
        key = self._keyed(parts) | {"AddressID": number}
        self._put("ContactAddress", key, {"AddressType": kind})

    def unlink(self, number: int, parts: Parts) -> None:
        where = f"AddressID = ? AND {self._where}"
        self._do(f"DELETE FROM dbo.ContactAddress WHERE {where}", number, *parts)

    def employee(self, email: str, *, active: bool, role: str) -> None:
        # Nothing keeps the table from having an address twice.
        self._do("DELETE FROM dbo.Employee WHERE Email = ?", email)
        self._insert("Employee", {"Email": email, "Status": "A" if active else "I", "Role": role})

    def commit(self) -> None:
        self._connection.commit()
        self._connection.close()

    def _keyed(self, parts: Parts) -> dict[str, object]:
        return dict(zip(self._columns, parts, strict=True))

    def _put(self, table: str, key: Mapping[str, object], values: Mapping[str, object]) -> None:
        try:
            self._insert(table, {**key, **values})
        except pyodbc.IntegrityError:
            where = " AND ".join(f"[{name}] = ?" for name in key)
            sets = ", ".join(f"[{name}] = ?" for name in values)
            self._do(
                f"UPDATE dbo.[{table}] SET {sets} WHERE {where}", *values.values(), *key.values()
            )

    def _insert(self, table: str, values: Mapping[str, object]) -> None:
        columns = ", ".join(f"[{name}]" for name in values)
        marks = ", ".join("?" * len(values))
        self._do(f"INSERT INTO dbo.[{table}] ({columns}) VALUES ({marks})", *values.values())

    def _do(self, sql: str, *values: object) -> None:
        self._connection.cursor().execute(sql, *values).close()
