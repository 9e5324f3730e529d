"""How the journal notes what was seen, what a read did not find, and what is on its way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from practicesync.adapters.journal_file import Writer
from practicesync.core.action import SequenceNumber
from practicesync.core.digest import UNKNOWN
from practicesync.core.filled import Fields
from practicesync.core.key import Key
from practicesync.core.row import Seen

SENDING = """
INSERT INTO entry (key, digest, filled) VALUES (?, ?, ?)
ON CONFLICT (key) DO UPDATE SET
  -- Until it is known which of the two is online, a field is filled that is filled in either.
  filled = CASE WHEN digest IS NULL THEN excluded.filled
    ELSE filled | coalesce(excluded.filled, 0) END,
  -- A full check has not met it until this is settled.
  digest = excluded.digest, met = NULL"""


def note_seen(run: Writer, seen: Sequence[Seen], number: int) -> None:
    """Make the keys dirty and remember their stamps."""
    run.many(
        "INSERT INTO dirty (key, seen) VALUES (?, ?) ON CONFLICT (key) DO UPDATE"
        " SET seen = excluded.seen, misses = 0, confirmed = 0, blanked = 0",
        [(one.key, number) for one in seen],
    )
    run.many(
        "INSERT INTO entry (key, stamp) VALUES (?, ?)"
        " ON CONFLICT (key) DO UPDATE SET stamp = excluded.stamp",
        [(one.key, one.stamp) for one in seen if one.stamp is not None],
    )
    run.many(
        "UPDATE entry SET stamp = NULL WHERE key = ? AND stamp IS NOT NULL",
        [(one.key,) for one in seen if one.stamp is None],
    )


def note_missed(run: Writer, keys: Sequence[Key], read_at: SequenceNumber) -> None:
    """Count a read that did not find the keys; what is gone has no blank fields."""
    run.many(
        "UPDATE dirty SET misses = misses + 1, blanked = 0 WHERE key = ? AND seen <= ?",
        [(key, read_at) for key in keys],
    )


def note_sending(run: Writer, keys: Sequence[Key], filled: Mapping[Key, Fields]) -> None:
    """Know no more what is online under these keys, only which fields may be filled."""
    run.many(SENDING, [(key, UNKNOWN, filled.get(key)) for key in keys])
    # Found, or it would not be sent: only misses in a row prove that a key is gone.
    run.many("UPDATE dirty SET misses = 0 WHERE key = ? AND misses = 1", [(key,) for key in keys])
