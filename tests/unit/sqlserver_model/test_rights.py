"""What a login may see and do."""

import pytest

from tests.sqlserver.conformance.site import rows, value
from tests.sqlserver.model.database import State

NAMES = "SELECT name FROM sys.tables ORDER BY name"
CHANGES = "SELECT ct.ContactID FROM CHANGETABLE(CHANGES dbo.Contact, 0) AS ct"
PERMISSION = "SELECT HAS_PERMS_BY_NAME('dbo.Contact', 'OBJECT', ?)"


@pytest.fixture
def reader(server, database, connect):
    """A login without any right in the database but to be there."""
    server.create_login("reader")
    database.admit("reader")
    return connect("reader")


def test_without_a_grant_a_table_can_not_be_read(reader, number):
    assert number(reader.execute, "SELECT ContactID FROM dbo.Contact") == 229


def test_a_grant_is_for_one_table(reader, database, number):
    database.grant("reader", "SELECT", "dbo.Contact")

    assert rows(reader, "SELECT ContactID FROM dbo.Contact") == []
    assert number(reader.execute, "SELECT PhoneID FROM dbo.ContactPhone") == 229


def test_a_grant_can_be_taken_back(reader, database, number):
    database.grant("reader", "SELECT", "dbo.Contact")
    before = rows(reader, "SELECT ContactID FROM dbo.Contact")
    database.revoke("reader", "SELECT", "dbo.Contact")

    assert (before, number(reader.execute, "SELECT ContactID FROM dbo.Contact")) == ([], 229)


def test_a_join_needs_the_right_to_both(reader, database, number):
    database.grant("reader", "SELECT", "dbo.Contact")
    joined = "SELECT 1 FROM dbo.Contact AS c JOIN dbo.ContactPhone AS p ON p.PhoneID = c.ContactID"

    assert number(reader.execute, joined) == 229


@pytest.mark.parametrize("granted", ["SELECT", "VIEW CHANGE TRACKING"])
def test_tracked_changes_need_two_rights(reader, database, number, granted):
    database.grant("reader", granted, "dbo.Contact")

    assert number(reader.execute, CHANGES) == 229


def test_with_both_rights_changes_are_told(reader, database):
    for permission in ("SELECT", "VIEW CHANGE TRACKING"):
        database.grant("reader", permission, "dbo.Contact")

    assert rows(reader, CHANGES) == []


def test_without_the_right_the_valid_version_is_unknown(reader, owner, database):
    database.grant("reader", "SELECT", "dbo.Contact")
    wanted = "SELECT CHANGE_TRACKING_MIN_VALID_VERSION(OBJECT_ID('dbo.Contact'))"
    before = value(reader, wanted)
    database.grant("reader", "VIEW CHANGE TRACKING", "dbo.Contact")

    assert (before, value(reader, wanted)) == (None, value(owner, wanted))


def test_catalogs_show_what_somebody_has_a_right_to(reader, database):
    before = rows(reader, NAMES)
    database.grant("reader", "SELECT", "dbo.Contact")

    assert (before, rows(reader, NAMES)) == ([], [("Contact",)])
    assert value(reader, "SELECT OBJECT_ID('dbo.ContactPhone')") is None
    assert value(reader, "SELECT COUNT(DISTINCT object_id) FROM sys.columns") == 1


def test_a_reader_of_the_database_reads_every_table(reader, server, database, connect, number):
    server.create_login("agent")
    database.admit("agent", "db_datareader")
    agent = connect("agent")

    assert rows(agent, "SELECT PhoneID FROM dbo.ContactPhone") == []
    assert number(agent.execute, "INSERT INTO dbo.Contact (ContactID) VALUES (1)") == 229
    assert number(agent.execute, CHANGES) == 229
    assert value(agent, "SELECT IS_ROLEMEMBER('db_datareader')") == 1
    assert value(agent, "SELECT IS_ROLEMEMBER('db_owner')") == 0


@pytest.mark.parametrize("verb", ["UPDATE dbo.Contact SET Name = N'a'", "DELETE FROM dbo.Contact"])
def test_reading_is_not_writing(reader, database, number, verb):
    database.grant("reader", "SELECT", "dbo.Contact")

    assert number(reader.execute, verb) == 229


@pytest.mark.parametrize("change", ["TRUNCATE TABLE dbo.Contact", "CREATE TABLE dbo.Own (A int)"])
def test_only_an_owner_changes_tables(reader, number, change):
    assert number(reader.execute, change) == 1088


def test_rights_can_be_asked_for(reader, database):
    unknown = value(reader, PERMISSION, "SELECT")
    database.grant("reader", "SELECT", "dbo.Contact")

    assert unknown is None
    assert [value(reader, PERMISSION, p) for p in ("SELECT", "INSERT")] == [1, 0]
    assert value(reader, "SELECT HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW SERVER STATE')") == 0
    assert value(reader, "SELECT HAS_PERMS_BY_NAME(DB_NAME(), 'DATABASE', 'SELECT')") == 0


def test_an_owner_of_the_database_may_everything_in_it(server, database, connect):
    server.create_login("boss")
    database.admit("boss", "db_owner")
    boss = connect("boss")

    assert value(boss, PERMISSION, "DELETE") == 1
    assert value(boss, "SELECT IS_ROLEMEMBER('db_owner')") == 1
    assert value(boss, "SELECT IS_SRVROLEMEMBER('sysadmin')") == 0


def test_the_log_needs_the_right_to_view_the_state(reader, database, number):
    wanted = "SELECT log_end_lsn FROM sys.dm_db_log_stats(DB_ID())"
    before = number(reader.execute, wanted)
    database.grant("reader", "VIEW DATABASE STATE")

    assert (before, len(rows(reader, wanted))) == (262, 1)


def test_a_plan_of_somebody_else_gives_no_rights(owner, reader, number):
    wanted = "SELECT ContactID FROM dbo.Contact"

    assert rows(owner, wanted) == []
    assert number(reader.execute, wanted) == 229


def test_a_database_is_open_to_who_is_in_it_while_it_is_online(reader, server, database):
    asked = "SELECT HAS_DBACCESS(?)"
    other = server.create_database("Payroll")

    assert value(reader, asked, "Payroll") == 0

    other.admit("reader")

    assert value(reader, asked, "payroll") == 1

    other.state = State.OFFLINE

    assert value(reader, asked, "Payroll") == 0
