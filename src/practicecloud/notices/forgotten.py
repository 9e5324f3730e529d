"""Mails a link to whoever has forgotten their password, away from the form that asks for it.

The form does the same for every address, so that it does not tell by its time who has an account.
"""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

from practicecloud.addresses import is_address
from practicecloud.notices import letters, outbox
from practicecloud.notices.outbox import Forgotten, Waiting
from practicecloud.people import failures, one_time, people
from practicecloud.people.failures import Allowance
from practicecloud.people.people import hashed
from practicecloud.store.storage import writing

MAILS_TO_ONE = Allowance(3, 1800)
"""So many links are mailed to one person, whoever asks for them."""


def ask(connection: sa.Connection, email: str, now: float) -> None:
    """Note that the password of an address was forgotten, whether somebody signs in with it."""
    if not is_address(email):
        return
    whose = hashed(f"reset:{email}")
    if failures.wait(connection, whose, MAILS_TO_ONE, now) > 0:
        return
    failures.note(connection, whose, MAILS_TO_ONE, now)
    outbox.put(connection, Forgotten(email), now)


def mail_link(
    engine: sa.Engine, now: Callable[[], float], public_url: str, waiting: Waiting
) -> None:
    """Put a mail with a link into the outbox, if somebody signs in with the address.

    Nothing is kept of what was asked, not even that: most addresses may be of strangers.
    """
    with writing(engine) as connection:
        if not outbox.forget(connection, waiting.message_id):
            return
        person = people.by_email(connection, waiting.recipient)
        if person is None:
            return
        token = one_time.make(connection, "reset", person.person_id, now())
        link = one_time.address(public_url, "reset", token)
        outbox.put(connection, letters.new_password(person.email, link), now())
