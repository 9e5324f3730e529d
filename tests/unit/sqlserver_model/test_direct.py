"""The connection without a driver does what Microsoft's driver does."""

from contextlib import closing

import pyodbc
import pytest

from tests.sqlserver.conformance.site import number_of
from tests.sqlserver.direct import STATES, DirectDriver, login_of, marked
from tests.sqlserver.drivers import microsoft_driver
from tests.sqlserver.engine import Login, Parameter, Result, ResultColumn, SqlError, SqlType
from tests.sqlserver.model.server import ModelServer
from tests.sqlserver.wire.server import tds_server
from tests.unit.sqlserver.conftest import AT_MOST

# What the model and SQL Server may say, beside what has a SQLSTATE of its own.
OTHERS = {102, 137, 156, 195, 209, 229, 257, 262, 402, 1222, 3952, 4104, 4145, 8114, 8120, 8169}
WORDS = "Somebody's value."


class Failing:
    """A server of which every statement fails with the number it is given, or tells its types."""

    transactions = 0

    def login(self, _login):
        return self

    def execute(self, sql, parameters=()):
        if parameters:
            self.seen = [parameter.type for parameter in parameters]
            return [Result([ResultColumn("a", SqlType("int"))], [(1,)])]
        if sql.startswith("FAIL"):
            raise SqlError(int(sql.split()[1]), WORDS, int(sql.split()[2]))
        return []

    def begin(self): ...

    def commit(self): ...

    def rollback(self): ...

    def close(self): ...


@pytest.fixture
def both():
    """The same server before the driver, and without one."""
    pyodbc.pooling = False
    server = Failing()
    with tds_server(server) as wire:
        said = microsoft_driver().connection_string(wire.port)

        def real():
            return pyodbc.connect(said, autocommit=True, timeout=AT_MOST)

        def direct():
            return DirectDriver(server).connect(said, autocommit=True)

        yield server, real, direct


def failure(connect, sql):
    with closing(connect()) as connection, pytest.raises(pyodbc.Error) as caught:
        connection.execute(sql)
    return type(caught.value), caught.value.args


@pytest.mark.parametrize("number", sorted(OTHERS | set(STATES)))
def test_an_error_looks_the_same(both, number):
    _, real, direct = both
    sql = f"FAIL {number} 16"

    assert failure(direct, sql) == failure(real, sql)


def test_an_error_that_ends_the_connection_looks_the_same(both):
    _, real, direct = both

    assert failure(direct, "FAIL 596 21") == failure(real, "FAIL 596 21")


@pytest.mark.parametrize(
    "given",
    [
        1,
        -5,
        2**31,
        "",
        "x",
        "Zoë",
        "x" * 1999,
        "x" * 2001,
        "x" * 4001,
        b"",
        b"x",
        b"x" * 8001,
        1.5,
        True,
        None,
    ],
    ids=lambda given: f"{type(given).__name__}-{str(given)[:6]}-{len(str(given))}",
)
def test_an_argument_is_of_the_same_type(both, given):
    server, real, direct = both
    found = []
    for connect in (real, direct):
        with closing(connect()) as connection:
            connection.execute("SELECT ?", given).fetchall()
        found.append((server.seen[0].name, server.seen[0].length))

    assert found[0] == found[1]


def test_arguments_are_counted_alike(both):
    _, real, direct = both
    told = []
    for connect in (real, direct):
        with closing(connect()) as connection, pytest.raises(pyodbc.ProgrammingError) as caught:
            connection.execute("SELECT ?, ?", 1)
        told.append(caught.value.args)

    assert told[0] == told[1]


def test_a_closed_connection_looks_the_same(both):
    _, real, direct = both
    told = []
    for connect in (real, direct):
        connection = connect()
        connection.close()
        with pytest.raises(pyodbc.ProgrammingError) as caught:
            connection.execute("SELECT 1")
        told.append(caught.value.args)

    assert told[0] == told[1]


def test_columns_and_rows_look_the_same():
    server = ModelServer()
    server.create_database("Practice")
    make = (
        "CREATE TABLE dbo.Kinds (A int NOT NULL PRIMARY KEY, B nvarchar(20) NULL, "
        "C decimal(9, 2) NULL, D bit NULL, E datetime2(7) NULL, F varbinary(10) NULL, "
        "G float NULL, H date NULL)"
    )
    add = "INSERT INTO dbo.Kinds (A, B, C, D, E, F, G, H) VALUES (1, N'x', 1.5, 1, ?, 0x01, 2, ?)"
    found: list[object] = []
    with tds_server(server) as wire:
        said = microsoft_driver().connection_string(wire.port, user="sa", word=server.password)
        for connect in (pyodbc.connect, DirectDriver(server).connect):
            with closing(connect(said, autocommit=True)) as connection:
                if not found:
                    connection.execute(make)
                    connection.execute(add, "2020-01-02T03:04:05", "2020-01-02")
                cursor = connection.execute("SELECT A, B, C, D, E, F, G, H, A + 1 FROM dbo.Kinds")
                columns = [(c[0], c[1], c[6]) for c in cursor.description or ()]
                found.append((columns, [tuple(row) for row in cursor.fetchall()]))

    assert found[0] == found[1]


def test_marks_are_found_outside_of_texts():
    sql = "SELECT ?, 'a?''?', [b?]]?], \"c?\", ? -- ?\n/* ? */ FROM t WHERE a = ?"
    text = "SELECT @P1, 'a?''?', [b?]]?], \"c?\", @P2 -- ?\n/* ? */ FROM t WHERE a = @P3"

    assert marked(sql) == (text, 3)


def test_a_connection_string_says_who_somebody_is():
    said = (
        "Driver={ODBC Driver 18};Server=x,1;UID=a;PWD={b;}}c};Database=D;ApplicationIntent=ReadOnly"
    )

    assert login_of(said) == Login("a", "b;}c", "D", readonly_intent=True)


def test_without_autocommit_an_edit_is_seen_after_the_commit(database, connect):
    working, reader = connect(), connect()
    working.autocommit = False
    working.execute("INSERT INTO dbo.Contact (ContactID) VALUES (1)")
    with pytest.raises(pyodbc.Error) as caught:
        reader.execute("SELECT ContactID FROM dbo.Contact")
    working.commit()

    assert number_of(caught.value) == 1222
    assert reader.execute("SELECT ContactID FROM dbo.Contact").fetchall() == [(1,)]


def test_results_are_fetched_as_pyodbc_fetches_them(owner):
    cursor = owner.cursor()
    cursor.execute("INSERT INTO dbo.Contact (ContactID) VALUES (1), (2), (3)")
    assert cursor.rowcount == 3
    cursor.execute("SELECT ContactID FROM dbo.Contact ORDER BY ContactID")

    assert cursor.fetchone() == (1,)
    assert cursor.fetchmany(5) == [(2,), (3,)]
    assert cursor.fetchone() is None
    with pytest.raises(pyodbc.ProgrammingError, match="No results"):
        cursor.execute("SET NOCOUNT ON").fetchall()


def test_a_parameter_may_have_no_type(server):
    session = server.login(Login("sa", server.password))
    (result,) = session.execute("SELECT @P1 + @P2", [Parameter(f"@P{i}", None, i) for i in (1, 2)])

    assert list(result.rows) == [(3,)]
