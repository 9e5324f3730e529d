"""What becomes of SQL Server's values: the same key however it was written, dates as text."""

import datetime as dt
import decimal
import uuid
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practicesync.adapters.aggregate import KeyKind
from practicesync.adapters.sqlserver.catalog import SqlType
from practicesync.adapters.sqlserver.values import (
    canonical,
    converter,
    parameter,
    plain,
    row_text,
    sought,
    written,
)
from practicesync.core.key import key_text

INT = SqlType("int", 4, 10, 0, "")
GUID = SqlType("uniqueidentifier", 16, 0, 0, "")
NUMERIC = SqlType("numeric", 9, 18, 0, "")
MONEY = SqlType("money", 8, 19, 4, "")
BLIND = SqlType("nvarchar", 40, 0, 0, "Latin1_General_CI_AS")
EXACT = SqlType("nvarchar", 40, 0, 0, "Latin1_General_BIN2")
PADDED = SqlType("char", 10, 0, 0, "Latin1_General_CS_AS")
WHOLE = {"tinyint": (0, 255), "smallint": (-(2**15), 2**15 - 1), "int": (-(2**31), 2**31 - 1)}
WHOLE |= {"bigint": (-(2**63), 2**63 - 1)}
HALF = "\ud83d"
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda m: dt.timezone(dt.timedelta(minutes=m)))


def whole(name: str) -> SqlType:
    return SqlType(name, 8, 19, 0, "")


def may_exist(part: str, type_: SqlType) -> bool:
    """Tell whether a row can have this key."""
    try:
        parameter(part, type_)
    except ValueError:
        return False
    return True


def key(value: object, type_: SqlType) -> object:
    return canonical(type_.kind)(value)


@pytest.mark.parametrize("name", WHOLE)
@given(data=st.data())
def test_whole_number_comes_back_from_its_position_as_it_was(name, data):
    value = data.draw(st.integers(*WHOLE[name]))
    (text,) = written([value])

    assert parameter(text, whole(name)) == value == key(value, whole(name))


@pytest.mark.parametrize("name", WHOLE)
def test_number_that_no_row_can_have_is_no_parameter(name):
    least, most = WHOLE[name]
    known = {n: may_exist(str(n), whole(name)) for n in (least - 1, least, most, most + 1)}

    assert known == {least - 1: False, least: True, most: True, most + 1: False}


@given(st.integers(-(10**18) + 1, 10**18 - 1))
def test_decimal_key_is_a_whole_number_up_to_its_precision(value):
    (text,) = written([Decimal(value)])

    assert key(Decimal(value), NUMERIC) == value
    assert parameter(text, NUMERIC) == Decimal(value)


@pytest.mark.parametrize("value", [10**18, -(10**18)])
def test_decimal_beyond_its_precision_is_no_parameter(value):
    assert not may_exist(str(value), NUMERIC)


@pytest.mark.parametrize("text", ["", "x", "1.5", "0x10", "1 OR 1 = 1"])
@pytest.mark.parametrize("type_", [INT, NUMERIC, GUID], ids=lambda type_: type_.name)
def test_text_that_is_no_such_key_is_no_parameter(type_, text):
    assert not may_exist(text, type_)


@given(st.uuids())
def test_guid_is_one_key_however_it_is_written(value):
    forms = [value, str(value), str(value).upper()]

    assert {key(form, GUID) for form in forms} == {str(value)}
    assert parameter(str(value).upper(), GUID) == str(value)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=10), st.integers(0, 5))
def test_trailing_blanks_are_no_part_of_a_key(text, blanks):
    padded = text + " " * blanks

    assert key(padded, EXACT) == key(text, EXACT)
    assert key(padded, PADDED) == key(text, PADDED)
    assert key(padded, BLIND) == key(text, BLIND)


@pytest.mark.parametrize("text", ["a\t", "a\n", "a\N{NO-BREAK SPACE}", " a", "a b"])
def test_other_white_space_is_a_part_of_a_key(text):
    assert key(text, EXACT) == text


def test_case_counts_where_the_collation_says_so():
    assert key("McKEY", EXACT) == "McKEY"
    assert key("McKEY", BLIND) == "mckey"


@pytest.mark.parametrize(
    ("collation", "kind"),
    [
        ("SQL_Latin1_General_CP1_CI_AS", "nocase"),
        ("Latin1_General_100_CI_AI_SC_UTF8", "nocase"),
        ("Latin1_General_CI", "nocase"),
        ("Latin1_General_100_CS_AS", "text"),
        ("Latin1_General_BIN2", "text"),
        ("", "text"),
    ],
)
def test_collation_tells_how_a_text_key_compares(collation, kind):
    assert BLIND._replace(collation=collation).kind == kind


def test_decimal_with_a_fraction_is_no_number_for_a_key():
    assert NUMERIC.kind == "int"
    assert NUMERIC._replace(scale=2).kind == "text"


