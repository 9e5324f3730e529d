"""Signing in at a real Practice Cloud over TLS, and what becomes of the tokens."""

from __future__ import annotations

import datetime as dt
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from practicesync.adapters.authority import Authority
from practicesync.adapters.cloud_activation import Claim, Terms, activate, deactivate, in_charge
from practicesync.adapters.cloud_session import CloudSession
from practicesync.adapters.sign_in import SignIn
from practicesync.adapters.system_clock import SystemClock
from practicesync.adapters.tokens import Tokens
from practicesync.adapters.wire import CloudAddress, open_wire
from practicesync.core.errors import Code, Problem, SignInNeeded, TakenOver, Unavailable
from tests.system.agent import Agent, address_of, agent_of, browse, signed_in
from tests.system.cloud import Cloud, add_practice, start_cloud

NOON = dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.UTC)
OURS = Claim("OLDSRV", "installation-1", terms=Terms("2026-01", NOON))


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    with start_cloud(tmp_path_factory.mktemp("cloud")) as serving:
        yield serving


@pytest.fixture
def agent(cloud: Cloud, tmp_path: Path) -> Iterator[Agent]:
    with agent_of(cloud, tmp_path) as signed:
        yield signed


@pytest.fixture
def authority(cloud: Cloud) -> Iterator[Authority]:
    wire = open_wire(address_of(cloud), "0.0")
    yield Authority(wire, SystemClock())
    wire.close()


def ended(attempt: SignIn) -> Problem:
    with pytest.raises(Problem) as raised:
        attempt.wait(lambda: False)
    return raised.value


def restarted(agent: Agent, cloud: Cloud) -> Tokens:
    """The tokens as a worker finds them that has just begun."""
    return Tokens(agent.authority, agent.vault, cloud.practice_id, SystemClock())


def refused(tokens: Tokens, rejected: str = "") -> Code:
    with pytest.raises(SignInNeeded) as raised:
        tokens.access(rejected)
    return raised.value.code


def works(agent: Agent, tokens: Tokens, cloud: Cloud) -> bool:
    """Tell whether the cloud lets us in; what else goes wrong is raised."""
    session = CloudSession(agent.wire, tokens, cloud.practice_id, SystemClock())
    try:
        in_charge(session)
    except SignInNeeded:
        return False
    return True


def test_an_administrator_signs_in(cloud: Cloud, authority: Authority):
    signed = signed_in(cloud, authority)

    assert signed.user == cloud.email
    assert signed.practice_id == cloud.practice_id
    assert signed.practice_name == cloud.practice_name


def test_the_browser_ends_on_a_page_that_says_so(cloud: Cloud, authority: Authority):
    attempt = SignIn(authority)
    pages: list[requests.Response] = []
    address = attempt.start()
    person = threading.Thread(target=lambda: pages.append(browse(cloud, address)))
    person.start()
    attempt.wait(lambda: False)
    person.join()

    assert "You are signed in." in pages[0].text
    assert "code" not in pages[0].url


def test_a_person_who_declines_is_not_signed_in(cloud: Cloud, authority: Authority):
    attempt = SignIn(authority)
    pages: list[requests.Response] = []
    address = attempt.start()
    person = threading.Thread(target=lambda: pages.append(browse(cloud, address, "deny")))
    person.start()

    assert ended(attempt).code is Code.SIGN_IN_DECLINED
    person.join()
    assert "You did not sign in." in pages[0].text


def test_the_agent_works_without_the_person_from_then_on(agent: Agent, cloud: Cloud):
    for _ in range(3):
        assert works(agent, restarted(agent, cloud), cloud)


def test_a_lost_refresh_answer_costs_nothing(agent: Agent, cloud: Cloud):
    tokens = restarted(agent, cloud)
    tokens.access()
    first = kept(agent, cloud)
    for _ in range(3):  # the cloud has answered, nobody has heard it
        agent.authority.refresh(first)

    again = restarted(agent, cloud)

    assert works(agent, again, cloud)
    assert kept(agent, cloud) != first


RENEWING = """
import sys
from pathlib import Path
from practicesync.adapters.authority import Authority
from practicesync.adapters.cloud_activation import in_charge
from practicesync.adapters.cloud_session import CloudSession
from practicesync.adapters.system_clock import SystemClock
from practicesync.adapters.tokens import Tokens
from practicesync.adapters.vault import FileKeyStore, FileVault
from practicesync.adapters.wire import CloudAddress, open_wire

url, ca_file, practice_id, folder = sys.argv[1:]
clock = SystemClock()
wire = open_wire(CloudAddress(url, ca_file), "0.0")
vault = FileVault(Path(folder) / "vault.bin", FileKeyStore(Path(folder) / "vault.key"))
tokens = Tokens(Authority(wire, clock), vault, practice_id, clock)
session = CloudSession(wire, tokens, practice_id, clock)
in_charge(session)
while True:
    print("renewed", flush=True)
    tokens.access(rejected=tokens.access())
    in_charge(session)
"""


