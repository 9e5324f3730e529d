"""What change tracking answers.

https://learn.microsoft.com/sql/relational-databases/track-changes/about-change-tracking-sql-server
"""

import pytest

from tests.sqlserver.conformance.site import rows, value

CURRENT = "SELECT CHANGE_TRACKING_CURRENT_VERSION()"
MIN_VALID = "SELECT CHANGE_TRACKING_MIN_VALID_VERSION(OBJECT_ID(?))"
CHANGES = (
    "SELECT ct.ContactID, ct.SYS_CHANGE_OPERATION FROM CHANGETABLE(CHANGES dbo.Contact, ?) AS ct "
    "ORDER BY ct.SYS_CHANGE_VERSION, ct.ContactID"
)
ADD = "INSERT INTO dbo.Contact (ContactID) VALUES (1)"
EDIT = "UPDATE dbo.Contact SET Name = N'b' WHERE ContactID = 1"
DELETE = "DELETE FROM dbo.Contact WHERE ContactID = 1"


def run(connection, *statements):
    for statement in statements:
        connection.cursor().execute(statement)


@pytest.fixture
def since(editor, tracked):
    """What changed since the version at this moment."""
    baseline = value(editor, CURRENT)
    return lambda: rows(editor, CHANGES, baseline)


def test_each_commit_is_a_version(editor, tracked):
    """https://learn.microsoft.com/sql/relational-databases/system-functions/change-tracking-current-version-transact-sql"""
    before = value(editor, CURRENT)
    run(editor, "INSERT INTO dbo.Contact (ContactID) VALUES (1), (2)", EDIT)

    assert value(editor, CURRENT) == before + 2


def test_an_edit_of_what_is_not_tracked_is_no_version(editor, tracked):
    """https://learn.microsoft.com/sql/relational-databases/system-functions/change-tracking-current-version-transact-sql"""
    before = value(editor, CURRENT)
    run(editor, "INSERT INTO dbo.ContactPhone (PhoneID, ContactID) VALUES (1, 1)")

    assert value(editor, CURRENT) == before


def test_versions_come_in_the_order_of_the_commits(editor, working, since):
    """https://learn.microsoft.com/sql/relational-databases/track-changes/about-change-tracking-sql-server"""
    run(working, ADD)
    run(editor, "INSERT INTO dbo.Contact (ContactID) VALUES (2)")
    working.commit()

    assert since() == [(2, "I"), (1, "I")]


def test_a_change_is_seen_once_it_is_committed(site, tracked, editor, working):
    """https://learn.microsoft.com/sql/relational-databases/track-changes/work-with-change-tracking-sql-server"""
    before = value(editor, CURRENT)
    run(working, ADD)
    during = value(editor, CURRENT)
    working.commit()

    assert (during, rows(editor, CHANGES, before)) == (before, [(1, "I")])


def test_nothing_is_tracked_of_what_was_rolled_back(editor, working, since):
    """https://learn.microsoft.com/sql/relational-databases/track-changes/about-change-tracking-sql-server"""
    run(working, ADD)
    working.rollback()

    assert since() == []


@pytest.mark.parametrize(
    ("before", "after", "operation"),
    [
        ([], [ADD], "I"),
        ([], [ADD, EDIT], "I"),
        ([], [ADD, EDIT, EDIT], "I"),
        ([ADD], [EDIT], "U"),
        ([ADD], [EDIT, EDIT], "U"),
        ([ADD], [DELETE], "D"),
        ([ADD], [EDIT, DELETE], "D"),
        ([ADD], [DELETE, ADD], "U"),
        ([], [ADD, DELETE, ADD], "I"),
        ([], [ADD, DELETE], "D"),
        ([ADD], [DELETE, ADD, DELETE], "D"),
    ],
)
@pytest.mark.parametrize("together", [False, True], ids=["apart", "in-one-transaction"])
def test_several_changes_of_a_row_come_to_one(
    site, tracked, editor, working, before, after, operation, together
):
    """https://learn.microsoft.com/sql/relational-databases/system-functions/changetable-transact-sql"""
    run(editor, *before)
    baseline = value(editor, CURRENT)
    run(working if together else editor, *after)
    working.commit()

    assert rows(editor, CHANGES, baseline) == [(1, operation)]


