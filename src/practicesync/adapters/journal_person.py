"""What a person does to contacts that were not sent, in the journal."""

from __future__ import annotations

import json
from collections.abc import Sequence

from practicesync.adapters.journal_file import Writer
from practicesync.core.key import Key

LEAVE_OUT = """
UPDATE parked SET left_out = 1 WHERE key IN (SELECT value FROM json_each(?))"""

TRY_AGAIN = """
INSERT INTO dirty (key, seen)
SELECT key, ? FROM parked WHERE key IN (SELECT value FROM json_each(?))
ON CONFLICT (key) DO NOTHING"""


def leave_out(run: Writer, keys: Sequence[Key]) -> int:
    """Mark those that were not sent as left out; return how many there are."""
    return run.one(LEAVE_OUT, (json.dumps(keys),))


def try_again(run: Writer, keys: Sequence[Key], number: int) -> int:
    """Make those dirty that were not sent; return how many there are."""
    run.one(TRY_AGAIN, (number, json.dumps(keys)))
    return run.number(
        "SELECT count(*) FROM parked WHERE key IN (SELECT value FROM json_each(?))",
        (json.dumps(keys),),
    )
