"""What one transaction sees of another."""

from tests.sqlserver.conformance.site import rows, value

ALL = "SELECT ContactID, Name FROM dbo.Contact ORDER BY ContactID"
SNAPSHOT_ON = "ALTER DATABASE CURRENT SET ALLOW_SNAPSHOT_ISOLATION ON"
VERSIONS_ON = "ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON"


def test_what_is_rolled_back_was_never_there(reader, working):
    """https://learn.microsoft.com/sql/t-sql/language-elements/rollback-transaction-transact-sql"""
    working.execute("INSERT INTO dbo.Contact (ContactID) VALUES (1)")
    working.rollback()

    assert rows(reader, ALL) == []


def test_a_reader_waits_for_a_row_that_is_being_changed(reader, editor, working, refused):
    """https://learn.microsoft.com/sql/t-sql/statements/set-transaction-isolation-level-transact-sql"""
    editor.execute("INSERT INTO dbo.Contact (ContactID, Name) VALUES (1, N'a')")
    working.execute("UPDATE dbo.Contact SET Name = N'b' WHERE ContactID = 1")
    waited = refused(reader, ALL)
    working.commit()

    assert (waited, rows(reader, ALL)) == (1222, [(1, "b")])


def test_a_reader_waits_for_a_row_that_is_being_added(reader, working, refused):
    """https://learn.microsoft.com/sql/t-sql/statements/set-lock-timeout-transact-sql"""
    working.execute("INSERT INTO dbo.Contact (ContactID) VALUES (1)")

    assert refused(reader, ALL) == 1222
    assert refused(reader, "SELECT Name FROM dbo.Contact WHERE ContactID = 1") == 1222


def test_a_reader_waits_for_a_row_that_is_being_deleted(reader, editor, working, refused):
    """https://learn.microsoft.com/sql/relational-databases/sql-server-transaction-locking-and-row-versioning-guide"""
    editor.execute("INSERT INTO dbo.Contact (ContactID) VALUES (1)")
    working.execute("DELETE FROM dbo.Contact WHERE ContactID = 1")

    assert refused(reader, "SELECT Name FROM dbo.Contact WHERE ContactID = 1") == 1222


def test_a_row_found_by_its_key_waits_for_no_other(reader, editor, working):
    """https://learn.microsoft.com/sql/relational-databases/sql-server-transaction-locking-and-row-versioning-guide"""
    editor.execute("INSERT INTO dbo.Contact (ContactID, Name) VALUES (1, N'a'), (2, N'b')")
    working.execute("UPDATE dbo.Contact SET Name = N'c' WHERE ContactID = 2")

    assert rows(reader, "SELECT Name FROM dbo.Contact WHERE ContactID = ?", 1) == [("a",)]


def test_a_transaction_sees_its_own_edits(working):
    """https://learn.microsoft.com/sql/relational-databases/sql-server-transaction-locking-and-row-versioning-guide"""
    working.execute("INSERT INTO dbo.Contact (ContactID, Name) VALUES (1, N'a'), (2, N'b')")
    working.execute("UPDATE dbo.Contact SET Name = N'c' WHERE ContactID = 1")
    working.execute("DELETE FROM dbo.Contact WHERE ContactID = 2")

    assert rows(working, ALL) == [(1, "c")]


def test_with_row_versions_a_reader_sees_what_was_committed_last(site):
    """https://learn.microsoft.com/sql/t-sql/statements/alter-database-transact-sql-set-options"""
    site.run(VERSIONS_ON, "INSERT INTO dbo.Contact (ContactID, Name) VALUES (1, N'a')")
    reader, working = site.connect(), site.connect(autocommit=False)
    working.execute("UPDATE dbo.Contact SET Name = N'b' WHERE ContactID = 1")
    before = rows(reader, ALL)
    working.commit()

    assert (before, rows(reader, ALL)) == ([(1, "a")], [(1, "b")])


def test_with_row_versions_each_statement_sees_anew(site):
    """https://learn.microsoft.com/sql/relational-databases/sql-server-transaction-locking-and-row-versioning-guide"""
    site.run(VERSIONS_ON)
    reader, editor = site.connect(autocommit=False), site.connect()
    before = rows(reader, ALL)
    editor.execute("INSERT INTO dbo.Contact (ContactID, Name) VALUES (1, N'a')")

    assert (before, rows(reader, ALL)) == ([], [(1, "a")])


def test_a_snapshot_is_taken_by_the_first_read_and_stays(site):
    """https://learn.microsoft.com/dotnet/framework/data/adonet/sql/snapshot-isolation-in-sql-server"""
    site.run(SNAPSHOT_ON)
    reader, editor = site.connect(), site.connect()
    reader.execute("SET TRANSACTION ISOLATION LEVEL SNAPSHOT; BEGIN TRANSACTION")
    editor.execute("INSERT INTO dbo.Contact (ContactID, Name) VALUES (1, N'a')")
    first = rows(reader, ALL)
    editor.execute("UPDATE dbo.Contact SET Name = N'b' WHERE ContactID = 1")
    editor.execute("INSERT INTO dbo.Contact (ContactID) VALUES (2)")
    second = rows(reader, ALL)
    reader.execute("COMMIT TRANSACTION")

    assert (first, second) == ([(1, "a")], [(1, "a")])
    assert rows(reader, ALL) == [(1, "b"), (2, None)]


