"""What would be sent, field by field, with nothing sent: read, translated and compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from practicesync.core.action import Held
from practicesync.core.cleaning import Note
from practicesync.core.contact import Contact
from practicesync.core.digest import UNKNOWN, Seal
from practicesync.core.error_table import explain
from practicesync.core.errors import Rejected
from practicesync.core.fields import field_texts
from practicesync.core.granted import Fate, Field, Preview, Previewed
from practicesync.core.key import Key, keys_meant
from practicesync.core.row import Row
from practicesync.engine.job import Job

MOST_SHOWN = 200
"""Contacts in one preview: more than anybody reads."""


def preview(job: Job, seal: Seal | None, contact: str | None) -> Preview:
    """Return what would be sent of that contact, or of all that wait or could not be sent."""
    if contact is not None:
        return _of_one(job, seal, keys_meant(contact))
    waiting = _waiting(job)
    shown = waiting[:MOST_SHOWN]
    rows = {row.key: row for row in job.source.read(shown)} if shown else {}
    held = job.journal.held(shown)
    contacts = tuple(_previewed(job, seal, key, rows.get(key), held.get(key)) for key in shown)
    return Preview(contacts, len(waiting))


def _of_one(job: Job, seal: Seal | None, keys: Sequence[Key]) -> Preview:
    rows = {row.key: row for row in job.source.read(keys)}
    held = job.journal.held(keys)
    key = next((key for key in keys if key in rows or key in held), keys[0])
    shown = _previewed(job, seal, key, rows.get(key), held.get(key))
    if shown.fate in ("changed", "unknown") and key in _held_changes(job):
        shown = msgspec.structs.replace(shown, fate="waiting")
    return Preview((shown,), 1)


def _held_changes(job: Job) -> set[Key]:
    """Return the keys whose changes wait for a person because a field turned blank."""
    holds = (hold for hold in job.journal.holds() if hold.field)
    return {key for hold in holds for key in job.journal.held_under(hold.id)}


def _waiting(job: Job) -> list[Key]:
    """Return the keys that wait to be read, then those that could not be sent."""
    journal = job.journal
    dirty = [key for misses in (0, 1, 2) for key in journal.dirty(misses, MOST_SHOWN)]
    dirty += journal.blanked(MOST_SHOWN)
    return list(dict.fromkeys([*dirty, *(one.key for one in journal.parked())]))


def _previewed(
    job: Job, seal: Seal | None, key: Key, row: Row | None, held: Held | None
) -> Previewed:
    online = held is not None and held.digest is not None
    if row is None:
        return Previewed(key, "deleted" if online else "not there")
    try:
        translated = job.translate(row)
    except Rejected as why:
        said = explain(why.code, why.facts)
        return Previewed(key, "not sent", (), why.code.value, said.sentence, said.remedy)
    contact = translated.contact
    fate = _fate(contact, seal, held)
    return Previewed(key, fate, _fields(contact, translated.notes))


def _fate(contact: Contact, seal: Seal | None, held: Held | None) -> Fate:
    if held is None or held.digest is None:
        return "added"
    if seal is None or held.digest == UNKNOWN:
        return "unknown"
    return "as it is" if held.digest == seal.digest(contact) else "changed"


def _fields(contact: Contact, notes: Sequence[Note]) -> tuple[Field, ...]:
    said: Mapping[str, str] = {note.field: note.what.value for note in notes}
    texts = field_texts(contact)
    told = [Field(field, text, said.get(field, "")) for field, text in texts]
    silent = said.keys() - {field for field, _ in texts}
    return (*told, *(Field(field, "", said[field]) for field in sorted(silent)))
