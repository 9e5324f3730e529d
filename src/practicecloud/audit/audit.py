"""Notes who has done what in a practice: who looked at whom, and who changed what others may do.

A note holds ids, and no name of a contact: contacts are named afresh when the notes are shown, and
the words of a search are names too. Of who is invited it holds the e-mail address.
"""

from __future__ import annotations

import logging
from typing import Final, Literal, get_args

import msgspec
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from practicecloud.store import tables
from practicecloud.store.storage import reading, writing

log = logging.getLogger(__name__)

Act = Literal[
    "signed-in",
    "looked-at",
    "searched",
    "exported",
    "read-by-program",
    "activity-exported",
    "invited",
    "joined",
    "role-changed",
    "removed",
    "password-reset",
    "server-allowed",
    "server-revoked",
    "activated",
    "taken-over",
    "deactivated",
    "copy-erased",
    "token-reused",
    "reuse-acknowledged",
    "notices-changed",
    "restored",
]
"""What is noted; `read-by-program` is a look-up by a token."""

ACTS: Final[tuple[Act, ...]] = get_args(Act)

OPERATOR: Final = ""
"""Who is noted where it was whoever runs the online side."""

ONCE_SECONDS = 60.0
"""A look-up that is repeated within so many seconds is one: typing asks with every letter."""


class Note(msgspec.Struct, frozen=True):
    """One act: whose, when, of which contact or of whom, which server or how many (`about`)."""

    note_id: int
    person_id: str
    at: float
    act: Act
    contact_id: str
    about: str


class Wanted(msgspec.Struct, frozen=True):
    """Which notes to show: empty is all; from `since` on, and before `until`."""

    person_id: str = ""
    act: str = ""
    since: float = 0.0
    until: float = float("inf")


def note(
    connection: sa.Connection,
    practice_id: str,
    person_id: str,
    act: Act,
    now: float,
    contact_id: str = "",
    *,
    about: str = "",
) -> None:
    """Note an act; `about` is a person's id, an invited address, a server's name or a number."""
    row = {
        "practice_id": practice_id,
        "person_id": person_id,
        "at": now,
        "act": act,
        "contact_id": contact_id,
        "about": about[:200],
    }
    connection.execute(sa.insert(tables.activity).values(row))


def note_once(
    engine: sa.Engine,
    practice_id: str,
    person_id: str,
    act: Act,
    now: float,
    contact_id: str = "",
) -> None:
    """Note a look-up in a transaction of its own, unless it has just been noted.

    Where nothing can be written just now, people look on, and the log says that there is a gap.
    """
    table = tables.activity
    same = sa.and_(
        table.c.practice_id == practice_id,
        table.c.person_id == person_id,
        table.c.act == act,
        table.c.contact_id == contact_id,
        table.c.at > now - ONCE_SECONDS,
        table.c.at <= now,
    )
    with reading(engine) as connection:
        if connection.scalar(sa.select(table.c.id).where(same).limit(1)) is not None:
            return
    try:
        with writing(engine) as connection:
            note(connection, practice_id, person_id, act, now, contact_id)
    except OperationalError as error:
        name = type(error.orig).__name__
        log.warning("A look was not noted: practice=%s act=%s error=%s", practice_id, act, name)


def notes(
    connection: sa.Connection, practice_id: str, wanted: Wanted, before: int, limit: int
) -> list[Note]:
    """Return the practice's notes, the latest first; with `before` those behind that note."""
    table = tables.activity
    query = sa.select(table).where(table.c.practice_id == practice_id)
    if wanted.person_id:
        query = query.where(table.c.person_id == wanted.person_id)
    if wanted.act:
        query = query.where(table.c.act == wanted.act)
    if wanted.since > 0:
        query = query.where(table.c.at >= wanted.since)
    if wanted.until < float("inf"):
        query = query.where(table.c.at < wanted.until)
    if before > 0:
        query = query.where(table.c.id < before)
    rows = connection.execute(query.order_by(table.c.id.desc()).limit(limit))
    return [Note(row.id, row.person_id, row.at, row.act, row.contact_id, row.about) for row in rows]


def erase_older(connection: sa.Connection, than: float, most: int) -> int:
    """Erase up to `most` notes from before that moment, and return how many were erased."""
    table = tables.activity
    old = sa.select(table.c.id).where(table.c.at < than).order_by(table.c.at).limit(most)
    return connection.execute(sa.delete(table).where(table.c.id.in_(old))).rowcount
