"""Sign-ins that were begun on a server and are allowed in a browser elsewhere (RFC 8628)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
import sqlalchemy as sa

from practicecloud.oauth.client import CLIENT
from practicecloud.people import failures, tokens
from practicecloud.people.failures import Allowance
from practicecloud.people.people import hashed
from practicecloud.people.tokens import Grant
from practicecloud.store import tables

SECONDS = 600
PAUSE = 5
"""Seconds between two questions of the agent; each that comes too early makes it longer by 5."""

KEPT_SECONDS = 86400
"""So long the second use of a code is noticed."""

MOST_OPEN = 10_000
"""Requests that wait for a person: anybody may begin one."""

FROM_ONE_ADDRESS = Allowance(20, 30)
"""Requests of one network, good or not: it alone takes up no room that others need."""


class Wanted(msgspec.Struct, frozen=True):
    """What a server asks for; `asked_for` is the only practice that will do, or empty."""

    scope: str
    server: str
    asked_for: str


class TooManyOpen(Exception):
    """More requests wait for a person than are kept: there is room after some `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class TooManyTries(Exception):
    """Somebody has typed too many codes that there are not."""


class Device:
    """A request in the shape that Authlib asks for."""

    def __init__(self, row: sa.Row[Any], now: float) -> None:
        self.device_hash: bytes = row.device_hash
        self.row = row
        self._now = now

    @property
    def grant(self) -> Grant:
        """What the person has allowed."""
        return Grant(self.row.person_id, self.row.practice_id, self.row.scope)

    def get_client_id(self) -> str:
        return CLIENT

    def get_scope(self) -> str:
        return str(self.row.scope)

    def get_user_code(self) -> str:
        """Do without: the request itself is at hand."""
        return ""

    def is_expired(self) -> bool:
        return bool(self.row.expires_at <= self._now)


def normal(user_code: str) -> str:
    """Return a code as it was issued, however a person has typed it."""
    letters = "".join(letter for letter in user_code.upper() if letter.isalpha())
    return f"{letters[:4]}-{letters[4:8]}" if len(letters) == 8 else ""


def count(connection: sa.Connection, address: str, now: float) -> None:
    """Count a request against the network that it comes from. Raises `TooManyOpen`."""
    if failures.is_this_computer(address):
        return
    whose = hashed(f"device:{failures.network_of(address)}")
    seconds = failures.wait(connection, whose, FROM_ONE_ADDRESS, now)
    if seconds > 0:
        raise TooManyOpen(seconds)
    failures.note(connection, whose, FROM_ONE_ADDRESS, now)


def begin(connection: sa.Connection, wanted: Wanted, data: Mapping[str, Any], now: float) -> None:
    """Keep a new request. Raises `TooManyOpen`."""
    table = tables.device
    connection.execute(sa.delete(table).where(table.c.expires_at < now - KEPT_SECONDS))
    open_now = sa.select(sa.func.count()).where(
        table.c.expires_at > now, table.c.approved.is_(None)
    )
    if (connection.scalar(open_now) or 0) >= MOST_OPEN:
        raise TooManyOpen(SECONDS)
    row = {
        "device_hash": hashed(data["device_code"]),
        "user_hash": hashed(data["user_code"]),
        "scope": wanted.scope,
        "server": wanted.server,
        "asked_for": wanted.asked_for,
        "expires_at": now + SECONDS,
        "polled_at": now,
        "pause": PAUSE,
    }
    connection.execute(sa.insert(table).values(row))


def by_device_code(connection: sa.Connection, code: str, now: float) -> Device | None:
    """Return the request; a second use of its code revokes what the first has led to."""
    table = tables.device
    mine = table.c.device_hash == hashed(code)
    row = connection.execute(sa.select(table).where(mine).with_for_update()).one_or_none()
    if row is None:
        return None
    if row.used_at is not None:
        if row.family_id:
            tokens.revoke_family(connection, row.family_id, now)
        return None
    return Device(row, now)


def polled_too_early(connection: sa.Connection, device: Device, now: float) -> bool:
    """Note that the agent has asked, and tell whether it should have waited longer."""
    table, row = tables.device, device.row
    # A pause is rounded somewhere on the way: half a second is no hurry.
    early = now - row.polled_at < row.pause - 0.5
    pause = row.pause + PAUSE if early else row.pause
    mine = table.c.device_hash == device.device_hash
    connection.execute(sa.update(table).where(mine).values(polled_at=now, pause=pause))
    return bool(early)


def used(connection: sa.Connection, device: Device, family_id: str, now: float) -> None:
    """Note that the request has led to that family of tokens."""
    table = tables.device
    mine = table.c.device_hash == device.device_hash
    connection.execute(sa.update(table).where(mine).values(used_at=now, family_id=family_id))


def by_user_code(
    connection: sa.Connection, typed: str, person_id: str, now: float
) -> sa.Row[Any] | None:
    """Return the request that waits under the code that a person has typed, or None.

    Raises `TooManyTries`: whoever is signed in could otherwise try them all.
    """
    whose = hashed(f"code:{person_id}")
    if failures.wait(connection, whose, failures.FROM_ONE_PLACE, now) > 0:
        raise TooManyTries
    table = tables.device
    mine = table.c.user_hash == hashed(normal(typed))
    waits = sa.and_(mine, table.c.expires_at > now, table.c.approved.is_(None))
    row = connection.execute(sa.select(table).where(waits).with_for_update()).one_or_none()
    if row is None:
        failures.note(connection, whose, failures.FROM_ONE_PLACE, now)
    return row


def decide(connection: sa.Connection, row: sa.Row[Any], grant: Grant | None) -> None:
    """Keep what the person has decided; the code that was typed is good no more."""
    table = tables.device
    decided: dict[str, object] = {"approved": grant is not None}
    if grant is not None:
        decided |= {"person_id": grant.person_id, "practice_id": grant.practice_id}
    mine = table.c.device_hash == row.device_hash
    connection.execute(sa.update(table).where(mine).values(decided))
