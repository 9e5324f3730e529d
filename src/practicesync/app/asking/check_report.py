"""What a full check has found, in words."""

from __future__ import annotations

from practicesync.core.action import Checked
from practicesync.core.words import counted


def report_text(practice: str, checked: Checked | None) -> str:
    """Return what a full check has found, and what was done about it."""
    if checked is None:
        return (
            f"{practice}: the full check is done. Practice Sync was restarted meanwhile, and"
            " can't say what was found."
        )
    compared = counted(checked.contacts, "contact")
    found = [
        (checked.unseen, "changed in the practice without being noticed: sent now"),
        (checked.differing, "different online: sent again"),
        (checked.missing_online, "missing online: sent again"),
        (checked.only_online, "online only: looked up in the practice, and removed if gone"),
    ]
    lines = [
        f"  {counted(number, 'contact was', 'contacts were')} {what}"
        for number, what in found
        if number
    ]
    if not lines:
        return f"{practice}: {compared} compared on both sides. Nothing was missing or different."
    return "\n".join([f"{practice}: {compared} compared on both sides.", *lines])
