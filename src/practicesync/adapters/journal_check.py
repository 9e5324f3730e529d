"""The last full check, as the journal remembers it: when it ended and what it found."""

from __future__ import annotations

import msgspec

from practicesync.adapters.journal_file import Writer
from practicesync.adapters.journal_hours import bring_back
from practicesync.core.action import Checked


def check_ended(run: Writer, checked: Checked) -> None:
    """Remember it, and bring the hours of what was sent back to now."""
    run.remember("checked", msgspec.json.encode(checked).decode())
    bring_back(run, checked.at)


def check_of(kept: object) -> Checked | None:
    """Return what was remembered; one whose findings were not kept counts as none."""
    try:
        return msgspec.json.decode(str(kept), type=Checked)
    except ValueError:
        return None
