"""What is particular about a practice database in a SQLite file."""

import sqlite3
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from practicesync.adapters.sqlite_source import SqliteSource
from practicesync.core.errors import Code, Misconfigured, Problem, Unavailable
from practicesync.core.key import Key
from practicesync.core.profile import Profile
from practicesync.core.profile_text import parse_profile
from practicesync.core.row import Position

ONE, TWO = Key('["1"]'), Key('["2"]')

SCHEMA = """
CREATE TABLE Contact (ContactID INTEGER PRIMARY KEY, Name TEXT, Type TEXT, Client INT, FamilyNo INT,
    Notes TEXT, Deleted INT DEFAULT 0);
CREATE TABLE Family (FamilyNo INTEGER PRIMARY KEY, Name TEXT, Deleted INT DEFAULT 0);
CREATE TABLE Phone (PhoneID INTEGER PRIMARY KEY, ContactID INTEGER, Type TEXT, Number TEXT);
CREATE TABLE Association (ID INTEGER PRIMARY KEY, ContactID INTEGER, Other INTEGER, Relation TEXT);
CREATE TABLE Employee (EmployeeID INTEGER PRIMARY KEY, Email TEXT, Status TEXT, Role TEXT);
INSERT INTO Family (FamilyNo, Name) VALUES (7, 'Seven');
INSERT INTO Contact (ContactID, Name, Type, Client, FamilyNo) VALUES (1, 'One', 'o', 1, 7);
INSERT INTO Contact (ContactID, Name) VALUES (2, 'Two');
INSERT INTO Phone VALUES (1, 1, 'Home', '111'), (2, NULL, 'Home', '222');
INSERT INTO Association VALUES (1, 1, 2, 'Director'), (2, 2, NULL, 'Spouse');
"""

LAYOUT = """
name = "test"
status = "tested"
[contact]
table = "dbo.Contact"
key = ["ContactID"]
where = ""
[contact.fields]
name = "Name"
kind = { column = "Type", map = { P = "person", O = "organisation" }, default = "person" }
is_client = { column = "Client", map = { 1 = true, 0 = false } }
extras.notes = "Notes"
[[contact.joins]]
table = "dbo.Family"
key = ["FamilyNo"]
on = ["FamilyNo"]
fields = { family_group = "Name" }
[[contact.children]]
name = "phones"
table = "dbo.Phone"
key = ["PhoneID"]
parent = ["ContactID"]
fields = { type = "Type", number = "Number" }
[[contact.children]]
name = "associations"
table = "dbo.Association"
key = ["ID"]
parent = ["ContactID"]
fields = { contact = { key = ["Other"] }, relation = "Relation" }
"""

EMPLOYEE = """
[employee]
table = "Employee"
key = ["EmployeeID"]
[employee.fields]
email = "Email"
active = { column = "Status", map = { A = true }, default = false }
role = "Role"
"""

CASELESS = """
name = "caseless"
status = "tested"
[contact]
table = "Caseless"
key = ["Code"]
fields = { name = "Name" }
"""


def profile(text: str = LAYOUT) -> Profile:
    parsed = parse_profile(text, "test.toml")
    assert isinstance(parsed, Profile), parsed
    return parsed


