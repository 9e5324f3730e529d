"""Every type comes through both drivers as it went in, both ways."""

from __future__ import annotations

import datetime as dt
import struct
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyodbc
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sqlserver.engine import MAX, Result, ResultColumn, SqlType
from tests.sqlserver.wire.encoding import ALWAYS_THERE, wired
from tests.unit.sqlserver.canned import table

DATETIMEOFFSET = -155  # of ODBC's type numbers; pyodbc doesn't know it

a_few = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def same(value: Any) -> Any:
    return value


def as_real(value: float) -> float:
    """The nearest number of four bytes."""
    return struct.unpack("<f", struct.pack("<f", value))[0]  # type: ignore[no-any-return]


def to_minute(value: dt.datetime) -> dt.datetime:
    up = dt.timedelta(minutes=value.second * 1000 + value.microsecond // 1000 > 29_998)
    return value.replace(second=0, microsecond=0) + up


def cut(scale: int) -> Callable[[Any], Any]:
    """Return what cuts off the decimals that don't fit."""

    def cut(value: Any) -> Any:
        step = 10 ** (6 - min(scale, 6))
        return value.replace(microsecond=value.microsecond // step * step)

    return cut


@dataclass(frozen=True)
class Case:
    """A type, values for it, and how they come back."""

    type: SqlType
    values: st.SearchStrategy[Any]
    expected: Callable[[Any], Any] = same

    def __str__(self) -> str:
        kind = self.type
        size = "max" if kind.length == MAX else kind.length or kind.precision
        return f"{kind.name}-{size}-{kind.scale}"


def integers(bits: int) -> st.SearchStrategy[int]:
    return st.integers(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)


def decimals(precision: int, scale: int) -> st.SearchStrategy[Decimal]:
    limit = 10**precision - 1
    return st.integers(-limit, limit).map(
        lambda n: Decimal((n < 0, tuple(int(digit) for digit in str(abs(n))), -scale))
    )


def texts(size: int, **of: Any) -> st.SearchStrategy[str]:
    """Texts that take so many units of UTF-16 at most."""
    characters = st.characters(exclude_categories=["Cs"], exclude_characters="\0", **of)
    return st.text(characters, max_size=size).filter(
        lambda text: len(text.encode("utf-16-le")) <= 2 * size
    )


def moments(first: int, last: int) -> st.SearchStrategy[dt.datetime]:
    return st.datetimes(dt.datetime(first, 1, 1), dt.datetime(last, 12, 31))  # noqa: DTZ001 - naive


LATIN = {"codec": "cp1252"}
CASES = [
    Case(SqlType("tinyint"), st.integers(0, 255)),
    Case(SqlType("smallint"), integers(16)),
    Case(SqlType("int"), integers(32)),
    Case(SqlType("bigint"), integers(64)),
    Case(SqlType("bit"), st.booleans()),
    *(
        Case(SqlType("decimal", precision=digits, scale=scale), decimals(digits, scale))
        for digits, scale in ((1, 0), (9, 9), (10, 2), (19, 4), (28, 0), (38, 0), (38, 38))
    ),
    Case(SqlType("money"), integers(64).map(lambda n: Decimal(n).scaleb(-4))),
    Case(SqlType("smallmoney"), integers(32).map(lambda n: Decimal(n).scaleb(-4))),
    Case(SqlType("float"), st.floats(allow_nan=False, allow_infinity=False)),
    Case(SqlType("real"), st.floats(allow_nan=False, allow_infinity=False, width=32), as_real),
    Case(SqlType("nvarchar", 50), texts(50)),
    Case(SqlType("nvarchar", MAX), texts(50)),
    Case(SqlType("nchar", 20), texts(20), lambda text: text + " " * (20 - units(text))),
    Case(SqlType("ntext"), texts(50)),
    Case(SqlType("xml"), st.sampled_from(["<a/>", "<name>Ærø 😀</name>"])),
    Case(SqlType("varchar", 50), texts(50, **LATIN)),
    Case(SqlType("varchar", MAX), texts(50, **LATIN)),
    Case(SqlType("varchar", 200, collation="Latin1_General_100_CI_AS_SC_UTF8"), texts(50)),
    Case(SqlType("char", 20), texts(20, **LATIN), lambda text: text.ljust(20)),
    Case(SqlType("text"), texts(50, **LATIN)),
    Case(SqlType("varbinary", 50), st.binary(max_size=50)),
    Case(SqlType("varbinary", MAX), st.binary(max_size=50)),
    Case(SqlType("binary", 8), st.binary(max_size=8), lambda value: value.ljust(8, b"\0")),
    Case(SqlType("rowversion"), st.binary(min_size=8, max_size=8)),
    Case(SqlType("uniqueidentifier"), st.uuids(), lambda value: str(value).upper()),
    Case(SqlType("date"), st.dates()),
    *(
        Case(SqlType(name, scale=scale), values, cut(scale))
        for name, values in (("time", st.times()), ("datetime2", st.datetimes()))
        for scale in (0, 1, 2, 3, 4, 5, 6, 7)
    ),
    Case(SqlType("smalldatetime"), moments(1900, 2078), to_minute),
]


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@pytest.fixture
def reading(connection):
    """A connection that reads varchar as the agent does: wide, whatever the code page."""
    connection.setdecoding(pyodbc.SQL_CHAR, encoding="utf-16-le", ctype=pyodbc.SQL_WCHAR)
    return connection


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_value_is_read_as_it_is(site, reading, case):
    @a_few
    @given(st.lists(st.none() | case.values, min_size=1, max_size=4))
    def check(values):
        site.behind.answer = lambda _sql, _parameters: [table(case.type, *values)]
        rows = reading.execute("SELECT value").fetchall()

        expected = [None if value is None else case.expected(value) for value in values]
        assert [row.value for row in rows] == expected

    check()


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.type.name in ALWAYS_THERE], ids=str
)
def test_a_value_of_a_column_that_is_never_null_is_read_as_it_is(site, reading, case):
    column = ResultColumn("value", case.type, nullable=False)

    @a_few
    @given(st.lists(case.values, min_size=1, max_size=4))
    def check(values):
        site.behind.answer = lambda _sql, _parameters: [
            Result([column], [(one,) for one in values])
        ]
        cursor = reading.execute("SELECT value")

        assert [row.value for row in cursor] == [case.expected(value) for value in values]
        assert cursor.description[0][6] is False

    check()


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("1998-01-01 23:59:59.999", "1998-01-02 00:00:00.000"),
        ("1998-01-01 23:59:59.995", "1998-01-01 23:59:59.997"),
        ("1998-01-01 23:59:59.994", "1998-01-01 23:59:59.993"),
        ("1998-01-01 23:59:59.991", "1998-01-01 23:59:59.990"),
        ("1753-01-01 00:00:00.000", "1753-01-01 00:00:00.000"),
    ],
)
def test_datetime_is_rounded_as_microsofts_page_has_it(site, reading, written, shown):
    # https://learn.microsoft.com/sql/t-sql/data-types/datetime-transact-sql, "Rounding"
    site.behind.answer = lambda _sql, _parameters: [
        table(SqlType("datetime"), dt.datetime.fromisoformat(written))
    ]

    assert reading.execute("SELECT value").fetchval() == dt.datetime.fromisoformat(shown)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("2007-05-08 12:35:29.998", "2007-05-08 12:35"),
        ("2007-05-08 12:35:29.999", "2007-05-08 12:36"),
        ("2007-05-08 23:59:59.999", "2007-05-09 00:00"),
    ],
)
def test_smalldatetime_is_rounded_as_microsofts_page_has_it(site, reading, written, shown):
    # https://learn.microsoft.com/sql/t-sql/data-types/smalldatetime-transact-sql
    site.behind.answer = lambda _sql, _parameters: [
        table(SqlType("smalldatetime"), dt.datetime.fromisoformat(written))
    ]

    assert reading.execute("SELECT value").fetchval() == dt.datetime.fromisoformat(shown)


