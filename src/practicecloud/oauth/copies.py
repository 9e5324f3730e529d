"""Tells administrators that a copy of a server's sign-in was used, until one has read it."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Final

import msgspec
import sqlalchemy as sa

from practicecloud.audit import audit
from practicecloud.notices import outbox
from practicecloud.notices.outbox import Message
from practicecloud.people.tokens import Issue, revoke_family
from practicecloud.store import tables

A_SERVER: Final = "a server"
"""What a server is called that has never said its name."""

_TEXT: Final = """\
A copy of {server}'s sign-in for {practice} was used, noticed at {moment}.

Everything that this sign-in could do has ended: neither the copy nor {server} can read or \
change your contacts online any more. The contacts that are online stay as they are.

What to do:
1. Activate again on {server}: type  practicesync activate
2. If you did not restore or copy that server, tell your IT support: somebody may have had \
access to it.

After activating, Practice Sync compares all contacts with your database and puts right what \
differs.
"""


class Copied(msgspec.Struct, frozen=True):
    """The sign-in of a server that was ended because a copy of it was used."""

    copied_id: str
    server: str
    at: float


def noticed(connection: sa.Connection, found: Issue, now: float) -> None:
    """End the sign-in of which a used-up token has come back, note it and tell administrators."""
    if not revoke_family(connection, found.family_id, now):
        return  # somebody else has just noticed
    server = _server_of(connection, found.family_id)
    audit.note(connection, found.practice_id, found.person_id, "token-reused", now, about=server)
    row = {
        "id": str(uuid.uuid4()),
        "practice_id": found.practice_id,
        "server": server,
        "at": now,
    }
    connection.execute(sa.insert(tables.copied_sign_in).values(row))
    for address in _administrators(connection, found.practice_id):
        outbox.put(connection, _message(address, found, server or A_SERVER, now), now)


def unread(connection: sa.Connection, practice_id: str) -> list[Copied]:
    """Return what no administrator has read yet, the latest first."""
    table = tables.copied_sign_in
    query = sa.select(table).where(table.c.practice_id == practice_id, table.c.read_at.is_(None))
    rows = connection.execute(query.order_by(table.c.at.desc(), table.c.id))
    return [Copied(row.id, row.server or A_SERVER, row.at) for row in rows]


def read(
    connection: sa.Connection, practice_id: str, copied_id: str, person_id: str, now: float
) -> None:
    """Note that an administrator has read it; the first one counts."""
    table = tables.copied_sign_in
    mine = sa.and_(
        table.c.practice_id == practice_id, table.c.id == copied_id, table.c.read_at.is_(None)
    )
    server = connection.scalar(sa.select(table.c.server).where(mine))
    if server is None:
        return
    connection.execute(sa.update(table).where(mine).values(read_at=now))
    audit.note(connection, practice_id, person_id, "reuse-acknowledged", now, about=server)


def _server_of(connection: sa.Connection, family_id: str) -> str:
    """Return the name of the server that was signed in, or an empty text if it never said."""
    family, activation = tables.family, tables.activation
    name = connection.scalar(sa.select(family.c.server).where(family.c.id == family_id))
    in_charge = sa.select(activation.c.server).where(activation.c.family_id == family_id)
    told = str(name or connection.scalar(in_charge) or "")
    return "".join(sign for sign in told if sign.isprintable())


def _administrators(connection: sa.Connection, practice_id: str) -> list[str]:
    person, membership = tables.person, tables.membership
    query = (
        sa.select(person.c.email)
        .join(membership, membership.c.person_id == person.c.id)
        .where(membership.c.practice_id == practice_id, membership.c.role == "administrator")
    )
    return list(connection.scalars(query.order_by(person.c.email)))


def _message(address: str, found: Issue, server: str, now: float) -> Message:
    at = dt.datetime.fromtimestamp(now, dt.UTC)
    moment = f"{at:%H:%M} UTC on {at.day} {at:%B %Y}"
    text = _TEXT.format(server=server, practice=found.practice_name, moment=moment)
    subject = f"A copy of {server}'s sign-in was used"
    return Message(address, subject, text, practice_id=found.practice_id)
