"""The journal in memory: `practicesync.ports.Journal` over dicts, gone with the process."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from practicesync.core.action import (
    ROUTINE,
    Blanked,
    Checked,
    Concerns,
    Counts,
    Drift,
    Epoch,
    Fence,
    Gone,
    Held,
    Hold,
    HoldId,
    Hour,
    Online,
    Parked,
    ParkedKey,
    Passed,
    Scan,
    SequenceNumber,
    Settlement,
    Stage,
)
from practicesync.core.digest import UNKNOWN, Digest
from practicesync.core.filled import NONE, NOTHING, Fields, field_of, name_of, numbers
from practicesync.core.guard import REASON_BLANK, Blanks
from practicesync.core.key import Key
from practicesync.core.row import Cursor, Part, Row, Seen, Stamp
from tests.fakes.known import owners_in

NO_EPOCH = Epoch(0)


@dataclass
class Entry:
    """What is known of a key; `met` is the number of the full check that met it last."""

    digest: Digest | None = None
    stamp: Stamp | None = None
    met: int | None = None
    filled: Fields | None = None


@dataclass
class Dirty:
    """A key to read."""

    seen: int
    misses: int = 0
    confirmed: bool = False
    blanked: Fields = NONE
    allowed: Fields = NONE


@dataclass
class HeldChange:
    """Fields of a contact that turned blank, and those of them that somebody has allowed."""

    blanked: Fields
    allowed: Fields


@dataclass
class Tally:
    """What was sent within an hour."""

    added: int = 0
    changed: int = 0
    deleted: int = 0
    confirmed: int = 0


@dataclass
class MemoryJournal:
    """One practice's journal; a test may look at its parts and change them."""

    entries: dict[Key, Entry] = field(default_factory=dict)
    dirty_keys: dict[Key, Dirty] = field(default_factory=dict)
    parked_keys: dict[Key, ParkedKey] = field(default_factory=dict)
    tried_at: dict[Key, dt.datetime] = field(default_factory=dict)
    held_keys: set[Key] = field(default_factory=set)
    open_hold: Hold | None = None
    held_changes: dict[Key, HeldChange] = field(default_factory=dict)
    field_holds: dict[int, Hold] = field(default_factory=dict)
    blanks_sent: dict[dt.datetime, Counter[int]] = field(default_factory=dict)
    history: dict[dt.datetime, Tally] = field(default_factory=dict)
    digest_key: str | None = None
    writes: int = 0
    parts: set[tuple[Part, Key]] = field(default_factory=set)
    _sequence: int = 0
    _cursor: Cursor | None = None
    _scan: Scan | None = None
    _scans: int = 0
    _stage: Stage = Stage.UPLOADING
    _epoch: Epoch = NO_EPOCH
    _comparing: str | None = None
    _layout: str | None = None
    _checked: Checked | None = None
    _listed: set[Key] = field(default_factory=set)

    def next_sequence(self) -> SequenceNumber:
        self._sequence += 1
        return self.sequence()

    def sequence(self) -> SequenceNumber:
        return SequenceNumber(self._sequence)

    def cursor(self) -> Cursor | None:
        return self._cursor

    def saw(self, seen: Sequence[Seen], cursor: Cursor, gone: Sequence[Part] = ()) -> None:
        self.writes += 1
        self.parts = {one for one in self.parts if one[0] not in gone}
        number = self.next_sequence()
        for one in seen:
            before = self.dirty_keys.get(one.key)
            allowed = NONE if before is None else before.allowed
            self.dirty_keys[one.key] = Dirty(number, allowed=allowed)
            if one.stamp is not None:
                self._entry(one.key).stamp = one.stamp
            elif one.key in self.entries:
                self.entries[one.key].stamp = None
        self._cursor = cursor

    def dirty(self, misses: int, limit: int) -> Sequence[Key]:
        found = [
            (one.seen, key)
            for key, one in self.dirty_keys.items()
            if one.misses == misses and not one.blanked
        ]
        return [key for _, key in sorted(found)[:limit]]

    def blanked(self, limit: int) -> Sequence[Key]:
        found = [(one.seen, key) for key, one in self.dirty_keys.items() if one.blanked]
        return [key for _, key in sorted(found)[:limit]]

    def blanks(self, since: dt.datetime) -> Mapping[int, Blanks]:
        first = hour_of(since)
        due = by_field(one.blanked for one in self.dirty_keys.values())
        waiting = by_field(one.blanked for one in self.held_changes.values())
        had = by_field(one.filled or NONE for one in self.entries.values())
        recent = sum(
            (sent for hour, sent in self.blanks_sent.items() if hour >= first), Counter[int]()
        )
        return {
            one: Blanks(count, recent[one], waiting[one], had[one]) for one, count in due.items()
        }

    def hold_blanks(self, fields: Fields, now: dt.datetime) -> None:
        self.writes += 1
        for one in numbers(fields):
            made = Hold(HoldId(f"field-{self._sequence}-{one}"), REASON_BLANK, 0, now, name_of(one))
            self.field_holds.setdefault(one, made)
        for key in [key for key, one in self.dirty_keys.items() if one.blanked & fields]:
            dirty = self.dirty_keys.pop(key)
            self.held_changes[key] = HeldChange(dirty.blanked, dirty.allowed)

    def missed(self, keys: Sequence[Key], read_at: SequenceNumber) -> None:
        self.writes += 1
        for key in keys:
            one = self.dirty_keys.get(key)
            if one is not None and one.seen <= read_at:
                one.misses += 1
                one.blanked = NONE

    def held(self, keys: Sequence[Key]) -> Mapping[Key, Held]:
        return {key: self._held(key, self.entries[key]) for key in keys if key in self.entries}

    def _held(self, key: Key, entry: Entry) -> Held:
        dirty = self.dirty_keys.get(key, Dirty(0))
        waits = self.held_changes.get(key, HeldChange(NONE, NONE))
        allowed = Fields(dirty.allowed | waits.allowed)
        return Held(entry.digest, dirty.confirmed, entry.filled, allowed, dirty.blanked)

    def sending(self, keys: Sequence[Key], filled: Mapping[Key, Fields] = NOTHING) -> None:
        self.writes += 1
        for key in keys:
            entry = self._entry(key)
            if entry.digest is None:
                entry.filled = filled.get(key)
            elif entry.filled is not None:
                entry.filled = Fields(entry.filled | filled.get(key, NONE))
            entry.digest = UNKNOWN
            entry.met = None
            if key in self.dirty_keys and self.dirty_keys[key].misses == 1:
                self.dirty_keys[key].misses = 0

    def settle(
        self,
        settlements: Sequence[Settlement],
        read_at: SequenceNumber,
        now: dt.datetime,
        passed: Passed | None = None,
    ) -> None:
        self.writes += 1
        for one in settlements:
            self._settle(one, now)
            self.held_keys.discard(one.key)
            if not isinstance(one, Blanked):
                self.held_changes.pop(one.key, None)
                self._clear(one.key, read_at)
        # What is blank is compared with the holds that are left.
        self._dissolve()
        for one in settlements:
            if isinstance(one, Blanked):
                self._wait_for_guard(one, read_at)
        self._dissolve()
        if passed is not None:
            self._pass(len(settlements), passed)

    def _clear(self, key: Key, read_at: SequenceNumber) -> None:
        dirty = self.dirty_keys.get(key)
        if dirty is not None and dirty.seen <= read_at:
            del self.dirty_keys[key]

    def _wait_for_guard(self, one: Blanked, read_at: SequenceNumber) -> None:
        waits = self.held_changes.get(one.key)
        if waits is not None and any(number in self.field_holds for number in numbers(one.fields)):
            waits.blanked = one.fields
            self._clear(one.key, read_at)
            return
        allowed = NONE if waits is None else waits.allowed
        self.held_changes.pop(one.key, None)
        dirty = self.dirty_keys.setdefault(one.key, Dirty(read_at))
        if dirty.seen <= read_at:
            dirty.blanked = one.fields
            dirty.allowed = Fields(dirty.allowed | allowed)
            dirty.misses, dirty.confirmed = 0, False

    def _dissolve(self) -> None:
        """Forget holds under which nothing waits any more."""
        if not self.held_keys:
            self.open_hold = None
        waiting = by_field(one.blanked for one in self.held_changes.values())
        for number in self.field_holds.keys() - waiting.keys():
            del self.field_holds[number]

    def _settle(self, one: Settlement, now: dt.datetime) -> None:
        match one:
            case Online(key, digest, stamp, change, filled, blanked):
                entry = self._met(key, stamp)
                entry.digest, entry.filled = digest, filled
                self.blanks_sent.setdefault(hour_of(now), Counter()).update(numbers(blanked))
                self.parked_keys.pop(key, None)
                if change != "none":
                    tally = self._tally(now)
                    setattr(tally, change, getattr(tally, change) + 1)
            case Gone(key, sent, confirmed):
                self.entries.pop(key, None)
                self.parked_keys.pop(key, None)
                if sent:
                    self._tally(now).deleted += 1
                    self._tally(now).confirmed += confirmed
            case Blanked(key, _, stamp):
                self._met(key, stamp)
                self.parked_keys.pop(key, None)
            case Parked(key, code, name, stamp):
                self._met(key, stamp)
                before = self.parked_keys.get(key)
                same = before is not None and (before.code, before.field) == (code, name)
                if not same:
                    self.parked_keys[key] = ParkedKey(key, code, name, now, left_out=False)
                self.tried_at[key] = now

    def _pass(self, rows: int, passed: Passed) -> None:
        assert self._scan is not None, "no full check is on its way"
        if passed.next is not None:
            done = self._scan.done + rows
            self._scan = msgspec.structs.replace(self._scan, position=passed.next, done=done)
            return
        number = self.next_sequence()
        for key, entry in self.entries.items():
            if entry.met != self._scan.number and key not in self.held_keys:
                self.dirty_keys.setdefault(key, Dirty(number))
        self._scan = None

    def begin_scan(self, reason: str, cursor: Cursor, total: int, now: dt.datetime) -> Scan:
        self.writes += 1
        self._scans += 1
        self._cursor = cursor
        self._scan = Scan(self._scans, reason, None, total, 0, now)
        if self._comparing in (None, ROUTINE):
            self._comparing = reason
        return self._scan

    def scan(self) -> Scan | None:
        return self._scan

    def stamps(self, keys: Sequence[Key]) -> Mapping[Key, Stamp]:
        stamped = {key: entry.stamp for key, entry in self.entries.items() if entry.stamp}
        return {key: stamped[key] for key in keys if key in stamped}

    def stamped(self) -> int:
        return sum(entry.stamp is not None for entry in self.entries.values())

    def not_among(self, pages: Sequence[Sequence[Key]]) -> Sequence[Key]:
        there = {key for page in pages for key in page}
        return [key for key, entry in self.entries.items() if entry.stamp and key not in there]

    def proved(self) -> int:
        return len(self._proved())

    def _proved(self) -> list[Key]:
        return [
            key
            for key, one in self.dirty_keys.items()
            if one.misses >= 2 and not one.confirmed and self._entry_digest(key) is not None
        ]

    def hold(self, reason: str, now: dt.datetime) -> HoldId:
        self.writes += 1
        if self.open_hold is None:
            self.open_hold = Hold(HoldId(f"hold-{self._sequence}"), reason, 0, now)
        for key in self._proved():
            self.held_keys.add(key)
            del self.dirty_keys[key]
            self.parked_keys.pop(key, None)
            self.held_changes.pop(key, None)
        made = self.open_hold.id
        self._dissolve()
        return made

    def holds(self) -> Sequence[Hold]:
        waiting = by_field(one.blanked for one in self.held_changes.values())
        found = [
            msgspec.structs.replace(one, count=waiting[number])
            for number, one in sorted(self.field_holds.items())
        ]
        if self.open_hold is None or not self.held_keys:
            return found
        return [msgspec.structs.replace(self.open_hold, count=len(self.held_keys)), *found]

    def confirm(self, hold: HoldId) -> int:
        number = self.next_sequence()
        self.writes += 1
        if (held_field := self._field_under(hold)) is not None:
            return self._allow(held_field, number)
        if self.open_hold is None or self.open_hold.id != hold:
            return 0
        count = len(self.held_keys)
        for key in self.held_keys:
            self.dirty_keys.setdefault(key, Dirty(number, confirmed=True))
        self.held_keys.clear()
        self.open_hold = None
        return count

    def _field_under(self, hold: HoldId) -> int | None:
        found = (number for number, one in self.field_holds.items() if one.id == hold)
        return next(found, None)

    def _allow(self, number: int, seen: SequenceNumber) -> int:
        bit = field_of(number)
        under = [one for one in self.held_changes.values() if one.blanked & bit]
        for one in under:
            one.allowed = Fields(one.allowed | bit)
            one.blanked = Fields(one.blanked & ~bit)
        del self.field_holds[number]
        for key, one in list(self.held_changes.items()):
            if not any(other in self.field_holds for other in numbers(one.blanked)):
                dirty = self.dirty_keys.setdefault(key, Dirty(seen))
                dirty.allowed = Fields(dirty.allowed | one.allowed)
                del self.held_changes[key]
        return len(under)

    def deleted_since(self, since: dt.datetime) -> int:
        first = hour_of(since)
        return sum(
            one.deleted - one.confirmed for hour, one in self.history.items() if hour >= first
        )

    def parked(self) -> Sequence[ParkedKey]:
        return [self.parked_keys[key] for key in sorted(self.parked_keys)]

    def retry_parked(self, before: dt.datetime) -> int:
        self.writes += 1
        number = self.next_sequence()
        again = [key for key in self.parked_keys if self.tried_at[key] < before]
        again = [key for key in again if key not in self.dirty_keys]
        self.dirty_keys.update({key: Dirty(number) for key in again})
        return len(again)

    def try_again(self, keys: Sequence[Key]) -> int:
        self.writes += 1
        number = self.next_sequence()
        again = [key for key in keys if key in self.parked_keys]
        for key in again:
            self.dirty_keys.setdefault(key, Dirty(number))
        return len(again)

    def leave_out(self, keys: Sequence[Key]) -> int:
        self.writes += 1
        out = [key for key in keys if key in self.parked_keys]
        for key in out:
            self.parked_keys[key] = msgspec.structs.replace(self.parked_keys[key], left_out=True)
        return len(out)

    def held_under(self, hold: HoldId) -> Sequence[Key]:
        if (number := self._field_under(hold)) is not None:
            bit = field_of(number)
            return sorted(key for key, one in self.held_changes.items() if one.blanked & bit)
        if self.open_hold is None or self.open_hold.id != hold:
            return []
        return sorted(self.held_keys)

    def made_of(self, rows: Sequence[Row]) -> None:
        self.writes += 1
        self.parts |= {
            (Part(table, part), row.key)
            for row in rows
            for table, parts in row.parts.items()
            for part in parts
        }

    def owners(self, table: str, rows: Sequence[str]) -> Mapping[str, Sequence[Key]]:
        return owners_in(self.parts, table, rows)

    def parts_gone(self, table: str, pages: Iterable[Sequence[str]]) -> Sequence[tuple[Part, Key]]:
        there = {row for page in pages for row in page}
        return [
            (part, key) for part, key in self.parts if part.table == table and part.row not in there
        ]

    def keys_missing(self, pages: Iterable[Sequence[Key]]) -> Sequence[Key]:
        there = {key for page in pages for key in page}
        waiting = self.dirty_keys.keys() | self.held_keys
        return [key for key in self.entries if key not in there and key not in waiting]

    def use_digest_key(self, key_id: str) -> None:
        if self.digest_key == key_id:
            return
        self.writes += 1
        self.digest_key = key_id
        for entry in self.entries.values():
            entry.stamp = None
            if entry.digest is not None:
                entry.digest = UNKNOWN
        self._cursor = None
        self._scan = None

    def use_epoch(self, fence: Fence) -> None:
        self.writes += 1
        if fence.last > (self._epoch, self._sequence) or fence.epoch <= self._epoch:
            self._comparing = "behind"
        self._epoch = fence.epoch

    def use_layout(self, layout: str) -> None:
        if self._layout not in (None, layout):
            self._cursor = None
            self.parts.clear()
        self._layout = layout

    def check_ended(self, checked: Checked) -> None:
        self._checked = checked
        self._bring_back(checked.at)

    def last_check(self) -> Checked | None:
        return self._checked

    def comparing(self) -> str | None:
        return self._comparing

    def drifted(self, page: Sequence[tuple[Key, Digest]], *, first: bool) -> Drift:
        self.writes += 1
        if first:
            self._listed = set()
        self._listed |= {key for key, _ in page}
        number = self.next_sequence()
        differing, only_online = 0, 0
        for key, digest in page:
            entry = self._entry(key)
            changes = key in self.held_changes
            waits = key in self.dirty_keys or key in self.parked_keys or changes
            if waits and entry.digest is not None and entry.digest != digest:
                entry.digest = UNKNOWN
            elif entry.digest is None:
                entry.digest = UNKNOWN
                only_online += self._doubt(key, number, waits=waits)
            elif entry.digest != digest:
                differing += self._doubt(key, number, waits=waits)
        return Drift(differing=differing, only_online=only_online)

    def compared(self, sent: Collection[Key]) -> Drift:
        self.writes += 1
        number = self.next_sequence()
        missing = [
            key
            for key, entry in self.entries.items()
            if entry.digest
            and key not in self._listed
            and key not in self.dirty_keys
            and key not in self.held_changes
            and key not in sent
        ]
        waiting = (self.held_changes.keys() | self.dirty_keys.keys()) - self._listed
        for key in waiting - set(sent):
            if (entry := self.entries.get(key)) and entry.digest:
                entry.digest = UNKNOWN
        for key in missing:
            self._doubt(key, number, waits=False)
        self._comparing = None
        return Drift(missing_online=len(missing))

    def _doubt(self, key: Key, number: SequenceNumber, *, waits: bool) -> bool:
        if not waits:
            self._entry(key).digest = UNKNOWN
            self.dirty_keys[key] = Dirty(number)
        return not waits

    def start_afresh(self) -> None:
        self.__init__()  # type: ignore[misc]

    def stage(self) -> Stage:
        return self._stage

    def reach(self, stage: Stage) -> None:
        self.writes += 1
        self._stage = stage

    def concerns(self) -> Concerns:
        refused = any(not one.left_out for one in self.parked_keys.values())
        return Concerns(held=bool(self.held_keys or self.held_changes), refused=refused)

    def counts(self) -> Counts:
        sure = {key for key, entry in self.entries.items() if entry.digest}
        unsure = {key for key, entry in self.entries.items() if entry.digest == UNKNOWN}
        return Counts(
            in_database=len(self.entries.keys() - self.held_keys),
            online=len(sure | unsure - self.parked_keys.keys()),
            not_sent=len(self.parked_keys),
            left_out=sum(one.left_out for one in self.parked_keys.values()),
            held=len(self.held_keys),
            dirty=len(self.dirty_keys),
            waiting=len(self.held_changes),
        )

    def activity(self, since: dt.datetime) -> Sequence[Hour]:
        first = hour_of(since)
        return [
            Hour(hour, one.added, one.changed, one.deleted)
            for hour, one in sorted(self.history.items())
            if hour >= first
        ]

    def close(self) -> None:
        """There is no file to close."""

    def _entry(self, key: Key) -> Entry:
        return self.entries.setdefault(key, Entry())

    def _entry_digest(self, key: Key) -> Digest | None:
        return self.entries[key].digest if key in self.entries else None

    def _met(self, key: Key, stamp: Stamp | None) -> Entry:
        entry = self._entry(key)
        entry.stamp = stamp or entry.stamp
        entry.met = None if self._scan is None else self._scan.number
        return entry

    def _tally(self, now: dt.datetime) -> Tally:
        return self.history.setdefault(hour_of(now), Tally())

    def _bring_back(self, now: dt.datetime) -> None:
        this = hour_of(now)
        for hour in [hour for hour in self.history if hour > this]:
            one, tally = self.history.pop(hour), self._tally(now)
            for name in ("added", "changed", "deleted", "confirmed"):
                setattr(tally, name, getattr(tally, name) + getattr(one, name))
        for hour in [hour for hour in self.blanks_sent if hour > this]:
            self.blanks_sent.setdefault(this, Counter()).update(self.blanks_sent.pop(hour))


def by_field(fields: Iterable[Fields]) -> Counter[int]:
    """Return how many of these have each field."""
    return Counter(number for one in fields for number in numbers(one))


def hour_of(moment: dt.datetime) -> dt.datetime:
    """Return the start of the moment's hour."""
    return moment.replace(minute=0, second=0, microsecond=0)
