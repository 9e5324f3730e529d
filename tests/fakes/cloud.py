"""The online side in memory as a sink sees it: epochs, versions, tombstones, preparation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from practicesync.core.action import (
    Action,
    Epoch,
    Fence,
    Outcome,
    Refused,
    SequenceNumber,
    Stale,
    Stored,
    Unchanged,
    Upsert,
)
from practicesync.core.contact import LIMITS, MOST, Contact
from practicesync.core.digest import Seal
from practicesync.core.errors import Code, Fenced, Misconfigured, Problem, TakenOver
from practicesync.core.key import Key
from practicesync.core.online import OnlinePage, Preparing

Version = tuple[Epoch, SequenceNumber]

NO_EPOCH = Epoch(0)


@dataclass(frozen=True)
class Copy:
    """What the cloud holds of a contact; without a contact it is a tombstone."""

    version: Version
    contact: Contact | None


@dataclass
class MemoryCloud:
    """One practice's online copy, shared by the sinks of several servers.

    `failures` are raised one a call before anything is done, `lost` after all is done: then the
    answer is what got lost. `refused` lists contacts that are refused whatever they hold.
    """

    digest_key: bytes = bytes(range(32))
    copies: dict[Key, Copy] = field(default_factory=dict)
    refused: dict[Key, tuple[Code, str]] = field(default_factory=dict)
    failures: list[Problem] = field(default_factory=list)
    lost: list[Problem] = field(default_factory=list)
    epoch: Epoch = NO_EPOCH
    in_charge: str = ""
    prepared: int = 0
    to_prepare: int | None = None

    @property
    def contacts(self) -> dict[Key, Contact]:
        """What people see online."""
        return {key: copy.contact for key, copy in self.copies.items() if copy.contact}

    @property
    def last(self) -> Version:
        """The highest version that is held of any contact."""
        versions = (copy.version for copy in self.copies.values())
        return max(versions, default=(Epoch(0), SequenceNumber(0)))

    def digests(self, after: Key | None, limit: int) -> OnlinePage:
        """List what is online in the order of the ids."""
        seal = Seal(self.digest_key)
        keys = [key for key in sorted(self.contacts) if after is None or key > after]
        found = [(key, seal.digest(self.contacts[key])) for key in keys[:limit]]
        return OnlinePage(found, keys[limit - 1] if len(keys) > limit else None)

    def activate(self, installation: str, *, take_over: bool = False) -> Fence:
        """Put that installation in charge under a new epoch."""
        if self.in_charge not in ("", installation) and not take_over:
            raise TakenOver(Code.ANOTHER_IN_CHARGE, server=self.in_charge, since="")
        self.in_charge = installation
        self.epoch = Epoch(self.epoch + 1)
        return Fence(self.epoch, self.digest_key, self.last)

    def forget_preparation(self) -> None:
        """Know of no upload, as after the online copy was erased."""
        self.prepared, self.to_prepare = 0, None

    def deactivate(self) -> None:
        """Leave nobody in charge."""
        self.in_charge = ""

    def take(self, version: Version, action: Action) -> Outcome:
        """Take one action in."""
        contact = action.contact if isinstance(action, Upsert) else None
        problem = self.refused.get(action.key) or (contact and _problem(contact))
        if problem:
            return Refused(action.key, *problem)
        held = self.copies.get(action.key)
        if held and version <= held.version:
            return Stale(action.key)
        self.copies[action.key] = Copy(version, contact)
        same = contact == (held.contact if held else None)
        return Unchanged(action.key) if same else Stored(action.key)

    def check(self, epoch: Epoch) -> None:
        """Raise if a batch of that epoch may not come in."""
        if not self.in_charge:
            raise Misconfigured(Code.NOT_ACTIVATED)
        if epoch != self.epoch:
            raise Fenced(Code.SENT_OUT_OF_ORDER)

    def confirm(self, installation: str, epoch: Epoch) -> None:
        """Raise unless that installation is in charge under that epoch."""
        if not self.in_charge:
            raise Misconfigured(Code.NOT_ACTIVATED)
        if self.in_charge != installation:
            raise TakenOver(Code.ANOTHER_IN_CHARGE, server=self.in_charge, since="")
        if epoch != self.epoch:
            raise Fenced(Code.SENT_OUT_OF_ORDER)

    def fail(self) -> None:
        """Raise the next failure, if there is one."""
        if self.failures:
            raise self.failures.pop(0)

    def lose(self) -> None:
        """Raise instead of the answer, if the next one is to be lost."""
        if self.lost:
            raise self.lost.pop(0)


class MemorySink:
    """The sink of one server on a `MemoryCloud`."""

    def __init__(self, cloud: MemoryCloud, installation: str = "one") -> None:
        self._cloud = cloud
        self._installation = installation

    def begin(self) -> Fence:
        self._cloud.fail()
        fence = self._cloud.activate(self._installation)
        self._cloud.lose()
        return fence

    def apply(
        self, epoch: Epoch, sequence: SequenceNumber, actions: Sequence[Action]
    ) -> Sequence[Outcome]:
        self._cloud.fail()
        self._cloud.check(epoch)
        outcomes = [self._cloud.take((epoch, sequence), action) for action in actions]
        self._cloud.lose()
        return outcomes

    def confirm(self, epoch: Epoch) -> None:
        self._cloud.fail()
        self._cloud.confirm(self._installation, epoch)
        self._cloud.lose()

    def online(self, after: Key | None, limit: int) -> OnlinePage:
        self._cloud.fail()
        return self._cloud.digests(after, limit)

    def uploading(self, total: int) -> None:
        self._cloud.fail()
        self._cloud.prepared, self._cloud.to_prepare = 0, None

    def uploaded(self) -> None:
        self._cloud.fail()
        self._cloud.prepared, self._cloud.to_prepare = 0, len(self._cloud.contacts)

    def preparing(self) -> Preparing:
        """Half of what is left gets ready between one question and the next."""
        self._cloud.fail()
        total = self._cloud.to_prepare
        if total is None:
            return Preparing(0, 0, ready=False)
        self._cloud.prepared += (total - self._cloud.prepared + 1) // 2
        return Preparing(self._cloud.prepared, total, self._cloud.prepared == total)


def _problem(contact: Contact) -> tuple[Code, str] | None:
    """Return what is wrong with the contact by the contract's limits, if anything is."""
    for name, content in msgspec.structs.asdict(contact).items():
        if isinstance(content, str) and len(content) > LIMITS.get(name, len(content)):
            return Code.FIELD_TOO_LONG, name
        if isinstance(content, tuple | dict) and len(content) > MOST[name]:
            return Code.TOO_MANY, name
    return None
