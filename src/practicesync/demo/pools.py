"""Made-up words from which the demo practice's people and places are put together.

Faker is asked once for each pool: asking it for every contact would take most of the time.
Every name, street and e-mail address carries `MARKER`, so that a search for that one syllable
finds any of them wherever they have no business to be.
"""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass

from faker import Faker

MARKER = "zorbl"
"""A syllable that no word or name has otherwise."""

_MOBILES = tuple(
    f"0491 {rest}"
    for rest in (
        *("570 006", "570 156", "570 157", "570 158", "570 159", "570 110", "570 313", "570 737"),
        *("571 266", "571 491", "571 804", "572 549", "572 665", "572 983", "573 770", "573 087"),
    )
)
"""Numbers that the regulator keeps free for fiction
(https://www.acma.gov.au/phone-numbers-use-tv-shows-films-and-creative-works)."""


@dataclass(frozen=True)
class Pools:
    """What Faker made up for one seed."""

    women: tuple[str, ...]
    men: tuple[str, ...]
    last: tuple[str, ...]
    accented: tuple[str, ...]
    hebrew: tuple[str, ...]
    streets: tuple[str, ...]
    places: tuple[tuple[str, str, str], ...]
    staff: tuple[str, ...]


def draw_pools(seed: int) -> Pools:
    """Return the pools of that seed, always the same."""
    fake = Faker("en_AU")
    fake.seed_instance(seed)
    french = Faker("fr_FR")
    french.seed_instance(seed)
    hebrew = Faker("he_IL")
    hebrew.seed_instance(seed)
    accented = {unicodedata.normalize("NFC", french.first_name()) for _ in range(200)}
    last = tuple(fake.last_name() for _ in range(300))
    return Pools(
        women=tuple(fake.first_name_female() for _ in range(200)),
        men=tuple(fake.first_name_male() for _ in range(200)),
        last=tuple(f"{name}{MARKER}" for name in last),
        accented=tuple(sorted(name for name in accented if not name.isascii())),
        hebrew=tuple(f"{hebrew.first_name()} {hebrew.last_name()}" for _ in range(50)),
        streets=tuple(
            f"{fake.last_name()}{MARKER} {fake.street_suffix().title()}" for _ in range(150)
        ),
        places=tuple((fake.city(), fake.state_abbr(), fake.postcode()) for _ in range(80)),
        staff=tuple(f"{fake.first_name()} {fake.last_name()}{MARKER}" for _ in range(8)),
    )


def mailbox(name: str, rng: random.Random) -> str:
    """Return an e-mail address made of a name that carries the marker."""
    local = ".".join("".join(filter(str.isalnum, word)) for word in name.lower().split())
    return f"{local}{rng.randrange(100)}@example.{rng.choice(('com', 'net', 'org'))}"


def phone(type_: str, rng: random.Random) -> str:
    """Return a number that nobody has."""
    if type_ == "Mobile":
        return rng.choice(_MOBILES)
    return f"(0{rng.choice('2378')}) {rng.choice(('5550', '7010'))} {rng.randrange(10_000):04}"


def abn(rng: random.Random) -> str:
    """Return eleven digits that pass the check of an Australian Business Number."""
    digits = [rng.randrange(10) for _ in range(9)]
    rest = sum(digit * weight for digit, weight in zip(digits, range(3, 20, 2), strict=True))
    return f"{10 + 89 - rest % 89}{''.join(map(str, digits))}"
