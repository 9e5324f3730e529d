"""What the journal forgets when the terms change that it was written under."""

from __future__ import annotations

from practicesync.adapters.journal_file import Writer
from practicesync.core.digest import UNKNOWN


def use_digest_key(run: Writer, key_id: str) -> None:
    """Know nothing any more of what is online, and look at everything again."""
    run.one("UPDATE entry SET digest = ? WHERE digest IS NOT NULL", (UNKNOWN,))
    run.one("UPDATE entry SET stamp = NULL WHERE stamp IS NOT NULL")
    run.one("DELETE FROM meta WHERE name = 'cursor'")
    run.one("DELETE FROM scan")
    run.remember("digest_key", key_id)


def use_layout(run: Writer, layout: str, *, first: bool) -> None:
    """Look at everything again, unless this is the first layout."""
    run.remember("layout", layout)
    if not first:
        run.one("DELETE FROM meta WHERE name = 'cursor'")
        run.one("DELETE FROM part")