class File:
    """A practice database and the sources over it, closed at the end."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._sources: list[SqliteSource] = []

    def run(self, sql: str) -> None:
        with closing(sqlite3.connect(self.path)) as connection:
            connection.executescript(sql)

    def source(self, text: str = LAYOUT) -> SqliteSource:
        source = SqliteSource(f"sqlite:///{self.path}", profile(text), busy_seconds=0)
        self._sources.append(source)
        return source

    def close(self) -> None:
        for source in self._sources:
            source.close()


@pytest.fixture
def file(tmp_path: Path) -> Iterator[File]:
    file = File(tmp_path / "a practice?#%20.db")
    file.run(SCHEMA)
    yield file
    file.close()


def statements(source: SqliteSource, look: Callable[[], object]) -> list[str]:
    """Return what the database is asked meanwhile."""
    source.count()
    assert source._opened
    asked: list[str] = []
    source._opened.connection.set_trace_callback(asked.append)
    look()
    source._opened.connection.set_trace_callback(None)
    return asked


def test_codes_joins_and_associations_are_read(file):
    row = file.source().read([ONE])[0]

    assert row.fields == {
        "name": "One",
        "kind": "organisation",
        "is_client": True,
        "extras.notes": None,
        "family_group": "Seven",
    }
    assert row.children == {
        "phones": [{"type": "Home", "number": "111"}],
        "associations": [{"contact": TWO, "relation": "Director"}],
    }


def test_nothing_is_null_where_nothing_is_there(file):
    row = file.source().read([TWO])[0]

    assert row.fields["kind"] == "person"
    assert row.fields["is_client"] is None
    assert row.fields["family_group"] is None
    assert row.children["associations"] == [{"contact": None, "relation": "Spouse"}]


def test_page_takes_a_statement_for_contacts_and_one_for_each_child(file):
    source = file.source()

    asked = statements(source, lambda: source.page(None, 500))

    words = [sql.split()[0] for sql in asked]
    assert words == ["BEGIN", "PRAGMA", "SELECT", "SELECT", "SELECT", "ROLLBACK"]
    assert not any("OFFSET" in sql for sql in asked)


def test_gate_reads_no_table(file):
    source = file.source()

    asked = ["BEGIN", "PRAGMA schema_version", "PRAGMA data_version", "ROLLBACK"]
    assert statements(source, source.gate) == asked


def test_contact_is_of_one_moment(file):
    file.run("PRAGMA journal_mode = WAL")
    source = file.source()
    source.count()
    assert source._opened
    edits = iter(["UPDATE Phone SET Number = '999'; UPDATE Contact SET Name = 'Edited'"])

    def edit_between_statements(sql: str) -> None:
        if "Phone" in sql:
            file.run(next(edits, ""))

    source._opened.connection.set_trace_callback(edit_between_statements)
    during = source.read([ONE])[0]
    after = source.read([ONE])[0]

    assert (during.fields["name"], during.children["phones"][0]["number"]) == ("One", "111")
    assert (after.fields["name"], after.children["phones"][0]["number"]) == ("Edited", "999")


def test_nothing_can_be_written(file):
    source = file.source()
    source.count()
    assert source._opened

    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        source._opened.connection.execute("DELETE FROM Contact")


def test_path_that_can_not_be_is_not_found():
    with pytest.raises(Misconfigured) as problem:
        SqliteSource("sqlite:///practice\0.db", profile()).count()

    assert problem.value.code is Code.DATABASE_NOT_FOUND


def test_missing_file_is_not_found_and_not_made(file, tmp_path):
    file.path = tmp_path / "other.db"

    with pytest.raises(Misconfigured) as problem:
        file.source().count()

    assert problem.value.code is Code.DATABASE_NOT_FOUND
    assert not file.path.exists()


@pytest.mark.parametrize(
    "content", [b"not a database, but long enough " * 100, b"SQLite format 3\0" * 9]
)
def test_file_of_another_kind_is_unreadable(file, content):
    file.path.write_bytes(content)

    with pytest.raises(Misconfigured) as problem:
        file.source().count()

    assert problem.value.code is Code.DATABASE_UNREADABLE
    assert problem.value.__cause__ is None
    assert problem.value.__suppress_context__


def test_folder_is_unreadable(file, tmp_path):
    file.path = tmp_path

    with pytest.raises(Misconfigured) as problem:
        file.source().count()

    assert problem.value.code is Code.DATABASE_UNREADABLE


def test_address_of_another_kind_is_a_wrong_setting():
    with pytest.raises(Misconfigured) as problem:
        SqliteSource("Driver=SQL Server", profile()).count()

    assert (problem.value.code, problem.value.facts) == (Code.SETTING_WRONG, {"key": "database"})


def test_all_missing_tables_are_named(file):
    file.run("DROP TABLE Phone; DROP TABLE Family")

    with pytest.raises(Misconfigured) as problem:
        file.source().count()

    assert problem.value.code is Code.TABLE_MISSING
    assert problem.value.facts == {"table": "dbo.Family, dbo.Phone"}


def test_all_missing_columns_of_a_table_are_named(file):
    file.run("ALTER TABLE Phone DROP COLUMN Type; ALTER TABLE Phone RENAME COLUMN Number TO No")

    with pytest.raises(Misconfigured) as problem:
        file.source().count()

    assert problem.value.code is Code.COLUMN_MISSING
    assert problem.value.facts == {"table": "dbo.Phone", "column": "Type, Number"}


def test_missing_columns_of_several_tables_are_named_with_their_tables(file):
    file.run("ALTER TABLE Phone DROP COLUMN Type; ALTER TABLE Family DROP COLUMN Name")

    with pytest.raises(Misconfigured) as problem:
        file.source().count()

    assert problem.value.facts["column"] == "dbo.Family.Name, dbo.Phone.Type"


def test_table_that_goes_while_the_connection_is_open_is_named_at_the_next_read(file):
    source = file.source()
    source.count()
    file.run("DROP TABLE Phone")

    for code in (Code.LAYOUT_WRONG, Code.TABLE_MISSING):
        with pytest.raises(Misconfigured) as problem:
            source.read([ONE])
        assert problem.value.code is code
        assert problem.value.__cause__ is None
        assert problem.value.__suppress_context__ or problem.value.__context__ is None


def test_locked_database_is_busy_and_read_once_it_is_free(file):
    source = file.source()
    source.count()
    with closing(sqlite3.connect(file.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Unavailable) as problem:
            source.read([ONE])
        assert source._opened is None
        other.execute("ROLLBACK")

    assert problem.value.code is Code.DATABASE_BUSY
    assert source.read([ONE])


def test_the_wait_for_a_lock_is_told(file):
    """The lock is let go 0.2 s after the wait has begun, so that no slow computer matters."""
    with closing(
        sqlite3.connect(file.path, isolation_level=None, check_same_thread=False)
    ) as other:
        let_go = threading.Timer(0.2, lambda: other.execute("ROLLBACK"))

        def monotonic() -> float:
            if other.in_transaction and not let_go.is_alive():
                let_go.start()
            return time.monotonic()

        source = SqliteSource(f"sqlite:///{file.path}", profile(), monotonic=monotonic)
        other.execute("BEGIN EXCLUSIVE")
        assert source.read([ONE])
        let_go.join()
        source.close()

    assert source.waited >= 0.2


def test_the_time_that_reading_takes_is_no_wait(file):
    seconds = [0.0]
    source = SqliteSource(f"sqlite:///{file.path}", profile(), monotonic=lambda: seconds[0])
    source.count()
    before = source.waited
    asked: list[str] = []

    def takes_a_second(statement: str) -> None:
        asked.append(statement)
        seconds[0] += 1.0

    with closing(source):
        assert source._opened
        source._opened.connection.set_trace_callback(takes_a_second)
        source.read([ONE])

    assert len(asked) > 4
    assert source.waited - before == 2.0


def test_nothing_is_waited_for_after_the_first_step_of_a_read(file):
    source = file.source()
    other = sqlite3.connect(file.path, isolation_level=None, timeout=0)
    with closing(other), source._reading(), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN EXCLUSIVE")


def test_damaged_database_is_unreadable(file):
    source = file.source()
    file.run(
        "WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) "
        "INSERT INTO Contact (ContactID, Name) SELECT i, hex(randomblob(40)) FROM n"
    )
    content = bytearray(file.path.read_bytes())
    content[40_000:60_000] = b"\xff" * 20_000
    file.path.write_bytes(content)

    with pytest.raises(Misconfigured) as problem:
        source.page(None, 5000)

    assert problem.value.code is Code.DATABASE_UNREADABLE


@pytest.mark.parametrize(
    ("number", "kind", "code"),
    [
        (sqlite3.SQLITE_IOERR_READ, Unavailable, Code.DATABASE_UNREACHABLE),
        (sqlite3.SQLITE_CANTOPEN, Unavailable, Code.DATABASE_UNREACHABLE),
        (sqlite3.SQLITE_PERM, Unavailable, Code.DATABASE_UNREACHABLE),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, Unavailable, Code.DATABASE_BUSY),
        (sqlite3.SQLITE_LOCKED_SHAREDCACHE, Unavailable, Code.DATABASE_BUSY),
        (sqlite3.SQLITE_CORRUPT_INDEX, Misconfigured, Code.DATABASE_UNREADABLE),
        (sqlite3.SQLITE_NOTADB, Misconfigured, Code.DATABASE_UNREADABLE),
    ],
)
def test_error_is_named_for_what_happens_next(file, number, kind, code):
    wrong = sqlite3.OperationalError("quoting Zorbl")
    wrong.sqlite_errorcode = number
    source = file.source()

    with pytest.raises(kind) as problem, source._reading():
        raise wrong

    assert problem.value.code is code
    assert source._opened is None


def test_path_that_the_computer_refuses_is_unreachable(file):
    file.path = file.path.with_name("x" * 5000)

    with pytest.raises(Unavailable) as problem:
        file.source().count()

    assert problem.value.code is Code.DATABASE_UNREACHABLE


def test_text_of_the_database_is_not_kept_in_the_error(file):
    where = LAYOUT.replace('where = ""', "where = \"Name = 'Zorbl' AND Zorbl\"")

    with pytest.raises(Problem) as problem:
        file.source(where).count()

    shown = "".join(traceback.format_exception(problem.value))
    assert problem.value.code is Code.LAYOUT_WRONG
    assert problem.value.facts["key"] == "contact.where"
    assert "Zorbl" not in shown + repr(problem.value.facts)


def test_condition_leaves_contacts_out_everywhere(file):
    file.run("UPDATE Contact SET Deleted = 1 WHERE ContactID = 2")
    source = file.source(LAYOUT.replace('where = ""', 'where = "Deleted = 0 OR Deleted IS NULL"'))

    assert [row.key for row in source.page(None, 10).rows] == [ONE]
    assert source.read([TWO]) == []
    assert source.keys(None, 10) == ([ONE], None)
    assert source.count() == 1


def test_another_file_in_the_same_place_is_opened(file, tmp_path):
    source = file.source()
    gate = source.gate()
    restored = File(tmp_path / "restored.db")
    restored.run(SCHEMA + "UPDATE Contact SET Name = 'Restored'")
    restored.path.replace(file.path)

    assert source.read([ONE])[0].fields["name"] == "Restored"
    assert source.gate() != gate


def test_gate_of_a_new_connection_is_another(file):
    source = file.source()
    gate = source.gate()
    source.close()

    assert source.gate() != gate


def test_text_that_is_not_utf_8_does_not_end_the_read(file):
    file.run("UPDATE Contact SET Name = CAST(X'41FF42' AS TEXT), Notes = CAST(X'EDA080' AS TEXT)")
    row = file.source().read([ONE])[0]

    assert row.fields["name"] == "A\ufffdB"
    str(row.fields["extras.notes"]).encode()


def test_values_are_handed_on_as_they_are(file):
    file.run("UPDATE Contact SET Name = ' \"x\" ' || char(0) || '; DROP TABLE', Notes = X'00FF'")
    row = file.source().read([ONE])[0]

    assert row.fields["name"] == ' "x" \0; DROP TABLE'
    assert row.fields["extras.notes"] == b"\x00\xff"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Name = 'ab', Notes = 'c'", "Name = 'a', Notes = 'bc'"),
        ("Notes = NULL", "Notes = ''"),
        ("Notes = '1'", "Notes = X'31'"),
        ("Name = '', Notes = 'x'", "Name = 'x', Notes = ''"),
        ("Name = 'a' || char(0) || 'b', Notes = ''", "Name = 'a', Notes = char(0) || 'b'"),
    ],
)
def test_contacts_that_differ_have_different_hashes(file, first, second):
    source = file.source()
    hashes = []
    for values in (first, second):
        file.run(f"UPDATE Contact SET {values} WHERE ContactID = 1")
        hashes.append(source.read([ONE])[0].hash)

    assert hashes[0] != hashes[1]


def test_child_that_another_table_holds_gives_another_hash(file):
    file.run("DELETE FROM Association; DELETE FROM Phone")
    source = file.source()
    file.run("INSERT INTO Phone VALUES (1, 1, NULL, 'x')")
    as_phone = source.read([ONE])[0].hash
    file.run("DELETE FROM Phone; INSERT INTO Association VALUES (1, 1, NULL, 'x')")

    assert source.read([ONE])[0].hash != as_phone


def test_column_that_the_layout_does_not_name_changes_no_hash(file):
    source = file.source()
    before = source.hashes(None, 10)
    file.run("UPDATE Contact SET Deleted = 5; UPDATE Family SET Deleted = 5")

    assert source.hashes(None, 10) == before


def test_contact_with_two_joined_rows_is_one_contact(file):
    file.run(
        "CREATE TABLE Many (FamilyNo INT, Name TEXT); INSERT INTO Many VALUES (7, 'b'), (7, 'a')"
    )
    source = file.source(LAYOUT.replace("dbo.Family", "dbo.Many"))

    for rows in (source.page(None, 10).rows, source.page(None, 1).rows, source.read([ONE])):
        assert rows[0].fields["family_group"] == "a"
        assert len({row.key for row in rows}) == len(rows)
    assert source.count() == 2


@pytest.mark.parametrize("limit", [1, 2, 9])
def test_keys_that_are_equal_in_canonical_form_are_one_contact(file, limit):
    file.run(
        "CREATE TABLE Caseless (Code TEXT COLLATE NOCASE PRIMARY KEY, Name TEXT);"
        "INSERT INTO Caseless VALUES ('a  ', '2'), ('A', '1'), ('B', '3'), (NULL, '4')"
    )
    source = file.source(CASELESS)
    keys: list[Key] = []
    position: Position | None = None
    while True:
        page = source.page(position, limit)
        keys += [row.key for row in page.rows]
        if (position := page.next) is None:
            break

    assert keys == ['["a"]', '["b"]']
    assert [row.fields["name"] for row in source.read([Key('["a"]')])] == ["1"]
    assert source.count() == 2


@pytest.mark.parametrize("type_", ["", "TEXT", "NUMERIC", "VARCHAR(10)", "DECIMAL(10,0)"])
def test_number_is_a_key_whatever_the_type_of_its_column(file, type_):
    file.run(
        f"CREATE TABLE Caseless (Code {type_} UNIQUE, Name TEXT);"
        "INSERT INTO Caseless VALUES (10, 'ten'), (9, 'nine')"
    )
    source = file.source(CASELESS)

    assert {row.key for row in source.page(None, 9).rows} == {Key('["10"]'), Key('["9"]')}
    assert source.read([Key('["10"]')])[0].fields["name"] == "ten"
    assert len(source.page(source.page(None, 1).next, 9).rows) == 1


def test_child_whose_parent_column_has_another_type_is_still_the_contacts(file):
    file.run(
        "DROP TABLE Phone;"
        "CREATE TABLE Phone (PhoneID INT, ContactID TEXT, Type TEXT, Number TEXT);"
        "INSERT INTO Phone VALUES (1, 1, 'Home', '111')"
    )

    assert file.source().read([ONE])[0].children["phones"] == [{"type": "Home", "number": "111"}]


def test_children_come_in_the_order_of_their_keys_however_they_are_stored(file):
    file.run(
        "DROP TABLE Phone;"
        "CREATE TABLE Phone (PhoneID INT, ContactID INT, Type TEXT, Number TEXT);"
        "INSERT INTO Phone VALUES (10, 1, NULL, '10'), (9, 1, NULL, '9'), (11, 1, NULL, '11')"
    )

    phones = file.source().read([ONE])[0].children["phones"]

    assert [phone["number"] for phone in phones] == ["9", "10", "11"]


def test_position_of_another_database_is_refused(file):
    with pytest.raises(Misconfigured) as problem:
        file.source().page(Position('["a","b"]'), 10)

    assert problem.value.code is Code.KEY_UNREADABLE


def test_active_employee_goes_before_one_of_the_same_address_who_left(file):
    file.run(
        "INSERT INTO Employee VALUES (1, 'admin@example.com', 'I', NULL), "
        "(2, ' Admin@Example.com ', 'A', 'ADMIN')"
    )
    employee = file.source(LAYOUT + EMPLOYEE).employee("admin@example.com")

    assert employee
    assert (employee.active, employee.role) == (True, "ADMIN")


def test_employees_are_unknown_where_the_layout_has_none(file):
    assert file.source().employee("admin@example.com") is None
