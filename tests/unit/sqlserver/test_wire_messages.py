"""Messages that no driver sends at a test's wish, byte by byte."""

from __future__ import annotations

import struct

import pytest

from tests.sqlserver.engine import SqlError, SqlType
from tests.sqlserver.wire.faults import Drop, Reset
from tests.sqlserver.wire.login import read_login
from tests.sqlserver.wire.packets import IGNORED, LAST, RESET, Kind
from tests.sqlserver.wire.tokens import Change
from tests.unit.sqlserver.canned import table
from tests.unit.sqlserver.raw import (
    HEADERS,
    RawClient,
    batch,
    call,
    ends,
    error_number,
    login_message,
    number,
    text,
)

BATCH, PROCEDURE = 0xFD, 0xFE
FINAL, MORE, ERROR, COUNTED, ATTENTION = 0, 1, 2, 0x10, 0x20
EXECUTE_SQL, PREPARE, EXECUTE, PREPARE_AND_EXECUTE, UNPREPARE = 10, 11, 12, 13, 15
PARTIAL_ANSWER = 36  # a packet with the columns and one row
BEGIN, COMMIT, ROLLBACK = 5, 7, 8


def change(kind: Change, new: int, old: int) -> bytes:
    values = b"".join(b"\x08" + struct.pack("<Q", one) if one else b"\0" for one in (new, old))
    return struct.pack("<BHB", 0xE3, 1 + len(values), kind) + values


@pytest.fixture
def client(site):
    site.behind.answer = lambda _sql, _parameters: [table(SqlType("int"), 1)]
    with RawClient(site.wire.port) as client:
        client.log_in(login_message("reader", "pw"))
        yield client


def test_nobody_comes_in_by_their_windows_account(site):
    with RawClient(site.wire.port) as client:
        assert error_number(client.log_in(login_message(flags_2=0x80))) == 18452

    assert [login.integrated for login in site.wire.logins] == [True]
    assert site.behind.steps == []


def test_a_protocol_of_before_2005_is_not_spoken():
    with pytest.raises(ValueError, match="TDS 71000001"):
        read_login(login_message(tds=0x7100_0001))


@pytest.mark.parametrize("size", [512, 4096, 32_767])
def test_packets_are_as_large_as_the_client_wants(site, size):
    site.behind.answer = lambda _sql, _parameters: [table(SqlType("nvarchar", -1), "x" * 50_000)]
    with RawClient(site.wire.port) as client:
        client.log_in(login_message("reader", "pw", size=size))
        client.send(Kind.BATCH, batch("SELECT value"))
        _kind, _status, length, _session, _number, _window = struct.unpack(
            ">BBHHBB", client.receive(8)
        )

    assert length == size


def test_an_attention_between_requests_is_answered(client):
    assert ends(client.ask(Kind.ATTENTION, b"")) == (BATCH, ATTENTION)


def test_a_request_that_is_taken_back_is_not_run(site, client):
    answer = client.ask(Kind.BATCH, batch("SELECT value"), LAST | IGNORED)

    assert ends(answer) == (BATCH, ERROR)
    assert site.wire.statements.all() == []


def test_a_session_is_begun_anew_where_a_client_asks_for_it(site, client):
    client.ask(Kind.BATCH, batch("BEGIN TRANSACTION"))
    client.ask(
        Kind.CALL, HEADERS + call(PREPARE, number(None), text(""), text("SELECT 1"), number(1))
    )
    answer = client.ask(Kind.BATCH, batch("SELECT value"), LAST | RESET)

    assert answer.startswith(change(Change.RESET_DONE, 0, 0))
    assert site.behind.steps == ["begin", "close"]
    forgotten = client.ask(Kind.CALL, HEADERS + call(EXECUTE, number(1)))
    assert error_number(forgotten) == 8179


@pytest.mark.parametrize("kind", [2, Kind.BULK, Kind.LOGIN, 22])
def test_a_message_of_another_kind_ends_the_connection(site, client, kind):
    client.send(kind, b"")

    assert site.wire.wait_for_connections(0)


@pytest.mark.parametrize("after_rows", [None, 1])
def test_a_connection_is_closed_or_reset_as_the_fault_has_it(site, client, after_rows):
    site.wire.faults.at_statement("value", Reset(after_rows))
    client.send(Kind.BATCH, batch("SELECT value"))
    with pytest.raises(ConnectionResetError):
        client.receive_to_the_end()

    with RawClient(site.wire.port) as another:
        another.log_in(login_message("reader", "pw"))
        site.wire.faults.at_statement("value", Drop(after_rows))
        another.send(Kind.BATCH, batch("SELECT value"))
        assert another.receive_to_the_end() == (0 if after_rows is None else PARTIAL_ANSWER)


