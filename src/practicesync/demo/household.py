"""The people of the demo practice, their companies and trusts, and how they belong together."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from practicesync.demo.draft import Draft, Tables
from practicesync.demo.pools import Pools, abn, mailbox, phone
from practicesync.demo.truth import Shown

_OFFICES = ("Perth", "Hobart", "Cairns")
_DEPARTMENTS = ("Tax", "Business services", "Superannuation")
_TRADES = ("Plumbing", "Bakery", "Holdings", "Farming", "Transport", "Dental", "Joinery")
_NOTES = ("Prefers a call in the morning.", "Books are with us since 2009.", "Send by post.")


@dataclass(frozen=True)
class Town:
    """What a household is made of: chance, words, and where it is written."""

    rng: random.Random
    pools: Pools
    tables: Tables
    ids: Iterator[int]

    def place(self) -> int:
        """Return the id of a new street address."""
        rng = self.rng
        city, state, postcode = rng.choice(self.pools.places)
        street = f"{rng.randrange(1, 400)} {rng.choice(self.pools.streets)}"
        unit = [f"Unit {rng.randrange(1, 40)}"] if rng.random() < 0.2 else []
        return self.tables.add_place(
            {
                "lines": [*unit, street],
                "city": city,
                "state": state,
                "postcode": postcode,
                "country": "Australia" if rng.random() < 0.5 else "",
            }
        )


def person(town: Town, last: str) -> Draft:
    """Return a person of that family name, with numbers and e-mail, without an address."""
    rng = town.rng
    woman = rng.random() < 0.5
    names = town.pools.women if woman else town.pools.men
    first, middle = rng.choice(names), rng.choice((None, rng.choice(names)))
    if rng.random() < 0.05:
        first = rng.choice(town.pools.accented)
    name = " ".join(part for part in (first, middle, last) if part)
    title = rng.choice(("Ms", "Mrs", "Dr") if woman else ("Mr", "Dr"))
    draft = _draft(town, last, {"kind": "person", "contact_type": "Individual", "name": name})
    draft.shown |= {"title": title, "first": first, "middle": middle, "last": last}
    draft.shown |= {"salutation": first, "addressee": f"{title} {first[0]} {last}"}
    for type_, share in (("Mobile", 0.9), ("Home", 0.4), ("Work", 0.3)):
        if rng.random() < share:
            draft.has_phone(type_, phone(type_, rng))
    if rng.random() < 0.85:
        draft.has_email(mailbox(f"{first} {last}", rng))
    if rng.random() < 0.1:
        alias = f"{rng.choice(names)} {last}"
        draft.aliases.append((alias, alias))
    return draft


def organisation(town: Town, last: str, contact_type: str) -> Draft:
    """Return an organisation named after a family, without an address."""
    rng = town.rng
    trade = rng.choice(_TRADES)
    name = {
        "Company": f"{last} {trade} Pty Ltd",
        "Trust": f"The {last} Family Trust",
        "Partnership": f"{last} & {rng.choice(town.pools.last)}",
        "Superannuation Fund": f"{last} Superannuation Fund",
    }[contact_type]
    shown = {"kind": "organisation", "contact_type": contact_type, "name": name}
    draft = _draft(town, last, shown)
    draft.shown["abn"] = abn(rng)
    if contact_type in ("Company", "Partnership"):
        draft.has_phone("Work", phone("Work", rng))
        draft.has_email(mailbox(f"office {last}", rng))
    return draft


def household(town: Town, room: int) -> list[Draft]:
    """Return people who live together and what they own, at most `room` contacts."""
    rng = town.rng
    last = rng.choice(town.pools.last)
    people = [person(town, last) for _ in range(min(room, rng.choice((1, 1, 2, 2, 3, 4))))]
    owned: list[Draft] = []
    for contact_type, share in (("Company", 0.5), ("Trust", 0.3), ("Superannuation Fund", 0.15)):
        if len(people) + len(owned) < room and rng.random() < share:
            owned.append(organisation(town, last, contact_type))
    if not owned and len(people) < room and rng.random() < 0.1:
        owned.append(organisation(town, last, "Partnership"))
    _live(town, people, owned)
    _relate(people, owned)
    if len(people) > 1:
        _found_family(town.tables, f"{last} Family", [*people, *owned])
    return people + owned


def _draft(town: Town, last: str, shown: Shown) -> Draft:
    """Return a contact with what persons and organisations have in common."""
    rng = town.rng
    contact = next(town.ids)
    draft = Draft(contact, {**shown, "code": f"{last[:4].upper()}{contact}", "status": "active"})
    if rng.random() < 0.8:
        draft.shown |= {
            "is_client": True,
            "partner": rng.choice(town.pools.staff),
            "office": rng.choice(_OFFICES),
            "department": rng.choice(_DEPARTMENTS),
        }
    if rng.random() < 0.06:
        draft.shown["status"] = "closed"
    if rng.random() < 0.15:
        draft.shown["extras"] = {"notes": rng.choice(_NOTES)}
    return draft


def _live(town: Town, people: list[Draft], owned: list[Draft]) -> None:
    """Give the people one address to share, and some of them and what they own another."""
    home = town.place()
    for draft in people:
        draft.addresses[home] = "Street"
    for draft in (*people[:1], *owned):
        if town.rng.random() < 0.4:
            draft.addresses[town.place()] = "Postal"
    for draft in owned:
        draft.addresses[home] = "Business"


def _relate(people: list[Draft], owned: list[Draft]) -> None:
    """Name spouses, directors and trustees on both sides."""
    if len(people) > 1:
        _both(people[0], "Spouse of", people[1], "Spouse of")
    companies = [draft for draft in owned if draft.shown["contact_type"] == "Company"]
    for draft in owned:
        if draft.shown["contact_type"] in ("Trust", "Superannuation Fund"):
            for trustee in companies or people[:1]:
                _both(trustee, "Trustee of", draft, "Has trustee")
        else:
            for director in people[:2]:
                _both(director, "Director of", draft, "Has director")


def _both(one: Draft, relation: str, other: Draft, inverse: str) -> None:
    one.associations.append((other.id, relation))
    other.associations.append((one.id, inverse))


def _found_family(tables: Tables, name: str, members: list[Draft]) -> None:
    family = tables.add("FamilyGroup", name)
    for draft in members:
        draft.family = family
        draft.shown["family_group"] = name
