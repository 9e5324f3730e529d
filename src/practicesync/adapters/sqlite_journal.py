"""The journal in a SQLite file: WAL, `synchronous=FULL`, one writer, one transaction a call."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from practicesync.adapters import journal_parts as made
from practicesync.adapters.journal_blanks import blanks_of, hold_fields
from practicesync.adapters.journal_check import check_ended, check_of
from practicesync.adapters.journal_compare import compare_page, end_comparison
from practicesync.adapters.journal_counts import concerns, counts
from practicesync.adapters.journal_file import JournalFile, Writer
from practicesync.adapters.journal_holds import PROVED, confirm, held_under, hold_proved, holds
from practicesync.adapters.journal_person import leave_out, try_again
from practicesync.adapters.journal_scan import begin_scan, pass_page, scan_of
from practicesync.adapters.journal_seen import note_missed, note_seen, note_sending
from practicesync.adapters.journal_settle import hour_of, settle_into
from practicesync.adapters.journal_terms import use_digest_key, use_layout
from practicesync.core.action import (
    Checked,
    Concerns,
    Counts,
    Drift,
    Fence,
    Held,
    Hold,
    HoldId,
    Hour,
    ParkedKey,
    Passed,
    Scan,
    SequenceNumber,
    Settlement,
    Stage,
)
from practicesync.core.digest import Digest
from practicesync.core.errors import Code
from practicesync.core.filled import NOTHING, Fields
from practicesync.core.guard import Blanks
from practicesync.core.key import Key
from practicesync.core.row import Cursor, Part, Row, Seen, Stamp

HELD = """
SELECT entry.key, digest, coalesce(confirmed, 0), filled,
  coalesce(dirty.allowed, 0) | coalesce(held_change.allowed, 0), coalesce(dirty.blanked, 0)
