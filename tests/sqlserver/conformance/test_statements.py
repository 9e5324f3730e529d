"""The shapes of queries that the agent sends, and what they answer."""

import datetime as dt
import hashlib
import struct
import uuid
from decimal import Decimal

import pytest

from tests.sqlserver.conformance.site import rows, value


@pytest.fixture(autouse=True)
def people(site):
    site.run(
        "INSERT INTO dbo.Contact (ContactID, Name) "
        "VALUES (1, N'a'), (2, N'b'), (3, NULL), (4, N'B')",
        "INSERT INTO dbo.ContactPhone VALUES (10, 1, N'02'), (11, 1, N'03'), (12, 4, NULL)",
    )


def test_a_page_after_two_keys(reader):
    """https://learn.microsoft.com/sql/t-sql/queries/top-transact-sql"""
    page = (
        "SELECT TOP (?) c.[ContactID] FROM [dbo].[Contact] AS c WHERE c.[Name] IS NOT NULL AND "
        "(c.[Name] > ? OR (c.[Name] = ? AND c.[ContactID] > ?)) ORDER BY c.[Name], c.[ContactID]"
    )

    assert rows(reader, page, 2, "a", "a", 0) == [(1,), (2,)]
    assert rows(reader, page, 2, "b", "b", 2) == [(4,)]


def test_keys_as_a_list_of_values(reader):
    """https://learn.microsoft.com/sql/t-sql/queries/table-value-constructor-transact-sql"""
    wanted = (
        "SELECT c.[ContactID], p.[PhoneID], p.[Number] FROM [dbo].[Contact] AS c "
        "LEFT JOIN [dbo].[ContactPhone] AS p ON p.[ContactID] = c.[ContactID] "
        "JOIN (VALUES (CAST(? AS int)), (CAST(? AS int)), (CAST(? AS int))) AS k(k0) "
        "ON c.[ContactID] = k.k0 ORDER BY c.[ContactID], p.[PhoneID]"
    )

    assert rows(reader, wanted, 2, 4, 9) == [(2, None, None), (4, 12, None)]
    assert rows(reader, wanted, 1, 1, 9) == 2 * [(1, 10, "02")] + 2 * [(1, 11, "03")]


def test_a_derived_table_is_filtered_on_both_sides(reader):
    """https://learn.microsoft.com/sql/t-sql/queries/from-transact-sql"""
    wanted = (
        "SELECT c.ContactID FROM (SELECT * FROM [dbo].[Contact] WHERE Name <> N'a') AS c "
        "WHERE c.ContactID IN (?, ?)"
    )

    assert rows(reader, wanted, 1, 2) == [(2,)]


def test_counts(reader):
    """https://learn.microsoft.com/sql/t-sql/functions/count-transact-sql"""
    counts = "SELECT COUNT_BIG(*), COUNT(Name), COUNT(DISTINCT Name) FROM dbo.Contact"
    none = "SELECT COUNT(*), MAX(Name) FROM dbo.Contact WHERE ContactID > 9"

    assert rows(reader, counts) == [(4, 3, 2)]
    assert rows(reader, none) == [(0, None)]


def test_groups(reader):
    """https://learn.microsoft.com/sql/t-sql/queries/select-group-by-transact-sql"""
    doubles = (
        "SELECT Name, COUNT(*) AS many FROM dbo.Contact WHERE Name IS NOT NULL GROUP BY Name "
        "HAVING COUNT(*) > 1"
    )

    ((name, many),) = rows(reader, doubles)
    assert (name.lower(), many) == ("b", 2)


def test_distinct_follows_the_collation(reader):
    """https://learn.microsoft.com/sql/t-sql/queries/select-clause-transact-sql"""
    assert len(rows(reader, "SELECT DISTINCT Name FROM dbo.Contact")) == 3


