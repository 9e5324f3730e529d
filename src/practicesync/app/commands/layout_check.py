"""``practicesync profile check``: one layout against one database, everything at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from practicesync.adapters.sqlserver.connection import Session
from practicesync.adapters.sqlserver.stocktaking import take_stock
from practicesync.app.say import say, say_json
from practicesync.core.error_table import Exit
from practicesync.core.finding import Finding
from practicesync.core.fit import findings, fits
from practicesync.core.inventory import Inventory
from practicesync.core.profile import Profile, columns_needed
from practicesync.core.words import counted


def check_layout(profile: Profile, sessions: Callable[[], Session], *, as_json: bool) -> int:
    """Print in what layout and database differ, and return the exit code."""
    inventory = take_stock(sessions, profile)
    found = findings(profile, inventory)
    if as_json:
        say_json({"layout": profile.name, "fits": fits(found), "findings": found})
    else:
        say(check_text(profile, inventory, found))
    return Exit.DONE if fits(found) else Exit.INCOMPLETE


def check_text(profile: Profile, inventory: Inventory, found: Sequence[Finding]) -> str:
    """Return what was found, what has to be mended first."""
    wrong = [one for one in found if one.weight == "wrong"]
    notes = [one for one in found if one.weight == "note"]
    lines = _listed("Has to be mended", wrong) + _listed("Good to know", notes)
    return "\n".join([*lines, _end(profile, inventory, wrong)])


def _listed(title: str, found: Sequence[Finding]) -> list[str]:
    if not found:
        return []
    lines = [f"{title}:"]
    for one in found:
        lines += [f"  {one.sentence}", f"      {one.remedy}"]
    return [*lines, ""]


def _end(profile: Profile, inventory: Inventory, wrong: Sequence[Finding]) -> str:
    if wrong:
        things = counted(len(wrong), "thing has", "things have")
        return f"The database layout {profile.name} doesn't fit yet: {things} to be mended."
    columns = sum(map(len, columns_needed(profile).values()))
    tables = counted(len(inventory.tables), "table")
    contacts = counted(inventory.contacts or 0, "contact")
    return (
        f"The database layout {profile.name} fits: {tables} and {columns} columns are there,"
        f" and it finds {contacts}."
    )
