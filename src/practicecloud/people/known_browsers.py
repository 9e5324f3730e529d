"""Browsers in which somebody has signed in: a stranger's wrong passwords don't stand in their way.

OWASP calls their cookies device cookies.
"""

from __future__ import annotations

import secrets

import sqlalchemy as sa

from practicecloud.people.people import Person, hashed, normal_email
from practicecloud.store import tables
from practicecloud.store.storage import put

KNOWN_SECONDS = 180 * 24 * 3600
"""How long a browser is known since the last time that its person signed in."""

MOST_OF_ONE = 20
"""So many browsers of one person are known, the latest."""


def known(connection: sa.Connection, cookie: str, email: str, now: float) -> bool:
    """Tell whether the person with that e-mail address has signed in in that browser."""
    browser, person = tables.known_browser, tables.person
    return bool(
        connection.scalar(
            sa.select(browser.c.person_id)
            .join(person, browser.c.person_id == person.c.id)
            .where(
                browser.c.cookie_hash == hashed(cookie),
                browser.c.until > now,
                person.c.email == normal_email(email),
            )
        )
    )


def remember(connection: sa.Connection, cookie: str, person: Person, now: float) -> str:
    """Note that the person has signed in there, and return the cookie by which it is known.

    Several people may share a browser; a cookie that is not from here is replaced.
    """
    table = tables.known_browser
    connection.execute(sa.delete(table).where(table.c.until <= now))
    ours = sa.select(table.c.cookie_hash).where(table.c.cookie_hash == hashed(cookie)).limit(1)
    if connection.scalar(ours) is None:
        cookie = secrets.token_urlsafe(32)
    row = {
        "cookie_hash": hashed(cookie),
        "person_id": person.person_id,
        "until": now + KNOWN_SECONDS,
    }
    put(connection, table, [row])
    mine = table.c.person_id == person.person_id
    latest = sa.select(table.c.cookie_hash).where(mine).order_by(table.c.until.desc())
    kept = latest.limit(MOST_OF_ONE)
    connection.execute(sa.delete(table).where(mine, table.c.cookie_hash.not_in(kept)))
    return cookie
