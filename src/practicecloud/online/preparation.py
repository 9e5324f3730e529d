"""Makes uploaded contacts findable, in the background, in short transactions.

The same thread takes away what is to be erased.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
import sqlalchemy as sa
from msgspec import Meta
from msgspec.structs import replace

from practicecloud.background import Background, Complaints
from practicecloud.contact import Contact, stored_contact
from practicecloud.online import erasure
from practicecloud.online.activation import lock_practice
from practicecloud.search import index
from practicecloud.search.directory import Directory, directory_of, keep, open_directory
from practicecloud.search.search import EDITION
from practicecloud.search.whole import ERASING
from practicecloud.store import index_tables, tables
from practicecloud.store.storage import put, reading, writing

PORTION = 250
"""Contacts of one transaction: short enough that a batch need not wait for it."""

BREATH = 0.02
"""Seconds between portions: SQLite keeps no queue, and a batch that waits gets its turn then."""

LOOK_EVERY = 5.0
"""Seconds between looks for work that another process has left behind."""


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a worker says of its first upload; `total` belongs to ``uploading``."""

    step: Literal["uploading", "processing"]
    total: Annotated[int, Meta(ge=0, le=100_000_000)] = 0


_Step = Literal["none", "uploading", "processing", "ready", "erasing"]


class Progress(msgspec.Struct, frozen=True):
    """How far the first upload and its preparation are."""

    step: Literal["none", "uploading", "processing", "ready"]
    done: int
    total: int


def indexes_at_once(connection: sa.Connection, practice_id: str) -> bool:
    """Tell whether contacts are made findable as they are stored.

    During the preparation as well: what is stored behind it would be found by nobody.
    """
    return _step(connection, practice_id)[0] in ("processing", "ready")


def take_step(connection: sa.Connection, practice_id: str, step: Step) -> None:
    """Note what the worker says."""
    lock_practice(connection, practice_id)
    erasure.refuse_meanwhile(connection, practice_id)
    before, total = _step(connection, practice_id)
    total = step.total if step.step == "uploading" else total
    _put_step(connection, practice_id, step.step, total)
    if step.step == "processing" and before != "processing":
        directory = open_directory(connection, practice_id)
        keep(connection, replace(directory, preparing=EDITION, position=""))


def progress(connection: sa.Connection, practice_id: str) -> Progress:
    """Return how far it is."""
    step, total = _step(connection, practice_id)
    if step == ERASING:
        return Progress("none", 0, 0)
    directory = directory_of(connection, practice_id)
    stored, findable = (directory.stored, directory.findable) if directory else (0, 0)
    if step == "uploading":
        return Progress(step, min(stored, total), total)
    return Progress(step, findable, stored)


class Preparation:
    """What is done in the background: by several processes at once it does no harm."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._complaints = Complaints("preparation")
        self.background = Background("preparation", self.look, LOOK_EVERY)

    def look(self) -> None:
        """Prepare every practice that waits for it, or erase its copy."""
        for practice_id in _waiting(self._engine):
            try:
                self._prepare(practice_id)
            except Exception as error:  # noqa: BLE001  # one practice must not stop the others
                self._complaints.failed(error, practice_id)
            else:
                self._complaints.worked(practice_id)

    def _prepare(self, practice_id: str) -> None:
        more = True
        while more and not self.background.is_ending:
            with writing(self._engine) as connection:
                more = portion(connection, practice_id)
            self.background.breathe(BREATH)


def portion(connection: sa.Connection, practice_id: str) -> bool:
    """Prepare or erase some more contacts, and tell whether there may be others.

    How far it has come is kept with what was done: after a crash the next portion goes on.
    """
    lock_practice(connection, practice_id)
    if _step(connection, practice_id)[0] == ERASING:
        return erasure.erase_portion(connection, practice_id)
    return prepare_portion(connection, practice_id)


def prepare_portion(connection: sa.Connection, practice_id: str) -> bool:
    """Make some more contacts findable, and tell whether there may be others."""
    lock_practice(connection, practice_id)
    step, total = _step(connection, practice_id)
    directory = directory_of(connection, practice_id)
    if directory is None or step not in ("processing", "ready"):
        return False
    if directory.preparing < EDITION:
        directory = replace(directory, preparing=EDITION, position="")
    passed, contacts = _next_contacts(connection, directory)
    directory = index.enter(connection, directory, contacts)
    if passed is not None:
        keep(connection, replace(directory, position=passed))
        return True
    keep(connection, replace(directory, edition=EDITION))
    if step == "processing":
        _put_step(connection, practice_id, "ready", total)
    return False


def _next_contacts(
    connection: sa.Connection, directory: Directory
) -> tuple[str | None, dict[str, Contact]]:
    """Return the id up to which to enter contacts, or None at the end, and those contacts.

    Those that a batch has entered meanwhile are passed.
    """
    table = tables.contact
    mine = sa.and_(table.c.practice_id == directory.practice_id, table.c.body.is_not(None))
    behind = sa.select(table.c.id).where(mine, table.c.id > directory.position)
    ids = list(connection.scalars(behind.order_by(table.c.id).limit(PORTION)))
    done = index.editions(connection, directory, ids)
    missing = [one for one in ids if done.get(one) != EDITION]
    rows = connection.execute(
        sa.select(table.c.id, table.c.body).where(mine, table.c.id.in_(missing))
    )
    return ids[-1] if ids else None, {row.id: stored_contact(bytes(row.body)) for row in rows}


def _waiting(engine: sa.Engine) -> list[str]:
    """Return the practices whose first upload is complete or whose words are of an old edition.

    And those whose copy is to be erased.
    """
    table, directory = tables.migration, index_tables.directory
    waiting = sa.or_(
        table.c.step.in_(("processing", ERASING)),
        sa.and_(table.c.step == "ready", directory.c.edition < EDITION),
    )
    found = (
        sa.select(table.c.practice_id)
        .outerjoin(directory, directory.c.practice_id == table.c.practice_id)
        .where(waiting)
    )
    with reading(engine) as connection:
        return list(connection.scalars(found))


def _put_step(connection: sa.Connection, practice_id: str, step: str, total: int) -> None:
    row = {"practice_id": practice_id, "step": step, "total": total}
    put(connection, tables.migration, [row])


def _step(connection: sa.Connection, practice_id: str) -> tuple[_Step, int]:
    table = tables.migration
    row = connection.execute(
        sa.select(table.c.step, table.c.total).where(table.c.practice_id == practice_id)
    ).one_or_none()
    return (row.step, row.total) if row else ("none", 0)
