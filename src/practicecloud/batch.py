"""A batch of upserts and deletes: an outcome for each item, stored in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Annotated, Literal

import msgspec
import sqlalchemy as sa
from msgspec import Meta

from practicecloud import tables
from practicecloud.activation import lock_practice
from practicecloud.contact import (
    REFUSED,
    Contact,
    RefusedContact,
    canonical,
    check_id,
    digest,
    read_contact,
)
from practicecloud.preparation import indexes_at_once
from practicecloud.problems import Problem
from practicecloud.search import find_text, sort_text
from practicecloud.storage import put

MOST_ITEMS = 500

Number = Annotated[int, Meta(ge=1, le=2**63 - 1)]


def _nothing() -> msgspec.Raw:
    return msgspec.Raw(b"null")


class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One upsert or delete, with its version."""

    op: Literal["upsert", "delete"]
    id: str
    epoch: Number
    sequence: Number
    contact: msgspec.Raw = msgspec.field(default_factory=_nothing)


class Batch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Up to 500 items."""

    items: Annotated[tuple[Item, ...], Meta(max_length=MOST_ITEMS)]


class Outcome(msgspec.Struct, frozen=True, omit_defaults=True):
    """What came of an item; a rejected one has code and field, never the value."""

    id: str
    outcome: Literal["stored", "unchanged", "stale", "rejected"]
    code: str = ""
    field: str = ""


class Outcomes(msgspec.Struct, frozen=True):
    """One outcome for each item, in their order."""

    outcomes: tuple[Outcome, ...]


class Judged(msgspec.Struct, frozen=True):
    """An item that may be stored; `contact` and `body` are None for a delete."""

    item: Item
    contact: Contact | None = None
    body: bytes | None = None


class Held(msgspec.Struct, frozen=True):
    """What is stored under an id."""

    version: tuple[int, int]
    digest: bytes
    findable: bool


def judge(item: Item) -> Judged | Outcome:
    """Return the item ready to be stored, or the outcome that refuses it."""
    try:
        check_id(item.id)
        empty = bytes(item.contact) == b"null"
        if item.op == "delete":
            if not empty:
                raise RefusedContact(REFUSED, "contact")
            return Judged(item)
        contact = read_contact(bytes(item.contact))
        if contact.id != item.id:
            raise RefusedContact(REFUSED, "id")
        return Judged(item, contact, canonical(contact))
    except RefusedContact as refused:
        return Outcome(item.id, "rejected", refused.code, refused.field)


def apply_batch(
    connection: sa.Connection,
    practice_id: str,
    judged: Sequence[Judged | Outcome],
    epochs: Collection[int],
) -> Outcomes:
    """Store what is newer than what is held; `epochs` are those of all items. Raises `Problem`."""
    _check_fence(connection, practice_id, epochs)
    practice = tables.practice
    key, *last = connection.execute(
        sa.select(practice.c.digest_key, practice.c.last_epoch, practice.c.last_sequence).where(
            practice.c.id == practice_id
        )
    ).one()
    good = [one for one in judged if isinstance(one, Judged)]
    held = _held(connection, practice_id, [one.item.id for one in good])
    at_once = indexes_at_once(connection, practice_id)
    rows: dict[str, dict[str, object]] = {}
    outcomes = []
    for one in judged:
        if isinstance(one, Outcome):
            outcomes.append(one)
            continue
        known = held.get(one.item.id)
        if known is not None and (one.item.epoch, one.item.sequence) <= known.version:
            outcomes.append(Outcome(one.item.id, "stale"))
            continue
        mark = digest(bytes(key or b""), one.body) if one.body is not None else b""
        same = mark == (known.digest if known is not None else b"")
        find_now = at_once or (known is not None and known.findable)
        rows[one.item.id] = _row(practice_id, one, mark, find_now)
        version = (one.item.epoch, one.item.sequence)
        held[one.item.id] = Held(version, mark, find_now and bool(mark))
        outcomes.append(Outcome(one.item.id, "unchanged" if same else "stored"))
    put(connection, tables.contact, list(rows.values()))
    highest = max([tuple(last), *((one.item.epoch, one.item.sequence) for one in good)])
    connection.execute(
        sa.update(practice)
        .where(practice.c.id == practice_id)
        .values(last_epoch=highest[0], last_sequence=highest[1])
    )
    return Outcomes(tuple(outcomes))


def _check_fence(connection: sa.Connection, practice_id: str, epochs: Collection[int]) -> None:
    """Refuse the batch of a worker that is not in charge (any more)."""
    activation = lock_practice(connection, practice_id)
    if activation is None or not activation.active:
        raise Problem("not-activated")
    # A higher one was issued by a database that this one was restored over: begin again as well.
    if any(epoch != activation.epoch for epoch in epochs):
        raise Problem("stale-epoch")


def _held(connection: sa.Connection, practice_id: str, ids: Sequence[str]) -> dict[str, Held]:
    table = tables.contact
    rows = connection.execute(
        sa.select(
            table.c.id, table.c.epoch, table.c.sequence, table.c.digest,
            table.c.find_text.is_not(None).label("findable"),
        ).where(table.c.practice_id == practice_id, table.c.id.in_(ids))
    )  # fmt: skip
    return {
        row.id: Held((row.epoch, row.sequence), bytes(row.digest), bool(row.findable))
        for row in rows
    }


def _row(practice_id: str, one: Judged, mark: bytes, find_now: bool) -> dict[str, object]:
    indexed = one.contact if find_now else None
    return {
        "practice_id": practice_id,
        "id": one.item.id,
        "epoch": one.item.epoch,
        "sequence": one.item.sequence,
        "digest": mark,
        "body": one.body,
        "sort_text": sort_text(indexed) if indexed else None,
        "find_text": find_text(indexed) if indexed else None,
    }
