"""What SQL Server refuses, and other databases may not: nothing of it may get past the model."""

import pyodbc
import pytest

SYNTAX = {102, 156, 4145}


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT ContactID FROM dbo.Contact LIMIT 3",
        "SELECT Name || N'x' FROM dbo.Contact",
        "SELECT ContactID FROM dbo.Contact WHERE (ContactID, Name) > (1, N'a')",
        "SELECT (ContactID, Name) FROM dbo.Contact",
        "SELECT ContactID IS NULL FROM dbo.Contact",
        "SELECT (ContactID = 1) FROM dbo.Contact",
        "SELECT EXISTS (SELECT 1) FROM dbo.Contact",
        "SELECT ContactID FROM dbo.Contact WHERE ContactID",
        "SELECT ContactID FROM dbo.Contact WHERE 1",
        "SELECT ContactID::bigint FROM dbo.Contact",
        "SELECT ContactID FROM dbo.Contact WHERE ContactID == 1",
        "SELECT ContactID FROM dbo.Contact ORDER BY ContactID FETCH NEXT 1 ROWS ONLY",
        "SELECT ContactID FROM dbo.Contact OFFSET 1 ROWS",
        "SELECT x.ContactID FROM (SELECT ContactID FROM dbo.Contact)",
        "SELECT ct.ContactID FROM CHANGETABLE(CHANGES dbo.Contact, 1 + 1) AS ct",
        "SELECT ct.ContactID FROM CHANGETABLE(CHANGES dbo.Contact, (1)) AS ct",
        "SELECT `ContactID` FROM dbo.Contact",
        "INSERT OR REPLACE INTO dbo.Contact (ContactID) VALUES (1)",
        "SELECT ContactID FROM dbo.Contact WHERE Name ILIKE N'a'",
        "SELECT ContactID FROM dbo.Contact WHERE NOT ContactID",
        "SELEKT 1",
        "SELECT 1 FROM",
    ],
)
def test_it_is_no_t_sql(reader, refused, sql):
    """https://learn.microsoft.com/sql/t-sql/language-elements/transact-sql-syntax-conventions-transact-sql"""
    assert refused(reader, sql) in SYNTAX


@pytest.mark.parametrize(
    ("sql", "number"),
    [
        ("SELECT Nope FROM dbo.Contact", 207),
        ("SELECT c.Nope FROM dbo.Contact AS c", 207),
        ("SELECT TRUE", 207),
        ("SELECT 1 FROM dbo.Nowhere", 208),
        ("SELECT a.RV FROM dbo.Contact AS a, dbo.Contact AS b WHERE ContactID = 1", 209),
        ("SELECT x.Name FROM dbo.Contact AS c", 4104),
        ("SELECT dbo.Contact.Name FROM dbo.Contact AS c", 4104),
        ("SELECT json_each(Name) FROM dbo.Contact", 195),
        ("SELECT IFNULL(Name, N'') FROM dbo.Contact", 195),
        ("SELECT LENGTH(Name) FROM dbo.Contact", 195),
        ("SELECT CAST(Name AS text2) FROM dbo.Contact", 243),
        ("SELECT ContactID, COUNT(*) FROM dbo.Contact", 8120),
        ("SELECT ContactID FROM dbo.Contact WHERE COUNT(*) > 1", 147),
        ("SELECT DISTINCT Name FROM dbo.Contact ORDER BY ContactID", 145),
        ("SELECT ContactID FROM dbo.Contact ORDER BY 2", 108),
        ("SELECT 1 UNION ALL SELECT 1, 2", 205),
        ("SELECT (SELECT ContactID, Name FROM dbo.Contact)", 116),
        ("SELECT x.n FROM (SELECT ContactID FROM dbo.Contact ORDER BY ContactID) AS x(n)", 1033),
        ("SELECT x.a FROM (SELECT 1) AS x", 8155),
        ("SELECT k.a FROM (VALUES (1, 2)) AS k(a)", 8158),
        ("SELECT @Nope", 137),
        ("SELECT 'a", 105),
        ("SELECT ct.ContactID FROM CHANGETABLE(CHANGES dbo.Contact, 0) AS ct", 22105),
        ("SELECT N'a' - N'b'", 402),
        ("SELECT 0x01 + N'b'", 402),
        ("SELECT HASHBYTES('SHA2_256', 1)", 8116),
        ("SELECT CAST(GETDATE() AS uniqueidentifier)", 529),
        ("SELECT ISNULL(0x01, N'a')", 257),
        ("SELECT 1 WHERE NEWID() = 1", 206),
        ("SELECT 1 WHERE CAST(N'a' AS ntext) = N'a'", 402),
        ("SELECT 1 FROM dbo.Contact ORDER BY CAST(Name AS ntext)", 306),
    ],
)
def test_it_is_refused_before_it_runs(reader, refused, sql, number):
    """https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors"""
    assert refused(reader, sql) == number


