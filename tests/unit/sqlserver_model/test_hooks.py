"""Where a test steps in between two steps of a reader."""

from tests.sqlserver.conformance.site import rows, value
from tests.sqlserver.model.refusals import deadlock
from tests.sqlserver.model.work import Work

JOINED = (
    "SELECT c.ContactID, p.PhoneID FROM dbo.Contact AS c "
    "LEFT JOIN dbo.ContactPhone AS p ON p.ContactID = c.ContactID"
)


def save(database, *edits):
    work = Work(database)
    for table, values in edits:
        work.insert(table, **values)
    work.commit()


def both_tables(database):
    save(
        database,
        ("Contact", {"ContactID": 1}),
        ("ContactPhone", {"PhoneID": 10, "ContactID": 1}),
    )


def once(database, table, edit):
    """Edit just before a statement reads this table, once."""

    def step_in(name):
        if name == table:
            database.hooks.before_read = None
            edit()

    database.hooks.before_read = step_in


def test_somebody_commits_between_two_tables_of_a_query(database, owner):
    save(database, ("Contact", {"ContactID": 1}))
    late = {"PhoneID": 10, "ContactID": 1}
    once(database, "ContactPhone", lambda: save(database, ("ContactPhone", late)))

    assert rows(owner, JOINED) == [(1, 10)]


def test_with_row_versions_a_statement_is_of_one_moment(database, owner):
    database.read_committed_snapshot = True
    save(database, ("Contact", {"ContactID": 1}))
    late = {"PhoneID": 10, "ContactID": 1}
    once(database, "ContactPhone", lambda: save(database, ("ContactPhone", late)))

    assert rows(owner, JOINED) == [(1, None)]


def test_a_deadlock_can_be_made(database, owner, number):
    both_tables(database)
    owner.execute("BEGIN TRANSACTION; UPDATE dbo.Contact SET Name = N'b'")

    def fail(sql):
        database.hooks.before_statement = None
        raise deadlock(51)

    database.hooks.before_statement = fail

    assert number(owner.execute, JOINED) == 1205
    assert value(owner, "SELECT @@TRANCOUNT") == 0
    assert value(owner, "SELECT Name FROM dbo.Contact") is None


def test_whoever_is_waited_for_can_be_ended(database, owner):
    work = Work(database)
    work.insert("Contact", ContactID=1)
    database.hooks.on_wait = lambda blocker: blocker.commit()

    assert rows(owner, "SELECT ContactID FROM dbo.Contact") == [(1,)]


def test_changes_wait_for_open_edits_if_told_so(database, owner, number):
    changes = "SELECT ct.ContactID FROM CHANGETABLE(CHANGES dbo.Contact, 0) AS ct"
    work = Work(database)
    work.insert("Contact", ContactID=1)
    before = rows(owner, changes)
    database.changes_wait = True

    assert (before, number(owner.execute, changes)) == ([], 1222)


def test_work_that_touches_nothing_counts_as_an_edit(database, owner):
    both_tables(database)
    before = value(owner, "SELECT CHANGE_TRACKING_CURRENT_VERSION()")
    work = Work(database)
    touched = work.update("Contact", 1), work.update("Contact", 2), work.delete("Contact", 3)
    work.commit()

    assert touched == (1, 0, 0)
    assert value(owner, "SELECT CHANGE_TRACKING_CURRENT_VERSION()") == before + 1
