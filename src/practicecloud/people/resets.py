"""New passwords for people who have forgotten theirs.

An administrator may make a link only for somebody who belongs to no other practice: they could use
it themselves, and it would lead them there. Looked at again when the link is used.
"""

from __future__ import annotations

import sqlalchemy as sa

from practicecloud.people import one_time, people
from practicecloud.people.members import belongs_elsewhere, colleague
from practicecloud.people.one_time import Link, Maker
from practicecloud.people.people import Person


class NotTheirs(Exception):
    """That person's password is not this administrator's to replace."""


def link_for(connection: sa.Connection, maker: Maker, person_id: str, now: float) -> str:
    """Return the token of an administrator's link for one of their people. Raises `NotTheirs`."""
    if not _may(connection, maker, person_id):
        raise NotTheirs
    return one_time.make(connection, "reset", person_id, now, maker)


def whose(connection: sa.Connection, token: str, now: float) -> Person | None:
    """Return who may choose a password by the link with that token, or None if it is not good."""
    return _person(connection, one_time.found(connection, "reset", token, now))


def choose(connection: sa.Connection, token: str, password_hash: str, now: float) -> Person | None:
    """Give the link's person that password and end their visits, or return None."""
    link = one_time.take(connection, "reset", token, now)
    person = _person(connection, link)
    if link is None or person is None:
        return None
    people.set_password(connection, person.person_id, password_hash, shared=link.maker.shared)
    return person


def _person(connection: sa.Connection, link: Link | None) -> Person | None:
    if link is None or (link.maker.practice_id and not _may(connection, link.maker, link.whose)):
        return None
    return people.by_id(connection, link.whose)


def _may(connection: sa.Connection, maker: Maker, person_id: str) -> bool:
    here = colleague(connection, maker.practice_id, person_id) is not None
    return here and not belongs_elsewhere(connection, maker.practice_id, person_id)
