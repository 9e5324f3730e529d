"""The online side as the contract describes it, for a `WireServer` to answer with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from practicesync.core.action import (
    Action,
    Delete,
    Epoch,
    Refused,
    SequenceNumber,
    Stale,
    Unchanged,
    Upsert,
)
from practicesync.core.contact import Contact
from practicesync.core.digest import Seal
from practicesync.core.key import Key
from tests.fakes.authority import PRACTICE, MemoryAuthority, problem, reply
from tests.fakes.cloud import MemoryCloud
from tests.fakes.wire import Received, Reply

ROOT = f"/v1/practices/{PRACTICE}"
DIGEST_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"


class Item(msgspec.Struct, frozen=True):
    """One item of a batch as it came."""

    op: Literal["upsert", "delete"]
    id: Key
    epoch: Epoch
    sequence: SequenceNumber
    contact: Contact | None = None

    @property
    def action(self) -> Action:
        return Delete(self.id) if self.contact is None else Upsert(self.id, self.contact)


class _Batch(msgspec.Struct, frozen=True):
    items: list[Item]


def batch_of(received: Received) -> list[Item]:
    """Return the items of a batch as it came."""
    return msgspec.json.decode(received.body, type=_Batch).items


@dataclass
class OnlineCopy:
    """One practice's online copy with its sign-in; `batches` are the sizes of what was asked.

    `api` answers batches in its place while something is wrong; `take` is what it would do.
    `sign_in` answers in place of the token endpoint.
    """

    oauth: MemoryAuthority
    cloud: MemoryCloud = field(default_factory=MemoryCloud)
    api: Callable[[Received], Reply] | None = None
    sign_in: Callable[[Received], Reply] | None = None
    batches: list[int] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    repeated: int = 0

    def answer(self, received: Received) -> Reply:
        path = urlsplit(received.path).path
        self.asked.append(f"{received.method} {path.removeprefix(ROOT)}")
        if self.sign_in is not None and path == "/oauth/token":
            return self.sign_in(received)
        checked = self.oauth.answer(received)
        if not path.startswith(ROOT) or checked.status != 200:
            return checked
        match received.method, path.removeprefix(ROOT):
            case "POST", "/activation":
                return self._activated()
            case "GET", "/activation":
                held = {"active": True, "installation": "one"}
                return reply(held | {"epoch": self.cloud.epoch})
            case "POST", "/contacts/batch":
                self.batches.append(len(batch_of(received)))
                return (self.api or self.take)(received)
            case "GET", "/digests":
                return self._digests()
            case "GET", "/migration":
                number = len(self.cloud.contacts)
                return reply({"step": "ready", "done": number, "total": number})
            case _:
                return reply({})

    def take(self, received: Received) -> Reply:
        """Take the batch in, and say what came of each item."""
        items = batch_of(received)
        if any(item.epoch < self.cloud.epoch for item in items):
            return problem("stale-epoch", 409)
        return reply({"outcomes": [self._taken(item) for item in items]})

    def _taken(self, item: Item) -> dict[str, str]:
        outcome = self.cloud.take((item.epoch, item.sequence), item.action)
        match outcome:
            case Refused(key, code, name):
                return {"id": key, "outcome": "rejected", "code": code, "field": name}
            case Stale(key):
                return {"id": key, "outcome": "stale"}
            case Unchanged(key):
                self.repeated += 1
                return {"id": key, "outcome": "unchanged"}
            case _:
                return {"id": item.id, "outcome": "stored"}

    def _activated(self) -> Reply:
        fence = self.cloud.activate("one")
        last = max((copy.version for copy in self.cloud.copies.values()), default=(0, 0))
        return reply(
            {
                "epoch": fence.epoch,
                "digest_key": DIGEST_KEY,
                "last_epoch": last[0],
                "last_sequence": last[1],
                "practice_id": PRACTICE,
                "practice_name": "Zorblinski & Co",
                "server": "SERVER",
                "activated_at": "2026-01-05T12:00:00Z",
                "activated_by": "someone@practice.test",
            }
        )

    def _digests(self) -> Reply:
        seal = Seal(self.cloud.digest_key)
        marks = [
            {"id": key, "digest": seal.digest(contact).hex()}
            for key, contact in self.cloud.contacts.items()
        ]
        return reply({"digests": marks, "next": None})
