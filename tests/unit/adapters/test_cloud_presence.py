"""The question whether an installation is at work, over a real wire."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from practicesync.adapters.cloud_presence import is_at_work
from practicesync.adapters.wire import open_wire
from practicesync.core.errors import Code, Unavailable
from tests.fakes.authority import problem, reply
from tests.fakes.wire import Reply, wire_server

NOON = dt.datetime(2026, 5, 3, 12, 0, tzinfo=dt.UTC)


def asked(folder, answer: Reply):
    with wire_server(folder, lambda _: answer) as server:
        wire = open_wire(server.address, "0.0")
        try:
            return is_at_work(wire, "p 1", "installation-1", NOON), server.received
        finally:
            wire.close()


@pytest.mark.parametrize("alive", [True, False])
def test_the_answer_is_taken_as_it_is(tmp_path, alive):
    at_work, [received] = asked(tmp_path, reply({"alive": alive, "seen_at": ""}))

    assert at_work is alive
    assert (received.method, received.path) == ("POST", "/v1/practices/p%201/presence")
    assert json.loads(received.body) == {"installation": "installation-1"}


def test_no_sign_in_is_shown_for_it(tmp_path):
    _, [received] = asked(tmp_path, reply({"alive": False}))

    assert "authorization" not in received.headers


def test_an_online_side_that_does_not_know_the_question_knows_of_nobody(tmp_path):
    at_work, _ = asked(tmp_path, problem("not-found", 404))

    assert at_work is False


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Reply(404, b"<p>no", "text/html"), Code.CLOUD_ANSWER_ODD),
        (Reply(200, b"<p>welcome", "text/html"), Code.CLOUD_ANSWER_ODD),
        (reply({}), Code.CLOUD_ANSWER_ODD),
        (Reply(503), Code.CLOUD_BUSY),
        (Reply(500), Code.CLOUD_FAILED),
    ],
)
def test_whoever_else_answers_does_not_let_a_copy_go_on(tmp_path, answer, code):
    with pytest.raises(Unavailable) as raised:
        asked(tmp_path, answer)

    assert raised.value.code is code
