"""The first administrator of an online side where there is nobody yet."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from practicecloud.people import one_time, people
from practicecloud.people.people import Person
from practicecloud.store.storage import reading, writing


class First(msgspec.Struct, frozen=True):
    """The first administrator and what their practice is called."""

    practice_name: str
    email: str
    password_hash: str


def first_link(engine: sa.Engine, base: str, now: float) -> str:
    """Return the link for the first administrator, or an empty text if there is somebody.

    Each start makes a new one and ends the old.
    """
    with reading(engine) as connection:
        if not people.nobody_yet(connection):
            return ""
    with writing(engine) as connection:
        return one_time.address(base, "welcome", one_time.make(connection, "welcome", "", now))


def is_good(connection: sa.Connection, token: str, now: float) -> bool:
    """Tell whether that is the token of the link, and there still is nobody."""
    there = one_time.found(connection, "welcome", token, now) is not None
    return there and people.nobody_yet(connection)


def begin(
    connection: sa.Connection, token: str, first: First, now: float
) -> tuple[Person, str] | None:
    """Add the first administrator, and return them and the practice's id.

    None if the link is not good. A practice of that name that has been added before is theirs.
    """
    taken = one_time.take(connection, "welcome", token, now)
    if taken is None or not people.nobody_yet(connection):
        return None
    added = [one for one in people.practices(connection) if one.name == first.practice_name]
    practice = added[0] if added else people.add_practice(connection, first.practice_name, now)
    person = people.add_unknown(connection, first.email, first.password_hash, now)
    people.add_member(connection, person, practice.practice_id, "administrator")
    return person, practice.practice_id
