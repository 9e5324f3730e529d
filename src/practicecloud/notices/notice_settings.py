"""Whom a practice wants to be told of trouble."""

from __future__ import annotations

import secrets

import msgspec
import sqlalchemy as sa

from practicecloud.addresses import is_address
from practicecloud.notices.webhook import trouble_with
from practicecloud.people.people import normal_email
from practicecloud.store import tables
from practicecloud.store.storage import put

MOST_ADDRESSES = 5


class NoticeSettings(msgspec.Struct, frozen=True):
    """Whether administrators get mail, who else does, and the webhook with its secret."""

    by_mail: bool = True
    addresses: tuple[str, ...] = ()
    webhook: str = ""
    webhook_secret: str = ""


class Wish(msgspec.Struct, frozen=True):
    """What an administrator has entered: the addresses one a line."""

    by_mail: bool
    addresses: str
    webhook: str
    new_secret: bool = False


def settings_of(connection: sa.Connection, practice_id: str) -> NoticeSettings:
    """Return what a practice wants; until somebody says otherwise, its administrators get mail."""
    table = tables.notice_settings
    query = sa.select(table).where(table.c.practice_id == practice_id)
    row = connection.execute(query).one_or_none()
    if row is None:
        return NoticeSettings()
    addresses = tuple(row.addresses.splitlines())
    return NoticeSettings(row.by_mail, addresses, row.webhook, row.webhook_secret)


def keep_settings(connection: sa.Connection, practice_id: str, wanted: NoticeSettings) -> None:
    """Keep what a practice wants."""
    row = {
        "practice_id": practice_id,
        "by_mail": wanted.by_mail,
        "addresses": "\n".join(wanted.addresses),
        "webhook": wanted.webhook,
        "webhook_secret": wanted.webhook_secret,
    }
    put(connection, tables.notice_settings, [row])


def judged(wish: Wish, held: NoticeSettings, *, private: bool) -> tuple[NoticeSettings, list[str]]:
    """Return the settings that a person wishes, and every mistake in them as a sentence."""
    mistakes = []
    entered = wish.addresses.replace(",", "\n").replace(";", "\n").splitlines()
    addresses = tuple(dict.fromkeys(normal_email(one) for one in entered if one.strip()))
    if not all(is_address(one) for one in addresses):
        mistakes.append("One of the addresses is not an e-mail address: write one on each line.")
    if len(addresses) > MOST_ADDRESSES:
        mistakes.append(f"There is room for {MOST_ADDRESSES} more addresses.")
    webhook = wish.webhook.strip()
    if webhook and (trouble := trouble_with(webhook, private=private)):
        mistakes.append(trouble)
    # Whoever gets the calls of another address must not know what signed the old one's.
    keep = held.webhook_secret and webhook == held.webhook and not wish.new_secret
    secret = held.webhook_secret if keep else secrets.token_urlsafe(32)
    return NoticeSettings(wish.by_mail, addresses, webhook, secret if webhook else ""), mistakes


def administrators(connection: sa.Connection, practice_id: str) -> list[str]:
    """Return the e-mail addresses of the practice's administrators."""
    person, membership = tables.person, tables.membership
    query = (
        sa.select(person.c.email)
        .join(membership, membership.c.person_id == person.c.id)
        .where(membership.c.practice_id == practice_id, membership.c.role == "administrator")
        .order_by(person.c.email)
    )
    return list(connection.scalars(query))
