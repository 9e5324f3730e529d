"""The worked example of a foreign database: its layout reads whole people and sees each change."""

import itertools
from collections.abc import Iterator
from importlib.resources import files
from typing import TypeVar

import msgspec
import pytest

from practicesync.adapters.diff_feed import DiffFeed
from practicesync.adapters.sqlserver.access import Keeps
from practicesync.adapters.sqlserver.rowversion_feed import RowversionFeed
from practicesync.adapters.sqlserver.source import SqlServerSource
from practicesync.adapters.sqlserver.tracking_feed import TrackingFeed
from practicesync.core.cleaning import clean
from practicesync.core.contact import Address, Phone
from practicesync.core.key import Key
from practicesync.core.profile import Profile, columns_needed
from practicesync.core.profile_text import parse_profile
from practicesync.core.row import Changes, Position
from practicesync.ports import Feed
from tests.fakes.known import MemoryKnown
from tests.sqlserver.adventureworks import PEOPLE, TABLES, schema
from tests.sqlserver.conformance.site import Site, direct_site

Versioned = TypeVar("Versioned", bound=msgspec.Struct)
KEEPS: dict[str, Keeps] = {"diff": "nothing", "change-tracking": "needed", "rowversion": "all"}


def key(number: int) -> Key:
    return Key(f'["{number}"]')


def layout() -> Profile:
    text = files("practicesync.profiles").joinpath("adventureworks.toml").read_text("utf-8")
    profile = parse_profile(text, "adventureworks.toml")
    assert isinstance(profile, Profile), profile
    return profile


def versioned(profile: Profile) -> Profile:
    """The layout of a database whose owner has given each table a rowversion column."""

    def version(part: Versioned) -> Versioned:
        return msgspec.structs.replace(part, version="Version")

    children = [
        version(
            child if child.via is None else msgspec.structs.replace(child, via=version(child.via))
        )
        for child in profile.children
    ]
    joins = tuple(map(version, profile.joins))
    return msgspec.structs.replace(version(profile), joins=joins, children=tuple(children))


@pytest.fixture(params=KEEPS)
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def site(way: str) -> Iterator[Site]:
    site = direct_site()
    site.run(*schema(versions=way == "rowversion"), *PEOPLE)
    site.run("ALTER DATABASE [Practice] SET ALLOW_SNAPSHOT_ISOLATION ON")
    if way == "change-tracking":
        site.run("ALTER DATABASE [Practice] SET CHANGE_TRACKING = ON")
        site.run(*(f"ALTER TABLE {table} ENABLE CHANGE_TRACKING" for table in TABLES))
    yield site
    site.close()


@pytest.fixture
def source(site: Site, way: str) -> Iterator[SqlServerSource]:
    profile = versioned(layout()) if way == "rowversion" else layout()
    hashed = way == "diff"
    source = SqlServerSource(site.connect, profile, hashed=hashed, keeps=KEEPS[way])
    yield source
    source.close()


class Looks:
    """A sync that only looks, and keeps what it saw."""

    def __init__(self, source: SqlServerSource, feed: Feed) -> None:
        self._source, self._feed = source, feed
        self._known = MemoryKnown()
        self._cursor = feed.now()
        self._known.met(source.page(None, 100).rows)

    def look(self) -> set[Key]:
        told: set[Key] = set()
        more = True
        while more:
            changes = self._feed.poll(self._cursor, self._known)
            assert isinstance(changes, Changes)
            self._known.saw(changes)
            self._cursor, more = changes.cursor, changes.more
            keys = {seen.key for seen in changes.seen}
            self._known.made_of(self._source.read(list(keys)))
            told |= keys
        return told


@pytest.fixture
def looks(source: SqlServerSource, way: str) -> Looks:
    ticks = itertools.count()
    feeds: dict[str, Feed] = {
        "diff": DiffFeed(source, page=2, portion=2),
        "change-tracking": TrackingFeed(source, portion=2),
        "rowversion": RowversionFeed(source, lambda: next(ticks), portion=2, sweep=0),
    }
    looks = Looks(source, feeds[way])
    looks.look()
    return looks


def test_layout_names_what_microsoft_publishes():
    needed = columns_needed(layout())

    assert set(needed) == set(TABLES)
    for table, columns in needed.items():
        assert {c for c in columns if f"\n        {c} " not in TABLES[table]} == set()


