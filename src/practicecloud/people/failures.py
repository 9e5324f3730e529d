"""Counts wrong tries, so that guessing is slow and nobody can lock anybody else out."""

from __future__ import annotations

import ipaddress

import msgspec
import sqlalchemy as sa

from practicecloud.store import tables
from practicecloud.store.storage import put

MOST = 20_000
"""Of so many guessers the tries are kept; beyond that the mildest are forgotten."""

AT_A_TIME = 40
"""Tries that are looked at side by side at most: as many as the server has threads."""


class Allowance(msgspec.Struct, frozen=True):
    """So many wrong tries at once, and then one each time that so many seconds have passed."""

    at_once: int
    seconds: float

    def latest(self, now: float) -> float:
        """Return when tries are forgotten at the latest that were all made until now."""
        return now + (self.at_once - 1 + AT_A_TIME) * self.seconds


FROM_ONE_PLACE = Allowance(10, 90)
"""For one account from one address or one browser, and for the codes that one person types."""

FROM_ONE_ADDRESS = Allowance(100, 9)
"""For all accounts together: an office has one address, and people who mistype."""

FOR_ONE_ACCOUNT = Allowance(30, 60)
"""From all addresses together, browsers that are known aside."""


def network_of(address: str) -> str:
    """Return what counts as one address: of IPv6 a whole network, for each home has one."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found.packed, 64), strict=False))


def is_this_computer(address: str) -> bool:
    """Tell whether a program on this computer asks for itself: a proxy says for whom it asks."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def wait(connection: sa.Connection, whose: bytes, allowed: Allowance, now: float) -> float:
    """Return the seconds until another try may be made; 0: now.

    Tries that were made later than now, before the clock was set back, keep nobody waiting.
    """
    table = tables.wrong_try
    clear_at = connection.scalar(sa.select(table.c.clear_at).where(table.c.whose == whose)) or now
    if clear_at > allowed.latest(now):
        return 0.0
    return max(0.0, clear_at - now - (allowed.at_once - 1) * allowed.seconds)


def note(connection: sa.Connection, whose: bytes, allowed: Allowance, now: float) -> None:
    """Note one more wrong try, and forget those that count no more."""
    table = tables.wrong_try
    connection.execute(sa.delete(table).where(table.c.clear_at <= now))
    more = sa.update(table).where(table.c.whose == whose)
    from_later = table.c.clear_at > allowed.latest(now)
    used_up = now + allowed.at_once * allowed.seconds
    clear_at = sa.case((from_later, used_up), else_=table.c.clear_at + allowed.seconds)
    known = connection.execute(more.values(clear_at=clear_at))
    if known.rowcount == 0:
        put(connection, table, [{"whose": whose, "clear_at": now + allowed.seconds}])
        _make_room(connection)


def forget(connection: sa.Connection, whose: bytes) -> None:
    """Forget the wrong tries: there was a right one."""
    table = tables.wrong_try
    connection.execute(sa.delete(table).where(table.c.whose == whose))


def _make_room(connection: sa.Connection) -> None:
    table = tables.wrong_try
    kept = connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
    if kept > MOST:
        mildest = sa.select(table.c.whose).order_by(table.c.clear_at).limit(kept - MOST)
        connection.execute(sa.delete(table).where(table.c.whose.in_(mildest)))