def test_an_update_that_changes_nothing_is_a_change(editor, tracked):
    """https://learn.microsoft.com/sql/relational-databases/track-changes/about-change-tracking-sql-server"""
    run(editor, ADD)
    baseline = value(editor, CURRENT)
    run(editor, "UPDATE dbo.Contact SET Name = Name")

    assert rows(editor, CHANGES, baseline) == [(1, "U")]


def test_another_key_is_a_delete_and_an_insert(editor, tracked):
    """https://learn.microsoft.com/sql/relational-databases/system-functions/changetable-transact-sql"""
    run(editor, ADD)
    baseline = value(editor, CURRENT)
    run(editor, "UPDATE dbo.Contact SET ContactID = 7 WHERE ContactID = 1")

    assert rows(editor, CHANGES, baseline) == [(1, "D"), (7, "I")]


def test_the_version_of_a_change_is_that_of_the_last(editor, tracked):
    """https://learn.microsoft.com/sql/relational-databases/system-functions/changetable-transact-sql"""
    baseline = value(editor, CURRENT)
    run(editor, ADD, EDIT)
    versions = (
        "SELECT ct.SYS_CHANGE_VERSION, ct.SYS_CHANGE_CREATION_VERSION "
        "FROM CHANGETABLE(CHANGES dbo.Contact, ?) AS ct"
    )

    assert rows(editor, versions, baseline) == [(baseline + 2, baseline + 1)]
    assert rows(editor, versions, baseline + 1) == [(baseline + 2, None)]


def test_without_a_version_everything_tracked_is_answered(editor, tracked):
    """https://learn.microsoft.com/sql/relational-databases/system-functions/changetable-transact-sql"""
    run(editor, ADD, DELETE)
    run(editor, "INSERT INTO dbo.Contact (ContactID) VALUES (2)")
    everything = "SELECT ct.ContactID FROM CHANGETABLE(CHANGES dbo.Contact, NULL) AS ct"

    assert sorted(rows(editor, everything)) == [(1,), (2,)]


def test_a_version_of_the_future_answers_nothing(editor, tracked):
    """https://learn.microsoft.com/sql/relational-databases/system-functions/changetable-transact-sql"""
    run(editor, ADD)

    assert rows(editor, CHANGES, value(editor, CURRENT) + 100) == []


def test_changes_are_joined_with_their_rows(editor, since):
    """https://learn.microsoft.com/sql/relational-databases/track-changes/work-with-change-tracking-sql-server"""
    run(editor, ADD, EDIT, "INSERT INTO dbo.Contact (ContactID) VALUES (2)")
    run(editor, "DELETE FROM dbo.Contact WHERE ContactID = 2")
    joined = (
        "SELECT ct.ContactID, t.Name FROM CHANGETABLE(CHANGES [dbo].[Contact], ?) AS ct "
        "LEFT JOIN [dbo].[Contact] AS t ON t.[ContactID] = ct.[ContactID] ORDER BY ct.ContactID"
    )

    assert rows(editor, joined, 0) == [(1, "b"), (2, None)]


def test_off_means_no_version(editor):
    """https://learn.microsoft.com/sql/relational-databases/system-functions/change-tracking-current-version-transact-sql"""
    assert value(editor, CURRENT) is None
    assert value(editor, MIN_VALID, "dbo.Contact") is None


def test_only_tracked_tables_have_a_valid_version(editor, tracked):
    """https://learn.microsoft.com/sql/relational-databases/system-functions/change-tracking-min-valid-version-transact-sql"""
    assert value(editor, MIN_VALID, "[dbo].[Contact]") == value(editor, CURRENT)
    assert value(editor, MIN_VALID, "dbo.ContactPhone") is None
    assert value(editor, MIN_VALID, "dbo.Nowhere") is None


def test_enabling_anew_begins_at_the_version_then(editor, tracked):
    """https://learn.microsoft.com/sql/relational-databases/system-functions/change-tracking-min-valid-version-transact-sql"""
    before = value(editor, CURRENT)
    run(editor, ADD, "ALTER TABLE dbo.Contact DISABLE CHANGE_TRACKING", EDIT)
    run(editor, "ALTER TABLE dbo.Contact ENABLE CHANGE_TRACKING")

    assert value(editor, MIN_VALID, "dbo.Contact") == value(editor, CURRENT) == before + 1
    assert rows(editor, CHANGES, before) == []