def test_what_exists(reader):
    """https://learn.microsoft.com/sql/t-sql/language-elements/exists-transact-sql"""
    wanted = (
        "SELECT c.ContactID FROM dbo.Contact AS c WHERE {} (SELECT * FROM dbo.ContactPhone AS p "
        "WHERE p.ContactID = c.ContactID) ORDER BY c.ContactID"
    )

    assert rows(reader, wanted.format("EXISTS")) == [(1,), (4,)]
    assert rows(reader, wanted.format("NOT EXISTS")) == [(2,), (3,)]


def test_a_union_keeps_doubles_if_asked(reader):
    """https://learn.microsoft.com/sql/t-sql/language-elements/set-operators-union-transact-sql"""
    both = (
        "SELECT ContactID FROM dbo.ContactPhone UNION {} SELECT ContactID FROM dbo.Contact "
        "WHERE ContactID < 3 ORDER BY ContactID"
    )

    assert rows(reader, both.format("ALL")) == [(1,), (1,), (1,), (2,), (4,)]
    assert rows(reader, both.format("")) == [(1,), (2,), (4,)]


def test_skipping_and_fetching(reader):
    """https://learn.microsoft.com/sql/t-sql/queries/select-order-by-clause-transact-sql"""
    wanted = (
        "SELECT ContactID FROM dbo.Contact ORDER BY ContactID OFFSET ? ROWS FETCH NEXT ? ROWS ONLY"
    )

    assert rows(reader, wanted, 1, 2) == [(2,), (3,)]


def test_isnull_keeps_the_first_type_and_coalesce_the_highest(reader):
    """https://learn.microsoft.com/sql/t-sql/functions/isnull-transact-sql"""
    assert value(reader, "SELECT ISNULL(CAST(NULL AS nvarchar(2)), N'abc')") == "ab"
    assert value(reader, "SELECT COALESCE(CAST(NULL AS nvarchar(2)), N'abc')") == "abc"


@pytest.mark.parametrize(
    ("expression", "bytes_"),
    [
        ("CAST(1 AS int)", b"\0\0\0\1"),
        ("CAST(-2 AS bigint)", b"\xff" * 7 + b"\xfe"),
        ("CAST(7 AS tinyint)", b"\7"),
        ("CAST(1 AS bit)", b"\1"),
        ("N'aé'", "aé".encode("utf-16-le")),
        ("CAST('aé' AS varchar(5))", "aé".encode("cp1252")),
        ("CAST(N'ab' AS nchar(3))", "ab ".encode("utf-16-le")),
        ("CAST(1.5 AS float)", struct.pack(">d", 1.5)),
        ("CAST(1.5 AS money)", (15000).to_bytes(8, "big")),
        ("CAST(-1.5 AS decimal(5, 2))", b"\5\2\0\0\x96\0\0\0"),
        (
            "CAST('00112233-4455-6677-8899-AABBCCDDEEFF' AS uniqueidentifier)",
            uuid.UUID("00112233-4455-6677-8899-aabbccddeeff").bytes_le,
        ),
        ("CAST('1900-01-02T00:00:01' AS datetime)", struct.pack(">iI", 1, 300)),
        ("CAST('0001-01-02' AS date)", b"\1\0\0"),
    ],
)
def test_the_bytes_of_a_value(reader, expression, bytes_):
    """https://learn.microsoft.com/sql/t-sql/data-types/binary-and-varbinary-transact-sql"""
    assert value(reader, f"SELECT CAST({expression} AS varbinary(max))") == bytes_


@pytest.mark.parametrize(
    ("expression", "length"),
    [
        ("CAST(1 AS int)", 4),
        ("CAST(1 AS bigint)", 8),
        ("N'aé '", 6),
        ("CAST('aé ' AS varchar(9))", 3),
        ("CAST(N'a' AS nchar(5))", 10),
        ("CAST(1 AS decimal(9, 2))", 5),
        ("CAST(1 AS decimal(19, 2))", 9),
        ("CAST('2020-01-01' AS datetime2(7))", 8),
        ("CAST('2020-01-01' AS datetime)", 8),
        ("0x010203", 3),
        ("CAST(NULL AS int)", None),
    ],
)
def test_how_many_bytes_a_value_takes(reader, expression, length):
    """https://learn.microsoft.com/sql/t-sql/functions/datalength-transact-sql"""
    assert value(reader, f"SELECT DATALENGTH({expression})") == length