def test_a_null_where_none_can_be_is_a_mistake_of_the_test():
    with pytest.raises(ValueError, match="never null"):
        wired(SqlType("int"), nullable=False).encode(None)


@pytest.mark.parametrize("scale", [0, 3, 7])
def test_datetimeoffset_comes_as_its_parts(site, reading, scale):
    zone = dt.timezone(-dt.timedelta(hours=5, minutes=30))
    value = dt.datetime(2024, 2, 29, 23, 14, 15, 123456, zone)
    site.behind.answer = lambda _sql, _parameters: [
        table(SqlType("datetimeoffset", scale=scale), value, None)
    ]
    reading.add_output_converter(DATETIMEOFFSET, lambda parts: struct.unpack("<6hI2h", parts))

    rows = reading.execute("SELECT value").fetchall()
    fraction = {0: 0, 3: 123_000_000, 7: 123_456_000}[scale]
    assert [row.value for row in rows] == [(2024, 2, 29, 23, 14, 15, fraction, -5, -30), None]


@pytest.mark.parametrize("text", ["a\ud800b", "\udc00", "\udc00\ud800"])
@pytest.mark.parametrize("size", [20, MAX])
def test_a_lone_surrogate_is_read_by_who_is_ready_for_it(site, reading, text, size):
    site.behind.answer = lambda _sql, _parameters: [table(SqlType("nvarchar", size), text)]
    with pytest.raises(UnicodeDecodeError):
        reading.execute("SELECT value").fetchval()

    wide = {pyodbc.SQL_WVARCHAR, pyodbc.SQL_WLONGVARCHAR}
    for number in wide:
        reading.add_output_converter(
            number, lambda octets: octets.decode("utf-16-le", "surrogatepass")
        )
    assert reading.execute("SELECT value").fetchval() == text


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (SqlType("nvarchar", MAX), "😀ab" * 50_000),
        (SqlType("varchar", MAX), "Ærø€" * 50_000),
        (SqlType("ntext"), "😀" * 20_000),
        (SqlType("varbinary", MAX), bytes(range(256)) * 500),
        (SqlType("nvarchar", 4000), "x\0y" + "ü" * 3997),
        (SqlType("nvarchar", MAX), ""),
    ],
    ids=lambda part: part.name if isinstance(part, SqlType) else str(len(part)),
)
def test_a_long_value_crosses_many_packets(site, reading, kind, value):
    site.behind.answer = lambda _sql, _parameters: [table(kind, value, value)]

    assert [row.value for row in reading.execute("SELECT value")] == [value, value]


