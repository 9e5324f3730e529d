"""One small practice for every source: contacts, a joined table, children, a link table.

Every source offers the same edits, so that one suite holds for all of them.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from practicesync.adapters.sqlite_source import SqliteSource
from practicesync.core.key import Key, key_text
from practicesync.core.profile import Profile
from practicesync.core.profile_text import parse_profile
from practicesync.ports import Hashes, Source
from tests.fakes.source import Kind, MemoryPractice, MemorySource, Parts


class Edits(Protocol):
    """A transaction of somebody who works in the practice."""

    def contact(self, parts: Parts, name: str, note: str = "") -> None: ...
    def rename(self, old: Parts, new: Parts) -> None: ...
    def drop(self, parts: Parts) -> None: ...
    def client(self, parts: Parts, partner: str) -> None: ...
    def drop_client(self, parts: Parts) -> None: ...
    def phone(self, number: int, parts: Parts, text: str) -> None: ...
    def drop_phone(self, number: int) -> None: ...
    def address(self, number: int, city: str) -> None: ...
    def link(self, number: int, parts: Parts, kind: str) -> None: ...
    def unlink(self, number: int, parts: Parts) -> None: ...
    def employee(self, email: str, *, active: bool, role: str) -> None: ...
    def commit(self) -> None: ...


class SourceAndHashes(Source, Hashes, Protocol):
    """A source that a diff feed can work on."""


FOLDED = {"guid", "nocase"}


class Layout(NamedTuple):
    """How the practice's contacts are keyed."""

    kinds: Sequence[Kind]
    columns: Sequence[str]
    types: Sequence[str]

    def parts(self, number: int) -> Parts:
        """Return a contact's key as the practice's own program writes it."""
        written = {
            "int": str(number),
            "guid": f"{number:08X}-ABCD-4000-8000-00000000ABCD",
            "nocase": f"Client {number}",
            "text": f"Office {number % 2}",
        }
        return tuple(written[kind] for kind in self.kinds)

    def rewritten(self, number: int) -> Parts:
        """Return the key with capitals for small letters where the database sees no difference."""
        pairs = zip(self.parts(number), self.kinds, strict=True)
        return tuple(part.swapcase() if kind in FOLDED else part for part, kind in pairs)

    def key(self, number: int) -> Key:
        """Return the canonical key of that contact."""
        pairs = zip(self.parts(number), self.kinds, strict=True)
        return key_text([part.lower() if kind in FOLDED else part for part, kind in pairs])


LAYOUTS: Mapping[str, Layout] = {
    "int": Layout(["int"], ["ContactID"], ["INTEGER"]),
    "guid": Layout(["guid"], ["ContactID"], ["uniqueidentifier"]),
    "nocase": Layout(["nocase"], ["Code"], ["NVARCHAR(20) COLLATE NOCASE"]),
    "pair": Layout(["text", "int"], ["Office", "Number"], ["TEXT", "INTEGER"]),
}

PROFILE = """
name = "contract"
status = "tested"
[contact]
table = "dbo.Contact"
key = {key}
[contact.fields]
name = "Name"
[[contact.joins]]
table = "dbo.Client"
key = {key}
fields = {{ partner = "PartnerName" }}
[[contact.children]]
name = "phones"
table = "dbo.Phone"
key = ["PhoneID"]
parent = {key}
fields = {{ type = "PhoneType", number = "Number_" }}
[[contact.children]]
name = "addresses"
table = "dbo.Address"
key = ["AddressID"]
via = {{ table = "dbo.ContactAddress", parent = {key}, child = ["AddressID"] }}
fields = {{ type = "via.AddressType", lines = ["Line1", "Line2"], city = "City" }}
[employee]
table = "dbo.Employee"
key = ["EmployeeID"]
[employee.fields]
email = "Email"
active = {{ column = "Status", map = {{ A = true }}, default = false }}
role = "Role"
"""


class Practice(Protocol):
    """A practice that can be edited and looked at."""

    layout: Layout

    def begin(self) -> Edits:
        """Open a transaction."""

    def source(self) -> SourceAndHashes:
        """Return a new source over it."""


def fill(practice: Practice) -> None:
    """Add three contacts: 1 has all there is, 2 has a phone, 3 has its name alone."""
    first, second, third = (practice.layout.parts(number) for number in (1, 2, 3))
    edits = practice.begin()
    edits.contact(first, "First")
    edits.client(first, "Partner")
    edits.phone(11, first, "1100")
    edits.phone(12, first, "1200")
    edits.address(21, "Ballarat")
    edits.address(22, "Hobart")
    edits.link(21, first, "Street")
    edits.link(22, first, "Postal")
    edits.contact(second, "Second")
    edits.phone(13, second, "1300")
    edits.contact(third, "Third")
    edits.employee("admin@example.com", active=True, role="administrator")
    edits.employee("left@example.com", active=False, role="staff")
    edits.commit()


