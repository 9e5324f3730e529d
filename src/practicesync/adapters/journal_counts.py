"""How the journal counts what stands where."""

from __future__ import annotations

from practicesync.adapters.journal_file import JournalFile
from practicesync.core.action import Concerns, Counts

ONLINE = """
SELECT count(*) FROM entry WHERE length(digest) > 0
  OR (digest IS NOT NULL AND key NOT IN (SELECT key FROM parked))"""

HELD = "SELECT EXISTS (SELECT 1 FROM held) OR EXISTS (SELECT 1 FROM held_change)"


def concerns(file: JournalFile) -> Concerns:
    """Return whether somebody has to look at something; it costs the same for any size."""
    return Concerns(
        held=bool(file.number(HELD)),
        refused=bool(file.number("SELECT EXISTS (SELECT 1 FROM parked WHERE NOT left_out)")),
    )


def counts(file: JournalFile) -> Counts:
    """Return how many contacts stand where."""
    return Counts(
        in_database=file.number(
            "SELECT count(*) FROM entry WHERE key NOT IN (SELECT key FROM held)"
        ),
        online=file.number(ONLINE),
        not_sent=file.number("SELECT count(*) FROM parked"),
        left_out=file.number("SELECT count(*) FROM parked WHERE left_out"),
        held=file.number("SELECT count(*) FROM held"),
        dirty=file.number("SELECT count(*) FROM dirty"),
        waiting=file.number("SELECT count(*) FROM held_change"),
    )
