"""Statements, prepared or not, and their results: streamed, counted, cancelled, in transactions."""

from __future__ import annotations

import itertools
import threading
import time
from contextlib import closing

import pyodbc
import pytest

from tests.sqlserver.engine import Result, ResultColumn, SqlError, SqlType
from tests.sqlserver.wire.faults import HangUntilAttention, failing
from tests.unit.sqlserver.canned import table

NUMBER = SqlType("int")


def numbers(*values):
    return lambda _sql, _parameters: [table(NUMBER, *values)]


def values(rows):
    return [row.value for row in rows]


@pytest.mark.parametrize("sql", ["SELECT value", "SELECT N'Ærø 😀', ';', '?'", "x" * 20_000])
def test_a_statement_arrives_word_for_word(site, connection, sql):
    connection.execute(sql)

    assert [heard.sql for heard in site.wire.statements.all()] == [sql]


def test_a_statement_with_parameters_arrives_with_their_names(site, connection):
    connection.execute("SELECT ?, '?', ?", 1, "two")

    (heard,) = site.wire.statements.all()
    assert (heard.sql, heard.values) == ("SELECT @P1, '?', @P2", (1, "two"))


def test_a_statement_is_prepared_each_time_it_is_run(site, connection):
    site.behind.answer = lambda _sql, parameters: [table(NUMBER, parameters[0].value)]
    with closing(connection.cursor()) as cursor:
        read = [cursor.execute("SELECT ?", number).fetchval() for number in range(5)]

    assert read == [0, 1, 2, 3, 4]
    assert [heard.values for heard in site.wire.statements.all("SELECT")] == [
        (number,) for number in range(5)
    ]
    # pyodbc binds anew each time, upon which both drivers prepare anew.
    procedures = {heard.procedure for heard in site.wire.statements.all("SELECT")}
    assert procedures == {"sp_prepexec"}


def test_a_batch_gives_several_results(site, connection):
    site.behind.answer = lambda _sql, _parameters: [
        3,
        table(NUMBER, 1, 2),
        table(NUMBER),
        table(SqlType("nvarchar", 5), "x"),
    ]
    with closing(connection.cursor()) as cursor:
        cursor.execute("UPDATE x; SELECT 1; SELECT 2; SELECT 3")
        assert cursor.rowcount == 3
        read = []
        while cursor.nextset():
            read.append(values(cursor.fetchall()))

    assert read == [[1, 2], [], ["x"]]


@pytest.mark.parametrize("more", [(), (1,)], ids=["batch", "call"])
def test_an_edit_tells_how_many_rows_it_touched(site, connection, more):
    site.behind.answer = lambda _sql, _parameters: [7]

    sql = "UPDATE x SET y = 1" + " WHERE z = ?" * len(more)
    assert connection.execute(sql, *more).rowcount == 7


@pytest.mark.parametrize("more", [(), (1,)], ids=["batch", "call"])
def test_a_statement_may_answer_nothing(connection, more):
    cursor = connection.execute("SET NOCOUNT ON" + " ?" * len(more), *more)

    assert cursor.description is None


ERRORS = [
    (208, 16, "42S02", "42S02"),
    (207, 16, "42S22", "42S22"),
    (229, 14, "42000", "42000"),
    (245, 16, "22018", "22018"),
    (1205, 13, "40001", "42000"),
    (1222, 16, "42000", "42000"),
    (3960, 16, "42000", "42000"),
    (8134, 16, "22012", "22012"),
    (22105, 16, "42000", "42000"),
]


@pytest.mark.parametrize("more", [(), (1,)], ids=["batch", "call"])
@pytest.mark.parametrize(("number", "severity", "microsoft", "freetds"), ERRORS)
def test_an_error_arrives_with_its_number(
    site, connection, driver, number, severity, microsoft, freetds, more
):
    def refuse(_sql, _parameters):
        raise SqlError(number, "Ærø can't be 😀.", severity, 7)

    site.behind.answer = refuse
    with pytest.raises(pyodbc.Error) as caught:
        connection.execute("SELECT value" + ", ?" * len(more), *more)
    state, message = caught.value.args

    assert state == {"microsoft": microsoft, "freetds": freetds}[driver.name]
    assert f"[SQL Server]Ærø can't be 😀. ({number})" in message
    site.behind.answer = numbers(1)
    assert connection.execute("SELECT value").fetchval() == 1


def test_an_error_may_come_between_rows(site, connection):
    def rows():
        yield from [(1,), (2,)]
        raise SqlError(245, "Conversion failed.")

    site.behind.answer = lambda _sql, _parameters: [Result([ResultColumn("value", NUMBER)], rows())]
    read: list[pyodbc.Row] = []
    with closing(connection.cursor()) as cursor:
        cursor.execute("SELECT value")
        with pytest.raises(pyodbc.Error, match=r"\(245\)"):
            read += iter(cursor.fetchone, None)

    assert values(read) == [1, 2]
    site.behind.answer = numbers(1)
    assert connection.execute("SELECT value").fetchval() == 1


def test_an_unknown_procedure_is_refused(connection):
    with pytest.raises(pyodbc.Error, match=r"\(2812\)"):
        connection.execute("{CALL sp_tables_ex(?)}", 1)


