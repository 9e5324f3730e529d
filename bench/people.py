"""Made-up contacts as a practice has them, always the same: names are as common as in Australia."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator

from faker import Faker

from practicecloud.contact import Address, Association, Contact, Phone

DOMAINS = ("example.com", "example.net", "example.org", "mail.example.com.au")
TRADES = ("Plumbing", "Consulting", "Transport", "Electrical", "Farming", "Property", "Dental")


def contacts(number: int, seed: int = 1) -> Iterator[Contact]:
    """Yield so many contacts: of ten, six persons, a couple, a company, a trust and a fund."""
    fake = Faker("en_AU")
    fake.seed_instance(seed)
    rng = random.Random(seed)  # noqa: S311  # it has to repeat itself
    firsts = [fake.first_name() for _ in range(20_000)]
    lasts = [fake.last_name() for _ in range(20_000)]
    streets = [fake.street_address() for _ in range(2_000)]
    for place in range(number):
        first, last = rng.choice(firsts), rng.choice(lasts)
        organisation = place % 10 > 6
        name = (
            f"{first} & {rng.choice(firsts)} {last}" if place % 10 == 6
            else f"{last} {rng.choice(TRADES)} Pty Ltd" if place % 10 == 7
            else f"{last} Family Trust" if place % 10 == 8
            else f"{first} {last} Superannuation Fund" if place % 10 == 9
            else f"{first} {last}"
        )  # fmt: skip
        other = json.dumps([str(rng.randrange(number))])
        yield Contact(
            abn=f"{rng.randrange(10**10, 10**11)}" if organisation else "",
            addresses=(
                Address(
                    type="Postal", lines=(rng.choice(streets),), city="Perth", state="WA",
                    postcode=f"{rng.randrange(6000, 6999)}",
                ),
            ),
            associations=(Association(contact=other, relation="Related"),) * (place % 3 == 0),
            code=f"{last[:4].upper()}{place:06}",
            emails=(f"{first}.{last}{rng.randrange(1000)}@{rng.choice(DOMAINS)}".lower(),),
            first="" if organisation else first,
            id=json.dumps([str(place)]),
            is_client=place % 3 != 0,
            kind="organisation" if organisation else "person",
            last="" if organisation else last,
            name=name,
            partner="A partner",
            phones=(
                Phone(type="Mobile", number=f"04{rng.randrange(10**8):08}"),
                Phone(type="Work", number=f"(08) {rng.randrange(6 * 10**7, 10**8)}"),
            )[: 1 + place % 2],
            status="active",
        )  # fmt: skip
