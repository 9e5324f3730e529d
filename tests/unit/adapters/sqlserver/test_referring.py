"""Contacts whose other tables refer to them by another type, or under another collation."""

from __future__ import annotations

import pytest

from practicesync.adapters.sqlserver.catalog import SqlType
from practicesync.adapters.sqlserver.chosen import ChosenFeed
from practicesync.adapters.sqlserver.referring import ordered_alike, sought_as
from practicesync.core.key import key_text
from practicesync.core.row import Changes
from tests.fakes.known import MemoryKnown
from tests.unit.adapters.sqlserver.practice import PROFILE

WITH_PHONES = (
    PROFILE
    + """
[[contact.children]]
name = "phones"
table = "dbo.Phone"
key = ["PhoneID"]
parent = ["ContactID"]
fields = { number = "Number_" }
"""
)
BINARY, FOLDED = "COLLATE Latin1_General_BIN2", "COLLATE Latin1_General_CI_AS"
GUIDS = (
    "00000001-0000-0000-0000-000000000002",
    "00000002-0000-0000-0000-000000000001",
)


def schema(key, refers, keys):
    """Return tables with one phone for each contact, which says whose it is."""
    return [
        f"CREATE TABLE dbo.Contact (ContactID {key} NOT NULL PRIMARY KEY, Name nvarchar(50))",
        "CREATE TABLE dbo.Phone (PhoneID int NOT NULL PRIMARY KEY,"
        f" ContactID {refers}, Number_ nvarchar(50))",
        *(f"INSERT INTO dbo.Contact VALUES ('{one}', 'Name')" for one in keys),
        *(
            f"INSERT INTO dbo.Phone VALUES ({number}, '{one}', 'of {one.lower()}')"
            for number, one in enumerate(keys)
        ),
    ]


@pytest.mark.parametrize(
    ("key", "refers", "keys"),
    [
        (f"nvarchar(20) {BINARY}", f"nvarchar(20) {FOLDED}", ("a", "B")),
        (f"nvarchar(20) {FOLDED}", f"nvarchar(20) {BINARY}", ("a", "B")),
        ("int", "varchar(10)", ("9", "10")),
        ("uniqueidentifier", "varchar(36)", GUIDS),
    ],
)
def test_contact_has_its_rows_where_they_are_sorted_by_other_rules(practice, key, refers, keys):
    source = practice.source(*schema(key, refers, keys), layout=WITH_PHONES, hashed=True)

    page = source.page(None, 500).rows
    read = source.read([row.key for row in page])
    hashes = dict(source.hashes(None, 500)[0])

    assert {row.key.lower(): row.children["phones"] for row in page} == {
        key_text([one.lower()]): [{"number": f"of {one.lower()}"}] for one in keys
    }
    assert [*read] == [*page]
    assert hashes == {row.key: row.hash for row in page}


def test_rows_are_asked_for_in_few_statements_where_they_are_sorted_by_other_rules(practice):
    source = practice.source(*schema("int", "varchar(10)", ("9",)), layout=WITH_PHONES)
    practice.site.run(*(f"INSERT INTO dbo.Contact VALUES ({one}, 'N')" for one in range(100, 719)))
    source.count()
    heard: list[str] = []
    practice.database.hooks.before_statement = heard.append
    source.page(None, 700)

    assert [one.count("CAST(") for one in heard if "[Phone]" in one] == [500, 500]


@pytest.mark.parametrize(("key", "refers"), [("bigint", "int"), ("int", "smallint")])
def test_contact_whose_number_the_column_cannot_hold_has_no_rows_there(practice, key, refers):
    source = practice.source(*schema(key, refers, ("10",)), layout=WITH_PHONES)
    practice.site.run(f"INSERT INTO dbo.Contact VALUES ({2**31 - 1}, 'Name')")
    practice.site.run(*([f"INSERT INTO dbo.Contact VALUES ({2**40}, 'N')"] * (key == "bigint")))

    page = source.page(None, 500).rows

    assert [len(row.children["phones"]) for row in page] == [1, *[0] * (len(page) - 1)]
    assert [*source.read([row.key for row in page])] == [*page]


@pytest.mark.parametrize(
    ("key", "refers"), [("nvarchar(20)", "nvarchar(3)"), ("nvarchar(20)", "varchar(3)")]
)
def test_key_is_not_cut_short_to_find_rows_of_another_contact(practice, key, refers):
    source = practice.source(*schema(key, refers, ("abc",)), layout=WITH_PHONES)
    practice.site.run("INSERT INTO dbo.Contact VALUES ('abcd', 'Name'), ('abcz', 'Name')")

    page = source.page(None, 500).rows

    assert [len(row.children["phones"]) for row in page] == [1, 0, 0]
    assert [*source.read([row.key for row in page])] == [*page]


@pytest.mark.parametrize("way", ["change-tracking", "rowversion"])
def test_row_that_refers_to_nothing_holds_no_look_up(practice, way):
    versioned = WITH_PHONES.replace('table = "dbo.Phone"', 'table = "dbo.Phone"\nversion = "V"')
    versioned = versioned.replace('table = "dbo.Contact"', 'table = "dbo.Contact"\nversion = "V"')
    source = practice.source(*schema("int", "varchar(10)", ("9", "10")), layout=versioned)
    practice.site.run("ALTER TABLE dbo.Contact ADD V rowversion")
    practice.site.run("ALTER TABLE dbo.Phone ADD V rowversion")
    practice.database.track_changes()
    practice.database.track("dbo.Contact")
    practice.database.track("dbo.Phone")
    feed = ChosenFeed(source, way, lambda: 0.0)
    known = MemoryKnown()
    known.keys = {key_text(["9"]), key_text(["10"])}
    cursor = feed.now()
    practice.site.run(
        "UPDATE dbo.Phone SET ContactID = 'N/A' WHERE PhoneID = 0",
        "UPDATE dbo.Phone SET Number_ = 'new' WHERE PhoneID = 1",
    )

    found = feed.poll(cursor, known)

    assert isinstance(found, Changes)
    assert [one.key for one in found.seen] == [key_text(["10"])]


def text(name, length, collation="Latin1_General_CI_AS"):
    return SqlType(name, length, 0, 0, collation)


def test_text_of_one_collation_and_one_alphabet_is_ordered_alike():
    assert ordered_alike(text("nchar", 20), text("nvarchar", 40))
    assert not ordered_alike(text("varchar", 20), text("nvarchar", 40))
    assert not ordered_alike(text("nvarchar", 40), text("nvarchar", 40, "Latin1_General_BIN2"))


@pytest.mark.parametrize(
    ("column", "key", "declared"),
    [
        (text("nvarchar", 40), text("varchar", 20), "nvarchar(20)"),
        (text("char", 10), text("varchar", 10), "char(10)"),
        (text("varchar", 10), text("nvarchar", 10), "nvarchar(10)"),
        (text("varchar", 10), text("varchar", 30), "varchar(30)"),
        (text("varchar", 10), text("nvarchar", -1), "nvarchar(max)"),
        (text("nvarchar", -1), text("nvarchar", 30), "nvarchar(max)"),
        (SqlType("smallint", 2, 5, 0, ""), SqlType("bigint", 8, 19, 0, ""), "bigint"),
        (text("varchar", 36), SqlType("uniqueidentifier", 16, 0, 0, ""), "varchar(36)"),
    ],
)
def test_key_is_sought_as_what_holds_all_of_it(column, key, declared):
    assert sought_as(column, key).declared == declared
