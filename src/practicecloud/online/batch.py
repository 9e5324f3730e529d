"""A batch of upserts and deletes: an outcome for each item, stored in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Annotated, Literal

import msgspec
import sqlalchemy as sa
from msgspec import Meta

from practicecloud.contact import (
    REFUSED,
    Contact,
    RefusedContact,
    canonical,
    check_id,
    digest,
    read_contact,
)
from practicecloud.online import erasure
from practicecloud.online.activation import lock_practice
from practicecloud.online.preparation import indexes_at_once
from practicecloud.problems import Problem
from practicecloud.search import index
from practicecloud.search.directory import keep, open_directory
from practicecloud.store import tables
from practicecloud.store.storage import put

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
    """What is stored under an id; a tombstone has no digest."""

    version: tuple[int, int]
    digest: bytes


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
    before = _held(connection, practice_id, [one.item.id for one in good])
    held = dict(before)
    newest: dict[str, Judged] = {}
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
        newest[one.item.id] = one
        held[one.item.id] = Held((one.item.epoch, one.item.sequence), mark)
        outcomes.append(Outcome(one.item.id, "unchanged" if same else "stored"))
    rows = [_row(practice_id, one, held[of].digest) for of, one in newest.items()]
    put(connection, tables.contact, rows)
    grown = sum(bool(held[of].digest) - (of in before and bool(before[of].digest)) for of in newest)
    _index(connection, practice_id, newest, grown)
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
    erasure.refuse_meanwhile(connection, practice_id)


def _held(connection: sa.Connection, practice_id: str, ids: Sequence[str]) -> dict[str, Held]:
    table = tables.contact
    rows = connection.execute(
        sa.select(table.c.id, table.c.epoch, table.c.sequence, table.c.digest).where(
            table.c.practice_id == practice_id, table.c.id.in_(ids)
        )
    )
    return {row.id: Held((row.epoch, row.sequence), bytes(row.digest)) for row in rows}


def _index(
    connection: sa.Connection, practice_id: str, newest: Mapping[str, Judged], grown: int
) -> None:
    """Keep the index true of what was stored; a first upload is entered later as a whole."""
    directory = open_directory(connection, practice_id)
    there = {of: one.contact for of, one in newest.items() if one.contact is not None}
    if not indexes_at_once(connection, practice_id):
        known = index.editions(connection, directory, there)
        there = {of: contact for of, contact in there.items() if of in known}
    gone = [of for of, one in newest.items() if one.contact is None]
    directory = index.take_out(connection, directory, gone)
    directory = index.enter(connection, directory, there)
    keep(connection, msgspec.structs.replace(directory, stored=directory.stored + grown))


def _row(practice_id: str, one: Judged, mark: bytes) -> dict[str, object]:
    return {
        "practice_id": practice_id,
        "id": one.item.id,
        "epoch": one.item.epoch,
        "sequence": one.item.sequence,
        "digest": mark,
        "body": one.body,
    }