def test_truncating_is_not_tracked_and_begins_anew(editor, tracked):
    """https://learn.microsoft.com/sql/relational-databases/system-functions/changetable-transact-sql"""
    before = value(editor, CURRENT)
    run(editor, ADD, EDIT, "TRUNCATE TABLE dbo.Contact")

    assert rows(editor, CHANGES, before) == []
    assert value(editor, MIN_VALID, "dbo.Contact") == value(editor, CURRENT) > before


def test_a_table_without_a_primary_key_is_not_tracked(editor, tracked, refused):
    """https://learn.microsoft.com/sql/relational-databases/track-changes/enable-and-disable-change-tracking-sql-server"""
    run(editor, "CREATE TABLE dbo.Loose (A int)")

    assert refused(editor, "ALTER TABLE dbo.Loose ENABLE CHANGE_TRACKING") == 4997


def test_the_database_is_tracked_before_its_tables(editor, refused):
    """https://learn.microsoft.com/sql/relational-databases/track-changes/enable-and-disable-change-tracking-sql-server"""
    enable = "ALTER TABLE dbo.Contact ENABLE CHANGE_TRACKING"
    early = refused(editor, enable)
    run(editor, "ALTER DATABASE CURRENT SET CHANGE_TRACKING = ON", enable)

    assert (early, refused(editor, enable)) == (1718, 4996)
    assert refused(editor, "ALTER DATABASE CURRENT SET CHANGE_TRACKING = ON") == 5088
    assert refused(editor, "ALTER DATABASE CURRENT SET CHANGE_TRACKING = OFF") == 22115


def test_changes_of_a_table_that_is_not_tracked_are_refused(editor, tracked, refused):
    """https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors"""
    wanted = "SELECT ct.PhoneID FROM CHANGETABLE(CHANGES dbo.ContactPhone, ?) AS ct"

    assert refused(editor, wanted, 0) == 22105


def test_the_columns_of_a_key_are_those_of_the_table(editor, tracked):
    """https://learn.microsoft.com/sql/relational-databases/system-functions/changetable-transact-sql"""
    cursor = editor.cursor()
    cursor.execute(
        "CREATE TABLE dbo.Two (A int NOT NULL, B nvarchar(5) NOT NULL, C int, PRIMARY KEY (B, A))"
    )
    cursor.execute("ALTER TABLE dbo.Two ENABLE CHANGE_TRACKING")
    cursor.execute("INSERT INTO dbo.Two (A, B, C) VALUES (1, N'x', 3)")
    cursor.execute("SELECT * FROM CHANGETABLE(CHANGES dbo.Two, 0) AS ct")
    names = [column[0] for column in cursor.description]

    assert names[:3] == [
        "SYS_CHANGE_VERSION",
        "SYS_CHANGE_CREATION_VERSION",
        "SYS_CHANGE_OPERATION",
    ]
    assert sorted(names[5:]) == ["A", "B"]


def test_catalogs_say_what_is_tracked(editor, tracked):
    """https://learn.microsoft.com/sql/relational-databases/system-catalog-views/change-tracking-catalog-views-sys-change-tracking-tables"""
    databases = (
        "SELECT retention_period, retention_period_units_desc FROM sys.change_tracking_databases "
        "WHERE database_id = DB_ID()"
    )
    tables = (
        "SELECT OBJECT_NAME(object_id), min_valid_version, begin_version "
        "FROM sys.change_tracking_tables"
    )
    version = value(editor, CURRENT)

    assert rows(editor, databases) == [(2, "DAYS")]
    assert rows(editor, tables) == [("Contact", version, version)]


@pytest.mark.parametrize("how", ["DISABLE", "ENABLE"])
def test_tracking_is_switched_while_nobody_edits_there(
    site, tracked, reader, working, refused, how
):
    """https://learn.microsoft.com/sql/t-sql/statements/alter-table-transact-sql#locks-and-alter-table"""
    switch = f"ALTER TABLE dbo.Contact {how} CHANGE_TRACKING"
    if how == "ENABLE":
        site.run("ALTER TABLE dbo.Contact DISABLE CHANGE_TRACKING")
    working.execute("INSERT INTO dbo.Contact (ContactID) VALUES (1)")

    assert refused(reader, switch) == 1222
    working.commit()
    reader.execute(switch)
