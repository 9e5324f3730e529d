"""Tokens that survive crashes and lost answers, against a real TLS server."""

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Barrier

import pytest

from practicesync.adapters import tokens
from practicesync.adapters.authority import Authority
from practicesync.adapters.system_clock import SystemClock
from practicesync.adapters.tokens import Tokens
from practicesync.adapters.wire import open_wire
from practicesync.core.errors import Code, Misconfigured, SignInNeeded, Unavailable
from tests.fakes.authority import PRACTICE, USER, MemoryAuthority, reply
from tests.fakes.vault import MemoryVault
from tests.fakes.wire import Received, Reply, WireServer, wire_server

GRANT: dict[str, object] = {
    "access_token": "access",
    "refresh_token": "refresh",
    "token_type": "Bearer",
    "expires_in": 1,
    "practice_id": PRACTICE,
    "practice_name": "Zorblinski & Co",
    "user": USER,
}


class HandClock(SystemClock):
    """A clock whose monotonic time a test sets."""

    seconds = 1000.0
    set_by = dt.timedelta()

    def now(self) -> dt.datetime:
        return super().now() + self.set_by

    def monotonic(self) -> float:
        return self.seconds


@dataclass
class World:
    """One agent and one authorization server."""

    cloud: MemoryAuthority
    server: WireServer
    vault: MemoryVault = field(default_factory=MemoryVault)
    clock: HandClock = field(default_factory=HandClock)

    def __post_init__(self) -> None:
        self.wire = open_wire(self.server.address, "0")
        self.restart()

    def restart(self) -> None:
        """All that is in memory is gone."""
        authority = Authority(self.wire, self.clock)
        self.authority = authority
        self.tokens = Tokens(authority, self.vault, PRACTICE, self.clock)

    def sign_in(self) -> None:
        self.tokens.keep(self.authority.refresh(self.cloud.issue()))

    def works(self, token: str) -> bool:
        return (
            b"token"
            in self.cloud.answer(
                Received("GET", "/v1", {"authorization": f"Bearer {token}"}, b"")
            ).body
        )

    def asked(self) -> int:
        return sum(received.path == "/oauth/token" for received in self.server.received)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    cloud = MemoryAuthority()
    with wire_server(tmp_path, cloud.answer) as server:
        cloud.base = server.url
        made = World(cloud, server)
        yield made
        made.wire.close()


def needs_sign_in(world: World, rejected: str = "") -> Code:
    with pytest.raises(SignInNeeded) as raised:
        world.tokens.access(rejected)
    return raised.value.code


def test_nobody_has_signed_in_yet(world: World):
    assert needs_sign_in(world) is Code.NEVER_SIGNED_IN
    assert not world.server.received


def test_a_token_is_used_until_shortly_before_its_end(world: World):
    world.sign_in()
    first = world.tokens.access()
    world.clock.seconds += 539
    assert world.tokens.access() == first

    world.clock.seconds += 2

    assert world.tokens.access() != first
    assert world.works(world.tokens.access())


@pytest.mark.parametrize("days", [1, -1, 365, -365])
def test_a_token_is_good_for_as_long_whatever_the_clock_says(world: World, days: int):
    world.sign_in()
    first = world.tokens.access()
    world.clock.set_by = dt.timedelta(days=days)
    world.clock.seconds += 539
    assert world.tokens.access() == first

    world.clock.seconds += 2
    assert world.tokens.access() != first


def test_a_short_lived_token_is_used_for_most_of_its_life(world: World):
    world.cloud.expires_in = 10
    world.sign_in()
    first = world.tokens.access()
    world.clock.seconds += 7

    assert world.tokens.access() == first


def test_a_rejected_token_is_replaced(world: World):
    world.sign_in()
    first = world.tokens.access()

    second = world.tokens.access(rejected=first)

    assert second != first
    assert world.tokens.access(rejected=first) == second


def test_nothing_of_an_answer_is_used_before_its_refresh_token_is_durable(world: World):
    world.sign_in()
    rejected = world.tokens.access()
    world.vault.full = True
    for _ in range(2):
        with pytest.raises(Unavailable) as raised:
            world.tokens.access(rejected)
        assert raised.value.code is Code.DISK_FULL

    world.vault.full = False

    assert world.works(world.tokens.access())
    world.restart()
    assert world.works(world.tokens.access())


def test_a_restart_needs_no_sign_in(world: World):
    world.sign_in()
    for _ in range(3):
        world.restart()
        assert world.works(world.tokens.access())


def test_a_lost_answer_is_asked_for_again_with_the_same_token(world: World):
    world.sign_in()
    world.cloud.lose = 20
    for _ in range(5):
        world.restart()
        with pytest.raises(Unavailable):
            world.tokens.access()
    world.cloud.lose = 0

    assert world.works(world.tokens.access())
    assert not world.cloud.revoked


def test_ten_minutes_of_lost_answers_outlast_the_access_token(world: World):
    world.sign_in()
    world.cloud.lose = 1000
    for _ in range(20):
        world.clock.seconds += 30
        with suppress(Unavailable):
            world.tokens.access()
    with pytest.raises(Unavailable):
        world.tokens.access()
    world.cloud.lose = 0

    assert world.works(world.tokens.access())
    assert not world.cloud.revoked


def test_a_cloud_restored_from_a_backup_is_offered_the_predecessor(world: World):
    world.sign_in()
    first = world.tokens.access()
    world.tokens.access(rejected=first)
    del world.cloud.refresh_tokens[-1], world.cloud.access_tokens[-1]
    world.cloud.used = 0

    world.restart()

    assert world.works(world.tokens.access())


