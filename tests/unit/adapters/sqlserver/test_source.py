"""What the source asks and returns beyond the contract of every source."""

import pytest

from practicesync.core.errors import Code, Misconfigured
from practicesync.core.key import Key, key_text
from practicesync.core.row import Position
from tests.unit.adapters.sqlserver.practice import CONTACT, PROFILE, SmallPractice

MANY = 1_201
PAIR = PROFILE.replace('key = ["ContactID"]', 'key = ["Office", "No"]')
PAIRS = (
    "CREATE TABLE dbo.Contact (Office nchar(4), No int, Name nchar(1), PRIMARY KEY (Office, No))"
)
EMPLOYEES = """
[employee]
table = "dbo.Employee"
key = ["EmployeeID"]
[employee.fields]
email = "Email"
active = { column = "Status", map = { A = true }, default = false }
"""


def contacts(*numbers):
    return [f"INSERT INTO dbo.Contact VALUES ({number}, 'Name')" for number in numbers]


def pages(read, limit):
    found, position = read(None, limit)
    while position is not None:
        more, position = read(position, limit)
        found = [*found, *more]
    return found


def asked(practice, source, keys):
    """Return the statements of a read, without SET and transactions."""
    heard: list[str] = []
    practice.database.hooks.before_statement = heard.append
    source.read(keys)
    practice.database.hooks.before_statement = None
    return [sql for sql in heard if sql.startswith("SELECT")]


def test_many_keys_are_asked_for_in_few_statements(practice):
    source = practice.source(CONTACT)
    source.count()

    heard = asked(practice, source, [key_text([str(number)]) for number in range(MANY)])

    assert [sql.count("CAST(") for sql in heard] == [500, 500, 500]


def test_keys_of_another_shape_are_not_asked_for(practice):
    source = practice.source(CONTACT)
    source.count()

    assert asked(practice, source, [Key('["1","2"]'), Key('["x"]'), Key(f'["{2**31}"]')]) == []


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 6])
def test_pairs_are_paged_without_a_gap_and_without_a_repeat(practice, limit):
    rows = [("A", 2), ("A", 1), ("B", 1), ("a", 3), ("", 7)]
    source = practice.source(
        PAIRS, *(f"INSERT INTO dbo.Contact VALUES ('{a}', {b}, 'N')" for a, b in rows), layout=PAIR
    )

    keys = pages(source.keys, limit)

    assert keys == [
        key_text(parts) for parts in (["", "7"], ["a", "1"], ["a", "2"], ["a", "3"], ["b", "1"])
    ]


def test_rows_without_a_key_are_no_contacts(practice):
    source = practice.source(
        "CREATE TABLE dbo.Contact (ContactID int, Name nvarchar(9))",
        *contacts(1, 2),
        "INSERT INTO dbo.Contact VALUES (NULL, 'N')",
    )

    assert source.count() == 2
    assert pages(source.keys, 1) == ['["1"]', '["2"]']
    assert [row.key for row in source.page(None, 9).rows] == ['["1"]', '["2"]']


def test_condition_of_the_layout_leaves_contacts_out(practice):
    layout = PROFILE.replace(
        'key = ["ContactID"]', 'key = ["ContactID"]\nwhere = "ContactID > 1 OR Name = \'X\'"'
    )
    source = practice.source(CONTACT, *contacts(1, 2, 3), layout=layout)

    assert source.count() == 2
    assert pages(source.keys, 1) == ['["2"]', '["3"]']
    assert [row.key for row in source.read([Key('["1"]'), Key('["2"]')])] == ['["2"]']


@pytest.mark.parametrize("position", ['["1","2"]', "[]"])
def test_position_of_another_layout_is_said_to_be_one(practice, position):
    source = practice.source(CONTACT)

    with pytest.raises(Misconfigured) as caught:
        source.page(Position(position), 1)

    assert caught.value.code is Code.KEY_UNREADABLE


@pytest.mark.parametrize("major", [12, 16])
def test_hashes_differ_where_contacts_do(major):
    """Before SQL Server 2016 HASHBYTES takes 8,000 bytes, and the rows come here to be hashed."""
    practice = SmallPractice(major)
    source = practice.source(CONTACT, *contacts(1, 2, 3), hashed=True)
    practice.site.run(
        "UPDATE dbo.Contact SET Name = NULL WHERE ContactID = 2",
        "UPDATE dbo.Contact SET Name = '' WHERE ContactID = 3",
    )

    hashes = dict(pages(source.hashes, 2))

    assert len(set(hashes.values())) == 3
    assert hashes == {row.key: row.hash for row in source.read(list(hashes))}
    assert hashes == {row.key: row.hash for row in source.page(None, 9).rows}
    practice.close()


def test_hash_stays_when_nothing_changes(practice):
    source = practice.source(CONTACT, *contacts(1), hashed=True)
    before = source.hashes(None, 9)
    practice.site.run("UPDATE dbo.Contact SET Name = 'Name'", *contacts(2))

    assert source.hashes(None, 1)[0] == before[0]


def test_employee_that_is_active_counts_before_one_that_left(practice):
    columns = "EmployeeID int PRIMARY KEY, Email nvarchar(50), Status nchar(1)"
    table = f"CREATE TABLE dbo.Employee ({columns})"
    left, active = (
        f"INSERT INTO dbo.Employee VALUES ({n}, ' A@x.au ', '{s}')" for n, s in ((1, "L"), (2, "A"))
    )
    source = practice.source(CONTACT, table, left, layout=PROFILE + EMPLOYEES)

    gone = source.employee("a@X.au")
    practice.site.run(active)
    there = source.employee("a@X.au")

    assert gone is not None
    assert not gone.active
    assert there is not None
    assert there.active
    assert source.employee("b@x.au") is None


def test_layout_without_employees_knows_none(practice):
    assert practice.source(CONTACT).employee("a@x.au") is None


def test_failed_statement_leaves_no_connection_and_the_next_read_works(practice):
    source = practice.source(CONTACT, *contacts(1))
    assert source.count() == 1
    practice.database.end_sessions()

    with pytest.raises(Exception, match="PS-SRC"):
        source.count()

    assert practice.server.sessions == []
    assert source.count() == 1
