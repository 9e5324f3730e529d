"""Messages that wait to be delivered: kept with what they tell of, so that none is lost.

A message is put in the transaction that makes it true. Whoever delivers it first puts it off, so
that no other process delivers it meanwhile; after a crash its time comes again.
"""

from __future__ import annotations

import uuid
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from practicecloud.settings import AHEAD
from practicecloud.store import tables

Way = Literal["mail", "webhook", "reset"]

DAY = 86400.0

HANDS_ON = 300.0
"""Seconds in which whoever has taken a message has delivered it, or never will."""

KEPT = 30 * DAY
"""Seconds for which is kept what became of a message."""

FIRST_PAUSE, LONGEST_PAUSE = 30.0, 3600.0


class Message(msgspec.Struct, frozen=True):
    """A mail as plain text. After `good_for` seconds it is not worth delivering any more.

    `practice_id` lets the practice's administrators see what became of it.
    """

    to: str
    subject: str
    text: str
    good_for: float = 3 * DAY
    practice_id: str = ""


class Call(msgspec.Struct, frozen=True):
    """A JSON text to be posted to a practice's webhook."""

    url: str
    event: str
    text: str
    practice_id: str
    good_for: float = 3 * DAY


class Forgotten(msgspec.Struct, frozen=True):
    """Whoever signs in with that address has forgotten their password; perhaps nobody does.

    It is looked up in the background: whoever asks learns nothing from how long it takes.
    """

    email: str
    practice_id: str = ""
    text: str = ""
    good_for: float = DAY


class Waiting(msgspec.Struct, frozen=True):
    """A message that is due; `tries` counts those that have failed."""

    message_id: str
    way: Way
    practice_id: str
    recipient: str
    subject: str
    text: str
    created_at: float
    tries: int


class NotDelivered(Exception):
    """A message did not arrive; `why` is a word of ours. `for_good`: it never will."""

    def __init__(self, why: str, *, for_good: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.for_good = for_good


def put(
    connection: sa.Connection, message: Message | Call | Forgotten, now: float, *, about: str = ""
) -> str:
    """Keep a message until it is delivered and return its id; `about` names a trouble."""
    way, recipient, subject = _how(message)
    row = {
        "id": str(uuid.uuid4()),
        "way": way,
        "recipient": recipient,
        "subject": subject,
        "practice_id": message.practice_id,
        "about": about,
        "text": message.text,
        "created_at": now,
        "good_until": now + message.good_for,
        "due_at": now,
        "taken_until": 0.0,
        "tries": 0,
        "state": "waiting",
        "settled_at": None,
        "trouble": "",
    }
    connection.execute(sa.insert(tables.outbox).values(row))
    return str(row["id"])


def _how(message: Message | Call | Forgotten) -> tuple[Way, str, str]:
    """Return the way of a message, to whom it goes, and its subject."""
    if isinstance(message, Message):
        return "mail", message.to, message.subject
    if isinstance(message, Call):
        return "webhook", message.url, message.event
    return "reset", message.email, ""


def is_due(connection: sa.Connection, way: Way, now: float) -> bool:
    """Tell whether there is anything to take."""
    due = sa.select(tables.outbox.c.id).where(_due(way, now)).limit(1)
    return connection.scalar(due) is not None


def take(connection: sa.Connection, way: Way, now: float) -> Waiting | None:
    """Take the message that has been due for longest, so that nobody else does; None: none is."""
    table = tables.outbox
    due = (
        sa.select(table)
        .where(_due(way, now))
        .order_by(table.c.due_at, table.c.created_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = connection.execute(due).one_or_none()
    if row is None:
        return None
    mine = sa.update(table).where(table.c.id == row.id)
    connection.execute(mine.values(taken_until=now + HANDS_ON))
    return Waiting(
        row.id, row.way, row.practice_id, row.recipient, row.subject, row.text,
        row.created_at, row.tries,
    )  # fmt: skip


def sent(connection: sa.Connection, message_id: str, now: float) -> None:
    """Note that a message was delivered; its text is erased, for it may open doors."""
    _settle(connection, tables.outbox.c.id == message_id, "sent", now, trouble="")


def forget(connection: sa.Connection, message_id: str) -> bool:
    """Keep nothing of a message; False: nothing was kept of it already."""
    table = tables.outbox
    known = connection.execute(sa.delete(table).where(table.c.id == message_id))
    return bool(known.rowcount)


def failed(connection: sa.Connection, waiting: Waiting, why: str, now: float) -> None:
    """Note why a message was not delivered, and try again later."""
    table = tables.outbox
    values = {
        "tries": waiting.tries + 1,
        "due_at": now + pause(waiting.tries),
        "taken_until": 0.0,
        "trouble": why,
    }
    mine = sa.and_(table.c.id == waiting.message_id, table.c.state == "waiting")
    connection.execute(sa.update(table).where(mine).values(values))


def refused(connection: sa.Connection, waiting: Waiting, why: str, now: float) -> None:
    """Note that the other side refused a message for good."""
    _settle(connection, tables.outbox.c.id == waiting.message_id, "failed", now, trouble=why)


def pause(failures: int) -> float:
    """Return the seconds until another try after so many failures before this one."""
    return float(min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(failures, 20)))


def clear(connection: sa.Connection, now: float) -> None:
    """Give up what is not worth delivering any more, and forget what became of old messages."""
    table = tables.outbox
    _settle(connection, sa.and_(_free(now), table.c.good_until <= now), "failed", now)
    old = sa.and_(table.c.state != "waiting", table.c.settled_at <= now - KEPT)
    connection.execute(sa.delete(table).where(old))


def withdraw(connection: sa.Connection, about: str, now: float) -> set[str]:
    """Withdraw what tells of that trouble and is not on its way; return who has not heard of it."""
    table = tables.outbox
    unheard = sa.and_(table.c.about == about, _free(now))
    recipients = set(connection.scalars(sa.select(table.c.recipient).where(unheard)))
    _settle(connection, unheard, "withdrawn", now)
    return recipients


def _due(way: Way, now: float) -> sa.ColumnElement[bool]:
    table = tables.outbox
    due = _past(table.c.due_at, now, LONGEST_PAUSE)
    return sa.and_(_free(now), due, table.c.good_until > now, table.c.way == way)


def withdraw_all(connection: sa.Connection, now: float) -> None:
    """Withdraw whatever waits: it tells of another time."""
    _settle(connection, sa.true(), "withdrawn", now)


def _free(now: float) -> sa.ColumnElement[bool]:
    """Which messages wait and nobody has taken."""
    table = tables.outbox
    return sa.and_(table.c.state == "waiting", _past(table.c.taken_until, now, HANDS_ON))


def _past(moment: sa.ColumnElement[float], now: float, longest: float) -> sa.ColumnElement[bool]:
    """Tell whether it is over, or so far off that it was set while the clock was ahead."""
    return sa.or_(moment <= now, moment > now + longest + AHEAD)


def _settle(
    connection: sa.Connection, which: sa.ColumnElement[bool], state: str, now: float, **more: Any
) -> None:
    table = tables.outbox
    values = {"state": state, "settled_at": now, "text": "", **more}
    connection.execute(sa.update(table).where(which, table.c.state == "waiting").values(values))
