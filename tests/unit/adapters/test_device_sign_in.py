"""A code that is typed elsewhere: how often it is asked about, and how that ends."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from practicesync.adapters.authority import Authority
from practicesync.adapters.device_sign_in import DeviceSignIn, Time
from practicesync.adapters.sign_in import Signed
from practicesync.adapters.system_clock import SystemClock
from practicesync.adapters.wire import open_wire
from practicesync.core.errors import Code, SignInNeeded, Unavailable
from tests.fakes.authority import PRACTICE, USER, MemoryAuthority, reply
from tests.fakes.wire import Received, Reply, WireServer, wire_server

PENDING, SLOWER = "authorization_pending", "slow_down"


@dataclass
class Attempt:
    """One attempt to sign in, with a clock that runs as fast as it is waited for."""

    cloud: MemoryAuthority
    server: WireServer
    practice: str = PRACTICE
    seconds: float = 0.0
    stop_at: float = 1e9
    asked_at: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.wire = open_wire(self.server.address, "0")
        self.server.answer = self._answer

    def _answer(self, received: Received) -> Reply:
        if received.path == "/oauth/token":
            self.asked_at.append(round(self.seconds))
        return self.cloud.answer(received)

    def start(self) -> DeviceSignIn:
        authority = Authority(self.wire, SystemClock())
        made = DeviceSignIn(
            authority, "OLDSRV", self.practice, Time(lambda: self.seconds, self._pass)
        )
        self.codes = made.start()
        return made

    def signed(self) -> Signed:
        return self.start().wait(lambda: self.seconds >= self.stop_at)

    def refusal(self) -> Code:
        with pytest.raises(SignInNeeded) as raised:
            self.signed()
        return raised.value.code

    def _pass(self, seconds: float) -> None:
        self.seconds += seconds


@pytest.fixture
def attempt(tmp_path: Path) -> Iterator[Attempt]:
    cloud = MemoryAuthority()
    with wire_server(tmp_path, cloud.answer) as server:
        cloud.base = server.url
        made = Attempt(cloud, server)
        yield made
        made.wire.close()


def test_the_server_says_who_asks_for_what(attempt: Attempt):
    attempt.start()

    assert attempt.cloud.device_forms == [
        {
            "client_id": "practicesync",
            "scope": "contacts:write contacts:read practice:admin",
            "server": "OLDSRV",
            "practice": PRACTICE,
        }
    ]
    assert attempt.codes.user_code == "WDJB-MJHT"
    assert attempt.codes.verification_uri == f"{attempt.server.url}/device"
    assert attempt.codes.expires_in == 600


def test_a_person_allows_it(attempt: Attempt):
    attempt.cloud.decisions = [PENDING, PENDING, ""]

    signed = attempt.signed()

    assert (signed.user, signed.practice_id) == (USER, PRACTICE)
    assert signed.grant.refresh_token == attempt.cloud.refresh_tokens[-1]
    assert attempt.asked_at == [5, 10, 15]


def test_who_is_told_to_slow_down_stays_slower(attempt: Attempt):
    attempt.cloud.decisions = [SLOWER, PENDING, SLOWER, PENDING, ""]

    attempt.signed()

    assert attempt.asked_at == [5, 15, 25, 40, 55]


def test_a_cloud_that_is_away_is_asked_less_often_and_then_again(attempt: Attempt):
    answers = [Reply(503), Reply(500), Reply(200, b"<html>", "text/html")]
    usual = attempt.server.answer

    def troubled(received: Received) -> Reply:
        answer = usual(received)
        return answers.pop(0) if received.path == "/oauth/token" and answers else answer

    attempt.cloud.decisions = [PENDING]
    attempt.server.answer = troubled
    attempt.stop_at = 130

    assert attempt.refusal() is Code.SIGN_IN_TIMED_OUT
    assert attempt.asked_at == [5, 15, 35, 75, 115]


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("access_denied", Code.SIGN_IN_DECLINED),
        ("expired_token", Code.SIGN_IN_TIMED_OUT),
        ("invalid_grant", Code.SIGN_IN_AGAIN),
    ],
)
def test_what_ends_it_is_asked_once(attempt: Attempt, told: str, code: Code):
    attempt.cloud.decisions = [told]

    assert attempt.refusal() is code
    assert attempt.cloud.polls == 1


def test_a_person_who_never_comes_is_not_waited_for_for_ever(attempt: Attempt):
    attempt.cloud.decisions = [PENDING]

    assert attempt.refusal() is Code.SIGN_IN_TIMED_OUT
    assert 600 <= attempt.seconds < 601
    assert attempt.cloud.polls == 119


def test_the_worker_can_stop_waiting(attempt: Attempt):
    attempt.cloud.decisions = [PENDING]
    attempt.stop_at = 12

    assert attempt.refusal() is Code.SIGN_IN_TIMED_OUT
    assert attempt.seconds < 13
    assert attempt.cloud.polls == 2


def test_another_practice_than_the_one_asked_for_is_refused_and_revoked(attempt: Attempt):
    attempt.cloud.practice = "practice-2"

    assert attempt.refusal() is Code.SIGNED_IN_ELSEWHERE
    assert attempt.cloud.revoked


@pytest.mark.parametrize("code", ["", "WD\x1b[2J", "WDJB MJHT", "A" * 9, "<b>"])
def test_a_code_that_is_none_is_never_shown(attempt: Attempt, code: str):
    attempt.cloud.user_code = code

    with pytest.raises(Unavailable) as raised:
        attempt.start()

    assert raised.value.code is Code.CLOUD_ANSWER_ODD


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.test/device",
        "{base}/\x1b]0;x\x07",
        "{base}/device\n",
        "{base}/device Type it at elsewhere.test",
        "{base}/\u202ecived",
    ],
)
def test_nobody_is_sent_to_another_place_to_type_it(attempt: Attempt, address: str):
    elsewhere = {
        "device_code": "x", "user_code": "WDJB-MJHT", "expires_in": 600,
        "verification_uri": address.replace("{base}", attempt.server.url),
    }  # fmt: skip
    attempt.server.answer = lambda received: (
        reply(elsewhere)
        if received.path == "/oauth/device_authorization"
        else attempt.cloud.answer(received)
    )

    with pytest.raises(Unavailable) as raised:
        attempt.start()

    assert raised.value.code is Code.CLOUD_ANSWER_ODD


def test_nothing_that_is_kept_in_memory_shows_a_code(attempt: Attempt):
    attempt.start()

    assert "device-code" not in repr(attempt.codes)
    assert "WDJB" not in repr(attempt.codes)
