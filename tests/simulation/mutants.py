"""Workers with one thing broken; a simulator that does not catch them proves nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from practicesync.core.action import (
    Action,
    Delete,
    Epoch,
    Fence,
    Gone,
    HoldId,
    Online,
    Outcome,
    Passed,
    Scan,
    SequenceNumber,
    Settlement,
    Stale,
    Stored,
)
from practicesync.core.filled import NOTHING, Fields
from practicesync.core.guard import Blanks
from practicesync.core.key import Key
from practicesync.core.row import Cursor, Part, Seen
from practicesync.engine.cycle import Cycle, Turn
from practicesync.engine.job import Job
from practicesync.engine.judging import Judge
from practicesync.engine.reading import Ahead
from practicesync.ports import Clock
from tests.simulation.journal import SimulatedJournal
from tests.simulation.network import Network, SimulatedSink
from tests.simulation.play import Build
from tests.simulation.world import World


class CursorBeforeSaw(SimulatedJournal):
    """Moves the cursor in a transaction of its own, before the keys are dirty."""

    def saw(self, seen: Sequence[Seen], cursor: Cursor, gone: Sequence[Part] = ()) -> None:
        super().saw([], cursor)
        super().saw(seen, cursor, gone)


class SettleBeforeApply(Cycle):
    """Settles what it is about to send."""

    def _apply(self, read_at: SequenceNumber, actions: Sequence[Action]) -> Sequence[Outcome]:
        seal = self._opened().seal
        hoped: list[Settlement] = [
            Gone(action.key, sent=True)
            if isinstance(action, Delete)
            else Online(action.key, seal.digest(action.contact))
            for action in actions
        ]
        if hoped:
            self._journal.settle(hoped, read_at, self._clock.now())
        return self._job.sink.apply(self._opened().epoch, read_at, actions) if actions else ()


class DirtyClearedAlthoughSeenAgain(SimulatedJournal):
    """Clears a key whatever was seen while it was read and sent."""

    def settle(
        self,
        settlements: Sequence[Settlement],
        read_at: SequenceNumber,
        now: dt.datetime,
        passed: Passed | None = None,
    ) -> None:
        super().settle(settlements, self.sequence(), now, passed)


class ScanForgetsItsPosition(SimulatedJournal):
    """Keeps a full check in memory: after a restart there is none."""

    def __init__(self, path: str, world: World) -> None:
        super().__init__(path, world)
        self._mine: int | None = None

    def begin_scan(self, reason: str, cursor: Cursor, total: int, now: dt.datetime) -> Scan:
        scan = super().begin_scan(reason, cursor, total, now)
        self._mine = scan.number
        return scan

    def scan(self) -> Scan | None:
        scan = super().scan()
        return scan if scan is not None and scan.number == self._mine else None


class DeleteWithoutSecondRead(SimulatedJournal):
    """Takes one read that found nothing for a proof."""

    def missed(self, keys: Sequence[Key], read_at: SequenceNumber) -> None:
        first = set(self.dirty(0, len(keys) + 1000))
        super().missed(keys, read_at)
        super().missed([key for key in keys if key in first], read_at)


class EpochIgnored(SimulatedSink):
    """Keeps the first epoch for ever, restart or not."""

    def __init__(self, network: Network) -> None:
        super().__init__(network)
        self._first: Fence | None = None

    def begin(self) -> Fence:
        if self._first is None:
            self._first = super().begin()
        return self._first


class NeverAsks(SimulatedSink):
    """Takes itself for the one in charge as long as it has nothing to send."""

    def confirm(self, epoch: Epoch) -> None:
        pass


class SendsWithoutNote(SimulatedJournal):
    """Sends without noting that what is online is unknown until the answer."""

    def sending(self, keys: Sequence[Key], filled: Mapping[Key, Fields] = NOTHING) -> None:
        pass


class NewerBeforeOlder(Cycle):
    """Leaves a page that was read ahead for later, and sends newer changes first."""

    def turn(self) -> Turn:
        waiting, self._pending = self._pending, None
        if waiting is not None and self.busy():
            turn = super().turn()
            self._pending = waiting
            return turn
        self._pending = waiting
        return super().turn()


class NeverCompares(SimulatedJournal):
    """Never asks the online side what it holds."""

    def comparing(self) -> str | None:
        return None


class TrustsAnOlderJournal(SimulatedJournal):
    """Takes its own records for true, whatever the online side has seen since."""

    def use_epoch(self, fence: Fence) -> None:
        super().use_epoch(Fence(fence.epoch, fence.digest_key))


class HoldsNothing(SimulatedJournal):
    """Sends every delete, however many there are."""

    def proved(self) -> int:
        return 0


class HoldsForgotten(SimulatedJournal):
    """Drops what is held instead of keeping it."""

    def hold(self, reason: str, now: dt.datetime) -> HoldId:
        hold = super().hold(reason, now)
        with self._write() as run:
            run.one("DELETE FROM held")
        return hold


class HoldsNoBlanks(SimulatedJournal):
    """Sends every change, however many contacts a field turns blank in."""

    def blanks(self, since: dt.datetime) -> Mapping[int, Blanks]:
        return {}


class BlanksPieceByPiece(Cycle):
    """Judges what was read blanked before the rest of the look was read."""

    def turn(self) -> Turn:
        if self._pending is None and (keys := self._journal.blanked(100)):
            return self._judge(keys)
        return super().turn()


class HeldChangesForgotten(SimulatedJournal):
    """Keeps what is held because a field turned blank until the next start, and no longer."""

    def use_epoch(self, fence: Fence) -> None:
        super().use_epoch(fence)
        with self._write() as run:
            run.one("DELETE FROM held_change")


class Lenient(Judge):
    """Holds what the settings don't allow, and nothing else."""

    def holds_deletes(self) -> bool:
        return self._limits.count < 1000 and super().holds_deletes()


