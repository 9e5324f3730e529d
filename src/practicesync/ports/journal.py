"""What the engine asks of its own records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

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
from practicesync.core.filled import NOTHING, Fields
from practicesync.core.guard import Blanks
from practicesync.core.key import Key
from practicesync.core.row import (
    Cursor,
    Part,
    Row,
    Seen,
    Stamp,
)


class Journal(Protocol):
    """What was seen and what came of it; each method that writes is one durable transaction."""

    def next_sequence(self) -> SequenceNumber:
        """Count on by one. The count becomes durable with the next write."""

    def sequence(self) -> SequenceNumber:
        """Return the count as it stands."""

    def cursor(self) -> Cursor | None:
        """Return how far the feed has looked; None asks for a full check."""

    def saw(self, seen: Sequence[Seen], cursor: Cursor, gone: Sequence[Part] = ()) -> None:
        """Make the keys dirty, remember their stamps, forget what is gone and move the cursor."""

    def dirty(self, misses: int, limit: int) -> Sequence[Key]:
        """Return up to `limit` dirty keys that so many reads did not find, oldest first.

        What waits for the guard because fields turned blank is not among them.
        """

    def blanked(self, limit: int) -> Sequence[Key]:
        """Return up to `limit` dirty keys that the last read found blanked, oldest first."""

    def blanks(self, since: dt.datetime) -> Mapping[int, Blanks]:
        """Return in how many contacts each field turned blank that turned blank in any of those.

        `recent` counts what was sent since then (whole hours, rounded up).
        """

    def hold_blanks(self, fields: Fields, now: dt.datetime) -> None:
        """Hold the blanked keys in which one of these fields turned blank: a hold each field."""

    def missed(self, keys: Sequence[Key], read_at: SequenceNumber) -> None:
        """Count a read that did not find the keys, unless they were seen again after `read_at`."""

    def held(self, keys: Sequence[Key]) -> Mapping[Key, Held]:
        """Return what is known of each key; unknown keys are left out."""

    def sending(self, keys: Sequence[Key], filled: Mapping[Key, Fields] = NOTHING) -> None:
        """Remember that these are about to be sent: until settled, what is online is `UNKNOWN`.

        `filled` names the fields that are sent filled; online they may be from now on.
        Otherwise a row that changes back while an answer is lost would look like no change.
        """

    def settle(
        self,
        settlements: Sequence[Settlement],
        read_at: SequenceNumber,
        now: dt.datetime,
        passed: Passed | None = None,
    ) -> None:
        """Remember the outcomes of what was read at `read_at`.

        An outcome clears its key unless it was seen again after `read_at`; one that is `Blanked`
        waits for the guard, or goes on waiting for a person because of the same field.
        With `passed` the running full check has met these keys and moves on; behind its last
        page it ends, and keys that it did not meet become dirty.
        """

    def begin_scan(self, reason: str, cursor: Cursor, total: int, now: dt.datetime) -> Scan:
        """Pin the feed's cursor and begin a full check from the start."""

    def scan(self) -> Scan | None:
        """Return the full check that is on its way, or None."""

    def stamps(self, keys: Sequence[Key]) -> Mapping[Key, Stamp]:
        """Return the stamps of those keys that were seen with one."""

    def stamped(self) -> int:
        """Return how many keys have a stamp."""

    def not_among(self, pages: Sequence[Sequence[Key]]) -> Sequence[Key]:
        """Return the keys with a stamp that are in none of the pages."""

    def made_of(self, rows: Sequence[Row]) -> None:
        """Remember which rows of other tables these contacts were made of when they were read."""

    def owners(self, table: str, rows: Sequence[str]) -> Mapping[str, Sequence[Key]]:
        """Return, for those of a table's rows that contacts were made of, the contacts."""

    def parts_gone(self, table: str, pages: Iterable[Sequence[str]]) -> Sequence[tuple[Part, Key]]:
        """Return the rows that contacts were made of and that are in none of the pages."""

    def keys_missing(self, pages: Iterable[Sequence[Key]]) -> Sequence[Key]:
        """Return the known contacts that are in none of the pages and wait for nothing yet.

        Those that were not sent are among them: somebody may have deleted them since.
        """

    def proved(self) -> int:
        """Return how many unconfirmed deletes of contacts that are online are proved and due."""

    def hold(self, reason: str, now: dt.datetime) -> HoldId:
        """Hold those deletes until somebody confirms them; the keys are not dirty then."""

    def holds(self) -> Sequence[Hold]:
        """Return what is held; a hold whose keys have all come back is none any more."""

    def held_under(self, hold: HoldId) -> Sequence[Key]:
        """Return the keys of the hold in order; none if there is no such hold."""

    def confirm(self, hold: HoldId) -> int:
        """Make the keys of the hold dirty, their delete or blank field confirmed; return how many.

        What another hold holds as well goes on waiting.
        """

    def deleted_since(self, since: dt.datetime) -> int:
        """Return how many unconfirmed deletes were sent since then (whole hours, rounded up)."""

    def parked(self) -> Sequence[ParkedKey]:
        """Return what could not be sent."""

    def retry_parked(self, before: dt.datetime) -> int:
        """Make parked keys that were last tried before then dirty again; return how many."""

    def try_again(self, keys: Sequence[Key]) -> int:
        """Make those of the keys dirty that are parked; return how many are."""

    def leave_out(self, keys: Sequence[Key]) -> int:
        """Leave those out that are parked, until their reason changes; return how many are."""

    def use_digest_key(self, key_id: str) -> None:
        """Work under this digest key.

        If it is another one than before, what is online is known no more: digests become
        `UNKNOWN`, stamps and cursor are dropped, so that a full check sends again what there is.
        """

    def use_epoch(self, fence: Fence) -> None:
        """Work under this epoch; ask for a comparison if the sink is not as this journal left it.

        That is so if it holds a version that was never sent from here (the journal is an older
        copy of itself), or issues an epoch that it has issued before (the sink is).
        """

    def use_layout(self, layout: str) -> None:
        """Work under this database layout; another one than before asks for a full check."""

    def check_ended(self, checked: Checked) -> None:
        """Remember that a full check and its comparison have ended, and what they found.

        What was sent in hours after that, when the clock was wrong, counts as sent in this one.
        """

    def last_check(self) -> Checked | None:
        """Return when the last full check ended and what it found, or None."""

    def comparing(self) -> str | None:
        """Return why what is online is to be compared with what is known, or None."""

    def drifted(self, page: Sequence[tuple[Key, Digest]], *, first: bool) -> Drift:
        """Make those dirty whose digest online is not the known one; return how many.

        The pages between one with `first` and `compared` are one comparison.
        """

    def compared(self, sent: Collection[Key]) -> Drift:
        """End the comparison: what was in no page, and not in `sent`, becomes dirty."""

    def stage(self) -> Stage:
        """Return how far the first upload is."""

    def reach(self, stage: Stage) -> None:
        """Remember how far the first upload is."""

    def start_afresh(self) -> None:
        """Put a damaged journal aside and begin an empty one."""

    def concerns(self) -> Concerns:
        """Return whether somebody has to look at something."""

    def counts(self) -> Counts:
        """Return how many contacts stand where; it reads everything, so not at every step."""

    def activity(self, since: dt.datetime) -> Sequence[Hour]:
        """Return what was sent, by the hour."""

    def close(self) -> None:
        """Close the file."""