def test_a_worker_killed_while_it_renews_needs_no_sign_in(
    agent: Agent, cloud: Cloud, tmp_path: Path
):
    command = [sys.executable, "-c", RENEWING, cloud.base_url, str(cloud.ca_file)]
    moments = random.Random(11)
    for _ in range(8):
        with subprocess.Popen(
            [*command, cloud.practice_id, str(tmp_path)], stdout=subprocess.PIPE, text=True
        ) as worker:
            assert worker.stdout
            assert worker.stdout.readline() == "renewed\n"
            time.sleep(moments.uniform(0, 0.05))
            worker.kill()

    assert works(agent, restarted(agent, cloud), cloud)


def test_a_used_up_token_shows_a_thief_and_ends_the_sign_in(agent: Agent, cloud: Cloud):
    tokens = restarted(agent, cloud)
    stolen = kept(agent, cloud)
    access = tokens.access()
    assert works(agent, tokens, cloud)

    with pytest.raises(SignInNeeded):
        agent.authority.refresh(stolen)

    assert refused(tokens, rejected=access) is Code.SIGN_IN_AGAIN
    assert refused(restarted(agent, cloud)) is Code.SIGN_IN_AGAIN


def test_signing_in_again_mends_that(agent: Agent, cloud: Cloud):
    agent.authority.revoke(kept(agent, cloud))
    tokens = restarted(agent, cloud)
    assert refused(tokens) is Code.SIGN_IN_AGAIN

    tokens.keep(signed_in(cloud, agent.authority).grant)

    assert works(agent, tokens, cloud)
    assert works(agent, restarted(agent, cloud), cloud)


def test_revoked_tokens_open_nothing_any_more(agent: Agent, cloud: Cloud):
    access = agent.tokens.access()
    refresh = kept(agent, cloud)

    agent.tokens.revoke()

    answer = requests.get(
        f"{cloud.base_url}/v1/practices/{cloud.practice_id}/activation",
        headers={"Authorization": f"Bearer {access}"},
        verify=str(cloud.ca_file),
        timeout=30,
    )
    assert answer.status_code == 401
    with pytest.raises(SignInNeeded):
        agent.authority.refresh(refresh)
    assert refused(agent.tokens) is Code.NEVER_SIGNED_IN


def test_a_server_is_put_in_charge_moved_and_let_go(agent: Agent, cloud: Cloud):
    first = activate(agent.session, OURS)
    assert first.activated_by == cloud.email
    with pytest.raises(TakenOver) as raised:
        activate(agent.session, Claim("NEWSRV", "installation-2"))
    assert raised.value.facts["server"] == "OLDSRV"
    assert raised.value.facts["since"]

    second = activate(agent.session, Claim("NEWSRV", "installation-2", take_over=True))

    assert second.epoch > first.epoch
    assert second.fence.digest_key == first.fence.digest_key
    assert in_charge(agent.session).server == "NEWSRV"
    deactivate(agent.session, keep_copy=True)
    assert not in_charge(agent.session).active


def test_another_practice_says_nothing(agent: Agent, cloud: Cloud):
    other = add_practice(cloud.database, "Branch office")
    session = CloudSession(agent.wire, agent.tokens, other, SystemClock())

    with pytest.raises(Problem) as raised:
        in_charge(session)

    assert raised.value.code in (Code.RIGHTS_MISSING, Code.CLOUD_REFUSED)
    assert raised.value.facts["request_id"]


def test_a_cloud_with_an_unknown_authority_is_not_talked_to(cloud: Cloud):
    wire = open_wire(CloudAddress(cloud.base_url), "0.0")

    with pytest.raises(Unavailable) as raised:
        SignIn(Authority(wire, SystemClock())).start()

    assert raised.value.code is Code.CLOUD_NOT_TRUSTED
    wire.close()


def kept(agent: Agent, cloud: Cloud) -> str:
    """Return the refresh token in the vault."""
    held = agent.vault.get(f"tokens:{cloud.practice_id}") or ""
    return held.partition('"current":"')[2].partition('"')[0]
