"""Who is in charge of a practice, and the epochs that fence everybody else off."""

from __future__ import annotations

import base64
import datetime as dt
import secrets
from typing import Annotated, Any

import msgspec
import sqlalchemy as sa
from msgspec import Meta

from practicecloud.audit import audit
from practicecloud.online import erasure
from practicecloud.online.names import Installation, Name
from practicecloud.people.tokens import Issue, name_family
from practicecloud.problems import Problem
from practicecloud.store import tables
from practicecloud.store.storage import put


class Terms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The terms of use that a person has accepted; `accepted_at` is ISO 8601."""

    version: Annotated[str, Meta(min_length=1, max_length=50)]
    accepted_at: Annotated[str, Meta(min_length=10, max_length=40)]


class Activate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A worker that begins: asks for the next epoch.

    Without `first` it only goes on where contacts sync is activated: nobody's wish is behind it.
    """

    server: Name
    installation: Installation
    take_over: bool = False
    first: bool = True
    terms: Terms | None = None


class Activated(msgspec.Struct, frozen=True):
    """The answer to a worker that begins; `digest_key` is 32 bytes as base64url.

    `last_epoch` and `last_sequence` are the highest version that is held of any contact.
    """

    epoch: int
    digest_key: str
    practice_id: str
    practice_name: str
    server: str
    activated_at: str
    activated_by: str
    last_epoch: int = 0
    last_sequence: int = 0


class InCharge(msgspec.Struct, frozen=True):
    """Who is in charge; texts are empty and `epoch` is 0 if nobody ever was."""

    active: bool
    epoch: int = 0
    server: str = ""
    installation: str = ""
    since: str = ""
    activated_by: str = ""


def iso(moment: float) -> str:
    """Return seconds since 1970 as ISO 8601 text, UTC."""
    return moment_of(moment).isoformat(timespec="seconds")


def moment_of(moment: float) -> dt.datetime:
    """Return seconds since 1970 as a moment, UTC."""
    return dt.datetime.fromtimestamp(moment, dt.UTC)


def lock_practice(connection: sa.Connection, practice_id: str) -> sa.Row[Any] | None:
    """Return the practice's activation; other transactions that ask wait until this one ends."""
    practice, table = tables.practice, tables.activation
    connection.execute(
        sa.select(practice.c.id).where(practice.c.id == practice_id).with_for_update()
    )
    return connection.execute(
        sa.select(table).where(table.c.practice_id == practice_id)
    ).one_or_none()


def refuse_others(held: sa.Row[Any] | None, installation: str) -> None:
    """Raise `Problem` unless that installation is in charge."""
    if held is None or not held.active:
        raise Problem("not-activated")
    if held.installation != installation:
        raise Problem("in-charge-elsewhere", _told(held))


def refuse_other_sign_ins(held: sa.Row[Any] | None, family_id: str) -> None:
    """Raise `Problem` unless the server in charge has begun with that sign-in."""
    if held is None or not held.active:
        raise Problem("not-activated")
    if held.family_id != family_id:
        raise Problem("in-charge-elsewhere", _told(held))


def activate(connection: sa.Connection, access: Issue, wish: Activate, now: float) -> Activated:
    """Put the installation in charge and return a new epoch. Raises `Problem`."""
    held = lock_practice(connection, access.practice_id)
    again = held is not None and held.active and held.installation == wish.installation
    if held is not None and held.active and not again and not wish.take_over:
        raise Problem("in-charge-elsewhere", _told(held))
    if not wish.first and (held is None or not held.active):
        raise Problem("not-activated")
    needed = "contacts:write" if again else "practice:admin"
    if needed not in access.scopes:
        raise Problem("forbidden")
    epoch = held.epoch + 1 if held is not None else 1
    since = held.since if held is not None and again else now
    by = held.activated_by if held is not None and again else access.email
    row = {
        "practice_id": access.practice_id,
        "active": True,
        "epoch": epoch,
        "server": wish.server,
        "installation": wish.installation,
        "since": since,
        "activated_by": by,
        "family_id": access.family_id,
    }
    put(connection, tables.activation, [row])
    name_family(connection, access.family_id, wish.server)
    if not again:
        act: audit.Act = "taken-over" if held is not None and held.active else "activated"
        _note(connection, access, act, wish.server, now)
    if wish.terms is not None:
        _keep_terms(connection, access, wish.terms)
    digest_key = _digest_key(connection, access.practice_id)
    last = connection.execute(
        sa.select(tables.practice.c.last_epoch, tables.practice.c.last_sequence).where(
            tables.practice.c.id == access.practice_id
        )
    ).one()
    return Activated(
        epoch=epoch,
        digest_key=digest_key,
        practice_id=access.practice_id,
        practice_name=access.practice_name,
        server=wish.server,
        activated_at=iso(since),
        activated_by=by,
        last_epoch=last.last_epoch,
        last_sequence=last.last_sequence,
    )


def in_charge(connection: sa.Connection, practice_id: str) -> InCharge:
    """Return who is in charge."""
    table = tables.activation
    row = connection.execute(
        sa.select(table).where(table.c.practice_id == practice_id)
    ).one_or_none()
    if row is None:
        return InCharge(active=False)
    return InCharge(
        row.active, row.epoch, row.server, row.installation, iso(row.since), row.activated_by
    )


def deactivate(
    connection: sa.Connection, access: Issue, now: float, *, keep: bool, installation: str = ""
) -> None:
    """End the activation, and begin to erase the online copy unless it is to be kept.

    With `installation`, only if no other one is in charge. Raises `Problem`.
    """
    held = lock_practice(connection, access.practice_id)
    if installation and held is not None and held.active and held.installation != installation:
        raise Problem("in-charge-elsewhere", _told(held))
    admin = "practice:admin" in access.scopes
    own = held is not None and held.family_id == access.family_id
    if not admin and not (own and "contacts:write" in access.scopes):
        raise Problem("forbidden")
    mine = tables.activation.c.practice_id == access.practice_id
    connection.execute(sa.update(tables.activation).where(mine).values(active=False))
    if held is not None and held.active:
        _note(connection, access, "deactivated", held.server, now)
    if not keep:
        _note(connection, access, "copy-erased", "", now)
        erasure.begin(connection, access.practice_id)


def _note(
    connection: sa.Connection, access: Issue, act: audit.Act, server: str, now: float
) -> None:
    audit.note(connection, access.practice_id, access.person_id, act, now, about=server)


def _told(held: sa.Row[Any]) -> dict[str, object]:
    return {"server": held.server, "since": iso(held.since)}


def _keep_terms(connection: sa.Connection, access: Issue, accepted: Terms) -> None:
    row = {
        "practice_id": access.practice_id,
        "version": accepted.version,
        "accepted_at": accepted.accepted_at,
        "accepted_by": access.email,
    }
    put(connection, tables.terms, [row])


def _digest_key(connection: sa.Connection, practice_id: str) -> str:
    """Return the practice's digest key as base64url, made when it is first asked for."""
    table = tables.practice
    mine = table.c.id == practice_id
    key = connection.scalar(sa.select(table.c.digest_key).where(mine))
    if key is None:
        key = secrets.token_bytes(32)
        connection.execute(sa.update(table).where(mine).values(digest_key=key))
    return base64.urlsafe_b64encode(key).decode().rstrip("=")
