"""A made-up accounting practice of any size: the same for the same seed, dirty like a real one."""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass
from pathlib import Path

from practicesync.demo.dirt import FIRST, SENDABLE
from practicesync.demo.draft import Draft, Tables
from practicesync.demo.household import Town, household, organisation, person
from practicesync.demo.pools import MARKER, Pools, draw_pools, mailbox
from practicesync.demo.store import Database, FileDatabase
from practicesync.demo.truth import Shown, Truth

__all__ = ["MARKER", "NOT_SENT", "Practice", "expected", "make_practice", "make_practice_in"]

NOT_SENT = 3
"""How many contacts of any demo practice can't be sent, so that everybody sees one."""

FIRST_ID = 10_001
_DIRTY = 0.12


@dataclass(frozen=True)
class Practice:
    """A demo practice in its database, with the truth about it.

    `administrator` is the e-mail address of an active employee who may activate.
    """

    database: Database
    pools: Pools
    administrator: str
    truth: Truth

    @property
    def path(self) -> Path:
        """The file that it is in; a practice on a server has none."""
        if not isinstance(self.database, FileDatabase):
            raise TypeError("the practice is in no file")
        return self.database.path


def make_practice(path: Path, contacts: int, seed: int = 2009) -> Practice:
    """Write a practice of that many contacts, ten or more, to a new SQLite file."""
    return make_practice_in(FileDatabase(path), contacts, seed)


def make_practice_in(database: Database, contacts: int, seed: int = 2009) -> Practice:
    """Write a practice of that many contacts, ten or more, to a new database."""
    if contacts < len(FIRST):
        raise ValueError(f"a demo practice has at least {len(FIRST)} contacts")
    rng = random.Random(seed)
    pools = draw_pools(seed)
    tables = Tables(Truth())
    town = Town(rng, pools, tables, itertools.count(FIRST_ID))
    for draft in _first(town):
        tables.write(draft)
    while (room := contacts - len(tables.rows["Contact"])) > 0:
        for draft in household(town, room):
            if rng.random() < _DIRTY:
                rng.choice(SENDABLE)(draft, rng, pools)
            tables.write(draft)
    administrator = _employ(tables, pools, rng)
    database.fill(tables.rows)
    return Practice(database, pools, administrator, tables.truth)


def expected(practice: Practice) -> dict[str, Shown]:
    """Return what the online copy should show of each contact that can be sent, by its key."""
    return practice.truth.expected()


def _first(town: Town) -> list[Draft]:
    """Return the ten that every demo practice begins with; two of them bear the same name."""
    last = town.pools.last
    drafts = [
        organisation(town, last[n], "Company") if n == len(FIRST) - 3 else person(town, last[n])
        for n in range(len(FIRST))
    ]
    drafts[4].shown["name"] = drafts[0].shown["name"]
    for draft, dirts in zip(drafts, FIRST, strict=True):
        draft.addresses[town.place()] = "Street"
        draft.shown["status"] = "active"
        for dirt in dirts:
            dirt(draft, town.rng, town.pools)
    return drafts


def _employ(tables: Tables, pools: Pools, rng: random.Random) -> str:
    """Add the employees; return the e-mail address of the administrator who is active."""
    posts = [("A", "ADMIN"), ("I", "ADMIN"), ("A", "SUPER"), ("A", "STAFF"), ("I", "STAFF")]
    emails = []
    for name, (status, role) in zip(pools.staff, posts, strict=False):
        emails.append(mailbox(name, rng))
        tables.add("Employee", name, emails[-1], status, role)
    return emails[0]
