"""A database that is restored is the one of then: its counters fall, and rise again."""

from tests.sqlserver.conformance.site import rows, value
from tests.sqlserver.model.work import Work

STATE = "SELECT CHANGE_TRACKING_CURRENT_VERSION(), CAST(@@DBTS AS bigint)"
FORK = "SELECT recovery_fork_guid FROM sys.database_recovery_status WHERE database_id = DB_ID()"
LOG = "SELECT log_end_lsn FROM sys.dm_db_log_stats(DB_ID())"
CHANGES = (
    "SELECT ct.ContactID, ct.SYS_CHANGE_OPERATION FROM CHANGETABLE(CHANGES dbo.Contact, ?) AS ct"
)


def add(database, *keys):
    for key in keys:
        work = Work(database)
        work.insert("Contact", ContactID=key)
        work.commit()


def test_rows_and_counters_are_those_of_the_backup(database, owner, connect):
    add(database, 1)
    before, backup = rows(owner, STATE), database.backup()
    add(database, 2, 3)
    fork, log = value(owner, FORK), value(owner, LOG)
    database.restore(backup)
    after = connect()

    assert rows(after, "SELECT ContactID FROM dbo.Contact") == [(1,)]
    assert rows(after, STATE) == before
    assert value(after, LOG) < log
    assert value(after, FORK) != fork


def test_counters_rise_past_what_they_were(database, owner, connect):
    add(database, 1)
    backup = database.backup()
    add(database, 2, 3)
    ((version, stamp),) = rows(owner, STATE)
    database.restore(backup)
    add(database, 4, 5, 6)
    after = connect()

    assert rows(after, STATE) == [(version + 1, stamp + 1)]
    assert rows(after, CHANGES, version) == [(6, "I")]


def test_a_restore_ends_sessions_and_their_edits(database, owner, number):
    work = Work(database)
    work.insert("Contact", ContactID=1)
    database.restore(database.backup())

    assert number(owner.execute, "SELECT 1") == 596
    assert database.min_active_rowversion == database.rowversion + 1


def test_a_backup_can_be_restored_twice(database, connect):
    add(database, 1)
    backup = database.backup()
    database.restore(backup)
    add(database, 2)
    database.restore(backup)

    assert rows(connect(), "SELECT ContactID FROM dbo.Contact") == [(1,)]
