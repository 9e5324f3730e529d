"""The simulated cloud behind a network that loses, delays and repeats."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from practicesync.core.action import (
    Action,
    Epoch,
    Fence,
    Outcome,
    Refused,
    SequenceNumber,
    Unchanged,
    Upsert,
)
from practicesync.core.errors import Code, Fenced, TakenOver, Unavailable
from practicesync.core.key import Key
from practicesync.core.online import OnlinePage, Preparing
from tests.fakes.cloud import MemoryCloud
from tests.simulation.practice import REFUSED
from tests.simulation.world import World

Answer = TypeVar("Answer")


class Network:
    """The cloud, and what is on its way there. It outlives every worker."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.cloud = MemoryCloud()
        self.late: list[Callable[[], object]] = []
        self.resent = 0
        self.refusals = 0
        self.before_apply: Callable[[Sequence[Action]], None] = lambda _: None
        self.down = False

    def deliver_some(self) -> None:
        """Let late requests arrive, in any order."""
        while self.late and self.world.chance(0.1):
            self.late.pop(self.world.rng.randrange(len(self.late)))()

    def deliver_all(self) -> None:
        """Let every late request arrive."""
        while self.late:
            self.late.pop()()

    def call(self, name: str, act: Callable[[], Answer]) -> Answer:
        """Carry one request there and its answer back, or not."""
        world = self.world
        world.effect(name)
        if self.down:
            raise Unavailable(Code.CLOUD_UNREACHABLE)
        if world.chance(0.04):
            world.faults += 1
            raise Unavailable(Code.CLOUD_BUSY, retry_after=1.0)
        if world.chance(0.03):
            world.faults += 1
            self.late.append(lambda: self.quietly(act))
            raise Unavailable(Code.CLOUD_UNREACHABLE)
        answer = act()
        if world.chance(0.02):
            self.late.append(lambda: self.quietly(act))
        world.effect(name + " done")
        if world.chance(0.04):
            world.faults += 1
            raise Unavailable(Code.CLOUD_UNREACHABLE)
        return answer

    @staticmethod
    def quietly(act: Callable[[], object]) -> None:
        """Do what a late request does; nobody waits for its answer."""
        try:
            act()
        except (Fenced, TakenOver):
            return


def is_refused(action: Upsert) -> bool:
    """Tell whether the cloud refuses what this would put online."""
    return action.contact.name == f"value {REFUSED}"


class SimulatedSink:
    """`practicesync.ports.Sink` over the network."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._cloud = network.cloud

    def begin(self) -> Fence:
        return self._network.call("begin", lambda: self._cloud.activate("one"))

    def apply(
        self, epoch: Epoch, sequence: SequenceNumber, actions: Sequence[Action]
    ) -> Sequence[Outcome]:
        self._network.before_apply(actions)
        outcomes = self._network.call("apply", lambda: self._take(epoch, sequence, actions))
        self._network.resent += sum(isinstance(one, Unchanged) for one in outcomes)
        self._network.refusals += sum(isinstance(one, Refused) for one in outcomes)
        return outcomes

    def _take(
        self, epoch: Epoch, sequence: SequenceNumber, actions: Sequence[Action]
    ) -> list[Outcome]:
        if epoch != self._cloud.epoch:
            raise Fenced(Code.SENT_OUT_OF_ORDER)
        return [self._one(epoch, sequence, action) for action in actions]

    def _one(self, epoch: Epoch, sequence: SequenceNumber, action: Action) -> Outcome:
        if isinstance(action, Upsert) and is_refused(action):
            return Refused(action.key, Code.FIELD_REFUSED, "name")
        return self._cloud.take((epoch, sequence), action)

    def confirm(self, epoch: Epoch) -> None:
        self._network.call("confirm", lambda: self._cloud.confirm("one", epoch))

    def online(self, after: Key | None, limit: int) -> OnlinePage:
        return self._network.call("online", lambda: self._cloud.digests(after, min(limit, 7)))

    def uploading(self, total: int) -> None:
        self._network.call("uploading", lambda: None)

    def uploaded(self) -> None:
        self._network.call("uploaded", lambda: None)

    def preparing(self) -> Preparing:
        ready = self._network.world.rng.random() < 0.5
        return self._network.call("preparing", lambda: Preparing(1, 1, ready))
