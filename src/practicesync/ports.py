"""What the engine asks of the outside world: one Protocol a foreign system.

Adapters translate foreign errors, once, into the errors of `practicesync.core.errors`;
any method may raise `Unavailable`, `Misconfigured` or, towards the cloud, `SignInNeeded`.
The contract suites in `tests/contract/` run against every adapter and the in-memory ones.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Protocol

from practicesync.core.action import (
    Action,
    Attention,
    Counts,
    Drift,
    Epoch,
    Fence,
    Held,
    Hold,
    HoldId,
    Hour,
    Outcome,
    ParkedKey,
    Passed,
    Scan,
    Settlement,
    Stage,
)
from practicesync.core.action import Sequence as SequenceNumber
from practicesync.core.digest import Digest
from practicesync.core.key import Key
from practicesync.core.online import OnlinePage, Preparing
from practicesync.core.row import (
    Changes,
    Cursor,
    Employee,
    Gap,
    Hash,
    Page,
    Position,
    Row,
    Seen,
    Stamp,
)


class Source(Protocol):
    """The practice database, read only."""

    def read(self, keys: Sequence[Key]) -> Sequence[Row]:
        """Return the rows of those keys that exist, read afresh, in any order.

        A row is returned only under a key that was asked for.
        """

    def page(self, after: Position | None, limit: int) -> Page:
        """Return up to `limit` rows behind `after` (None: from the start), each row once."""

    def count(self) -> int:
        """Return how many contacts there are."""

    def employee(self, email: str) -> Employee | None:
        """Return the employee with that e-mail address, or None."""

    def close(self) -> None:
        """Let go of the connection; the next call opens another."""


class Known(Protocol):
    """What a diff feed may ask about what is known already, without seeing the journal."""

    @property
    def partial(self) -> bool:
        """A full check runs: keys that it has not met yet are left to it."""

    def begin(self) -> None:
        """Begin a pass over the whole table."""

    def changed(self, hashes: Sequence[tuple[Key, Hash]]) -> Sequence[Seen]:
        """Return those whose hash differs from what was seen last, ready for the journal."""

    def complete(self) -> bool:
        """Tell whether this pass has met every key that was known to be there."""

    def gone(self, keys: Callable[[], Sequence[Sequence[Key]]]) -> Sequence[Seen]:
        """Return the known keys that are in none of the pages that `keys` returns."""


class Hashes(Protocol):
    """What a diff feed reads: each contact's hash, and a cheap sign that nothing has changed."""

    def gate(self) -> str | None:
        """Return a text that differs whenever something has committed meanwhile.

        None: there is no such sign, so that every look has to read.
        """

    def hashes(
        self, after: Position | None, limit: int
    ) -> tuple[Sequence[tuple[Key, Hash]], Position | None]:
        """Return up to `limit` keys behind `after` with their hashes, and where the next begin."""

    def keys(self, after: Position | None, limit: int) -> tuple[Sequence[Key], Position | None]:
        """Return up to `limit` keys behind `after`, and where the next begin."""


class Feed(Protocol):
    """A way of finding changes."""

    @property
    def kind(self) -> str:
        """``diff``, ``rowversion`` or ``change-tracking``."""

    def now(self) -> Cursor:
        """Return the cursor of this moment: what commits later is behind it."""

    def poll(self, cursor: Cursor, known: Known) -> Changes | Gap:
        """Return what has committed since the cursor, in bounded portions."""


class Sink(Protocol):
    """Where records go."""

    def begin(self) -> Fence:
        """Ask for a new epoch. Raises `TakenOver` if another server is in charge."""

    def apply(
        self, epoch: Epoch, sequence: SequenceNumber, actions: Sequence[Action]
    ) -> Sequence[Outcome]:
        """Apply the actions and return one outcome for each, in their order.

        After an error nothing is known about what has happened to them. Raises `Fenced` if a
        later epoch has been issued.
        """

    def online(self, after: Key | None, limit: int) -> OnlinePage:
        """Return up to `limit` contacts that are online, behind `after`, each once."""

    def uploading(self, total: int) -> None:
        """Say that a first upload of that many contacts begins."""

    def uploaded(self) -> None:
        """Say that the first upload is complete, so that the contacts can be prepared."""

    def preparing(self) -> Preparing:
        """Ask how far the preparation is."""


class Journal(Protocol):
    """What was seen and what came of it; each method that writes is one durable transaction."""

    def next_sequence(self) -> SequenceNumber:
        """Count on by one. The count becomes durable with the next write."""

    def sequence(self) -> SequenceNumber:
        """Return the count as it stands."""

    def cursor(self) -> Cursor | None:
        """Return how far the feed has looked; None asks for a full check."""

    def saw(self, seen: Sequence[Seen], cursor: Cursor) -> None:
        """Make the keys dirty, remember their stamps and move the cursor."""

    def dirty(self, misses: int, limit: int) -> Sequence[Key]:
        """Return up to `limit` dirty keys that so many reads did not find, oldest first."""

    def missed(self, keys: Sequence[Key], read_at: SequenceNumber) -> None:
        """Count a read that did not find the keys, unless they were seen again after `read_at`."""

    def held(self, keys: Sequence[Key]) -> Mapping[Key, Held]:
        """Return what is known of each key; unknown keys are left out."""

    def sending(self, keys: Sequence[Key]) -> None:
        """Remember that these are about to be sent: until settled, what is online is `UNKNOWN`.

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

        An outcome clears its key unless it was seen again after `read_at`.
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

    def proved(self) -> int:
        """Return how many unconfirmed deletes of contacts that are online are proved and due."""

    def hold(self, reason: str, now: dt.datetime) -> HoldId:
        """Hold those deletes until somebody confirms them; the keys are not dirty then."""

    def holds(self) -> Sequence[Hold]:
        """Return what is held; a hold whose keys have all come back is none any more."""

    def held_under(self, hold: HoldId) -> Sequence[Key]:
        """Return the keys of the hold in order; none if there is no such hold."""

    def confirm(self, hold: HoldId) -> int:
        """Make the keys of the hold dirty with their delete confirmed; return how many."""

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

    def attention(self) -> Attention:
        """Return whether somebody has to look at something."""

    def counts(self) -> Counts:
        """Return how many contacts stand where; it reads everything, so not at every step."""

    def activity(self, since: dt.datetime) -> Sequence[Hour]:
        """Return what was sent, by the hour."""

    def close(self) -> None:
        """Close the file."""


class Clock(Protocol):
    """Time, and the signal to stop."""

    def now(self) -> dt.datetime:
        """Return the time of day, aware, UTC."""

    def monotonic(self) -> float:
        """Return seconds that never step."""

    def wait(self, seconds: float) -> bool:
        """Wait, or less if woken; return True if the work is to stop."""


class Vault(Protocol):
    """Secrets at rest."""

    def get(self, name: str) -> str | None:
        """Return the secret, or None."""

    def put(self, name: str, secret: str | None) -> None:
        """Keep the secret durably (None: forget it) before returning."""
