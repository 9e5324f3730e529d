"""What is equal and what comes first.

https://learn.microsoft.com/sql/relational-databases/collations/collation-and-unicode-support
"""

import uuid

import pytest

from tests.sqlserver.conformance.site import rows, value

INSENSITIVE, SENSITIVE = "Latin1_General_CI_AS", "Latin1_General_CS_AS"


@pytest.fixture
def keyed(editor):
    """Make a table with a key of a type, and put keys in it."""

    def make(kind, *keys):
        editor.cursor().execute(f"CREATE TABLE dbo.Keyed (K {kind} NOT NULL PRIMARY KEY, N int)")
        for number, key in enumerate(keys):
            editor.cursor().execute("INSERT INTO dbo.Keyed (K, N) VALUES (?, ?)", key, number)

    return make


def ordered(editor):
    return [key for (key,) in rows(editor, "SELECT K FROM dbo.Keyed ORDER BY K")]


def test_small_and_capital_letters_are_one_key(editor, keyed, refused):
    """https://learn.microsoft.com/sql/relational-databases/collations/collation-and-unicode-support"""
    keyed(f"nvarchar(20) COLLATE {INSENSITIVE}", "Smith")
    add = "INSERT INTO dbo.Keyed (K) VALUES (?)"

    assert refused(editor, add, "SMITH") == 2627
    assert refused(editor, add, "smith   ") == 2627
    assert rows(editor, "SELECT N FROM dbo.Keyed WHERE K = ?", "sMITH") == [(0,)]


def test_accents_make_another_key(editor, keyed):
    """https://learn.microsoft.com/sql/relational-databases/collations/collation-and-unicode-support"""
    keyed(f"nvarchar(20) COLLATE {INSENSITIVE}", "Muller", "Müller")

    assert rows(editor, "SELECT N FROM dbo.Keyed WHERE K = ?", "MÜLLER") == [(1,)]


def test_case_makes_another_key_where_the_collation_says_so(editor, keyed):
    """https://learn.microsoft.com/sql/relational-databases/collations/collation-and-unicode-support"""
    keyed(f"nvarchar(20) COLLATE {SENSITIVE}", "b", "A", "B", "a")

    assert ordered(editor) == ["a", "A", "b", "B"]


def test_texts_are_ordered_without_regard_to_case(editor, keyed):
    """https://learn.microsoft.com/sql/t-sql/queries/select-order-by-clause-transact-sql"""
    keyed(f"nvarchar(20) COLLATE {INSENSITIVE}", "b", "A", "c", "Ab")

    assert ordered(editor) == ["A", "Ab", "b", "c"]


def test_trailing_blanks_do_not_count(editor):
    """https://learn.microsoft.com/sql/t-sql/language-elements/string-comparison-assignment"""
    assert value(editor, "SELECT CASE WHEN N'a' = N'a  ' THEN 1 ELSE 0 END") == 1
    assert value(editor, "SELECT CASE WHEN N'a' = N' a' THEN 1 ELSE 0 END") == 0


def test_guids_are_ordered_from_their_end(editor, keyed):
    """https://learn.microsoft.com/sql/t-sql/data-types/uniqueidentifier-transact-sql"""
    by_place = [uuid.UUID(int=1 << (8 * (15 - place))) for place in range(16)]
    keyed("uniqueidentifier", *by_place)
    found = [uuid.UUID(str(key)) for key in ordered(editor)]

    assert [by_place.index(key) for key in found] == [
        *(0, 1, 2, 3, 4, 5, 6, 7),
        *(9, 8),
        *(15, 14, 13, 12, 11, 10),
    ]


def test_null_comes_first(editor):
    """https://learn.microsoft.com/sql/t-sql/queries/select-order-by-clause-transact-sql"""
    editor.execute("INSERT INTO dbo.Contact (ContactID, Name) VALUES (1, N'a'), (2, NULL)")

    assert rows(editor, "SELECT ContactID FROM dbo.Contact ORDER BY Name") == [(2,), (1,)]
    assert rows(editor, "SELECT ContactID FROM dbo.Contact ORDER BY Name DESC") == [(1,), (2,)]


def test_null_is_neither_equal_nor_unequal(editor):
    """https://learn.microsoft.com/sql/t-sql/language-elements/null-and-unknown-transact-sql"""
    editor.execute("INSERT INTO dbo.Contact (ContactID, Name) VALUES (1, N'a'), (2, NULL)")
    others = "SELECT ContactID FROM dbo.Contact WHERE Name <> N'b'"
    none = "SELECT ContactID FROM dbo.Contact WHERE NOT (Name = N'a')"

    assert (rows(editor, others), rows(editor, none)) == ([(1,)], [])


def test_pages_by_key_leave_nothing_out(editor, keyed):
    """https://learn.microsoft.com/sql/t-sql/queries/top-transact-sql"""
    names = ["a", "B", "b2", "é", "e", "Z", "ab", "A b", "ÿ"]
    keyed(f"nvarchar(20) COLLATE {INSENSITIVE}", *names)
    page = "SELECT TOP (2) K FROM dbo.Keyed WHERE K > ? ORDER BY K"
    seen, last = [], ""
    while found := [key for (key,) in rows(editor, page, last)]:
        seen += found
        last = found[-1]

    assert sorted(seen) == sorted(names)
