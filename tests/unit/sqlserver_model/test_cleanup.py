"""The clean-up of change tracking may run at any moment, also between two statements."""

from itertools import islice

from tests.sqlserver.conformance.site import rows, value
from tests.sqlserver.engine import Login
from tests.sqlserver.model.work import Work, delete_many

CHANGES = "SELECT ct.ContactID FROM CHANGETABLE(CHANGES dbo.Contact, ?) AS ct ORDER BY ct.ContactID"
MIN_VALID = "SELECT CHANGE_TRACKING_MIN_VALID_VERSION(OBJECT_ID('dbo.Contact'))"
CURRENT = "SELECT CHANGE_TRACKING_CURRENT_VERSION()"
MILLION = 1_000_000


def add(database, *keys):
    for key in keys:
        work = Work(database)
        work.insert("Contact", ContactID=key)
        work.commit()


def test_the_valid_version_rises(database, owner):
    add(database, 1, 2, 3)
    database.cleanup(2)

    assert (value(owner, MIN_VALID), value(owner, CURRENT)) == (2, 3)


def test_an_older_version_is_answered_with_rows_missing(database, owner):
    add(database, 1, 2, 3)
    database.cleanup(2)

    assert rows(owner, CHANGES, 0) == [(3,)]


def test_what_was_asked_since_a_valid_version_is_whole(database, owner):
    add(database, 1, 2, 3)
    database.cleanup(1)

    assert rows(owner, CHANGES, 1) == [(2,), (3,)]


def test_it_runs_between_the_check_and_the_read(database, owner):
    add(database, 1, 2)
    checked = value(owner, MIN_VALID)
    database.hooks.before_statement = lambda sql: database.cleanup() if "CHANGES" in sql else None

    assert (checked, rows(owner, CHANGES, 0), value(owner, MIN_VALID)) == (0, [], 2)


def test_a_snapshot_does_not_see_it(database, owner):
    database.allow_snapshot = True
    add(database, 1, 2)
    owner.execute("SET TRANSACTION ISOLATION LEVEL SNAPSHOT; BEGIN TRANSACTION")
    checked = value(owner, MIN_VALID)
    database.cleanup()

    assert (checked, value(owner, MIN_VALID), rows(owner, CHANGES, 0)) == (0, 0, [(1,), (2,)])


def test_a_million_rows_of_one_version_take_no_room(server, database):
    delete_many(database, "Contact", range(MILLION))
    session = server.login(Login("sa", server.password, "Practice"))
    wanted = "SELECT ct.ContactID FROM CHANGETABLE(CHANGES dbo.Contact, 0) AS ct"
    (result,) = session.execute(wanted)

    assert list(islice(result.rows, 2000, 2003)) == [(2000,), (2001,), (2002,)]
    assert len(database.table(("Contact",)).tracking.now.log) == 0


def test_a_page_of_a_million_rows_is_in_order(database, owner):
    delete_many(database, "Contact", range(MILLION // 10))
    add(database, 7)
    page = (
        "SELECT TOP (3) ct.ContactID, ct.SYS_CHANGE_OPERATION "
        "FROM CHANGETABLE(CHANGES dbo.Contact, 0) AS ct WHERE ct.ContactID > ? "
        "ORDER BY ct.ContactID"
    )

    assert rows(owner, page, 5) == [(6, "D"), (7, "I"), (8, "D")]