def test_a_result_has_names_sizes_and_nullability(site, reading):
    columns = [
        ResultColumn("Ærø 😀", SqlType("nvarchar", 50)),
        ResultColumn("", SqlType("int"), nullable=False),
        ResultColumn("c" * 128, SqlType("decimal", precision=19, scale=4)),
    ]
    site.behind.answer = lambda _sql, _parameters: [Result(columns, [])]
    cursor = reading.execute("SELECT value")

    assert [
        (name, size, scale, null) for name, _, _, size, _, scale, null in cursor.description
    ] == [
        ("Ærø 😀", 50, 0, True),
        ("", 10, 0, False),
        ("c" * 128, 19, 4, True),
    ]
    assert cursor.fetchall() == []


PARAMETERS = {
    "none": (st.none(), "varchar"),
    "bool": (st.booleans(), "bit"),
    "int": (st.integers(1 - 2**31, 2**31 - 1), "int"),
    "bigint": (st.integers(2**31, 2**63 - 1), "bigint"),
    "float": (st.floats(allow_nan=False, allow_infinity=False), "float"),
    "decimal": (decimals(30, 6), "decimal"),
    "text": (texts(60), "nvarchar"),
    "bytes": (st.binary(max_size=60), "varbinary"),
    "uuid": (st.uuids(), "uniqueidentifier"),
    # FreeTDS counts the days before the Gregorian calendar wrong.
    "date": (st.dates(min_value=dt.date(1753, 1, 1)), "date"),
    "datetime": (moments(1753, 9999), "datetime2"),
    # pyodbc sends no fractions of a second.
    "time": (st.times().map(lambda time: time.replace(microsecond=0)), "time"),
}


@pytest.mark.parametrize("kind", PARAMETERS)
def test_a_parameter_arrives_as_it_was_bound(site, connection, kind):
    values, name = PARAMETERS[kind]

    @a_few
    @given(values, values)
    def check(first, second):
        connection.execute("SELECT ?, ?", first, second)

        assert [one.name for one in site.behind.parameters] == ["@P1", "@P2"]
        assert [one.value for one in site.behind.parameters] == [first, second]
        assert {one.type.name for one in site.behind.parameters} == {name}

    check()


@pytest.mark.parametrize(
    "value",
    ["😀" * 3000, "x" * 100_000, b"\0\xff" * 10_000, "", b""],
    ids=["astral", "ascii", "bytes", "no text", "no bytes"],
)
def test_a_parameter_may_be_long_or_empty(site, connection, value):
    connection.execute("SELECT ?", value)

    assert [one.value for one in site.behind.parameters] == [value]


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan")])
def test_what_is_no_number_is_refused(site, connection, value):
    with pytest.raises(pyodbc.ProgrammingError, match=r"\(8023\)"):
        connection.execute("SELECT ?", value)

    assert connection.execute("SELECT ?", 1.5) is not None
    assert [one.value for one in site.behind.parameters] == [1.5]


def test_two_thousand_parameters_arrive_in_order(site, connection):
    connection.execute("SELECT " + ", ".join("?" * 2098), *range(2098))

    assert [one.value for one in site.behind.parameters] == list(range(2098))
    assert site.behind.parameters[-1].name == "@P2098"


def test_an_identifier_keeps_its_bytes(site, connection):
    given_one = uuid.UUID("00112233-4455-6677-8899-aabbccddeeff")
    site.behind.answer = lambda _sql, parameters: [
        table(SqlType("uniqueidentifier"), parameters[0].value)
    ]

    assert connection.execute("SELECT ?", given_one).fetchval() == str(given_one).upper()