def test_a_digest_of_a_row(reader):
    """https://learn.microsoft.com/sql/t-sql/functions/hashbytes-transact-sql"""
    piece = "ISNULL(CAST(DATALENGTH({0}) AS binary(4)) + CAST({0} AS varbinary(max)), 0xFFFFFFFF)"
    columns = " + ".join(piece.format(name) for name in ("c.[ContactID]", "c.[Name]"))
    sql = f"SELECT HASHBYTES('SHA2_256', {columns}) FROM dbo.Contact AS c WHERE ContactID = ?"
    key, text = struct.pack(">ii", 4, 3), "b".encode("utf-16-le")

    assert value(reader, sql, 3) == hashlib.sha256(key + b"\xff" * 4).digest()
    assert value(reader, sql, 2) == hashlib.sha256(struct.pack(">iii", 4, 2, 2) + text).digest()


def test_a_digest_of_more_than_8000_bytes(reader):
    """https://learn.microsoft.com/sql/t-sql/functions/hashbytes-transact-sql"""
    sql = "SELECT HASHBYTES('SHA2_256', CAST(? AS varbinary(max)) + CAST(? AS varbinary(max)))"
    whole = b"a" * 6000 + b"b" * 6000

    assert value(reader, sql, whole[:6000], whole[6000:]) == hashlib.sha256(whole).digest()


def test_without_max_what_is_too_long_is_cut_off(reader):
    """https://learn.microsoft.com/sql/t-sql/language-elements/string-concatenation-transact-sql"""
    sql = "SELECT DATALENGTH(CAST(? AS varbinary(8000)) + CAST(? AS varbinary(8000)))"

    assert value(reader, sql, b"a" * 6000, b"b" * 6000) == 8000


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("CAST(N'12' AS int)", 12),
        ("CAST(N' 12 ' AS bigint)", 12),
        ("CAST(12 AS nvarchar(10))", "12"),
        ("CAST(1.50 AS nvarchar(10))", "1.50"),
        ("CAST(N'abcdef' AS nvarchar(3))", "abc"),
        ("CAST(0x00000102 AS int)", 258),
        ("CAST(258 AS binary(4))", b"\0\0\1\2"),
        ("CAST(258 AS binary(2))", b"\1\2"),
        ("CAST(0x0000000000000102 AS bigint)", 258),
        ("TRY_CAST(N'x' AS int)", None),
        ("CONVERT(nvarchar(max), N'x')", "x"),
        ("7 / 2", 3),
        ("-7 / 2", -3),
        ("-7 % 3", -1),
        ("N'a' + N'b'", "ab"),
        ("N'a' + NULL", None),
        ("1 + N'2'", 3),
        ("0x01 + 0x02", b"\1\2"),
        ("LOWER(N'AbÉ')", "abé"),
        ("LTRIM(RTRIM(N'  a '))", "a"),
        ("LEN(N'ab  ')", 2),
        ("SUBSTRING(N'abcd', 2, 2)", "bc"),
        ("NULLIF(N'a', N'A')", None),
        ("CASE 2 WHEN 1 THEN N'one' WHEN 2 THEN N'two' END", "two"),
        ("CASE WHEN NULL = NULL THEN 1 ELSE 0 END", 0),
        ("(SELECT MAX(ContactID) FROM dbo.Contact)", 4),
        ("CASE WHEN N'abc' LIKE N'A[a-c]_' THEN 1 ELSE 0 END", 1),
        ("CASE WHEN 2 BETWEEN 1 AND 3 THEN 1 ELSE 0 END", 1),
    ],
)
def test_an_expression(reader, expression, found):
    """https://learn.microsoft.com/sql/t-sql/functions/cast-and-convert-transact-sql"""
    assert value(reader, f"SELECT {expression}") == found


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("int", -5),
        ("bigint", 2**60),
        ("smallint", -300),
        ("tinyint", 255),
        ("bit", True),
        ("decimal(12, 3)", Decimal("-123.456")),
        ("money", Decimal("12.3400")),
        ("float", 1.25),
        ("nvarchar(30)", "Zoë 😀"),
        ("nvarchar(max)", "x" * 9000),
        ("varchar(30)", "Zoë"),
        ("varbinary(max)", b"\0" * 9000),
        ("date", dt.date(2020, 2, 29)),
        ("datetime", dt.datetime(2020, 2, 29, 1, 2, 3, 997000)),  # noqa: DTZ001 - it has no zone
        ("datetime2(7)", dt.datetime(2020, 2, 29, 1, 2, 3, 123456)),  # noqa: DTZ001 - as above
    ],
)
def test_what_is_stored_comes_back(editor, kind, given):
    """https://learn.microsoft.com/sql/t-sql/data-types/data-types-transact-sql"""
    editor.execute(f"CREATE TABLE dbo.Kept (K int NOT NULL PRIMARY KEY, V {kind} NULL)")
    editor.execute("INSERT INTO dbo.Kept (K, V) VALUES (?, ?)", 1, given)

    assert value(editor, "SELECT V FROM dbo.Kept") == given


