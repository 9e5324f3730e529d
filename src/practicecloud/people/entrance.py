"""Lets people in by their password, and slows down whoever guesses."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from practicecloud.people import failures, known_browsers
from practicecloud.people.failures import (
    FOR_ONE_ACCOUNT,
    FROM_ONE_ADDRESS,
    FROM_ONE_PLACE,
    Allowance,
)
from practicecloud.people.people import Person, hashed, normal_email, with_password
from practicecloud.store.storage import reading, writing


class Entered(msgspec.Struct, frozen=True):
    """What somebody has entered, from which address, and the cookie of a browser that is known."""

    email: str
    password: str
    address: str = ""
    browser: str = ""


class TooManyFailures(Exception):
    """Too many wrong passwords: the next is looked at after some `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def let_in(engine: sa.Engine, entered: Entered, now: float) -> Person | None:
    """Return the person with that password, or None. Raises `TooManyFailures`."""
    with reading(engine) as connection:
        counts = _counts(connection, entered, now)
        wait = max(failures.wait(connection, whose, each, now) for whose, each in counts)
    if wait > 0:
        raise TooManyFailures(wait)
    # Slow on purpose, so it stands between the transactions.
    person = with_password(engine, entered.email, entered.password)
    with writing(engine) as connection:
        if person is not None:
            # Only the first: who has an account of their own must not clear their address by it.
            failures.forget(connection, counts[0][0])
            return person
        for whose, each in counts:
            failures.note(connection, whose, each, now)
    return None


def _counts(
    connection: sa.Connection, entered: Entered, now: float
) -> list[tuple[bytes, Allowance]]:
    """Return what a wrong password counts against; the first is of nobody else."""
    email = normal_email(entered.email)
    if entered.browser and known_browsers.known(connection, entered.browser, email, now):
        return [(hashed(f"browser:{entered.browser}:{email}"), FROM_ONE_PLACE)]
    network = failures.network_of(entered.address)
    return [
        (hashed(f"place:{network}:{email}"), FROM_ONE_PLACE),
        (hashed(f"address:{network}"), FROM_ONE_ADDRESS),
        (hashed(f"account:{email}"), FOR_ONE_ACCOUNT),
    ]
