"""The T-SQL that is built: few texts, few enough parameters, comparisons that hold."""

import sqlite3
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practicesync.adapters.sqlserver.catalog import Catalog, Server, SqlType
from practicesync.adapters.sqlserver.statements import (
    MOST_KEYS,
    Statements,
    asked,
    build,
    chunk_size,
    compared,
    compared_with,
    paged,
    row_hash,
)
from practicesync.core.profile import Child, Column, Join, Profile, columns_needed
from tests.sqlserver.direct import marked
from tests.sqlserver.model.parse_statement import parsed

SERVER = Server(16, "Express", "Practice", 160, snapshot=False, gated=False)
INT = SqlType("int", 4, 10, 0, "")
MOST_PARAMETERS = 2_100  # https://learn.microsoft.com/sql/sql-server/maximum-capacity-specifications-for-sql-server


def profile(*, width: int = 1, where: str = "", table: str = "dbo.Contact") -> Profile:
    key = tuple(f"K{place}" for place in range(width))
    return Profile(
        name="test",
        status="tested",
        table=table,
        key=key,
        fields={"name": Column("Name")},
        where=where,
        joins=(Join("dbo.Client", key, key, {"partner": Column("Partner")}),),
        children=(Child("phones", "dbo.Phone", ("ID",), {"number": Column("No")}, key),),
    )


def built(made: Profile, *, hashed: bool = False, **types: str) -> Statements:
    """Return the statements where every column is an int, apart from those named."""
    found = {
        table: {name.casefold(): SqlType(types.get(name, "int"), 4, 10, 0, "") for name in columns}
        for table, columns in columns_needed(made).items()
    }
    return build(made, Catalog(SERVER, found), hashed=hashed, parts={})


def marks(sql: str) -> int:
    return marked(sql)[1]


@pytest.mark.parametrize("width", range(1, 9))
def test_keys_of_any_width_fit_into_a_statement(width):
    statements = built(profile(width=width))
    for keys in (1, 2, 10, 11, 100, 101, MOST_KEYS):
        size = chunk_size(keys, width)
        assert marks(asked(statements.contact, size)) == size * width < MOST_PARAMETERS
        assert size >= min(keys, chunk_size(MOST_KEYS, width))


@pytest.mark.parametrize("width", range(1, 9))
def test_few_texts_serve_any_number_of_keys(width):
    """SQL Server keeps a plan for each text."""
    assert len({chunk_size(keys, width) for keys in range(1, MOST_KEYS + 1)}) <= 4


@pytest.mark.parametrize("width", range(1, 9))
@pytest.mark.parametrize("after", [False, True])
def test_page_has_a_parameter_for_each_mark(width, after):
    sql = paged(built(profile(width=width)).contact, after)
    behind = compared_with(list(range(width))) if after else []

    assert marks(sql) == 1 + len(behind)
    assert parsed(marked(sql)[0])


SIDES = st.integers(1, 4).flatmap(
    lambda width: st.tuples(*(st.lists(st.integers(0, 2), min_size=width, max_size=width),) * 2)
)


@pytest.mark.parametrize(("strict", "last"), [(">", ">"), (">", ">="), ("<", "<=")])
@given(sides=SIDES)
def test_comparison_is_that_of_whole_keys(strict, last, sides):
    """SQLite compares rows as T-SQL doesn't: it is the judge."""
    left, right = sides
    terms = [f"CAST({value} AS int)" for value in left]
    row, mark = ", ".join(terms), ", ".join("?" * len(left))
    connection = sqlite3.connect(":memory:")
    ours = f"SELECT {compared(terms, ['int'] * len(left), strict, last)}"

    (found,) = connection.execute(ours, compared_with(right)).fetchone()

    assert found == connection.execute(f"SELECT ({row}) {last} ({mark})", right).fetchone()[0]
    connection.close()


@pytest.mark.parametrize("name", ["text", "ntext", "image", "xml"])
def test_what_can_not_be_sorted_is_not_sorted_by(name):
    """https://learn.microsoft.com/sql/t-sql/queries/select-order-by-clause-transact-sql"""
    order = paged(built(profile(), Partner=name).contact, True).partition("ORDER BY")[2]

    assert "[Partner]" not in order
    assert "[Partner]" in paged(built(profile()).contact, True).partition("ORDER BY")[2]