@pytest.mark.parametrize("way", ["diff"], indirect=True)
def test_person_is_read_whole(source):
    (row,) = source.read([key(1)])
    contact = clean(row).contact

    assert (contact.name, contact.first, contact.last) == ("First J Person", "First", "Person")
    assert (contact.title, contact.suffix) == ("Ms", "Jr")
    assert (contact.kind, contact.contact_type, contact.is_client) == ("person", "Employee", False)
    assert contact.extras == {"job_title": "Buyer"}
    assert contact.emails == ("first@example.com",)
    assert contact.phones == (Phone("Cell", "5550 1000"), Phone("Work", "5550 1001"))
    lines = ("1 First Street", "Unit 2")
    assert contact.addresses == (Address("Home", lines, "Ballarat", "VIC", "3350", "Australia"),)


@pytest.mark.parametrize("way", ["diff"], indirect=True)
def test_all_people_are_on_the_pages(source):
    second = source.page(Position(key(1)), 1).rows[0]
    contact = clean(second).contact

    assert [row.key for row in source.page(None, 10).rows] == [key(1), key(2), key(3)]
    assert source.count() == len([key(1), key(2), key(3)])
    assert (contact.is_client, contact.contact_type) == (True, "Individual customer")
    assert [a.country for a in contact.addresses] == ["Australia", "United States"]
    assert [a.state for a in contact.addresses] == ["VIC", "WA"]


EDITS: dict[str, tuple[str, set[int]]] = {
    "person added": (
        "INSERT INTO Person.Person (BusinessEntityID, PersonType, FirstName, LastName)"
        " VALUES (4, N'IN', N'Fourth', N'Person')",
        {4},
    ),
    "person changed": ("UPDATE Person.Person SET LastName = N'X' WHERE BusinessEntityID = 3", {3}),
    "person deleted": ("DELETE FROM Person.Person WHERE BusinessEntityID = 3", {3}),
    "employee added": (
        "INSERT INTO HumanResources.Employee (BusinessEntityID, NationalIDNumber, LoginID,"
        " JobTitle) VALUES (2, N'2', N'adventure-works\\second', N'Clerk')",
        {2},
    ),
    "employee changed": ("UPDATE HumanResources.Employee SET JobTitle = N'X'", {1}),
    "employee deleted": ("DELETE FROM HumanResources.Employee", {1}),
    "e-mail added": (
        "INSERT INTO Person.EmailAddress (BusinessEntityID, EmailAddress) VALUES (3, N'x@y.au')",
        {3},
    ),
    "e-mail changed": (
        "UPDATE Person.EmailAddress SET EmailAddress = N'x@y.au' WHERE BusinessEntityID = 2",
        {2},
    ),
    "e-mail moved": (
        "UPDATE Person.EmailAddress SET BusinessEntityID = 3 WHERE BusinessEntityID = 2",
        {2, 3},
    ),
    "e-mail deleted": ("DELETE FROM Person.EmailAddress WHERE BusinessEntityID = 2", {2}),
    "number changed": (
        "UPDATE Person.PersonPhone SET PhoneNumber = N'5550 9' WHERE BusinessEntityID = 2",
        {2},
    ),
    "number moved": (
        "UPDATE Person.PersonPhone SET BusinessEntityID = 3 WHERE BusinessEntityID = 2",
        {2, 3},
    ),
    "number deleted": ("DELETE FROM Person.PersonPhone WHERE BusinessEntityID = 2", {2}),
    "shared address changed": (
        "UPDATE Person.Address SET City = N'X' WHERE AddressID = 11",
        {1, 2},
    ),
    "link added": (
        "INSERT INTO Person.BusinessEntityAddress (BusinessEntityID, AddressID, AddressTypeID)"
        " VALUES (3, 12, 1)",
        {3},
    ),
    "link changed": (
        "UPDATE Person.BusinessEntityAddress SET AddressTypeID = 6 WHERE AddressID = 12",
        {2},
    ),
    "link moved": (
        "UPDATE Person.BusinessEntityAddress SET BusinessEntityID = 3 WHERE AddressID = 12",
        {2, 3},
    ),
    "link deleted": ("DELETE FROM Person.BusinessEntityAddress WHERE AddressID = 12", {2}),
}


@pytest.mark.parametrize(("edit", "numbers"), EDITS.values(), ids=EDITS)
def test_change_of_each_table_is_told(site, looks, edit, numbers):
    site.run(edit)

    assert looks.look() == {key(number) for number in numbers}
    assert looks.look() == set()