def test_what_is_good_no_more_is_asked_once_and_forgotten_never(world: World):
    world.sign_in()
    world.cloud.revoked = True
    kept = dict(world.vault.secrets)
    world.restart()
    assert needs_sign_in(world) is Code.SIGN_IN_AGAIN
    asked = world.asked()

    for _ in range(5):
        assert needs_sign_in(world) is Code.SIGN_IN_AGAIN

    assert world.asked() == asked
    assert world.vault.secrets == kept


def test_signing_in_again_is_the_way_out(world: World):
    world.sign_in()
    world.cloud.revoked = True
    world.restart()
    assert needs_sign_in(world) is Code.SIGN_IN_AGAIN
    world.cloud.revoked = False

    world.sign_in()
    world.restart()

    assert world.works(world.tokens.access())


def test_a_new_sign_in_tells_which_token_it_takes_the_place_of(world: World):
    first = world.authority.refresh(world.cloud.issue())
    second = world.authority.refresh(world.cloud.issue())

    assert world.tokens.keep(first) == ""
    assert world.tokens.keep(second) == first.refresh_token
    assert world.works(world.tokens.access())


def test_what_can_not_be_read_is_replaced_all_the_same(world: World):
    world.vault.secrets[f"tokens:{PRACTICE}"] = "nonsense"

    assert world.tokens.keep(world.authority.refresh(world.cloud.issue())) == ""
    assert world.works(world.tokens.access())


def test_many_threads_make_one_refresh(world: World):
    world.sign_in()
    first = world.tokens.access()
    before = world.asked()

    together = Barrier(8)

    def access(rejected: str) -> str:
        together.wait()
        return world.tokens.access(rejected)

    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(access, [first] * 8))

    assert len(found) == 1
    assert world.asked() == before + 1


def test_revoked_tokens_are_good_no_more_and_forgotten(world: World):
    world.sign_in()

    world.tokens.revoke()

    assert world.cloud.revoked
    assert not world.vault.secrets
    assert needs_sign_in(world) is Code.NEVER_SIGNED_IN


def test_tokens_that_could_not_be_revoked_are_kept_to_try_again(world: World):
    world.sign_in()
    world.server.answer = lambda _: Reply(500)
    with pytest.raises(Unavailable):
        world.tokens.revoke()
    assert world.vault.secrets

    world.server.answer = world.cloud.answer
    world.tokens.revoke()

    assert world.cloud.revoked


def test_what_is_kept_in_the_vault_but_is_no_token_is_said(world: World):
    world.vault.secrets[f"tokens:{PRACTICE}"] = "nonsense"

    with pytest.raises(Misconfigured) as raised:
        world.tokens.access()

    assert raised.value.code is Code.VAULT_UNREADABLE


@pytest.mark.parametrize(
    "metadata",
    [
        {"token_endpoint": "https://elsewhere.test/oauth/token"},
        {"token_endpoint": "http://127.0.0.1/oauth/token"},
        {"token_endpoint": "{base}.elsewhere.test/oauth/token"},
        {"token_endpoint": "{base}"},
        {"token_endpoint": None},
        {"revocation_endpoint": 5},
        {"issuer": "https://elsewhere.test"},
        {"authorization_endpoint": "https://127.0.0.1.elsewhere.test/oauth/authorize"},
        {"code_challenge_methods_supported": ["plain"]},
    ],
)
def test_a_token_is_sent_nowhere_but_to_the_cloud(world: World, metadata: dict[str, object]):
    world.cloud.metadata = {
        name: value.replace("{base}", world.server.url) if isinstance(value, str) else value
        for name, value in metadata.items()
    }
    world.vault.secrets[f"tokens:{PRACTICE}"] = '{"current":"refresh"}'

    with pytest.raises(Unavailable) as raised:
        world.tokens.access()

    assert raised.value.code is Code.CLOUD_ANSWER_ODD
    assert world.asked() == 0


@pytest.mark.parametrize(
    "answer",
    [
        reply({}),
        reply([]),
        reply({"access_token": "", "refresh_token": "", "expires_in": 1}),
        reply(GRANT | {"refresh_token": ""}),
        reply(GRANT | {"access_token": ""}),
        reply(GRANT | {"token_type": "mac"}),
        Reply(200, b"<html>", "text/html"),
        Reply(400, b"<html>", "text/html"),
        Reply(400, b"{", "application/json"),
    ],
)
def test_an_answer_that_is_no_grant_is_odd_and_changes_nothing(world: World, answer: Reply):
    world.sign_in()
    kept = dict(world.vault.secrets)
    world.restart()
    world.server.answer = lambda received: (
        answer if received.path == "/oauth/token" else world.cloud.answer(received)
    )

    with pytest.raises(Unavailable) as raised:
        world.tokens.access()

    assert raised.value.code is Code.CLOUD_ANSWER_ODD
    assert world.vault.secrets == kept


def test_nothing_that_is_kept_in_memory_shows_a_token(world: World):
    grant = world.authority.refresh(world.cloud.issue())

    assert "refresh-" not in repr(grant)
    assert "access-" not in repr(grant)
    assert "@" not in repr(grant)
    assert "refresh-" not in repr(tokens._Kept(grant.refresh_token))


def test_a_copy_leaves_the_tokens_of_a_server_at_work_alone(world: World):
    world.sign_in()

    def refuse() -> None:
        raise Misconfigured(Code.ANOTHER_COPY)

    before = world.asked()
    copy = Tokens(world.authority, world.vault, PRACTICE, world.clock, refuse)
    for act in (copy.access, copy.revoke):
        with pytest.raises(Misconfigured):
            act()

    assert world.asked() == before
    assert not [one for one in world.server.received if one.path == "/oauth/revoke"]
    assert world.works(world.tokens.access())