class PracticeInMemory:
    """The practice of the fakes."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.memory = MemoryPractice(layout.kinds)

    def begin(self) -> Edits:
        return self.memory.begin()

    def source(self) -> SourceAndHashes:
        return MemorySource(self.memory)


class PracticeInFile:
    """A real SQLite file."""

    def __init__(self, layout: Layout, path: Path) -> None:
        self.layout = layout
        self.path = path
        self._connections: list[sqlite3.Connection] = []
        connection = self.connect()
        connection.executescript(self._schema())

    def connect(self) -> sqlite3.Connection:
        """Return a connection that this practice closes at the end."""
        connection = sqlite3.connect(self.path, isolation_level=None)
        connection.execute("PRAGMA synchronous = OFF")  # no test cuts the power here
        self._connections.append(connection)
        return connection

    def begin(self) -> "FileTransaction":
        connection = self.connect()
        connection.execute("BEGIN IMMEDIATE")
        return FileTransaction(connection, self.layout)

    def source(self) -> SqliteSource:
        return SqliteSource(f"sqlite:///{self.path}", self.profile(), busy_seconds=0)

    def profile(self) -> Profile:
        """Return the layout of this database."""
        text = PROFILE.format(key=str(list(self.layout.columns)).replace("'", '"'))
        profile = parse_profile(text, "contract.toml")
        assert isinstance(profile, Profile), profile
        return profile

    def close(self) -> None:
        """Close what was opened."""
        for connection in self._connections:
            connection.close()

    def _schema(self) -> str:
        pairs = zip(self.layout.columns, self.layout.types, strict=True)
        key = ", ".join(f"{name} {type_}" for name, type_ in pairs)
        primary = f"PRIMARY KEY ({', '.join(self.layout.columns)})"
        return f"""
            CREATE TABLE Contact ({key}, Name TEXT, Note TEXT, {primary});
            CREATE TABLE Client ({key}, PartnerName TEXT, {primary});
            CREATE TABLE Phone (PhoneID INTEGER PRIMARY KEY, {key}, PhoneType TEXT, Number_ TEXT);
            CREATE TABLE Address
                (AddressID INTEGER PRIMARY KEY, Line1 TEXT, Line2 TEXT, City TEXT);
            CREATE TABLE ContactAddress ({key}, AddressID INTEGER, AddressType TEXT,
                PRIMARY KEY ({", ".join(self.layout.columns)}, AddressID));
            CREATE TABLE Employee
                (EmployeeID INTEGER PRIMARY KEY, Email TEXT UNIQUE, Status TEXT, Role TEXT);
        """


class FileTransaction:
    """A transaction on a connection of its own; nobody else sees it before it commits."""

    def __init__(self, connection: sqlite3.Connection, layout: Layout) -> None:
        self._connection = connection
        self._columns = layout.columns
        self._where = " AND ".join(f"{name} = ?" for name in layout.columns)

    def contact(self, parts: Parts, name: str, note: str = "") -> None:
        self._put("Contact", parts, {"Name": name, "Note": note})

    def rename(self, old: Parts, new: Parts) -> None:
        columns = ", ".join(f"{name} = ?" for name in self._columns)
        self._do(f"UPDATE Contact SET {columns} WHERE {self._where}", *new, *old)

    def drop(self, parts: Parts) -> None:
        self._do(f"DELETE FROM Contact WHERE {self._where}", *parts)

    def client(self, parts: Parts, partner: str) -> None:
        self._put("Client", parts, {"PartnerName": partner})

    def drop_client(self, parts: Parts) -> None:
        self._do(f"DELETE FROM Client WHERE {self._where}", *parts)

    def phone(self, number: int, parts: Parts, text: str) -> None:
        self._put("Phone", parts, {"PhoneID": number, "PhoneType": "Work", "Number_": text})

    def drop_phone(self, number: int) -> None:
        self._do("DELETE FROM Phone WHERE PhoneID = ?", number)

    def address(self, number: int, city: str) -> None:
        self._do("REPLACE INTO Address (AddressID, City) VALUES (?, ?)", number, city)

    def link(self, number: int, parts: Parts, kind: str) -> None:
        self._put("ContactAddress", parts, {"AddressID": number, "AddressType": kind})

    def unlink(self, number: int, parts: Parts) -> None:
        where = f"AddressID = ? AND {self._where}"
        self._do(f"DELETE FROM ContactAddress WHERE {where}", number, *parts)

    def employee(self, email: str, *, active: bool, role: str) -> None:
        status = "A" if active else "I"
        columns = "Email, Status, Role"
        self._do(f"REPLACE INTO Employee ({columns}) VALUES (?, ?, ?)", email, status, role)

    def commit(self) -> None:
        self._connection.execute("COMMIT")

    def _put(self, table: str, parts: Parts, values: Mapping[str, object]) -> None:
        names = [*self._columns, *values]
        marks = ", ".join("?" * len(names))
        columns = ", ".join(names)
        self._do(f"REPLACE INTO {table} ({columns}) VALUES ({marks})", *parts, *values.values())

    def _do(self, sql: str, *values: object) -> None:
        self._connection.execute(sql, values)