@pytest.mark.parametrize("type_", [INT, GUID, BLIND, EXACT], ids=lambda t: t.kind)
def test_null_stays_null(type_):
    assert key(None, type_) is None
    assert plain(None) is None


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("12.3400"), "12.3400"),
        (Decimal("1E+2"), "100"),
        (Decimal("-0.0001"), "-0.0001"),
        (Decimal("922337203685477.5807"), "922337203685477.5807"),
        (dt.date(2024, 2, 29), "2024-02-29"),
        (dt.time(7, 5), "07:05:00"),
        (dt.datetime(2024, 2, 29, 23, 59, 59, 997000), "2024-02-29T23:59:59.997000"),  # noqa: DTZ001  # SQL Server has such
        (uuid.UUID(int=10), "00000000-0000-0000-0000-00000000000a"),
        (bytearray(b"\x00\xff"), b"\x00\xff"),
        (True, True),
        (1.5, 1.5),
        (f"half {HALF}", f"half {HALF}"),
    ],
)
def test_value_is_plain(value, shown):
    assert plain(value) == shown
    assert type(plain(value)) is type(shown)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**15)))
def test_money_is_text_without_an_exponent_that_means_the_same(value):
    text = plain(value)

    assert "E" not in text
    assert decimal.Decimal(text) == value


@given(st.datetimes(timezones=OFFSETS))
def test_moment_with_an_offset_keeps_both(value):
    text = plain(value)

    back = dt.datetime.fromisoformat(text)
    assert back == value
    assert back.utcoffset() == value.utcoffset()


def test_half_a_surrogate_pair_is_no_parameter():
    assert not may_exist(HALF, EXACT)


def test_only_what_has_to_be_is_converted():
    """Reading 100,000 contacts converts some million columns."""
    columns: list[tuple[SqlType, KeyKind | None]] = [
        (INT, "int"),
        (EXACT, None),
        (whole("bigint"), None),
    ]
    record = (1, "x", 2)

    assert converter(columns)(record) is record


def test_columns_are_converted_where_they_stand():
    convert = converter([(GUID, "guid"), (EXACT, None), (MONEY, None), (BLIND, "nocase")])

    record = convert(("AB" * 16, "As It Is ", Decimal("1.50"), "Key "))

    assert record == ("ab" * 16, "As It Is ", "1.50", "key")


ROWS = [
    *((INT, 7, "7"), (NUMERIC, Decimal(7), "7"), (GUID, "ABCDEF", "abcdef")),
    *((BLIND, "Key ", "key"), (PADDED, "Key ", "Key"), (MONEY, Decimal("1.50"), "1.50")),
    (SqlType("bit", 1, 1, 0, ""), True, "True"),
    (SqlType("float", 8, 53, 0, ""), 0.5, "0.5"),
    (SqlType("date", 3, 10, 0, ""), dt.date(2024, 2, 29), "2024-02-29"),
    (SqlType("binary", 2, 0, 0, ""), b"\x00\xff", "0x00ff"),
]


@pytest.mark.parametrize(("type_", "value", "text"), ROWS, ids=[one[0].name for one in ROWS])
def test_key_of_a_row_is_text_whatever_its_type(type_, value, text):
    assert row_text((value,), (type_,)) == f'["{text}"]'


@pytest.mark.parametrize(("type_", "value", "text"), ROWS, ids=[one[0].name for one in ROWS])
def test_key_of_a_row_is_the_same_when_it_is_read_back_from_text(type_, value, text):
    assert row_text(written([value]), (type_,)) == row_text((value,), (type_,))


BYTES = SqlType("varbinary", 8, 0, 0, "")
MOMENT = SqlType("datetime", 8, 23, 3, "")


@given(st.binary(max_size=8))
def test_bytes_are_sought_as_bytes(value):
    assert sought(written([value]), [BYTES]) == [value]
    assert parameter(written([value])[0], BYTES) == value


def test_moment_is_sought_as_a_moment():
    """https://learn.microsoft.com/sql/t-sql/data-types/datetime-transact-sql

    SQL Server refuses to cast text with more than three decimals to datetime.
    """
    moment = dt.datetime(2024, 2, 29, 23, 59, 59, 997000)  # noqa: DTZ001  # SQL Server has such

    assert sought(written([moment]), [MOMENT]) == [moment]
    assert parameter(written([moment])[0], MOMENT) == moment


def test_text_is_sought_as_it_was_read():
    """SQL Server's own comparison is the one that counts: blanks and case stay."""
    assert sought(written(["Key "]), [BLIND]) == ["Key "]


@given(st.lists(st.integers(), min_size=1, max_size=3))
def test_key_of_whole_numbers_reads_as_that_of_any_other(parts):
    """It is put together the quick way, and journals that are older have it the long way."""
    types = [whole("bigint")] * len(parts)

    assert row_text(parts, types) == key_text([str(part) for part in parts])
