"""A person in the middle: stands between agent and cloud, and strikes at a chosen request.

It forwards to a real Practice Cloud under its own address and certificate. `strike` is called for
a request that was chosen, either before the cloud hears of it or when the cloud has answered and
nobody has heard the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

import requests

from tests.fakes.wire import HANG_UP, Received, Reply, WireServer, wire_server
from tests.system.cloud import Cloud

When = Literal["lost request", "lost answer"]

_OURS = ("content-type", "retry-after", "date", "x-request-id", "www-authenticate")


@dataclass(frozen=True)
class Moment:
    """The request that is struck: the nth of that method, path ending and grant type."""

    method: str
    ending: str
    nth: int = 1
    grant: str = ""
    when: When = "lost request"

    def __str__(self) -> str:
        return f"{self.nth} {self.method} {self.ending} {self.grant} {self.when}".replace("  ", " ")

    def is_met(self, received: Received) -> bool:
        path = received.path.partition("?")[0]
        return (
            received.method == self.method
            and path.endswith(self.ending)
            and self.grant.encode() in received.body
        )


@dataclass
class Between:
    """Forwards until a moment has come."""

    cloud: Cloud
    http: requests.Session
    moment: Moment | None = None
    strike: Callable[[], object] = lambda: None
    struck: int = 0
    server: WireServer = field(init=False)
    seen: list[tuple[str, str]] = field(default_factory=list)
    _met: int = 0

    def at(self, moment: Moment, strike: Callable[[], object]) -> None:
        """Strike at that moment, and from then on never again."""
        self.moment, self.strike, self._met, self.struck = moment, strike, 0, 0

    def answer(self, received: Received) -> Reply:
        self.seen.append((received.method, received.path.partition("?")[0]))
        chosen = self._is_chosen(received)
        if chosen and self.moment and self.moment.when == "lost request":
            self.struck += 1
            self.strike()
            return HANG_UP
        reply = self._forwarded(received)
        if chosen:
            self.struck += 1
            self.strike()
            return HANG_UP
        return reply

    def _is_chosen(self, received: Received) -> bool:
        if self.moment is None or self.struck or not self.moment.is_met(received):
            return False
        self._met += 1
        return self._met == self.moment.nth

    def _forwarded(self, received: Received) -> Reply:
        # The body was unpacked on its way in.
        dropped = ("content-length", "content-encoding", "connection", "accept-encoding")
        headers = {name: text for name, text in received.headers.items() if name not in dropped}
        answer = self.http.request(
            received.method,
            self.cloud.base_url + received.path,
            data=received.body,
            headers=headers,
            allow_redirects=False,
            timeout=30,
        )
        told = {name: text for name, text in answer.headers.items() if name.lower() in _OURS}
        kind = told.pop("Content-Type", told.pop("content-type", ""))
        return Reply(answer.status_code, answer.content, kind, told)


@contextmanager
def between(cloud: Cloud, folder: Path) -> Iterator[tuple[Between, Cloud]]:
    """Stand between until the block ends; yield ourselves and the cloud as the agent sees it."""
    folder.mkdir(parents=True, exist_ok=True)
    with requests.Session() as http:
        http.trust_env = False
        http.verify = str(cloud.ca_file)
        ours = Between(cloud, http)
        with wire_server(folder, ours.answer) as server:
            ours.server = server
            yield ours, seen_through(cloud, server)


def seen_through(cloud: Cloud, server: WireServer) -> Cloud:
    return replace(cloud, base_url=server.url, ca_file=server.ca_file)
