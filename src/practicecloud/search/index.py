"""Enters contacts into a practice's index, and takes them out of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import count

import msgspec
import sqlalchemy as sa

from practicecloud.contact import Contact
from practicecloud.search.directory import Directory
from practicecloud.search.search import EDITION, sieve, sort_text, words_of
from practicecloud.store import index_tables
from practicecloud.store.storage import insert

_Word = tuple[str, int, int]
"""A word, the number of its entry, and the sieve of all words of that."""


class _Entry(msgspec.Struct, frozen=True):
    number: int
    edition: int
    sort_text: str
    find_text: str

    def words(self) -> set[_Word]:
        """Return the words that lead here: of edition 0 there were none."""
        found = self.find_text.split() if self.edition else []
        beside = sieve(found)
        return {(word, self.number, beside) for word in found}


def enter(
    connection: sa.Connection, directory: Directory, contacts: Mapping[str, Contact]
) -> Directory:
    """Make these contacts findable as they are now; return the directory that is to be kept."""
    held = _held(connection, directory, contacts)
    numbers = count(directory.next_entry)
    made = {
        of: _made(contact, held[of].number if of in held else next(numbers))
        for of, contact in contacts.items()
    }
    changed = {of: one for of, one in made.items() if one != held.get(of)}
    outdated = [held[of] for of in changed if of in held]
    before = {word for one in outdated for word in one.words()}
    after = {word for one in changed.values() for word in one.words()}
    _drop_words(connection, directory, before - after)
    _drop_entries(connection, directory, outdated)
    number = directory.number
    rows = [
        (number, one.number, of, one.edition, one.sort_text, one.find_text)
        for of, one in changed.items()
    ]
    insert(connection, index_tables.entry, rows)
    words = [(number, *word) for word in sorted(after - before)]
    insert(connection, index_tables.word, words)
    _drop_associations(connection, directory, held)
    _associate(connection, directory, contacts.values())
    fresh = len(contacts) - len(held)
    return msgspec.structs.replace(
        directory,
        next_entry=directory.next_entry + fresh,
        findable=directory.findable + fresh,
    )


def take_out(
    connection: sa.Connection, directory: Directory, contact_ids: Collection[str]
) -> Directory:
    """Leave no trace of these contacts; return the directory that is to be kept."""
    held = _held(connection, directory, contact_ids)
    gone = list(held.values())
    _drop_words(connection, directory, {word for one in gone for word in one.words()})
    _drop_entries(connection, directory, gone)
    _drop_associations(connection, directory, held)
    return msgspec.structs.replace(directory, findable=directory.findable - len(gone))


def editions(
    connection: sa.Connection, directory: Directory, contact_ids: Collection[str]
) -> dict[str, int]:
    """Return of which edition the entries of those contacts are that have one."""
    return {of: one.edition for of, one in _held(connection, directory, contact_ids).items()}


def _made(contact: Contact, number: int) -> _Entry:
    text = "".join(f" {word}" for word in sorted(words_of(contact)))
    return _Entry(number, EDITION, sort_text(contact), text)


def _held(
    connection: sa.Connection, directory: Directory, contact_ids: Collection[str]
) -> dict[str, _Entry]:
    if not contact_ids:
        return {}
    table = index_tables.entry
    rows = connection.execute(
        sa.select(
            table.c.contact_id, table.c.number, table.c.edition, table.c.sort_text,
            table.c.find_text,
        ).where(table.c.directory == directory.number, table.c.contact_id.in_(contact_ids))
    )  # fmt: skip
    return {of: _Entry(*others) for of, *others in rows}


def _associate(
    connection: sa.Connection, directory: Directory, contacts: Iterable[Contact]
) -> None:
    rows = [
        (directory.number, one.id, place, to.contact, to.relation)
        for one in contacts
        for place, to in enumerate(one.associations)
    ]
    insert(connection, index_tables.association, rows)


def _drop_words(connection: sa.Connection, directory: Directory, words: set[_Word]) -> None:
    if not words:
        return
    table = index_tables.word
    connection.execute(
        sa.delete(table).where(
            table.c.directory == directory.number,
            table.c.word == sa.bindparam("of_word"),
            table.c.entry == sa.bindparam("of_entry"),
        ),
        [{"of_word": word, "of_entry": number} for word, number, _ in sorted(words)],
    )


def _drop_entries(
    connection: sa.Connection, directory: Directory, entries: Collection[_Entry]
) -> None:
    if not entries:
        return
    table = index_tables.entry
    numbers = [one.number for one in entries]
    mine = sa.and_(table.c.directory == directory.number, table.c.number.in_(numbers))
    connection.execute(sa.delete(table).where(mine))


def _drop_associations(
    connection: sa.Connection, directory: Directory, contact_ids: Collection[str]
) -> None:
    if not contact_ids:
        return
    table = index_tables.association
    mine = sa.and_(table.c.directory == directory.number, table.c.contact_id.in_(contact_ids))
    connection.execute(sa.delete(table).where(mine))
