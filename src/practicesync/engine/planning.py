"""What is to be done about rows that were read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from practicesync.core.action import (
    Action,
    Change,
    Held,
    Online,
    Outcome,
    Parked,
    Refused,
    Settlement,
)
from practicesync.core.digest import Seal
from practicesync.core.errors import Rejected
from practicesync.core.key import Key
from practicesync.core.plan import plan
from practicesync.core.row import Row
from practicesync.engine.job import Translated


class Planned(msgspec.Struct, frozen=True):
    """What can be settled at once, what has to be sent, and what it will be online as."""

    settled: Sequence[Settlement]
    actions: Sequence[Action]
    online: Mapping[Key, Online]

    def settlement(self, outcome: Outcome) -> Settlement:
        """Return what is remembered of an upsert's outcome."""
        online = self.online[outcome.key]
        match outcome:
            case Refused(key, code, field):
                return Parked(key, code, field, online.stamp)
            case _:
                return online


def plan_rows(
    rows: Sequence[Row],
    held: Mapping[Key, Held],
    seal: Seal,
    translate: Callable[[Row], Translated],
) -> Planned:
    """Translate the rows and plan an action for each that is not online as it is."""
    settled: list[Settlement] = []
    actions: list[Action] = []
    online: dict[Key, Online] = {}
    for row in rows:
        stamp = None if row.hash is None else seal.stamp(row.hash)
        try:
            contact = translate(row).contact
        except Rejected as why:
            settled.append(Parked(row.key, why.code, why.field, stamp))
            continue
        digest = seal.digest(contact)
        known = held.get(row.key)
        action = plan(contact, digest, known)
        if action is None:
            settled.append(Online(row.key, digest, stamp))
            continue
        actions.append(action)
        online[row.key] = Online(row.key, digest, stamp, change_of(known))
    return Planned(settled, actions, online)


def change_of(known: Held | None) -> Change:
    """Return how an upsert counts in the history."""
    return "added" if known is None or known.digest is None else "changed"
