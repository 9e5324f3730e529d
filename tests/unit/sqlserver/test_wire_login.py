"""Who may come in, and what both sides learn of each other."""

from __future__ import annotations

import socket
from contextlib import closing

import pyodbc
import pytest

from tests.sqlserver.engine import Login
from tests.sqlserver.wire.faults import Drop, HangForGood, Reset, Slow, failing
from tests.sqlserver.wire.server import tds_server
from tests.unit.sqlserver.canned import CannedServer

EXPIRED = "Login failed for user 'reader'.  Reason: The password of the account must be changed."


def refusal(driver, port, *, seconds=5, more="", **said):
    """Connect in vain: return the SQLSTATE and the words."""
    with pytest.raises(pyodbc.Error) as caught:
        pyodbc.connect(driver.connection_string(port, **said) + more, timeout=seconds)
    state, message = caught.value.args
    return state, message


def test_the_server_learns_who_asks(site, driver):
    target = driver.connection_string(site.wire.port, user="Ærø", word="pw", database="Books😀")
    with closing(pyodbc.connect(target + "APP=Practice Sync")):
        pass

    (login,) = site.wire.logins
    assert login == Login("Ærø", "pw", "Books😀", "Practice Sync", socket.gethostname())


def test_the_intent_to_read_only_is_told(site, driver):
    target = driver.connection_string(site.wire.port)
    with closing(pyodbc.connect(target + "ApplicationIntent=ReadOnly")):
        pass

    assert [login.readonly_intent for login in site.wire.logins] == [True]


@pytest.mark.parametrize("word", ["", "x", "pw ", "PW", "ünï😀", "a" * 128])
def test_a_wrong_password_is_refused(site, driver, word):
    state, message = refusal(driver, site.wire.port, word=word)

    assert (state, site.wire.logins[-1].password) == (
        {"microsoft": "28000", "freetds": "42000"}[driver.name],
        word,
    )
    assert "Login failed for user 'reader'. (18456)" in message


def test_a_missing_database_is_told_with_the_login_that_failed(site, driver):
    _state, message = refusal(driver, site.wire.port, database="Missing")

    # Both errors are sent. pyodbc reports one: the first with Microsoft's driver, else the last.
    assert {"microsoft": "(4060)", "freetds": "(18456)"}[driver.name] in message


@pytest.mark.parametrize(
    ("number", "message"),
    [
        (18488, EXPIRED),
        (18487, EXPIRED.replace("must be changed", "has expired")),
        (18461, "Login failed for user 'reader'. Reason: Server is in single user mode."),
        (942, "Database 'Practice' cannot be opened because it is offline."),
    ],
)
def test_a_login_can_fail_for_any_reason(site, driver, number, message):
    site.wire.faults.at_login(failing(number, message, severity=14))

    assert f"{message} ({number})" in refusal(driver, site.wire.port)[1]


def test_a_login_that_failed_leaves_no_connection(site, driver):
    refusal(driver, site.wire.port, word="x")

    assert site.wire.wait_for_connections(0)
    assert site.behind.steps == []


@pytest.mark.parametrize("version", ["12.0.6449.1", "13.0.7050.2", "15.0.2000.5", "16.0.4175.1"])
def test_a_release_says_its_version(driver, version):
    with (
        tds_server(CannedServer(), version=version) as wire,
        closing(pyodbc.connect(driver.connection_string(wire.port))) as connection,
    ):
        told = connection.getinfo(pyodbc.SQL_DBMS_VER)

    assert [int(part) for part in told.split(".")] == [int(part) for part in version.split(".")[:3]]


def test_a_closed_port_refuses_and_opens_again(site, driver):
    site.wire.refuse()
    state, _message = refusal(driver, site.wire.port, seconds=1)
    assert state == {"microsoft": "HYT00", "freetds": "08S01"}[driver.name]

    site.wire.listen()
    with closing(pyodbc.connect(driver.connection_string(site.wire.port))):
        assert site.wire.connections == 1


@pytest.mark.parametrize("stage", ["at_connect", "at_login"])
def test_a_server_that_never_answers_is_given_up(site, driver, stage):
    getattr(site.wire.faults, stage)(HangForGood())

    assert refusal(driver, site.wire.port, seconds=1)[0] == "HYT00"


@pytest.mark.parametrize("stage", ["at_connect", "at_login"])
@pytest.mark.parametrize("fault", [Drop(), Reset()])
def test_who_is_cut_off_before_the_login_does_not_come_in(site, driver, stage, fault):
    getattr(site.wire.faults, stage)(fault)

    assert refusal(driver, site.wire.port)[0] in {"08001", "08S01"}
    assert site.wire.logins == []


def test_a_greeting_can_come_byte_by_byte(site, driver):
    site.wire.faults.at_connect(Slow(0.0001))

    with closing(pyodbc.connect(driver.connection_string(site.wire.port))):
        assert len(site.wire.logins) == 1
