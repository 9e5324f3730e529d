"""A practice database in memory: `practicesync.ports.Source` and `Hashes` over it."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from practicesync.core.key import Key, key_text
from practicesync.core.row import Employee, Hash, Page, Position, Row

Kind = Literal["int", "guid", "nocase", "text"]
Parts = tuple[str, ...]
Fields = Mapping[str, object]


class ChildRow(NamedTuple):
    """A child with the key of the contact that it belongs to."""

    parent: Key
    fields: Fields


class MemoryPractice:
    """Tables of a practice, the number of the last commit, and a log of what each one touched.

    A transaction does nothing until it commits, however long it is open.
    """

    def __init__(self, kinds: Sequence[Kind] = ("int",)) -> None:
        self._kinds = kinds
        self.contacts: dict[Key, Fields] = {}
        self.clients: dict[Key, Fields] = {}
        self.phones: dict[int, ChildRow] = {}
        self.addresses: dict[int, Fields] = {}
        self.links: dict[tuple[Key, int], Fields] = {}
        self.employees: dict[str, Employee] = {}
        self.version = 0
        self.horizon = 0
        self.log: list[tuple[int, Key]] = []

    def begin(self) -> "MemoryTransaction":
        """Open a transaction."""
        return MemoryTransaction(self)

    def key(self, parts: Parts) -> Key:
        """Return the canonical key of a contact, however its parts are written."""
        return key_text([_fold(part, kind) for part, kind in zip(parts, self._kinds, strict=True)])

    def apply(self, edits: Iterable[Callable[[], Iterable[Key]]]) -> None:
        """Apply the edits of one transaction; each returns the contacts that it touched."""
        self.version += 1
        touched = dict.fromkeys(key for edit in edits for key in edit())
        self.log += [(self.version, key) for key in touched]

    def clean_up(self) -> None:
        """Forget the log, as change tracking does after its retention."""
        self.horizon = self.version
        self.log.clear()

    def row(self, key: Key) -> Row | None:
        """Return the contact with its client's fields and its children."""
        contact = self.contacts.get(key)
        if contact is None:
            return None
        fields = dict(contact) | {"partner": None} | dict(self.clients.get(key, {}))
        phones = [dict(p.fields) for _, p in sorted(self.phones.items()) if p.parent == key]
        addresses = [
            dict(self.addresses[number]) | dict(link)
            for (parent, number), link in sorted(self.links.items())
            if parent == key and number in self.addresses
        ]
        children = {"phones": phones, "addresses": addresses}
        content = repr((sorted(fields.items()), [sorted(c.items()) for c in phones + addresses]))
        hash_ = Hash(hashlib.sha256(f"{content}{len(phones)}".encode()).digest())
        return Row(key=key, fields=fields, children=children, hash=hash_)


class MemoryTransaction:
    """Edits that become visible together."""

    def __init__(self, practice: MemoryPractice) -> None:
        self._practice = practice
        self._edits: list[Callable[[], Iterable[Key]]] = []

    def contact(self, parts: Parts, name: str, note: str = "") -> None:
        """Put a contact there or change it; no field comes from its note."""
        del note
        key = self._practice.key(parts)
        self._put(self._practice.contacts, key, {"name": name})

    def rename(self, old: Parts, new: Parts) -> None:
        """Give a contact's row another key; its children stay behind."""

        def edit() -> Iterable[Key]:
            contacts = self._practice.contacts
            before, after = self._practice.key(old), self._practice.key(new)
            contacts[after] = contacts.pop(before)
            return before, after

        self._edits.append(edit)

    def drop(self, parts: Parts) -> None:
        """Delete a contact's row alone."""
        self._pop(self._practice.contacts, self._practice.key(parts))

    def client(self, parts: Parts, partner: str) -> None:
        """Put the joined row there or change it."""
        self._put(self._practice.clients, self._practice.key(parts), {"partner": partner})

    def drop_client(self, parts: Parts) -> None:
        """Delete the joined row."""
        self._pop(self._practice.clients, self._practice.key(parts))

    def phone(self, number: int, parts: Parts, text: str) -> None:
        """Put a number there, change it, or move it to another contact."""
        key = self._practice.key(parts)

        def edit() -> Iterable[Key]:
            before = self._practice.phones.get(number)
            self._practice.phones[number] = ChildRow(key, {"type": "Work", "number": text})
            return [key] if before is None else [before.parent, key]

        self._edits.append(edit)

    def drop_phone(self, number: int) -> None:
        """Delete a number."""
        self._edits.append(lambda: [self._practice.phones.pop(number).parent])

    def address(self, number: int, city: str) -> None:
        """Put an address there or change it, for whichever contacts are linked to it."""

        def edit() -> Iterable[Key]:
            self._practice.addresses[number] = {"lines": (None, None), "city": city}
            return [key for key, linked in self._practice.links if linked == number]

        self._edits.append(edit)

    def link(self, number: int, parts: Parts, kind: str) -> None:
        """Link an address to a contact, or change the link."""
        key = self._practice.key(parts)

        def edit() -> Iterable[Key]:
            self._practice.links[(key, number)] = {"type": kind}
            return [key]

        self._edits.append(edit)

    def unlink(self, number: int, parts: Parts) -> None:
        """Take the link away; the address stays."""
        key = self._practice.key(parts)

        def edit() -> Iterable[Key]:
            del self._practice.links[(key, number)]
            return [key]

        self._edits.append(edit)

    def employee(self, email: str, *, active: bool, role: str) -> None:
        """Put an employee there or change one."""

        def edit() -> Iterable[Key]:
            self._practice.employees[email.lower()] = Employee(active, role)
            return ()

        self._edits.append(edit)

    def commit(self) -> None:
        """Make the edits visible."""
        self._practice.apply(self._edits)

    def _put(self, table: dict[Key, Fields], key: Key, fields: Fields) -> None:
        def edit() -> Iterable[Key]:
            table[key] = fields
            return [key]

        self._edits.append(edit)

    def _pop(self, table: dict[Key, Fields], key: Key) -> None:
        def edit() -> Iterable[Key]:
            del table[key]
            return [key]

        self._edits.append(edit)


class MemorySource:
    """The practice as the sync sees it: only what is committed."""

    def __init__(self, practice: MemoryPractice) -> None:
        self._practice = practice
        self.waited = 0.0

    def read(self, keys: Sequence[Key]) -> Sequence[Row]:
        return [row for key in dict.fromkeys(keys) if (row := self._practice.row(key))]

    def page(self, after: Position | None, limit: int) -> Page:
        keys, position = self.keys(after, limit)
        return Page(self.read(keys), position)

    def hashes(
        self, after: Position | None, limit: int
    ) -> tuple[Sequence[tuple[Key, Hash]], Position | None]:
        page = self.page(after, limit)
        return [(row.key, row.hash) for row in page.rows if row.hash is not None], page.next

    def keys(self, after: Position | None, limit: int) -> tuple[Sequence[Key], Position | None]:
        behind = sorted(key for key in self._practice.contacts if after is None or key > after)
        page = behind[:limit]
        return page, Position(page[-1]) if len(behind) > limit else None

    def gate(self) -> str | None:
        return str(self._practice.version)

    def count(self) -> int:
        return len(self._practice.contacts)

    def employee(self, email: str) -> Employee | None:
        return self._practice.employees.get(email.strip().lower())

    def close(self) -> None:
        """There is no connection to let go of."""


def _fold(part: str, kind: Kind) -> str:
    match kind:
        case "guid":
            return part.lower()
        case "nocase":
            return part.lower().rstrip(" ")
        case _:
            return part