@pytest.mark.parametrize(
    ("expression", "number"),
    [
        ("CAST(N'abc' AS int)", 245),
        ("CAST(N'99999999999' AS int)", 248),
        ("CAST(N'abc' AS bigint)", 8114),
        ("CAST(N'abc' AS decimal(9, 2))", 8114),
        ("CAST(N'abc' AS uniqueidentifier)", 8169),
        ("CAST(N'abc' AS datetime2)", 241),
        ("CAST(99999999999 AS int)", 8115),
        ("CAST(70000 AS smallint)", 220),
        ("CAST(123456 AS decimal(5, 2))", 8115),
        ("CAST(2147483647 AS int) + 1", 8115),
        ("1 / 0", 8134),
        ("1 + N'x'", 245),
        ("(SELECT k.n FROM (VALUES (1), (2)) AS k(n))", 512),
    ],
)
def test_it_fails_as_it_runs(reader, refused, expression, number):
    """https://learn.microsoft.com/sql/t-sql/functions/cast-and-convert-transact-sql"""
    assert refused(reader, f"SELECT {expression}") == number


@pytest.mark.parametrize(
    ("sql", "number"),
    [
        ("INSERT INTO dbo.Contact (Name) VALUES (N'a')", 515),
        ("INSERT INTO dbo.Contact (ContactID, Name) VALUES (1)", 213),
        ("INSERT INTO dbo.Contact (ContactID, Name) SELECT 1, NOPE(N'a')", 195),
        ("UPDATE dbo.Contact SET Nope = 1", 207),
        ("DELETE FROM dbo.Nowhere", 208),
        ("CREATE TABLE dbo.Contact (A int)", 2714),
        ("DROP TABLE dbo.Nowhere", 3701),
        ("ALTER TABLE dbo.Contact ADD Name int", 2705),
        ("ALTER TABLE dbo.Contact DROP COLUMN ContactID", 5074),
        ("USE Nowhere", 911),
    ],
)
def test_an_edit_is_refused(editor, refused, sql, number):
    """https://learn.microsoft.com/sql/t-sql/statements/statements"""
    assert refused(editor, sql) == number


def test_a_text_that_is_too_long_is_refused(editor, refused):
    """https://learn.microsoft.com/sql/relational-databases/errors-events/mssqlserver-8152-database-engine-error"""
    add = "INSERT INTO dbo.Contact (ContactID, Name) VALUES (1, ?)"

    assert refused(editor, add, "x" * 51) in (2628, 8152)


def test_the_value_stands_in_the_error(reader):
    """https://learn.microsoft.com/sql/relational-databases/errors-events/mssqlserver-245-database-engine-error"""
    with pytest.raises(pyodbc.DataError, match="nvarchar value 'secret-value' to data type int"):
        reader.cursor().execute("SELECT CAST(N'secret-value' AS int)").fetchall()


def test_collations_that_differ_are_not_compared(editor, refused):
    """https://learn.microsoft.com/sql/t-sql/statements/collation-precedence-transact-sql"""
    editor.execute(
        "CREATE TABLE dbo.Other (A nvarchar(9) COLLATE Latin1_General_CS_AS, "
        "B nvarchar(9) COLLATE Latin1_General_BIN2)"
    )

    assert refused(editor, "SELECT 1 FROM dbo.Other WHERE A = B") == 468


def test_2100_arguments_are_too_many(reader, refused):
    """https://learn.microsoft.com/sql/sql-server/maximum-capacity-specifications-for-sql-server"""
    few, many = (", ".join("?" * count) for count in (2000, 2100))
    wanted = "SELECT ContactID FROM dbo.Contact WHERE ContactID IN ({})"

    assert reader.execute(wanted.format(few), list(range(2000))).fetchall() == []
    assert refused(reader, wanted.format(many), list(range(2100))) == 8003