def test_names_are_quoted_whatever_they_are():
    made = profile(table="dbo.Order")
    odd = Profile(
        name="test",
        status="tested",
        table="sales.Group]by",
        key=("Primary Key",),
        fields={"name": Column("x]; DROP TABLE y--")},
    )

    assert "FROM [dbo].[Order] AS c" in built(made).contact.full
    assert built(odd).contact.full == (
        "SELECT c.[Primary Key], c.[x]]; DROP TABLE y--] FROM [sales].[Group]]by] AS c"
    )
    assert len(parsed(built(odd).contact.full)) == 1


def test_condition_of_the_layout_holds_wherever_contacts_are_read():
    statements = built(profile(where="Deleted = 0 OR Kept = 1"))
    inside = "(SELECT * FROM [dbo].[Contact] WHERE Deleted = 0 OR Kept = 1) AS c"
    contact = statements.contact

    texts = [paged(contact, True), paged(contact, False), asked(contact, 1), statements.counted]
    texts += [paged(statements.keys, True), paged(contact, True, brief=True)]

    assert [inside in text for text in texts] == [True] * len(texts)


def test_keys_are_cast_to_the_type_of_their_column():
    """Else SQL Server would convert every row's key, and read the whole table for it."""
    statements = built(profile(width=2), K1="uniqueidentifier")

    assert "(VALUES (CAST(? AS int), CAST(? AS uniqueidentifier))) AS k(k0, k1)" in asked(
        statements.contact, 1
    )


DECLARED = [
    (SqlType("nvarchar", 40, 0, 0, "x"), "nvarchar(20)"),
    (SqlType("nchar", 2, 0, 0, "x"), "nchar(1)"),
    (SqlType("nvarchar", -1, 0, 0, "x"), "nvarchar(max)"),
    (SqlType("varchar", 40, 0, 0, "x"), "varchar(40)"),
    (SqlType("varbinary", -1, 0, 0, ""), "varbinary(max)"),
    (SqlType("binary", 8, 0, 0, ""), "binary(8)"),
    (SqlType("numeric", 9, 18, 0, ""), "numeric(18, 0)"),
    (SqlType("uniqueidentifier", 16, 0, 0, ""), "uniqueidentifier"),
    (SqlType("bigint", 8, 19, 0, ""), "bigint"),
    (SqlType("datetime2", 8, 27, 7, ""), "datetime2"),
]


@pytest.mark.parametrize(("type_", "text"), DECLARED, ids=[text for _, text in DECLARED])
def test_type_is_written_as_it_is_declared(type_, text):
    assert type_.declared == text
    assert parsed(f"SELECT CAST(NULL AS {text})")


def test_hash_covers_every_column_with_its_length_and_a_mark_for_null():
    statements = built(profile(), hashed=True)

    assert statements.contact.brief.count("DATALENGTH(") == len(statements.contact.query.picks)
    assert statements.contact.brief.count("0xFFFFFFFF") == len(statements.contact.query.picks)
    assert statements.contact.full.endswith(statements.contact.brief.partition(", HASHBYTES")[2])


@pytest.mark.parametrize(("name", "wider"), [("text", "varchar(max)"), ("ntext", "nvarchar(max)")])
def test_old_large_text_is_cast_before_it_is_hashed(name, wider):
    """text and ntext don't cast to varbinary by themselves.

    https://learn.microsoft.com/sql/t-sql/functions/cast-and-convert-transact-sql
    """
    statements = built(profile(), hashed=True, Name=name)

    assert f"CAST(CAST(c.[Name] AS {wider}) AS varbinary(max))" in statements.contact.full


def test_contact_without_columns_has_a_hash_too():
    assert row_hash([], []) == "HASHBYTES('SHA2_256', 0x)"


def test_every_statement_is_read_by_the_test_server():
    for width, hashed in product((1, 2), (False, True)):
        statements = built(profile(width=width), hashed=hashed)
        for one in (statements.contact, statements.keys, *statements.children):
            assert len(parsed(marked(paged(one, True))[0])) == 1
            assert len(parsed(marked(asked(one, 2))[0])) == 1
