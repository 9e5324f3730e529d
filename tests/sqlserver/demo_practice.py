"""The demo practice in SQL Server: its tables as T-SQL, and as many contacts as are wanted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib import resources
from typing import Any

from practicesync.core.profile import Profile
from practicesync.core.profile_text import parse_profile
from practicesync.demo.schema import SCHEMA
from tests.sqlserver.model.database import Database

TABLES = {
    "Contact": "Name",
    "Client": "PartnerName",
    "FamilyGroup": "Name",
    "ContactPhone": "Number",
    "ContactEmail": "Email",
    "ContactAlias": "Alias",
    "ContactAddress": "AddressType",
    "Address": "City",
    "Association": "Relation",
}
"""The tables that make up contacts, and a column of each that somebody may change."""

GROUPS = 100
OLD = (1).to_bytes(8)  # the rowversion of what was there before anybody looked
_TABLE = re.compile(r"CREATE TABLE (\w+) \((.*?)\n\);", re.DOTALL)


def profile() -> Profile:
    """Return the layout that is shipped, with a rowversion column in every table."""
    text = resources.files("practicesync.profiles").joinpath("demo.toml").read_text("utf-8")
    text = re.sub(
        r'^(table = "dbo\.(?!Contact"|Employee").*)$', rf"\1\n{_VERSION}", text, flags=re.MULTILINE
    )
    text = text.replace('child = ["AddressID"] }', f'child = ["AddressID"], {_VERSION} }}')
    found = parse_profile(text, "demo.toml")
    assert isinstance(found, Profile), found
    return found


_VERSION = 'version = "RowVersion"'


def tables() -> list[str]:
    """Return the statements that make its tables."""
    return [f"CREATE TABLE dbo.{name} ({_t_sql(text)}\n)" for name, text in _TABLE.findall(SCHEMA)]


def _t_sql(columns: str) -> str:
    text = re.sub(r" REFERENCES \w+| COLLATE NOCASE", "", columns)
    text = text.replace("INTEGER PRIMARY KEY", "int NOT NULL PRIMARY KEY")
    text = text.replace("INTEGER", "int").replace("RowVersion BIGINT", "RowVersion rowversion")
    if "rowversion" in text:
        return text
    head, comma, primary = text.partition(",\n    PRIMARY KEY")
    return f"{head},\n    RowVersion rowversion{comma}{primary}"


def fill(database: Database, contacts: range) -> None:
    """Put these contacts into the model in the place of all, as if they had always been there."""
    for name, rows in _rows(contacts):
        table = database.table(("dbo", name))
        place = table.rowversion
        assert place is not None
        table.empty()
        table.put(
            {database.next_row(): (*row[:place], OLD, *row[place:]) for row in rows},
        )


def rows_of(contacts: range) -> int:
    """Return how many rows of all tables a full check reads for these contacts."""
    read = dict(_rows(contacts))
    beside = ("FamilyGroup", "Client", "Address")  # they come in the rows of others
    return sum(len(list(rows)) for name, rows in read.items() if name not in beside)


def _rows(contacts: range) -> Iterator[tuple[str, Iterable[tuple[Any, ...]]]]:
    twice = [(2 * n + more, n) for n in contacts for more in range(2)]
    yield "FamilyGroup", [(n, "Group") for n in range(GROUPS)]
    yield "Contact", [_contact(n) for n in contacts]
    yield "Client", [(n, "Partner", "Office", None) for n in contacts if n % 2]
    yield "ContactPhone", [(p, n, "Work", f"0{p:09}") for p, n in twice]
    yield "ContactEmail", [(n, n, f"c{n}@example.com") for n in contacts]
    yield "ContactAlias", [(n, n, "Alias") for n in contacts if n % 5 == 0]
    yield "Address", [(n, "1 Street", None, "City", "VIC", "3000", None) for n in contacts]
    yield "ContactAddress", [(n, n, "Street") for n in contacts]
    yield "Association", [(n, n, 1, "Partner") for n in contacts if n % 3 == 0]


def _contact(number: int) -> tuple[Any, ...]:
    names = ("Mx", "First", "Middle", "Last", "", f"Contact {number}", "Dear", "To")
    return (
        *(number, f"CODE{number}", "P", *names, "Individual", number % 2 == 0, "A"),
        *(number % GROUPS, "51824753556", "Some notes about it"),
    )
