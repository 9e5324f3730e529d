"""What breaks a conversation, and what both drivers make of it."""

from __future__ import annotations

import threading
import time
from contextlib import closing

import pyodbc
import pytest

from tests.sqlserver.engine import SqlType
from tests.sqlserver.wire.faults import Drop, HangForGood, Reset, Slow, failing
from tests.sqlserver.wire.server import tds_server
from tests.unit.sqlserver.canned import CannedServer, table

BROKEN = {"microsoft": {"08S01"}, "freetds": {"08S01", "01000", "HY000"}}
"""With these SQLSTATEs each driver reports a connection that broke. FreeTDS has no one for it."""


@pytest.fixture(autouse=True)
def answering(site):
    site.behind.answer = lambda _sql, _parameters: [table(SqlType("int"), *range(100))]


def state_of(connection, sql="SELECT value"):
    with closing(connection.cursor()) as cursor, pytest.raises(pyodbc.Error) as caught:
        cursor.execute(sql).fetchall()
    return caught.value.args[0]


def works(connection):
    return len(connection.execute("SELECT value").fetchall()) == 100


@pytest.mark.parametrize("fault", [Drop(), Reset(), Drop(10), Reset(10)], ids=str)
def test_a_connection_can_break(site, connection, driver, fault):
    site.wire.faults.at_statement("value", fault)

    assert state_of(connection) in BROKEN[driver.name]
    assert site.wire.wait_for_connections(0)


@pytest.mark.parametrize("after_rows", [None, 0, 10, 1000])
def test_a_fault_without_rows_strikes_before_the_statement_runs(site, connection, after_rows):
    ran = []

    def answer(sql, _parameters):
        ran.append(sql)
        return [table(SqlType("int"), *range(100))]

    site.behind.answer = answer
    site.wire.faults.at_statement("value", failing(1205, rows=after_rows))
    state_of(connection)

    assert len(ran) == (after_rows is not None)


def test_rows_come_before_the_error_that_follows_them(site, connection):
    site.wire.faults.at_statement("value", failing(1205, rows=10))
    with closing(connection.cursor()) as cursor:
        read: list[pyodbc.Row] = []
        cursor.execute("SELECT value")
        with pytest.raises(pyodbc.Error, match=r"\(1205\)"):
            read += iter(cursor.fetchone, None)

    assert [row.value for row in read] == list(range(10))


def test_a_fault_strikes_as_often_as_it_was_planned(site, connection):
    site.wire.faults.at_statement("select value", failing(1222), times=2)

    assert [state_of(connection), state_of(connection)] == ["42000", "42000"]
    assert works(connection)


def test_a_fault_waits_for_its_statement(site, connection):
    site.wire.faults.at_statement("other", failing(1222))
    assert works(connection)

    assert state_of(connection, "SELECT other") == "42000"


def test_an_error_of_severity_20_ends_the_connection(site, connection, driver):
    site.wire.faults.at_statement("value", failing(823, severity=24))
    with pytest.raises(pyodbc.Error, match=r"\(823\)"):
        connection.execute("SELECT value")

    assert site.wire.wait_for_connections(0)
    assert state_of(connection) in BROKEN[driver.name]


def test_a_server_that_hangs_for_good_is_given_up(site, connection):
    site.wire.faults.at_statement("value", HangForGood(after_rows=10))
    connection.timeout = 1

    assert state_of(connection) == "HYT00"


def test_an_answer_can_come_byte_by_byte(site, connection):
    site.wire.faults.at_statement("value", Slow(0.0001))

    assert works(connection)
    assert works(connection)


def test_a_server_that_stops_breaks_every_connection(site, connect, driver):
    connections = [connect(), connect()]
    site.wire.drop_connections()

    assert {state_of(one) for one in connections} <= BROKEN[driver.name]
    assert works(connect())


def test_faults_can_be_called_off(site, connect):
    site.wire.faults.at_statement("value", failing(1222))
    site.wire.faults.at_login(failing(18456))
    site.wire.faults.clear()

    assert works(connect())


def test_nothing_is_left_of_a_server_that_is_closed(driver):
    before = threading.active_count()
    behind = CannedServer()
    with tds_server(behind) as wire:
        wire.faults.at_statement("hang", HangForGood())
        connection = pyodbc.connect(driver.connection_string(wire.port), autocommit=True)
        asking = threading.Thread(target=state_of, args=(connection, "SELECT hang"))
        asking.start()
        while not wire.statements.all("hang"):
            time.sleep(0.01)
    asking.join()
    connection.close()

    assert threading.active_count() == before
    assert behind.steps == ["close"]
