"""How well each database layout fits a database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from practicesync.core.finding import Finding
from practicesync.core.fit import findings
from practicesync.core.inventory import Inventory, missing_from
from practicesync.core.profile import Profile, columns_needed
from practicesync.core.words import counted

_THERE = ("table missing", "column missing", "no right to read")


class Fitting(msgspec.Struct, frozen=True):
    """A layout held against a database: how many of its columns are there.

    `contacts` is None where they could not be counted; `wrong` is what has to be mended first.
    """

    layout: str
    status: str
    there: int
    needed: int
    contacts: int | None = None
    wrong: tuple[Finding, ...] = ()

    @property
    def fits(self) -> bool:
        """Contacts can be synced as the layout says."""
        return not self.wrong

    @property
    def share(self) -> float:
        """The part of its columns that is there, from 0 to 1."""
        return self.there / self.needed if self.needed else 0.0


def fitting(layout: str, profile: Profile, inventory: Inventory, *, keys: bool = True) -> Fitting:
    """Return how the layout of that name fits; without `keys` only whether all of it is there."""
    needed = columns_needed(profile)
    total = sum(map(len, needed.values()))
    gone = sum(_columns_of(one, needed) for one in missing_from(profile, inventory))
    found = findings(profile, inventory)
    wrong = (one for one in found if one.weight == "wrong" and (keys or one.kind in _THERE))
    return Fitting(layout, profile.status, total - gone, total, inventory.contacts, tuple(wrong))


def best_first(found: Iterable[Fitting]) -> Sequence[Fitting]:
    """Return them in the order of how well they fit; one with contacts before one without.

    Of two that fit equally well the one that was tested comes before a starting point.
    """

    def rank(one: Fitting) -> tuple[bool, float, int, bool]:
        return not one.fits, -one.share, -(one.contacts or 0), one.status != "tested"

    return sorted(found, key=rank)


def fitting_words(one: Fitting) -> str:
    """Return in a sentence how a layout fits."""
    of_all = f"{one.there} of {counted(one.needed, 'column')}"
    if not one.fits and one.there == one.needed:
        things = counted(len(one.wrong), "thing has", "things have")
        return f"all columns are there, but {things} to be mended"
    if not one.fits:
        return f"{of_all} are there" if one.there else "nothing of it is there"
    contacts = "" if one.contacts is None else f", and finds {counted(one.contacts, 'contact')}"
    return f"fits{contacts}"


def _columns_of(missing: tuple[str, str], needed: Mapping[str, Sequence[str]]) -> int:
    table, column = missing
    return 1 if column else len(needed[table])
