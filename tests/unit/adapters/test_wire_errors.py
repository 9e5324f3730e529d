"""What an answer means, without a word of it kept."""

import datetime as dt

import msgspec
import pytest

from practicesync.adapters.wire_errors import LONGEST_WAIT, WireAnswer, decoded, refusal
from practicesync.core.errors import (
    Code,
    Fenced,
    Misconfigured,
    Problem,
    SignInNeeded,
    TakenOver,
    Unavailable,
)

NOW = dt.datetime(2026, 3, 2, 10, 0, tzinfo=dt.UTC)
SECRET = "Zorblinski"


def problem(status: int, name: str = "x", **more: object) -> WireAnswer:
    content = {"type": f"urn:practice-cloud:{name}", "title": SECRET, "detail": SECRET, **more}
    return WireAnswer(status, "application/problem+json", body=msgspec.json.encode(content))


def waiting(status: int, retry_after: str, date: str = "") -> WireAnswer:
    return WireAnswer(status, "text/html", retry_after, date, body=SECRET.encode())


def meaning(answer: WireAnswer) -> tuple[type[Problem], Code]:
    found = refusal(answer, NOW)
    assert SECRET not in str(found.args) + str(found.facts)
    return type(found), found.code


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        (problem(401, "unauthorized"), SignInNeeded, Code.SIGN_IN_AGAIN),
        (problem(403, "forbidden"), SignInNeeded, Code.RIGHTS_MISSING),
        (problem(409, "in-charge-elsewhere"), TakenOver, Code.ANOTHER_IN_CHARGE),
        (problem(409, "stale-epoch"), Fenced, Code.SENT_OUT_OF_ORDER),
        (problem(409, "not-activated"), Misconfigured, Code.NOT_ACTIVATED),
        (problem(404, "not-found"), Misconfigured, Code.CLOUD_REFUSED),
        (problem(413, "too-large"), Misconfigured, Code.CLOUD_REFUSED),
        (problem(422, "invalid"), Misconfigured, Code.CLOUD_REFUSED),
        (problem(500), Unavailable, Code.CLOUD_FAILED),
        (problem(511), Unavailable, Code.CLOUD_ANSWER_ODD),
        (problem(502), Unavailable, Code.CLOUD_FAILED),
        (problem(503), Unavailable, Code.CLOUD_BUSY),
        (problem(429), Unavailable, Code.CLOUD_BUSY),
        (waiting(403, "7"), Unavailable, Code.CLOUD_BUSY),
    ],
)
def test_a_refusal_says_what_happens_next(answer: WireAnswer, kind: type[Problem], code: Code):
    assert meaning(answer) == (kind, code)


@pytest.mark.parametrize("status", [301, 302, 400, 401, 403, 404, 409, 413, 422])
def test_what_is_between_us_and_the_cloud_can_not_stop_the_work(status: int):
    page = WireAnswer(status, "text/html; charset=utf-8", body=f"<p>{SECRET}".encode())
    look_alike = WireAnswer(status, "application/json", body=problem(status, "stale-epoch").body)

    assert meaning(page) == (Unavailable, Code.CLOUD_ANSWER_ODD)
    assert meaning(look_alike) == (Unavailable, Code.CLOUD_ANSWER_ODD)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"type": 5}', b"\xff\xfe{}"])
def test_a_refusal_that_can_not_be_read_is_odd(body: bytes):
    answer = WireAnswer(409, "application/problem+json", body=body)

    assert meaning(answer) == (Unavailable, Code.CLOUD_ANSWER_ODD)


def test_a_cloud_without_room_is_told_from_one_that_fails():
    page = WireAnswer(507, "text/html", body=SECRET.encode())

    assert refusal(problem(507, "out-of-space"), NOW).facts["reason"] == "out-of-space"
    assert [meaning(one) for one in (problem(507, "out-of-space"), page)] == [
        (Unavailable, Code.CLOUD_FAILED)
    ] * 2
    assert "reason" not in refusal(page, NOW).facts


def test_the_server_in_charge_is_named():
    answer = problem(409, "in-charge-elsewhere", server="NEWSRV", since="2026-03-01T09:00:00+00:00")

    assert refusal(answer, NOW).facts == {
        "server": "NEWSRV",
        "since": "2026-03-01T09:00:00+00:00",
        "status": "409",
    }


@pytest.mark.parametrize("server", [f"{SECRET} of the Zorbl family", SECRET * 20, ""])
def test_what_is_no_name_of_a_server_is_not_kept(server: str):
    answer = problem(409, "in-charge-elsewhere", server=server, since=SECRET)

    assert meaning(answer)[0] is TakenOver
    assert refusal(answer, NOW).facts == {"server": "", "since": "", "status": "409"}


@pytest.mark.parametrize(
    ("request_id", "kept"),
    [("3f2a9c10-77", True), (f"{SECRET} {SECRET}", False), ("a" * 65, False)],
)
def test_a_request_id_is_kept_if_it_looks_like_one(request_id: str, kept: bool):
    found = refusal(WireAnswer(500, request_id=request_id), NOW)

    assert found.facts.get("request_id") == (request_id if kept else None)


@pytest.mark.parametrize(
    ("answer", "wait"),
    [
        (waiting(429, "7"), 7),
        (waiting(503, "0"), 0),
        (waiting(429, "99999999"), LONGEST_WAIT),
        (waiting(429, "Mon, 02 Mar 2026 10:00:30 GMT"), 30),
        (waiting(429, "Mon, 02 Mar 2026 09:00:00 GMT"), 0),
        (waiting(429, "Mon, 02 Mar 2099 09:00:00 GMT"), LONGEST_WAIT),
        # by the answer's own clock, which is a day behind ours
        (waiting(429, "Sun, 01 Mar 2026 10:00:30 GMT", "Sun, 01 Mar 2026 10:00:00 GMT"), 30),
        (waiting(429, "-5"), None),
        (waiting(429, "1e9"), None),
        (waiting(429, SECRET), None),
        (waiting(429, "9" * 400), None),
        (waiting(429, ""), None),
    ],
)
def test_the_wait_that_is_asked_for_is_understood_in_both_forms(
    answer: WireAnswer, wait: float | None
):
    found = refusal(answer, NOW)

    assert isinstance(found, Unavailable)
    assert found.retry_after == wait
    assert found.facts.get("seconds") == (None if wait is None else str(round(wait)))


class Small(msgspec.Struct):
    """An answer."""

    number: int


@pytest.mark.parametrize(
    "answer",
    [
        WireAnswer(200, "text/html", body=b'{"number": 1}'),
        WireAnswer(200, "", body=b'{"number": 1}'),
        WireAnswer(200, "application/json", body=b'{"number": '),
        WireAnswer(200, "application/json", body=b'{"number": "Zorblinski"}'),
        WireAnswer(200, "application/json", body=b'{"number": "\xff"}'),
        WireAnswer(200, "application/json", body=b""),
    ],
)
def test_an_answer_that_is_not_what_was_asked_for_is_odd(answer: WireAnswer):
    with pytest.raises(Unavailable) as raised:
        decoded(answer, Small)

    assert raised.value.code is Code.CLOUD_ANSWER_ODD
    assert raised.value.__suppress_context__ or raised.value.__context__ is None


def test_an_answer_may_say_more_than_was_asked_for():
    answer = WireAnswer(200, "Application/JSON; charset=utf-8", body=b'{"number": 1, "more": 2}')

    assert decoded(answer, Small).number == 1


def test_an_answer_does_not_show_its_body():
    assert SECRET not in repr(WireAnswer(200, body=SECRET.encode()))
