"""Says what was noted in words; contacts and people are named as they are called today."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec
import sqlalchemy as sa

from practicecloud.audit.audit import OPERATOR, Act, Note
from practicecloud.search import lookup
from practicecloud.store import tables

WORDS: Final[dict[Act, tuple[str, str]]] = {
    "signed-in": ("Signed in", "signed in"),
    "looked-at": ("Looked at a contact", "looked at {contact}"),
    "searched": ("Searched", "searched the contacts"),
    "exported": ("Exported", "exported {number}"),
    "read-by-program": ("Read by a program", "had a program read contacts"),
    "activity-exported": ("Exported this list", "exported the list of who did what"),
    "invited": ("Invited", "invited {address}"),
    "joined": ("Joined", "accepted the invitation"),
    "role-changed": ("Changed a role", "changed what {person} may do"),
    "removed": ("Removed", "removed {person}"),
    "password-reset": ("Reset a password", "reset the password of {person}"),
    "server-allowed": ("Signed a server in", "signed {server} in"),
    "server-revoked": ("Ended a server's sign-in", "ended the sign-in of {server}"),
    "activated": ("Activated", "activated contacts sync on {server}"),
    "taken-over": ("Took over", "put {server} in charge in place of another server"),
    "deactivated": ("Stopped", "stopped contacts sync on {server}"),
    "copy-erased": ("Erased the online copy", "had the online copy erased"),
    "token-reused": ("Copied sign-in", "signed {server} in: a copy of that sign-in was used"),
    "reuse-acknowledged": ("Read a warning", "read the warning about {server}"),
    "notices-changed": ("Changed notices", "changed who gets notices"),
    "restored": ("Restored a backup", "put the online side back to an earlier backup"),
}
"""Of each act what a list of them says, and what a sentence says of who did it."""

GONE: Final = "a contact that is no longer online"


class Told(msgspec.Struct, frozen=True):
    """An act in words: `who`, then `before`, `thing` and `after`; `contact_id` if it is online."""

    note: Note
    who: str
    before: str
    thing: str
    after: str
    contact_id: str

    @property
    def what(self) -> str:
        """What was done, in one text."""
        return f"{self.before}{self.thing}{self.after}"


class Names(msgspec.Struct, frozen=True):
    """What contacts and people are called today."""

    contacts: dict[str, str]
    people: dict[str, str]


def told(connection: sa.Connection, practice_id: str, notes: Sequence[Note]) -> list[Told]:
    """Return those notes in words."""
    contacts = {one.contact_id for one in notes if one.contact_id}
    people = {one.person_id for one in notes} | {one.about for one in notes if one.about}
    names = Names(
        lookup.names_of(connection, practice_id, sorted(contacts)),
        people_named(connection, sorted(people)),
    )
    return [_told(one, names) for one in notes]


def people_named(connection: sa.Connection, person_ids: Sequence[str]) -> dict[str, str]:
    """Return the e-mail addresses of those people."""
    table = tables.person
    query = sa.select(table.c.id, table.c.email).where(table.c.id.in_(person_ids))
    return {row.id: row.email for row in connection.execute(query)}


def members_named(connection: sa.Connection, practice_id: str) -> dict[str, str]:
    """Return the e-mail addresses of a practice's people, in their order."""
    person, membership = tables.person, tables.membership
    query = (
        sa.select(person.c.id, person.c.email)
        .join(membership, membership.c.person_id == person.c.id)
        .where(membership.c.practice_id == practice_id)
        .order_by(person.c.email)
    )
    return {row.id: row.email for row in connection.execute(query)}


def _told(note: Note, names: Names) -> Told:
    sentence = WORDS[note.act][1]
    before, _, rest = sentence.partition("{")
    kind, _, after = rest.partition("}")
    thing = _thing(kind, note, names) if kind else ""
    who = names.people.get(note.person_id, "Somebody who has left")
    if note.person_id == OPERATOR:
        who = "Whoever runs the online side"
    online = note.contact_id if note.contact_id in names.contacts else ""
    return Told(note, who, before, thing, after, online)


def _thing(kind: str, note: Note, names: Names) -> str:
    if kind == "contact":
        return names.contacts.get(note.contact_id, GONE)
    if kind == "person":
        return names.people.get(note.about, "somebody who has left")
    if kind == "address":
        return note.about or "somebody"
    if kind == "number":
        return _contacts(note.about)
    return note.about or "a server"


def _contacts(number: str) -> str:
    if not number.isdecimal():
        return "contacts"
    return "1 contact" if number == "1" else f"{int(number):,} contacts"
