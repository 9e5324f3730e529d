"""The way back from the browser, and whom it lets in."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests

from practicesync.adapters.authority import Authority
from practicesync.adapters.listener import TimeLimits
from practicesync.adapters.sign_in import Signed, SignIn
from practicesync.adapters.system_clock import SystemClock
from practicesync.adapters.wire import open_wire
from practicesync.core.errors import Code, Misconfigured, Problem, SignInNeeded, Unavailable
from tests.fakes.authority import PRACTICE, USER, MemoryAuthority, reply
from tests.fakes.wire import HANG_UP, Received, Reply, WireServer, wire_server


@dataclass
class Attempt:
    """One attempt to sign in, and a browser that the test moves."""

    cloud: MemoryAuthority
    server: WireServer
    practice: str = PRACTICE
    limits: TimeLimits = field(default_factory=lambda: TimeLimits(whole=20))
    ended: list[Signed | Problem] = field(default_factory=list)
    stopped: bool = False

    def start(self) -> Self:
        self.wire = open_wire(self.server.address, "0")
        self.sign_in = SignIn(Authority(self.wire, SystemClock()), self.practice, self.limits)
        self.address = self.sign_in.start()
        self.asked = {
            name: text[0] for name, text in parse_qs(urlsplit(self.address).query).items()
        }
        self.cloud.challenges["the-code"] = self.asked["code_challenge"]
        self.thread = threading.Thread(target=self._wait)
        self.thread.start()
        return self

    def _wait(self) -> None:
        try:
            self.ended.append(self.sign_in.wait(lambda: self.stopped))
        except Problem as problem:
            self.ended.append(problem)

    def go(self, path: str = "/callback", **query: str) -> requests.Response:
        parts = urlsplit(self.asked["redirect_uri"])
        address = f"http://{parts.netloc}{path}?{urlencode(query)}"
        with requests.Session() as browser:
            browser.trust_env = False
            return browser.get(address, timeout=30)

    def come_back(self, **query: str) -> requests.Response:
        return self.go(**{"state": self.asked["state"], "code": "the-code"} | query)

    def refusal(self) -> Problem:
        self.thread.join(30)
        (ended,) = self.ended
        assert isinstance(ended, Problem)
        return ended

    def signed(self) -> Signed:
        self.thread.join(30)
        (ended,) = self.ended
        assert isinstance(ended, Signed), ended
        return ended

    def close(self) -> None:
        self.stopped = True
        self.thread.join(30)
        self.wire.close()


@pytest.fixture
def attempt(tmp_path: Path) -> Iterator[Attempt]:
    cloud = MemoryAuthority()
    with wire_server(tmp_path, cloud.answer) as server:
        cloud.base = server.url
        made = Attempt(cloud, server)
        yield made
        made.close()


def test_the_address_asks_for_what_the_contract_says(attempt: Attempt):
    attempt.start()

    assert attempt.address.startswith(f"{attempt.server.url}/oauth/authorize?")
    asked = attempt.asked
    redirect = urlsplit(asked.pop("redirect_uri"))
    assert (redirect.scheme, redirect.hostname, redirect.path) == ("http", "127.0.0.1", "/callback")
    assert len(asked.pop("state")) >= 43
    assert len(asked.pop("code_challenge")) == 43
    assert asked == {
        "response_type": "code",
        "client_id": "practicesync",
        "scope": "contacts:write contacts:read practice:admin",
        "code_challenge_method": "S256",
        "practice": PRACTICE,
    }


def test_a_person_signs_in(attempt: Attempt):
    page = attempt.start().come_back()

    signed = attempt.signed()
    assert (signed.user, signed.practice_id) == (USER, PRACTICE)
    assert signed.grant.refresh_token == attempt.cloud.refresh_tokens[-1]
    assert "You are signed in." in page.text
    assert "You can close this page." in page.text


def test_the_page_at_the_end_has_no_code_in_its_address_and_loads_nothing(attempt: Attempt):
    page = attempt.start().come_back()

    assert "code" not in page.url
    assert "state" not in page.url
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha")
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "http" not in page.text
    assert "src=" not in page.text


def test_the_page_says_signed_in_only_once_that_is_true(attempt: Attempt):
    going_on = threading.Event()

    def slow(received: Received) -> Reply:
        if received.path == "/oauth/token":
            going_on.wait(20)
            return reply({"error": "invalid_grant"}, 400)
        return attempt.cloud.answer(received)

    attempt.server.answer = slow
    attempt.start()
    pages: list[str] = []
    browser = threading.Thread(target=lambda: pages.append(attempt.come_back().text))
    browser.start()
    browser.join(0.3)
    assert not pages

    going_on.set()
    browser.join(20)

    assert attempt.refusal().code is Code.SIGN_IN_AGAIN
    assert "The sign-in did not work." in pages[0]


def test_a_code_is_offered_once_whatever_becomes_of_the_answer(attempt: Attempt):
    attempt.start()
    good = attempt.server.answer
    attempt.server.answer = lambda asked: HANG_UP if asked.path == "/oauth/token" else good(asked)
    attempt.come_back()

    assert attempt.refusal().code is Code.CLOUD_UNREACHABLE
    assert [asked.path for asked in attempt.server.received].count("/oauth/token") == 1


def test_the_listener_is_for_this_address_alone(attempt: Attempt):
    port = urlsplit(attempt.start().asked["redirect_uri"]).port
    assert port is not None

    socket.create_connection(("127.0.0.1", port), 5).close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", port), 5)


def test_a_person_declines(attempt: Attempt):
    page = attempt.start().come_back(code="", error="access_denied")

    refusal = attempt.refusal()
    assert isinstance(refusal, SignInNeeded)
    assert refusal.code is Code.SIGN_IN_DECLINED
    assert "You did not sign in." in page.text


@pytest.mark.parametrize(
    ("error", "kind"), [("server_error", Unavailable), ("invalid_scope", Misconfigured)]
)
def test_a_sign_in_that_the_cloud_breaks_off_says_so(
    attempt: Attempt, error: str, kind: type[Problem]
):
    page = attempt.start().come_back(code="", error=error)

    assert isinstance(attempt.refusal(), kind)
    assert "The sign-in did not work." in page.text


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/", {}),
        ("/favicon.ico", {}),
        ("/done", {}),
        ("/callback", {}),
        ("/callback", {"state": "guessed"}),
        ("/callback", {"state": ""}),
        ("/callback", {"state": "\N{SNOWMAN}"}),
        ("/elsewhere", {"state": None}),
        ("/callback", {"state": None, "code": ""}),
    ],
)
def test_what_lacks_the_path_or_the_state_is_ignored(
    attempt: Attempt, path: str, query: dict[str, str | None]
):
    attempt.start()
    sent = {"code": "a-wrong-code"} | {
        name: attempt.asked["state"] if text is None else text for name, text in query.items()
    }

    assert attempt.go(path, **sent).status_code == 404

    attempt.come_back()
    assert attempt.signed().practice_id == PRACTICE


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"\x16\x03\x01\x02\x00",
        b"GET\r\n\r\n",
        b"POST /callback HTTP/1.1\r\n\r\n",
        b"GET http://[ HTTP/1.1\r\n\r\n",
        b"GET /callback?" + b"a=b&" * 1000 + b" HTTP/1.1\r\n\r\n",
        b"A" * 100_000,
        b"\xff\xfe \xff \xff\r\n\r\n",
    ],
)
def test_noise_on_the_port_does_no_harm(attempt: Attempt, sent: bytes):
    attempt.start()
    port = urlsplit(attempt.asked["redirect_uri"]).port
    with socket.create_connection(("127.0.0.1", port), 5) as noise:
        noise.sendall(sent)

        attempt.come_back()

        assert attempt.signed().practice_id == PRACTICE


def test_many_idle_sockets_do_not_keep_the_browser_out(attempt: Attempt):
    attempt.start()
    port = urlsplit(attempt.asked["redirect_uri"]).port
    idle = [socket.create_connection(("127.0.0.1", port), 5) for _ in range(50)]

    attempt.come_back()

    assert attempt.signed().practice_id == PRACTICE
    for one in idle:
        one.close()


def test_an_idle_socket_is_closed(attempt: Attempt):
    attempt.limits = TimeLimits(socket=0.2, whole=20)
    attempt.start()
    port = urlsplit(attempt.asked["redirect_uri"]).port
    with socket.create_connection(("127.0.0.1", port), 10) as idle:
        idle.sendall(b"GET /callback")

        assert idle.recv(10) == b""


def test_a_request_without_end_is_not_listened_to(attempt: Attempt):
    attempt.limits = TimeLimits(socket=60, whole=60)
    attempt.start()
    port = urlsplit(attempt.asked["redirect_uri"]).port
    with socket.create_connection(("127.0.0.1", port), 10) as endless:
        endless.sendall(b"A" * 20_000)

        with contextlib.suppress(ConnectionResetError):
            assert endless.recv(100).startswith(b"HTTP/1.1 404")


def test_only_the_first_that_comes_back_counts(attempt: Attempt):
    attempt.start().come_back()
    attempt.signed()

    with pytest.raises((requests.ConnectionError, AssertionError)):
        assert attempt.come_back().status_code != 404


def test_a_second_that_comes_back_is_turned_away(attempt: Attempt):
    attempt.start()
    query = urlencode({"state": attempt.asked["state"], "code": "the-code"})
    with requests.Session() as browser:
        browser.trust_env = False
        address = f"{attempt.asked['redirect_uri']}?{query}"
        both = [browser.get(address, allow_redirects=False, timeout=30) for _ in range(2)]

    assert [one.status_code for one in both] == [302, 404]


def test_only_a_browser_that_asks_for_a_page_has_come_back(attempt: Attempt):
    attempt.start()
    query = urlencode({"state": attempt.asked["state"], "code": "the-code"})
    with requests.Session() as browser:
        browser.trust_env = False
        address = f"{attempt.asked['redirect_uri']}?{query}"

        assert browser.post(address, allow_redirects=False, timeout=30).status_code == 404


@pytest.mark.parametrize("twice", ["state", "code"])
def test_what_is_there_twice_counts_for_nothing(attempt: Attempt, twice: str):
    attempt.start()
    asked = {"state": attempt.asked["state"], "code": "the-code"}
    query = urlencode([*asked.items(), (twice, asked[twice])])
    with requests.Session() as browser:
        browser.trust_env = False
        address = f"{attempt.asked['redirect_uri']}?{query}"

        assert browser.get(address, allow_redirects=False, timeout=30).status_code == 404


def test_the_listener_ends_with_the_sign_in(attempt: Attempt):
    attempt.start().come_back()
    attempt.signed()
    port = urlsplit(attempt.asked["redirect_uri"]).port

    assert closes(port)


def test_a_sign_in_takes_its_time_but_not_for_ever(attempt: Attempt):
    attempt.limits = TimeLimits(whole=0.2)
    attempt.start()

    refusal = attempt.refusal()

    assert isinstance(refusal, SignInNeeded)
    assert refusal.code is Code.SIGN_IN_TIMED_OUT
    assert closes(urlsplit(attempt.asked["redirect_uri"]).port)


def test_the_worker_can_stop_waiting(attempt: Attempt):
    attempt.start()
    attempt.stopped = True

    assert attempt.refusal().code is Code.SIGN_IN_TIMED_OUT
    assert closes(urlsplit(attempt.asked["redirect_uri"]).port)


def test_another_practice_than_the_one_asked_for_is_refused_and_revoked(attempt: Attempt):
    attempt.cloud.practice = "practice-2"
    page = attempt.start().come_back()

    refusal = attempt.refusal()

    assert isinstance(refusal, SignInNeeded)
    assert refusal.code is Code.SIGNED_IN_ELSEWHERE
    assert attempt.cloud.revoked
    assert "The sign-in did not work." in page.text


def test_the_first_sign_in_may_be_for_any_practice(attempt: Attempt):
    attempt.practice = ""
    attempt.start().come_back()

    assert attempt.signed().practice_id == PRACTICE
    assert "practice" not in attempt.asked


def test_a_cloud_that_can_not_be_asked_leaves_no_listener_behind(tmp_path: Path):
    with wire_server(tmp_path, lambda _: Reply(503)) as server:
        wire = open_wire(server.address, "0")
        with pytest.raises(Unavailable):
            SignIn(Authority(wire, SystemClock())).start()
        wire.close()

    for thread in threading.enumerate():
        if thread.name == "sign-in":
            thread.join(10)
            assert not thread.is_alive()


def test_nothing_personal_shows_in_who_signed_in(attempt: Attempt):
    attempt.start().come_back()

    shown = repr(attempt.signed())

    assert USER not in shown
    assert "refresh-" not in shown
    assert "Zorbl" not in shown


def closes(port: int | None) -> bool:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port or 0), 1).close()
        except OSError:
            return True
        time.sleep(0.01)
    return False
