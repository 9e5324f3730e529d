"""What is to be done about rows that were read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from practicesync.core.action import (
    Action,
    Blanked,
    Change,
    Gone,
    Held,
    Online,
    Outcome,
    Parked,
    Refused,
    Settlement,
)
from practicesync.core.digest import Seal
from practicesync.core.errors import Rejected
from practicesync.core.filled import NONE, Fields, filled, turned_blank
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
    *,
    judged: bool = False,
) -> Planned:
    """Translate the rows and plan an action for each that is not online as it is.

    Fields that turn blank are for the guard; with `judged` it has let go what it knew of.
    """
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
        digest, now = seal.digest(contact), filled(contact)
        known = held.get(row.key)
        action = plan(contact, digest, known)
        if action is None:
            settled.append(Online(row.key, digest, stamp, filled=now))
            continue
        blank = unasked(known, now)
        if blank & ~(known.blanked if known and judged else NONE):
            settled.append(Blanked(row.key, blank, stamp))
            continue
        actions.append(action)
        online[row.key] = Online(row.key, digest, stamp, change_of(known), now, blank)
    return Planned(settled, actions, online)


def unasked(known: Held | None, now: Fields) -> Fields:
    """Return the fields that turn blank online without a person's yes."""
    if known is None or known.digest is None:
        return NONE
    return Fields(turned_blank(known.filled, now) & ~known.allowed)


def settled_deletes(
    keys: Sequence[Key], held: Mapping[Key, Held], outcomes: Sequence[Outcome]
) -> list[Settlement]:
    """Return what is remembered of proved deletes: where nothing was online none was sent."""
    refused = {one.key: one for one in outcomes if isinstance(one, Refused)}
    sent = {one.key for one in outcomes} - refused.keys()
    gone = [
        Gone(key, key in sent, key in held and held[key].confirmed)
        for key in keys
        if key not in refused
    ]
    return [*gone, *(Parked(one.key, one.code, one.field) for one in refused.values())]


def change_of(known: Held | None) -> Change:
    """Return how an upsert counts in the history."""
    return "added" if known is None or known.digest is None else "changed"