class ThirdIgnored(Cycle):
    """Lets a third of the contacts go where the settings allow everything."""

    def __init__(self, job: Job, clock: Clock, ahead: Ahead) -> None:
        super().__init__(job, clock, ahead)
        self._judging = Lenient(job, clock)


class ParkedForgotten(SimulatedJournal):
    """Forgets what was refused."""

    def settle(
        self,
        settlements: Sequence[Settlement],
        read_at: SequenceNumber,
        now: dt.datetime,
        passed: Passed | None = None,
    ) -> None:
        super().settle(settlements, read_at, now, passed)
        with super()._write() as run:
            run.one("DELETE FROM parked")


class StaleIsSuccess(Cycle):
    """Takes ``stale`` under its own epoch for stored."""

    def _apply(self, read_at: SequenceNumber, actions: Sequence[Action]) -> Sequence[Outcome]:
        if not actions:
            return ()
        self._journal.sending([action.key for action in actions])
        outcomes = self._job.sink.apply(self._opened().epoch, SequenceNumber(1), actions)
        return [Stored(one.key) if isinstance(one, Stale) else one for one in outcomes]


class ForgetsTheDay(Cycle):
    """Takes 24 hours of a clock that anybody can set for a day."""

    def __init__(self, job: Job, clock: Clock, ahead: Ahead) -> None:
        super().__init__(job, clock, ahead)
        self._judging._last_day = self  # type: ignore[assignment]

    def began(self) -> dt.datetime:
        return self._clock.now() - dt.timedelta(hours=24)


MUTANTS: Mapping[str, Build] = {
    "cursor before saw": Build(journal=CursorBeforeSaw),
    "settle before apply": Build(cycle=SettleBeforeApply),
    "dirty cleared although seen again": Build(journal=DirtyClearedAlthoughSeenAgain),
    "scan forgets its position": Build(journal=ScanForgetsItsPosition),
    "delete without the second read": Build(journal=DeleteWithoutSecondRead),
    "epoch ignored": Build(sink=EpochIgnored),
    "never asks": Build(sink=NeverAsks),
    "sends without note": Build(journal=SendsWithoutNote),
    "newer before older": Build(cycle=NewerBeforeOlder),
    "never compares": Build(journal=NeverCompares),
    "trusts an older journal": Build(journal=TrustsAnOlderJournal),
    "holds nothing": Build(journal=HoldsNothing),
    "holds forgotten": Build(journal=HoldsForgotten),
    "holds no blanks": Build(journal=HoldsNoBlanks),
    "blanks piece by piece": Build(cycle=BlanksPieceByPiece),
    "held changes forgotten": Build(journal=HeldChangesForgotten),
    "third ignored": Build(cycle=ThirdIgnored),
    "parked forgotten": Build(journal=ParkedForgotten),
    "forgets the day": Build(cycle=ForgetsTheDay),
    "stale is success": Build(cycle=StaleIsSuccess),
}