def test_a_statement_is_prepared_run_and_forgotten(site, client):
    site.behind.answer = lambda _sql, parameters: [
        table(SqlType("int"), parameters[0].value) if parameters else 0
    ]
    prepared = client.ask(
        Kind.CALL,
        HEADERS + call(PREPARE, number(None), text("@P1 int"), text("SELECT @P1"), number(1)),
    )
    assert b"\x26\x04\x04" + struct.pack("<i", 1) in prepared
    for value in (7, 8):
        run = client.ask(Kind.CALL, HEADERS + call(EXECUTE, number(1), number(value)))
        assert b"\xd1\x04" + struct.pack("<i", value) in run
    assert ends(client.ask(Kind.CALL, HEADERS + call(UNPREPARE, number(1)))) == (PROCEDURE, FINAL)

    gone = client.ask(Kind.CALL, HEADERS + call(UNPREPARE, number(1)))
    assert error_number(gone) == 8179
    assert [heard.values for heard in site.wire.statements.all()] == [(7,), (8,)]


def test_a_prepared_statement_takes_the_place_of_another(client):
    for handle in (None, 1):
        again = call(PREPARE_AND_EXECUTE, number(handle), text(""), text("SELECT 1"))
        client.ask(Kind.CALL, HEADERS + again)

    assert error_number(client.ask(Kind.CALL, HEADERS + call(EXECUTE, number(1)))) == 8179
    assert error_number(client.ask(Kind.CALL, HEADERS + call(EXECUTE, number(2)))) is None


def test_several_calls_come_in_one_message(site, client):
    first = call(PREPARE_AND_EXECUTE, number(None), text("@P1 int"), text("SELECT @P1"), number(7))
    second = call(UNPREPARE, number(1))
    third = call(EXECUTE, number(1), number(8))
    answer = client.ask(Kind.CALL, HEADERS + b"\xff".join((first, second, third)))

    assert [heard.values for heard in site.wire.statements.all()] == [(7,)]
    assert answer.count(struct.pack("<BHHQ", PROCEDURE, MORE, 0, 0)) == 2
    assert "Could not find prepared statement with handle 1.".encode("utf-16-le") in answer
    assert ends(answer) == (PROCEDURE, ERROR)


def test_a_missing_argument_is_named(client):
    declared = text("@P1 int, @P2 int")
    answer = client.ask(
        Kind.CALL, HEADERS + call(EXECUTE_SQL, text("SELECT @P2"), declared, number(1))
    )

    assert error_number(answer) == 8178
    assert "expects the parameter '@P2'".encode("utf-16-le") in answer


def test_an_argument_may_come_by_its_name(site, client):
    declared = text("@a int, @b int")
    arguments = number(2, "@b"), number(1, "@a")
    client.ask(Kind.CALL, HEADERS + call(EXECUTE_SQL, text("SELECT @a"), declared, *arguments))

    assert {one.name: one.value for one in site.behind.parameters} == {"@a": 1, "@b": 2}


def step(number_: int, more: bytes = b"") -> bytes:
    return HEADERS + struct.pack("<H", number_) + more


def test_each_transaction_has_its_number(site, client):
    first = client.ask(Kind.TRANSACTION, step(BEGIN, b"\0\0"))
    assert first.startswith(change(Change.BEGIN, 1, 0))
    assert client.ask(Kind.TRANSACTION, step(COMMIT, b"\0\0")).startswith(
        change(Change.COMMIT, 0, 1)
    )

    second = client.ask(Kind.TRANSACTION, step(BEGIN, b"\0\0"))
    assert second.startswith(change(Change.BEGIN, 2, 0))
    third = client.ask(Kind.TRANSACTION, step(ROLLBACK, b"\0\1\0\0"))
    assert third.startswith(change(Change.ROLLBACK, 0, 2) + change(Change.BEGIN, 3, 0))
    assert site.behind.steps == ["begin", "commit", "begin", "rollback", "begin"]


def test_a_transaction_may_say_how_isolated_it_is(site, client):
    asked = []

    def answer(sql, _parameters):
        asked.append(sql)
        return []

    site.behind.answer = answer
    client.ask(Kind.TRANSACTION, step(BEGIN, b"\5\0"))

    assert asked == ["SET TRANSACTION ISOLATION LEVEL SNAPSHOT"]


def test_a_transaction_in_a_batch_is_told(client):
    assert client.ask(Kind.BATCH, batch("BEGIN TRANSACTION")).startswith(change(Change.BEGIN, 1, 0))
    assert change(Change.BEGIN, 2, 0) not in client.ask(Kind.BATCH, batch("BEGIN TRANSACTION"))
    ended = client.ask(Kind.BATCH, batch("ROLLBACK TRANSACTION"))
    assert ended.startswith(change(Change.ROLLBACK, 0, 1))

    client.ask(Kind.BATCH, batch("BEGIN TRANSACTION"))
    ended = client.ask(Kind.BATCH, batch("COMMIT TRANSACTION"))
    assert ended.startswith(change(Change.COMMIT, 0, 2))


def test_a_transaction_that_a_deadlock_ended_is_told(site, client):
    client.ask(Kind.BATCH, batch("BEGIN TRANSACTION"))

    def refuse(_sql, _parameters):
        raise SqlError(1205, "Deadlock.", 13)

    site.behind.answer = refuse
    answer = client.ask(Kind.BATCH, batch("SELECT value"))

    assert answer.startswith(change(Change.ROLLBACK, 0, 1) + b"\xaa")
    assert ends(answer) == (BATCH, ERROR)