FROM entry LEFT JOIN dirty USING (key) LEFT JOIN held_change USING (key)
WHERE entry.key IN (SELECT value FROM json_each(?))"""


class SqliteJournal:
    """`practicesync.ports.Journal` in one file."""

    def __init__(self, path: str) -> None:
        self._file = JournalFile(path)
        self._sequence: int | None = None
        self._counts: Counts | None = None

    def next_sequence(self) -> SequenceNumber:
        self._sequence = self.sequence() + 1
        return SequenceNumber(self._sequence)

    def sequence(self) -> SequenceNumber:
        if self._sequence is None:
            self._sequence = int(self._file.meta("sequence", 0) or 0)
        return SequenceNumber(self._sequence)

    def cursor(self) -> Cursor | None:
        value = self._file.meta("cursor", None)
        return None if value is None else Cursor(str(value))

    def saw(self, seen: Sequence[Seen], cursor: Cursor, gone: Sequence[Part] = ()) -> None:
        number = self.next_sequence()
        with self._write() as run:
            note_seen(run, seen, number)
            made.forget_parts(run, gone)
            run.remember("cursor", cursor)

    def dirty(self, misses: int, limit: int) -> Sequence[Key]:
        found = self._file.rows(
            "SELECT key FROM dirty WHERE blanked = 0 AND misses = ? ORDER BY seen, key LIMIT ?",
            (misses, limit),
        )
        return [Key(row[0]) for row in found]

    def blanked(self, limit: int) -> Sequence[Key]:
        found = self._file.rows(
            "SELECT key FROM dirty WHERE blanked > 0 ORDER BY seen, key LIMIT ?", (limit,)
        )
        return [Key(row[0]) for row in found]

    def blanks(self, since: dt.datetime) -> Mapping[int, Blanks]:
        return blanks_of(self._file, hour_of(since))

    def hold_blanks(self, fields: Fields, now: dt.datetime) -> None:
        with self._write() as run:
            hold_fields(run, fields, now)

    def missed(self, keys: Sequence[Key], read_at: SequenceNumber) -> None:
        with self._write() as run:
            note_missed(run, keys, read_at)

    def held(self, keys: Sequence[Key]) -> Mapping[Key, Held]:
        rows = self._file.rows(HELD, (json.dumps(keys),))
        return {
            Key(key): Held(None if digest is None else Digest(digest), bool(confirmed), *fields)
            for key, digest, confirmed, *fields in rows
        }

    def sending(self, keys: Sequence[Key], filled: Mapping[Key, Fields] = NOTHING) -> None:
        with self._write() as run:
            note_sending(run, keys, filled)

    def settle(
        self,
        settlements: Sequence[Settlement],
        read_at: SequenceNumber,
        now: dt.datetime,
        passed: Passed | None = None,
    ) -> None:
        with self._write() as run:
            settle_into(run, settlements, read_at, now)
            if passed is not None:
                pass_page(run, len(settlements), passed, self.next_sequence)

    def begin_scan(self, reason: str, cursor: Cursor, total: int, now: dt.datetime) -> Scan:
        with self._write() as run:
            run.remember("cursor", cursor)
            return begin_scan(run, reason, total, now)

    def scan(self) -> Scan | None:
        return next(map(scan_of, self._file.rows("SELECT * FROM scan")), None)

    def stamps(self, keys: Sequence[Key]) -> Mapping[Key, Stamp]:
        rows = self._file.rows(
            "SELECT key, stamp FROM entry WHERE stamp IS NOT NULL"
            " AND key IN (SELECT value FROM json_each(?))",
            (json.dumps(keys),),
        )
        return {Key(key): Stamp(stamp) for key, stamp in rows}

    def stamped(self) -> int:
        return self._file.number("SELECT count(*) FROM entry WHERE stamp IS NOT NULL")

    def not_among(self, pages: Sequence[Sequence[Key]]) -> Sequence[Key]:
        with self._file.aside() as run:
            for page in pages:
                run.many("INSERT OR IGNORE INTO temp.met VALUES (?)", [(key,) for key in page])
            rows = run.rows(
                "SELECT key FROM entry WHERE stamp IS NOT NULL"
                " AND key NOT IN (SELECT key FROM temp.met)"
            )
        return [Key(row[0]) for row in rows]

    def made_of(self, rows: Sequence[Row]) -> None:
        with self._write() as run:
            made.note_made_of(run, rows)

    def owners(self, table: str, rows: Sequence[str]) -> Mapping[str, Sequence[Key]]:
        return made.owners(self._file, table, rows)

    def parts_gone(self, table: str, pages: Iterable[Sequence[str]]) -> Sequence[tuple[Part, Key]]:
        return made.parts_gone(self._file, table, pages)

    def keys_missing(self, pages: Iterable[Sequence[Key]]) -> Sequence[Key]:
        return made.keys_missing(self._file, pages)

    def proved(self) -> int:
        return self._file.number("SELECT count(*)" + PROVED)

    def hold(self, reason: str, now: dt.datetime) -> HoldId:
        with self._write() as run:
            return hold_proved(run, reason, now)

    def holds(self) -> Sequence[Hold]:
        return holds(self._file)

    def confirm(self, hold: HoldId) -> int:
        number = self.next_sequence()
        with self._write() as run:
            return confirm(run, hold, number)

    def deleted_since(self, since: dt.datetime) -> int:
        return self._file.number(
            "SELECT coalesce(sum(deleted - confirmed), 0) FROM history WHERE hour >= ?",
            (hour_of(since),),
        )

    def parked(self) -> Sequence[ParkedKey]:
        rows = self._file.rows("SELECT key, code, field, since, left_out FROM parked ORDER BY key")
        return [
            ParkedKey(Key(key), Code(code), field, dt.datetime.fromisoformat(since), bool(left_out))
            for key, code, field, since, left_out in rows
        ]

    def retry_parked(self, before: dt.datetime) -> int:
        number = self.next_sequence()
        with self._write() as run:
            return run.one(
                "INSERT INTO dirty (key, seen) SELECT key, ? FROM parked WHERE tried_at < ?"
                " ON CONFLICT (key) DO NOTHING",
                (number, before.isoformat()),
            )

    def try_again(self, keys: Sequence[Key]) -> int:
        number = self.next_sequence()
        with self._write() as run:
            return try_again(run, keys, number)

    def leave_out(self, keys: Sequence[Key]) -> int:
        with self._write() as run:
            return leave_out(run, keys)

    def held_under(self, hold: HoldId) -> Sequence[Key]:
        return held_under(self._file, hold)

    def use_digest_key(self, key_id: str) -> None:
        if self._file.meta("digest_key", None) == key_id:
            return
        with self._write() as run:
            use_digest_key(run, key_id)

    def use_epoch(self, fence: Fence) -> None:
        epoch = int(self._file.meta("epoch", 0) or 0)
        with self._write() as run:
            # It holds what was never sent from here, or it counts epochs that it has issued before.
            if tuple(fence.last) > (epoch, self.sequence()) or fence.epoch <= epoch:
                run.remember("comparing", "behind")
            run.remember("epoch", fence.epoch)

    def use_layout(self, layout: str) -> None:
        before = self._file.meta("layout", None)
        if before == layout:
            return
        with self._write() as run:
            use_layout(run, layout, first=before is None)

    def check_ended(self, checked: Checked) -> None:
        with self._write() as run:
            check_ended(run, checked)

    def last_check(self) -> Checked | None:
        return check_of(self._file.meta("checked", None))

    def comparing(self) -> str | None:
        reason = self._file.meta("comparing", None)
        return None if reason is None else str(reason)

    def drifted(self, page: Sequence[tuple[Key, Digest]], *, first: bool) -> Drift:
        number = self.next_sequence()
        with self._write() as run:
            return compare_page(run, page, number, first=first)

    def compared(self, sent: Collection[Key]) -> Drift:
        number = self.next_sequence()
        with self._write() as run:
            return end_comparison(run, sent, number)

    def stage(self) -> Stage:
        return Stage(str(self._file.meta("stage", Stage.UPLOADING.value)))

    def reach(self, stage: Stage) -> None:
        with self._write() as run:
            run.remember("stage", stage.value)

    def start_afresh(self) -> None:
        self._file.put_aside()
        self._sequence = None
        self._counts = None

    def concerns(self) -> Concerns:
        return concerns(self._file)

    def counts(self) -> Counts:
        if self._counts is None:
            self._counts = counts(self._file)
        return self._counts

    def activity(self, since: dt.datetime) -> Sequence[Hour]:
        rows = self._file.rows(
            "SELECT hour, added, changed, deleted FROM history WHERE hour >= ? ORDER BY hour",
            (hour_of(since),),
        )
        return [Hour(dt.datetime.fromisoformat(hour), *rest) for hour, *rest in rows]

    def close(self) -> None:
        self._file.close()

    @contextmanager
    def _write(self) -> Iterator[Writer]:
        self._counts = None
        with self._file.transaction() as run:
            yield run
            run.remember("sequence", self.sequence())
