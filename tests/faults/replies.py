"""Faults of the answer: the cloud refuses, or it isn't the cloud."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import replace

from tests.fakes.authority import problem, reply
from tests.fakes.wire import HANG_UP, Received, Reply
from tests.faults.fault import Fault, Outcomes, Play, answering, once, outcomes, refusing, spoiling
from tests.faults.office import MARK, Office

PAGE = f"<html><title>{MARK}</title><p>{MARK}".encode()
SHORTLY = "Mon, 05 Jan 2026 12:00:40 GMT"
DATE = "Mon, 05 Jan 2026 12:00:00 GMT"


def _page(status: int, **headers: str) -> Reply:
    return Reply(status, PAGE, "text/html", headers)


def _waiting(status: int, retry_after: str) -> Reply:
    headers = {"Retry-After": retry_after, "Date": DATE}
    return replace(problem("too-many-requests", status), headers=headers)


def _token_refused(office: Office) -> None:
    office.copy.oauth.access_tokens[-1] = "another"


def _in_charge(office: Office) -> None:
    office.copy.api = lambda _: problem(
        "in-charge-elsewhere", 409, server="NEWSRV", since="2026-01-05T11:58:00+00:00"
    )


REFUSALS = (
    Fault("401 once: the access token ended early", _token_refused),
    Fault("401 to every token", answering(problem("unauthorized", 401))),
    Fault("403: rights are missing", answering(problem("forbidden", 403))),
    Fault("404", answering(problem("not-found", 404))),
    Fault("409 in-charge-elsewhere", _in_charge),
    Fault("409 stale-epoch, once", once(problem("stale-epoch", 409))),
    Fault("409 stale-epoch, always", answering(problem("stale-epoch", 409))),
    Fault("409 not-activated", answering(problem("not-activated", 409))),
    Fault("409 of a kind that nobody knows", answering(problem("whatever", 409))),
    Fault(
        "413 to a batch with one contact in it",
        refusing(problem("too-large", 413), range(3, 4)),
        answered=True,
    ),
    Fault(
        "422 to a batch with one contact in it",
        refusing(problem("invalid", 422), range(3, 4)),
        answered=True,
    ),
    Fault("422 to every batch", answering(problem("invalid", 422)), answered=True),
    Fault("429 with Retry-After in seconds", answering(_waiting(429, "40"))),
    Fault("429 with Retry-After as a date", answering(_waiting(429, SHORTLY))),
    Fault("429 with a Retry-After that is none", answering(_waiting(429, MARK))),
    Fault("429 with a Retry-After of a week", answering(_waiting(429, "604800"))),
    Fault("503 with Retry-After in seconds", answering(_waiting(503, "40"))),
    Fault("503 with Retry-After as a date", answering(_waiting(503, SHORTLY))),
    Fault("503 with a Retry-After that is none", answering(_waiting(503, MARK))),
    Fault("500", answering(problem("unexpected", 500))),
    Fault("502 with a page", answering(_page(502))),
    Fault("504 with a page", answering(_page(504))),
    Fault("507 out-of-space", answering(problem("out-of-space", 507))),
    Fault("507 with a page", answering(_page(507))),
)


def _renewing(answer: Callable[[Office], Callable[[Received], Reply]]) -> Play:
    """Let the access token end early, and answer the attempt to renew it like that."""

    def play(office: Office) -> None:
        _token_refused(office)
        office.copy.sign_in = answer(office)

    return play


def _lost(office: Office) -> Callable[[Received], Reply]:
    def answer(received: Received) -> Reply:
        office.copy.oauth.answer(received)
        return HANG_UP

    return answer


def _always(one: Reply) -> Callable[[Office], Callable[[Received], Reply]]:
    return lambda _: lambda _: one


SIGN_IN = (
    Fault("503 when the access token is renewed", _renewing(_always(_waiting(503, "40")))),
    Fault("A log-in page when the access token is renewed", _renewing(_always(_page(200)))),
    Fault("The new tokens are lost on their way", _renewing(_lost)),
    Fault(
        "invalid_grant when the access token is renewed",
        _renewing(_always(reply({"error": "invalid_grant", "error_description": MARK}, 400))),
    ),
)


def _zipped(body: bytes) -> Reply:
    return Reply(body=body, headers={"Content-Encoding": "gzip"})


def _cut_gzip(good: Reply) -> Reply:
    return replace(good, body=gzip.compress(good.body)[:-20], headers={"Content-Encoding": "gzip"})


def _raw(text: str) -> Play:
    return answering(Reply(raw=text.encode(), keep=False))


ODD_ANSWERS = (
    Fault("An answer that isn't HTTP", _raw(f"220 {MARK} ready\r\n")),
    Fault(
        "Headers without end",
        _raw("HTTP/1.1 200 X\r\n" + "".join(f"X-{n}: {MARK}\r\n" for n in range(200)) + "\r\n"),
    ),
    Fault(
        "Two lengths in one answer",
        _raw("HTTP/1.1 200 X\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}}"),
    ),
    Fault("A log-in page with 200 (hotel, captive portal)", answering(_page(200))),
    Fault("A log-in page with 511 (captive portal)", answering(_page(511))),
    Fault("A page with 403 (a filter on the way)", answering(_page(403))),
    Fault("A redirect", answering(_page(302, Location="https://elsewhere.example/"))),
    Fault(
        "The right answer with the wrong content type",
        spoiling(lambda good: replace(good, content_type="text/plain")),
        arrives=True,
    ),
    Fault(
        "JSON that ends too early",
        spoiling(lambda good: replace(good, body=good.body[:-5])),
        arrives=True,
    ),
    Fault("JSON of another shape", answering(Reply(body=f'["{MARK}"]'.encode()))),
    Fault("gzip that ends too early", spoiling(_cut_gzip), arrives=True),
    Fault("gzip that is none", answering(_zipped(PAGE * 10))),
    Fault(
        "gzip of 64 KB that unpacks to 64 MB", answering(_zipped(gzip.compress(b" " * 64_000_000)))
    ),
    Fault("An answer of more than 10 MB", answering(Reply(body=b" " * 10_000_001))),
)


def _stale(found: Outcomes) -> Outcomes:
    return [one | {"outcome": "stale"} for one in found]


def _stale_once(office: Office) -> None:
    """Say of one batch, all of which is stored, that it is older than what is there."""
    outcomes(_stale)(office)
    spoilt = office.copy.api
    assert spoilt is not None
    waiting = [spoilt]

    def answer(got: Received) -> Reply:
        return waiting.pop()(got) if waiting else office.copy.take(got)

    office.copy.api = answer


def _other(found: Outcomes) -> Outcomes:
    return [one | {"id": f'["{MARK}"]'} for one in found]


def _rejected(found: Outcomes) -> Outcomes:
    more = {"outcome": "rejected", "code": "PS-REC-04", "field": "phones.number", "value": MARK}
    return [one | more for one in found]


def _outcome(what: str, play: Play) -> Fault:
    return Fault(what, play, arrives=True)


OUTCOMES = (
    _outcome("An outcome is missing", outcomes(lambda found: found[1:])),
    _outcome("An outcome too many", outcomes(lambda found: [*found, found[0] | {"id": '["999"]'}])),
    _outcome("An outcome twice", outcomes(lambda found: [*found, found[0]])),
    _outcome("The outcomes are of other contacts", outcomes(_other)),
    _outcome(
        "An outcome of a kind that nobody knows",
        outcomes(lambda f: [one | {"outcome": MARK} for one in f]),
    ),
    Fault("stale under our own number, once", _stale_once, arrives=True, answered=True),
    Fault("stale under our own number, always", outcomes(_stale), arrives=True, answered=True),
    Fault("Each contact is refused by itself", outcomes(_rejected), arrives=True, answered=True),
)