def test_a_snapshot_waits_for_nobody(site):
    """https://learn.microsoft.com/sql/t-sql/statements/set-transaction-isolation-level-transact-sql"""
    site.run(SNAPSHOT_ON, "INSERT INTO dbo.Contact (ContactID, Name) VALUES (1, N'a')")
    reader, working = site.connect(), site.connect(autocommit=False)
    working.execute("UPDATE dbo.Contact SET Name = N'b' WHERE ContactID = 1")
    reader.execute("SET TRANSACTION ISOLATION LEVEL SNAPSHOT")

    assert rows(reader, ALL) == [(1, "a")]


def test_a_snapshot_shows_tracked_changes_as_of_its_moment(site, tracked):
    """https://learn.microsoft.com/sql/relational-databases/track-changes/work-with-change-tracking-sql-server"""
    site.run(SNAPSHOT_ON, "INSERT INTO dbo.Contact (ContactID) VALUES (1)")
    reader, editor = site.connect(), site.connect()
    reader.execute("SET TRANSACTION ISOLATION LEVEL SNAPSHOT; BEGIN TRANSACTION")
    version = value(reader, "SELECT CHANGE_TRACKING_CURRENT_VERSION()")
    editor.execute("INSERT INTO dbo.Contact (ContactID) VALUES (2)")
    changes = rows(
        reader, "SELECT ct.ContactID FROM CHANGETABLE(CHANGES dbo.Contact, ?) AS ct", version - 1
    )

    assert changes == [(1,)]
    assert value(reader, "SELECT CHANGE_TRACKING_CURRENT_VERSION()") == version


def test_a_snapshot_has_to_be_allowed(reader, refused):
    """https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors-3000-to-3999"""
    reader.execute("SET TRANSACTION ISOLATION LEVEL SNAPSHOT")

    assert refused(reader, ALL) == 3952


def test_a_transaction_cannot_become_a_snapshot(site, refused):
    """https://learn.microsoft.com/sql/t-sql/statements/set-transaction-isolation-level-transact-sql"""
    site.run(SNAPSHOT_ON)
    reader = site.connect()
    reader.execute("BEGIN TRANSACTION")
    reader.execute("SET TRANSACTION ISOLATION LEVEL SNAPSHOT")

    assert refused(reader, ALL) == 3951


def test_a_statement_that_fails_leaves_nothing_behind(editor, refused):
    """https://learn.microsoft.com/sql/relational-databases/sql-server-transaction-locking-and-row-versioning-guide"""
    editor.execute("INSERT INTO dbo.Contact (ContactID) VALUES (2)")
    number = refused(editor, "INSERT INTO dbo.Contact (ContactID) VALUES (1), (2)")

    assert (number, rows(editor, ALL)) == (2627, [(2, None)])


def test_a_transaction_goes_on_after_a_statement_that_failed(reader, working, refused):
    """https://learn.microsoft.com/sql/t-sql/statements/set-xact-abort-transact-sql"""
    working.execute("INSERT INTO dbo.Contact (ContactID) VALUES (2)")
    number = refused(working, "INSERT INTO dbo.Contact (ContactID) VALUES (1), (2)")
    working.commit()

    assert (number, rows(reader, ALL)) == (2627, [(2, None)])


def test_two_cannot_add_the_same_key(editor, working, refused):
    """https://learn.microsoft.com/sql/relational-databases/sql-server-transaction-locking-and-row-versioning-guide"""
    working.execute("INSERT INTO dbo.Contact (ContactID) VALUES (1)")
    editor.execute("SET LOCK_TIMEOUT 0")
    waited = refused(editor, "INSERT INTO dbo.Contact (ContactID) VALUES (1)")
    working.commit()

    assert waited == 1222
    assert refused(editor, "INSERT INTO dbo.Contact (ContactID) VALUES (1)") == 2627


def test_transactions_are_counted(editor, refused):
    """https://learn.microsoft.com/sql/t-sql/functions/trancount-transact-sql"""
    editor.execute("BEGIN TRANSACTION; BEGIN TRANSACTION; COMMIT TRANSACTION")
    inside = value(editor, "SELECT @@TRANCOUNT")
    editor.execute("IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION")

    assert (inside, value(editor, "SELECT @@TRANCOUNT")) == (1, 0)
    assert refused(editor, "COMMIT TRANSACTION") == 3902
    assert refused(editor, "ROLLBACK TRANSACTION") == 3903
