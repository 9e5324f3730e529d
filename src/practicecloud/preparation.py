"""Makes uploaded contacts findable, in the background, in short transactions."""

from __future__ import annotations

import logging
import threading
from typing import Annotated, Literal

import msgspec
import sqlalchemy as sa
from msgspec import Meta

from practicecloud import tables
from practicecloud.activation import lock_practice
from practicecloud.contact import stored_contact
from practicecloud.search import find_text, sort_text
from practicecloud.storage import put, reading, writing

log = logging.getLogger(__name__)

PORTION = 250
"""Contacts of one transaction: short enough that a batch need not wait for it."""

LOOK_EVERY = 5.0
"""Seconds between looks for work that another process has left behind."""


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a worker says of its first upload; `total` belongs to ``uploading``."""

    step: Literal["uploading", "processing"]
    total: Annotated[int, Meta(ge=0, le=100_000_000)] = 0


class Progress(msgspec.Struct, frozen=True):
    """How far the first upload and its preparation are."""

    step: Literal["none", "uploading", "processing", "ready"]
    done: int
    total: int


def indexes_at_once(connection: sa.Connection, practice_id: str) -> bool:
    """Tell whether contacts are made findable as they are stored."""
    return _step(connection, practice_id)[0] == "ready"


def take_step(connection: sa.Connection, practice_id: str, step: Step) -> None:
    """Note what the worker says."""
    lock_practice(connection, practice_id)
    _, total = _step(connection, practice_id)
    total = step.total if step.step == "uploading" else total
    put(
        connection,
        tables.migration,
        [{"practice_id": practice_id, "step": step.step, "total": total}],
    )


def progress(connection: sa.Connection, practice_id: str) -> Progress:
    """Return how far it is."""
    step, total = _step(connection, practice_id)
    table = tables.contact
    stored, findable = connection.execute(
        sa.select(sa.func.count(table.c.body), sa.func.count(table.c.find_text)).where(
            table.c.practice_id == practice_id
        )
    ).one()
    if step == "uploading":
        return Progress(step, min(stored, total), total)
    return Progress(step, findable, stored)


class Preparation:
    """The background thread: one in each process, together they do no harm."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="preparation", daemon=True)

    def start(self) -> None:
        """Begin with what an earlier process has left."""
        self._thread.start()

    def wake(self) -> None:
        """Look at once."""
        self._wake.set()

    def stop(self) -> None:
        """End after the current portion."""
        self._stop.set()
        self._wake.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                for practice_id in _unprepared(self._engine):
                    self._prepare(practice_id)
            except Exception as error:  # noqa: BLE001  # the thread's outermost place
                log.warning("Preparation waits: error=%s", type(error).__name__)
            self._wake.wait(LOOK_EVERY)
            self._wake.clear()

    def _prepare(self, practice_id: str) -> None:
        after: str | None = ""
        while after is not None and not self._stop.is_set():
            with writing(self._engine) as connection:
                after = prepare_portion(connection, practice_id, after)


def prepare_portion(connection: sa.Connection, practice_id: str, after: str) -> str | None:
    """Make some contacts behind that id findable; return the last, or None at the end."""
    lock_practice(connection, practice_id)
    if _step(connection, practice_id)[0] != "processing":
        return None
    table = tables.contact
    mine = (
        table.c.practice_id == practice_id,
        table.c.body.is_not(None),
        table.c.find_text.is_(None),
    )
    query = sa.select(table.c.id, table.c.body).where(*mine, table.c.id > after)
    rows = connection.execute(query.order_by(table.c.id).limit(PORTION)).all()
    if rows:
        _index(connection, practice_id, [(row.id, bytes(row.body)) for row in rows])
        return str(rows[-1].id)
    if after:
        return ""  # once more from the start: a batch may have stored ids that were passed
    done = {"practice_id": practice_id, "step": "ready", "total": 0}
    put(connection, tables.migration, [done])
    return None


def _index(connection: sa.Connection, practice_id: str, contacts: list[tuple[str, bytes]]) -> None:
    table = tables.contact
    rows = []
    for contact_id, body in contacts:
        found = stored_contact(body)
        rows.append({"of": contact_id, "sort": sort_text(found), "find": find_text(found)})
    connection.execute(
        sa.update(table)
        .where(table.c.practice_id == practice_id, table.c.id == sa.bindparam("of"))
        .values(sort_text=sa.bindparam("sort"), find_text=sa.bindparam("find")),
        rows,
    )


def _unprepared(engine: sa.Engine) -> list[str]:
    table = tables.migration
    with reading(engine) as connection:
        waiting = sa.select(table.c.practice_id).where(table.c.step == "processing")
        return list(connection.scalars(waiting))


def _step(
    connection: sa.Connection, practice_id: str
) -> tuple[Literal["none", "uploading", "processing", "ready"], int]:
    table = tables.migration
    row = connection.execute(
        sa.select(table.c.step, table.c.total).where(table.c.practice_id == practice_id)
    ).one_or_none()
    return (row.step, row.total) if row else ("none", 0)
