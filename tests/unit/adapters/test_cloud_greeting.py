"""A first word with the online side: it answers, and its clock is compared."""

from __future__ import annotations

import datetime as dt
from email.utils import format_datetime

import pytest

from practicesync.adapters.cloud_greeting import greet
from practicesync.adapters.wire import open_wire
from practicesync.core.errors import Code, Problem
from tests.fakes.wire import Reply, wire_server

NOON = dt.datetime(2026, 5, 3, 12, 0, tzinfo=dt.UTC)


def greeted(folder, reply: Reply, now: dt.datetime = NOON):
    with wire_server(folder, lambda _: reply) as server:
        wire = open_wire(server.address, "0.0")
        try:
            return greet(wire, now), server.received
        finally:
            wire.close()


def dated(moment: dt.datetime) -> Reply:
    return Reply(headers={"Date": format_datetime(moment, usegmt=True)})


@pytest.mark.parametrize("seconds", [0, 90, -90])
def test_the_clocks_are_compared(tmp_path, seconds):
    greeting, received = greeted(tmp_path, dated(NOON - dt.timedelta(seconds=seconds)))

    assert greeting.ahead == seconds
    assert greeting.host.startswith("127.0.0.1:")
    assert [(one.method, one.path) for one in received] == [("GET", "/healthz")]


@pytest.mark.parametrize("date", ["", "noon", "Sun, 99 May 2026 12:00:00 GMT"])
def test_who_does_not_say_what_time_it_is_is_believed_to_answer(tmp_path, date):
    greeting, _ = greeted(tmp_path, Reply(headers={"Date": date}))

    assert greeting.ahead is None


def test_no_sign_in_is_shown_for_it(tmp_path):
    _, [received] = greeted(tmp_path, Reply())

    assert "authorization" not in received.headers


def test_an_answer_that_is_none_of_ours_is_told(tmp_path):
    with pytest.raises(Problem) as raised:
        greeted(tmp_path, Reply(503))

    assert raised.value.code is Code.CLOUD_BUSY
