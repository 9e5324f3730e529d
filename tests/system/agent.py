"""The agent's side of a real sign-in: adapters put together, and a person with a browser."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import requests

from practicesync.adapters.authority import Authority
from practicesync.adapters.cloud_session import CloudSession
from practicesync.adapters.sign_in import Signed, SignIn
from practicesync.adapters.system_clock import SystemClock
from practicesync.adapters.tokens import Tokens
from practicesync.adapters.vault import FileKeyStore, FileVault
from practicesync.adapters.wire import CloudAddress, Wire, open_wire
from tests.system.cloud import Cloud, sign_in


@dataclass(frozen=True)
class Agent:
    """A signed-in agent with a vault of its own."""

    wire: Wire
    authority: Authority
    vault: FileVault
    tokens: Tokens
    session: CloudSession


def address_of(cloud: Cloud) -> CloudAddress:
    return CloudAddress(cloud.base_url, str(cloud.ca_file))


def browse(cloud: Cloud, address: str, decision: str = "allow") -> requests.Response:
    """Sign in as a person would, and return the last page that the browser shows."""
    back = sign_in(cloud, address, decision=decision)
    with requests.Session() as browser:
        browser.trust_env = False
        return browser.get(back, timeout=30)


def signed_in(cloud: Cloud, authority: Authority) -> Signed:
    """Sign in at that cloud."""
    attempt = SignIn(authority)
    person = threading.Thread(target=browse, args=(cloud, attempt.start()))
    person.start()
    try:
        return attempt.wait(lambda: False)
    finally:
        person.join()


@contextlib.contextmanager
def agent_of(cloud: Cloud, folder: Path) -> Iterator[Agent]:
    """Sign in and put an agent together."""
    clock = SystemClock()
    wire = open_wire(address_of(cloud), "0.0")
    authority = Authority(wire, clock)
    signed = signed_in(cloud, authority)
    vault = FileVault(folder / "vault.bin", FileKeyStore(folder / "vault.key"))
    tokens = Tokens(authority, vault, signed.practice_id, clock)
    tokens.keep(signed.grant)
    yield Agent(
        wire, authority, vault, tokens, CloudSession(wire, tokens, signed.practice_id, clock)
    )
    wire.close()
