"""Invitations: who is asked to join a practice under which role, and how they do."""

from __future__ import annotations

import uuid
from typing import Any

import msgspec
import sqlalchemy as sa

from practicecloud.people import one_time, people
from practicecloud.people.one_time import Maker
from practicecloud.people.people import Person, Role
from practicecloud.store import tables
from practicecloud.store.storage import put


class Wish(msgspec.Struct, frozen=True):
    """Who is to join which practice under which role."""

    practice_id: str
    email: str
    role: Role


class Invitation(msgspec.Struct, frozen=True):
    """Somebody who has been asked; `good_until` is 0 once their link is over."""

    invitation_id: str
    email: str
    role: Role
    invited_at: float
    good_until: float


class Offer(msgspec.Struct, frozen=True):
    """What the link of an invitation opens.

    `known`: somebody signs in with that address already. `choose`: they have to choose a new
    password first, because an administrator elsewhere may know the one that they have.
    """

    invitation_id: str
    practice_id: str
    practice_name: str
    email: str
    role: Role
    known: bool
    choose: bool


class BelongsAlready(Exception):
    """Who is invited belongs to the practice."""


class NotGood(Exception):
    """The link was used or withdrawn, or its time is over, or it is somebody else's."""


class KnownAlready(Exception):
    """Somebody signs in with that address: their password is theirs to enter."""


def invite(connection: sa.Connection, wish: Wish, maker: Maker, now: float) -> str:
    """Return the token of an invitation; an earlier one of that address is over.

    Raises `BelongsAlready` and `UnknownPractice`.
    """
    if people.lock(connection, wish.practice_id) is None:
        raise people.UnknownPractice
    email = people.normal_email(wish.email)
    if _belongs(connection, wish.practice_id, email):
        raise BelongsAlready
    table = tables.invitation
    same = sa.and_(table.c.practice_id == wish.practice_id, table.c.email == email)
    known = connection.scalar(sa.select(table.c.id).where(same))
    row: dict[str, Any] = {
        "id": known or str(uuid.uuid4()),
        "practice_id": wish.practice_id,
        "email": email,
        "role": wish.role,
        "invited_at": now,
    }
    put(connection, table, [row])
    return one_time.make(connection, "invite", row["id"], now, maker)


def open_invitations(connection: sa.Connection, practice_id: str, now: float) -> list[Invitation]:
    """Return who was asked to join the practice and has not, by e-mail address."""
    table, link = tables.invitation, tables.one_time_link
    good = sa.and_(link.c.purpose == "invite", link.c.whose == table.c.id, link.c.expires_at > now)
    rows = connection.execute(
        sa.select(table, link.c.expires_at)
        .outerjoin(link, good)
        .where(table.c.practice_id == practice_id)
        .order_by(table.c.email)
    )
    return [
        Invitation(row.id, row.email, row.role, row.invited_at, row.expires_at or 0.0)
        for row in rows
    ]


def invited(connection: sa.Connection, practice_id: str, invitation_id: str) -> Wish | None:
    """Return whom that invitation of the practice asks, or None if there is none."""
    table = tables.invitation
    rows = connection.execute(sa.select(table).where(table.c.practice_id == practice_id))
    mine = next((row for row in rows.all() if row.id == invitation_id), None)
    return Wish(practice_id, mine.email, mine.role) if mine else None


def withdraw(connection: sa.Connection, practice_id: str, invitation_id: str) -> None:
    """Forget an invitation of the practice: its link opens nothing any more."""
    if invited(connection, practice_id, invitation_id) is not None:
        _forget(connection, invitation_id)


def offered(connection: sa.Connection, token: str, now: float) -> Offer | None:
    """Return what the link with that token offers, or None if it is not good."""
    link = one_time.found(connection, "invite", token, now)
    return _offer(connection, link.whose) if link else None


def join_unknown(connection: sa.Connection, token: str, password_hash: str, now: float) -> Person:
    """Take the invitation up as somebody new. Raises `NotGood` and `KnownAlready`."""
    link = one_time.take(connection, "invite", token, now)
    offer = _offer(connection, link.whose) if link else None
    if link is None or offer is None:
        raise NotGood
    if offer.known:
        raise KnownAlready
    person = people.add_unknown(
        connection, offer.email, password_hash, now, shared=link.maker.shared
    )
    _join(connection, person, offer)
    return person


def join_known(
    connection: sa.Connection, token: str, person: Person, now: float, password_hash: str = ""
) -> Offer:
    """Take the invitation up as who is signed in. Raises `NotGood`.

    Where they have to choose a password, its hash is needed; then all their visits are over.
    """
    link = one_time.take(connection, "invite", token, now)
    offer = _offer(connection, link.whose) if link else None
    if offer is None or offer.email != person.email or (offer.choose and not password_hash):
        raise NotGood
    if offer.choose:
        people.set_password(connection, person.person_id, password_hash)
    _join(connection, person, offer)
    return offer


def _offer(connection: sa.Connection, invitation_id: str) -> Offer | None:
    table, practice, person = tables.invitation, tables.practice, tables.person
    row = connection.execute(
        sa.select(table, practice.c.name, person.c.id.label("known"), person.c.password_shared)
        .join(practice, practice.c.id == table.c.practice_id)
        .outerjoin(person, person.c.email == table.c.email)
        .where(table.c.id == invitation_id)
    ).one_or_none()
    if row is None:
        return None
    return Offer(
        row.id, row.practice_id, row.name, row.email, row.role,
        row.known is not None, bool(row.password_shared),
    )  # fmt: skip


def _join(connection: sa.Connection, person: Person, offer: Offer) -> None:
    # Who was let in by other means meanwhile keeps their role.
    if not _belongs(connection, offer.practice_id, person.email):
        people.add_member(connection, person, offer.practice_id, offer.role)
    _forget(connection, offer.invitation_id)


def _belongs(connection: sa.Connection, practice_id: str, email: str) -> bool:
    person, membership = tables.person, tables.membership
    query = (
        sa.select(membership.c.role)
        .join(person, person.c.id == membership.c.person_id)
        .where(membership.c.practice_id == practice_id, person.c.email == email)
    )
    return connection.scalar(query) is not None


def _forget(connection: sa.Connection, invitation_id: str) -> None:
    table = tables.invitation
    connection.execute(sa.delete(table).where(table.c.id == invitation_id))
    one_time.end(connection, "invite", invitation_id)