WIDE = [ResultColumn("value", NUMBER), ResultColumn("text", SqlType("nvarchar", 400))]


def counted(limit):
    """Return an endless supply of rows, and how many were taken from it."""
    taken = itertools.count()
    rows = ((next(taken), "x" * 200) for _ in range(limit))
    return Result(WIDE, rows), taken


def test_twenty_thousand_rows_arrive(site, connection):
    result, _taken = counted(20_000)
    site.behind.answer = lambda _sql, _parameters: [result]
    site.wire.statements.clear()

    assert values(connection.execute("SELECT value")) == list(range(20_000))
    assert sum(site.wire.statements.rows.values()) == 20_000


def test_rows_that_nobody_fetches_are_not_read(site, connection):
    result, taken = counted(200_000)
    site.behind.answer = lambda _sql, _parameters: [result]
    cursor = connection.execute("SELECT value")
    assert [cursor.fetchone().value for _ in range(10)] == list(range(10))

    # What was read beyond those waits in the buffers of two sockets; all rows are 80 megabytes.
    cursor.close()
    assert next(taken) < 100_000
    site.behind.answer = numbers(1)
    assert connection.execute("SELECT value").fetchval() == 1


def test_a_statement_that_takes_too_long_is_cancelled(site, connection):
    site.behind.answer = numbers(1)
    site.wire.faults.at_statement("slow", HangUntilAttention())
    connection.timeout = 1
    with pytest.raises(pyodbc.OperationalError) as caught:
        connection.execute("SELECT slow")

    assert caught.value.args[0] == "HYT00"
    assert connection.execute("SELECT value").fetchval() == 1


def test_a_result_that_stops_is_cancelled(site, connection):
    site.behind.answer = numbers(*range(100))
    site.wire.faults.at_statement("slow", HangUntilAttention(after_rows=50))
    connection.timeout = 1
    with closing(connection.cursor()) as cursor, pytest.raises(pyodbc.OperationalError) as caught:
        cursor.execute("SELECT slow").fetchall()

    assert caught.value.args[0] == "HYT00"
    assert connection.execute("SELECT value").fetchval() == 0


def cancel_once_heard(wire, cursor):
    while not wire.statements.all("slow"):
        time.sleep(0.01)
    cursor.cancel()


def test_a_statement_can_be_cancelled_from_another_thread(site, connection):
    site.behind.answer = numbers(1)
    site.wire.faults.at_statement("slow", HangUntilAttention())
    with closing(connection.cursor()) as cursor:
        canceller = threading.Thread(target=cancel_once_heard, args=(site.wire, cursor))
        canceller.start()
        with pytest.raises(pyodbc.Error) as caught:
            cursor.execute("SELECT slow")
        canceller.join()

    assert caught.value.args[0] == "HY008"
    assert connection.execute("SELECT value").fetchval() == 1


def test_a_driver_tells_of_its_transactions(site, driver):
    site.behind.answer = numbers(1)
    with closing(pyodbc.connect(driver.connection_string(site.wire.port))) as connection:
        for end in (connection.commit, connection.rollback):
            connection.execute("SELECT ?", 1).fetchall()
            end()
    assert site.wire.wait_for_connections(0)

    steps = site.behind.steps
    assert steps[:4] == ["begin", "commit", "begin", "rollback"]
    assert steps[-1] == "close"


def test_a_driver_learns_that_a_deadlock_ended_its_transaction(site, driver):
    site.behind.answer = numbers(1)
    with closing(pyodbc.connect(driver.connection_string(site.wire.port))) as connection:
        connection.execute("SELECT value").fetchall()
        site.wire.faults.at_statement("victim", failing(1205, "Deadlock.", severity=13))
        with closing(connection.cursor()) as cursor, pytest.raises(pyodbc.Error):
            cursor.execute("SELECT victim")
        connection.execute("SELECT value").fetchall()
        connection.commit()

    # Without being told, Microsoft's driver would not begin again. FreeTDS doesn't anyway.
    again = {"microsoft": ["begin"], "freetds": []}[driver.name]
    assert site.behind.steps[: 3 + len(again)] == ["begin", "rollback", *again, "commit"]


def test_two_connections_talk_at_once(site, connect):
    both_are_here = threading.Barrier(2, timeout=10)

    def answer(_sql, parameters):
        both_are_here.wait()
        return [table(NUMBER, parameters[0].value)]

    site.behind.answer = answer
    read = {}

    def ask(number, connection):
        read[number] = connection.execute("SELECT ?", number).fetchval()

    threads = [threading.Thread(target=ask, args=(number, connect())) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert read == {1: 1, 2: 2}
    assert {heard.connection: heard.values for heard in site.wire.statements.all("SELECT")} == {
        1: (1,),
        2: (2,),
    }


def test_requests_are_counted_for_each_connection(site, connect):
    site.behind.answer = numbers(1)
    first, second = connect(), connect()
    site.wire.statements.clear()
    for _ in range(3):
        first.execute("SELECT value").fetchall()
    second.execute("SELECT value").fetchall()

    assert site.wire.statements.requests == {1: 3, 2: 1}
    assert site.wire.statements.rows == {1: 3, 2: 1}
    assert len(site.wire.statements.all("select", connection=1)) == 3
