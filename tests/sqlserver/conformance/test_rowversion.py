"""The counter that every edit of a row with a rowversion column takes from.

https://learn.microsoft.com/sql/t-sql/data-types/rowversion-transact-sql
"""

from tests.sqlserver.conformance.site import rows, value

MIN_ACTIVE = "SELECT CAST(MIN_ACTIVE_ROWVERSION() AS bigint)"
LAST = "SELECT CAST(@@DBTS AS bigint)"
STAMP = "SELECT CAST(RV AS bigint) FROM dbo.Contact WHERE ContactID = 1"
ADD = "INSERT INTO dbo.Contact (ContactID, Name) VALUES (1, N'a')"


def test_an_edit_takes_the_next_number(editor):
    """https://learn.microsoft.com/sql/t-sql/functions/dbts-transact-sql"""
    before = value(editor, LAST)
    editor.execute(ADD)

    assert value(editor, STAMP) == value(editor, LAST) == before + 1


def test_an_update_that_changes_nothing_takes_a_number_too(editor):
    """https://learn.microsoft.com/sql/t-sql/data-types/rowversion-transact-sql"""
    editor.execute(ADD)
    before = value(editor, STAMP)
    editor.execute("UPDATE dbo.Contact SET Name = Name WHERE ContactID = 1")

    assert value(editor, STAMP) > before


def test_an_update_of_no_row_takes_none(editor):
    """https://learn.microsoft.com/sql/t-sql/data-types/rowversion-transact-sql"""
    editor.execute(ADD)
    before = value(editor, LAST)
    editor.execute("UPDATE dbo.Contact SET Name = N'b' WHERE ContactID = 2")

    assert value(editor, LAST) == before


def test_a_table_without_the_column_takes_none(editor):
    """https://learn.microsoft.com/sql/t-sql/data-types/rowversion-transact-sql"""
    before = value(editor, LAST)
    editor.execute("INSERT INTO dbo.ContactPhone (PhoneID, ContactID) VALUES (1, 1)")

    assert value(editor, LAST) == before


def test_the_number_is_taken_at_the_edit_not_at_the_commit(site, editor, working):
    """https://learn.microsoft.com/sql/t-sql/functions/min-active-rowversion-transact-sql"""
    working.execute(ADD)
    editor.execute("INSERT INTO dbo.Contact (ContactID) VALUES (2)")
    working.commit()

    late, early = (
        value(editor, "SELECT CAST(RV AS bigint) FROM dbo.Contact WHERE ContactID = ?", key)
        for key in (1, 2)
    )
    assert late < early


def test_without_open_edits_the_lowest_active_is_one_more_than_the_last(editor):
    """https://learn.microsoft.com/sql/t-sql/functions/min-active-rowversion-transact-sql"""
    editor.execute(ADD)

    assert value(editor, MIN_ACTIVE) == value(editor, LAST) + 1


def test_an_open_edit_holds_the_lowest_active_down(editor, working):
    """https://learn.microsoft.com/sql/t-sql/functions/min-active-rowversion-transact-sql"""
    working.execute(ADD)
    taken = value(working, STAMP)
    editor.execute("INSERT INTO dbo.Contact (ContactID) VALUES (2)")
    during = value(editor, MIN_ACTIVE), value(editor, LAST)
    working.commit()

    assert during == (taken, taken + 1)
    assert value(editor, MIN_ACTIVE) == taken + 2


def test_a_number_that_is_rolled_back_is_gone(editor, working):
    """https://learn.microsoft.com/sql/t-sql/data-types/rowversion-transact-sql"""
    working.execute(ADD)
    taken = value(working, STAMP)
    working.rollback()

    assert (value(editor, LAST), value(editor, MIN_ACTIVE)) == (taken, taken + 1)


def test_a_snapshot_sees_the_lowest_active_of_now(site):
    """https://learn.microsoft.com/sql/t-sql/functions/min-active-rowversion-transact-sql"""
    site.run("ALTER DATABASE CURRENT SET ALLOW_SNAPSHOT_ISOLATION ON")
    reader, editor = site.connect(), site.connect()
    reader.execute("SET TRANSACTION ISOLATION LEVEL SNAPSHOT; BEGIN TRANSACTION")
    seen = rows(reader, "SELECT ContactID FROM dbo.Contact")
    before = value(reader, MIN_ACTIVE)
    editor.execute(ADD)

    assert (seen, value(reader, MIN_ACTIVE)) == ([], before + 1)


def test_numbers_are_compared_as_bytes_and_as_numbers(editor):
    """https://learn.microsoft.com/sql/t-sql/data-types/binary-and-varbinary-transact-sql"""
    editor.execute("INSERT INTO dbo.Contact (ContactID) VALUES (1), (2), (3)")
    first = value(editor, "SELECT RV FROM dbo.Contact WHERE ContactID = 1")
    number = value(editor, STAMP)
    wanted = "SELECT TOP (?) ContactID FROM dbo.Contact WHERE RV > ? AND RV <= ? ORDER BY RV"

    assert rows(editor, wanted, 5, first, (number + 1).to_bytes(8, "big")) == [(2,)]
    assert rows(editor, "SELECT ContactID FROM dbo.Contact WHERE RV > ?", number + 1) == [(3,)]


def test_nobody_writes_the_number(editor, refused):
    """https://learn.microsoft.com/sql/t-sql/data-types/rowversion-transact-sql"""
    editor.execute(ADD)

    assert refused(editor, "UPDATE dbo.Contact SET RV = 0x01") == 272
    assert refused(editor, "INSERT INTO dbo.Contact (ContactID, RV) VALUES (2, 0x01)") == 273