def test_a_text_of_fixed_length_is_filled_up(editor):
    """https://learn.microsoft.com/sql/t-sql/data-types/nchar-and-nvarchar-transact-sql"""
    editor.execute("CREATE TABLE dbo.Kept (V nchar(4) NULL)")
    editor.execute("INSERT INTO dbo.Kept (V) VALUES (?)", "ab")

    assert value(editor, "SELECT V FROM dbo.Kept") == "ab  "


def test_identity_counts_and_is_not_given_back(editor, working):
    """https://learn.microsoft.com/sql/t-sql/statements/create-table-transact-sql-identity-property"""
    editor.execute("CREATE TABLE dbo.Numbered (K int IDENTITY(5, 2) PRIMARY KEY, V nvarchar(5))")
    working.execute("INSERT INTO dbo.Numbered (V) VALUES (N'a')")
    working.rollback()
    editor.execute("INSERT INTO dbo.Numbered (V) VALUES (N'b')")

    assert rows(editor, "SELECT K, V FROM dbo.Numbered") == [(7, "b")]


def test_columns_come_and_go(editor, refused):
    """https://learn.microsoft.com/sql/t-sql/statements/alter-table-transact-sql"""
    editor.execute("ALTER TABLE dbo.Contact ADD Suffix nvarchar(10) NULL")
    there = value(editor, "SELECT COUNT(*) FROM dbo.Contact WHERE Suffix IS NULL")
    editor.execute("ALTER TABLE dbo.Contact DROP COLUMN Suffix")

    assert (there, refused(editor, "SELECT Suffix FROM dbo.Contact")) == (4, 207)


def test_no_counts_are_told_if_nobody_wants_them(editor):
    """https://learn.microsoft.com/sql/t-sql/statements/set-nocount-transact-sql"""
    edit = "UPDATE dbo.Contact SET Name = N'z' WHERE ContactID = 1"
    counted = editor.execute(edit).rowcount
    editor.execute("SET NOCOUNT ON")

    assert (counted, editor.execute(edit).rowcount) == (1, -1)


def test_a_batch_answers_each_query(reader):
    """https://learn.microsoft.com/sql/t-sql/language-elements/sql-server-utilities-statements-go"""
    cursor = reader.cursor().execute("SET NOCOUNT ON; SELECT 1\nSELECT 2")
    first = cursor.fetchall()
    assert cursor.nextset()

    assert ([tuple(r) for r in first], [tuple(r) for r in cursor.fetchall()]) == ([(1,)], [(2,)])


def test_sources_without_a_condition_are_multiplied(editor):
    """https://learn.microsoft.com/sql/t-sql/queries/from-transact-sql"""
    ten = "(VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9))"
    crossed = ", ".join(f"{ten} AS t{i}(n)" for i in range(3))

    assert value(editor, f"SELECT COUNT(*) FROM {crossed}") == 1000
