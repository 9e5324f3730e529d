"""The simulated practice database, its source and its feeds."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from practicesync.core.cleaning import Note
from practicesync.core.contact import Contact
from practicesync.core.errors import Code, Rejected, Unavailable
from practicesync.core.key import Key, key_text
from practicesync.core.row import Changes, Cursor, Employee, Gap, Hash, Page, Position, Row, Seen
from practicesync.ports import Known
from tests.simulation.world import World

UNSENDABLE = 5
"""The value that can't be made a contact."""

REFUSED = 6
"""The value that the cloud refuses."""

NAMES = 8
"""Few values, so that rows often change back to what they were."""

VALUES = 2 * NAMES
"""The same again with the client code blank."""


def contact_of(key: Key, value: int) -> Contact:
    """Return the contact that a row with this value is."""
    code = "" if is_blank(value) else "C1"
    return Contact(
        id=key, kind="person", status="active", name=f"value {name_of(value)}", code=code
    )


def value_of(contact: Contact) -> int:
    """Return the value that a row has which is this contact."""
    name = int(contact.name.removeprefix("value "))
    return name if contact.code else name + NAMES


def name_of(value: int) -> int:
    """Return the value without what the client code adds to it."""
    return value % NAMES


def is_blank(value: int | None) -> bool:
    """Tell whether a row with this value has no client code."""
    return value is not None and value >= NAMES


def hash_of(value: int) -> Hash:
    """Return the hash of a row with this value."""
    return Hash(hashlib.sha256(b"%d" % value).digest())


class Translated:
    """A row as a contact."""

    def __init__(self, contact: Contact) -> None:
        self.contact = contact
        self.notes: tuple[Note, ...] = ()


def translate(row: Row) -> Translated:
    """Return the row as a contact; one value can't be."""
    value = row.fields["value"]
    assert isinstance(value, int)
    if name_of(value) == UNSENDABLE:
        raise Rejected(Code.NAME_MISSING, "name")
    return Translated(contact_of(row.key, value))


class Practice:
    """Rows with a history: each commit has a version, as Change Tracking numbers them."""

    def __init__(self, world: World, contacts: int) -> None:
        self.world = world
        self.version = 0
        self.horizon = 0
        self.rows: dict[Key, int] = {}
        self.log: list[tuple[int, Key]] = []
        self.past: dict[Key, list[tuple[int, int | None]]] = {}
        self.blanked: list[tuple[int, list[Key]]] = []
        self.edits = 0
        self.last_missed: set[Key] = set()
        self.last_page: list[Key] = []
        for number in range(contacts):
            self.commit({self.key(number): world.rng.randrange(NAMES)})

    def key(self, number: int) -> Key:
        return key_text([str(number)])

    def commit(self, values: dict[Key, int | None]) -> None:
        """Change rows in one transaction; None deletes."""
        self.version += 1
        for key, value in values.items():
            if value is None:
                self.rows.pop(key, None)
            else:
                self.rows[key] = value
            self.log.append((self.version, key))
            self.past.setdefault(key, []).append((self.version, value))

    def edit(self) -> None:
        """Do one thing that people do."""
        rng = self.world.rng
        self.edits += 1
        if not self.rows or rng.random() < 0.15:
            self.commit({self.key(rng.randrange(60)): rng.randrange(NAMES)})
            return
        keys = sorted(self.rows)
        # People edit what was read a moment ago far oftener than chance would have it.
        lately = [one for one in self.last_page if one in self.rows]
        key = rng.choice(lately if lately and rng.random() < 0.5 else keys)
        kind = rng.random()
        if kind < 0.50:
            self.commit({key: self.another(key)})
        elif kind < 0.55:
            self.commit({key: (self.rows[key] + NAMES) % VALUES})
        elif kind < 0.75:
            earlier = [value for _, value in self.past[key][-3:]]
            self.commit({key: rng.choice(earlier)})
        elif kind < 0.89:
            self.commit({key: None})
        elif kind < 0.94:
            value = self.rows[key]
            self.commit({key: None})
            self.commit({key: value})
        else:
            self.edit_many(keys)

    def another(self, key: Key) -> int:
        """Return any value that leaves the client code as it is."""
        name = self.world.rng.randrange(NAMES)
        return name + NAMES if is_blank(self.rows[key]) else name

    def edit_many(self, keys: Sequence[Key]) -> None:
        """Do one thing to many rows, on purpose or by accident."""
        rng = self.world.rng
        kind = rng.random()
        if kind < 0.25:
            self.commit({one: self.another(one) for one in rng.sample(keys, len(keys) // 2)})
        elif kind < 0.40:
            self.commit(dict.fromkeys(rng.sample(keys, len(keys) // 2)))
        elif kind < 0.50:
            self.commit(dict.fromkeys(rng.sample(keys, len(keys) * 2 // 5)))
        elif kind < 0.80:
            share = rng.choice((0.1, 0.5, 1.0))
            self.blank([one for one in keys if rng.random() < share])
        else:
            self.commit({one: name_of(self.rows[one]) for one in keys})

    def blank(self, keys: Sequence[Key]) -> None:
        """Take the client code away from all of these at once."""
        full = [key for key in keys if not is_blank(self.rows[key])]
        self.commit({key: self.rows[key] + NAMES for key in full})
        self.blanked.append((self.version, full))

    def still_blank(self, version: int, keys: Sequence[Key]) -> list[Key]:
        """Return those that nobody has touched since that version, and that can be sent."""
        return [
            key
            for key in keys
            if self.past[key][-1][0] == version and name_of(self.rows[key]) != UNSENDABLE
        ]

    def since(self, version: int) -> dict[Key, set[int | None]]:
        """Return, for each key ever, the values that it has had from that version on."""
        found: dict[Key, set[int | None]] = {}
        for key, past in self.past.items():
            values: set[int | None] = {value for at, value in past if at > version}
            before = [value for at, value in past if at <= version]
            values.add(before[-1] if before else None)
            found[key] = values
        return found

    def row(self, key: Key) -> Row:
        value = self.rows[key]
        return Row(key, {"value": value}, {}, hash_of(value))


class SimulatedSource:
    """Reads that may fail, and that may miss a row once, as a row that moves can be missed."""

    def __init__(self, practice: Practice) -> None:
        self.practice = practice
        self.world = practice.world
        self.looks: list[int] = []
        self.waited = 0.0

    def _before(self, name: str) -> None:
        self.world.effect(name)
        if self.world.chance(0.02):
            raise Unavailable(Code.DATABASE_UNREACHABLE)

    def _flickers(self, key: Key) -> bool:
        # Never twice in a row: two reads that miss are a proof.
        flickers = key not in self.practice.last_missed and self.world.chance(0.03)
        if flickers:
            self.practice.last_missed.add(key)
        else:
            self.practice.last_missed.discard(key)
        return flickers

    def read(self, keys: Sequence[Key]) -> Sequence[Row]:
        self._before("read")
        practice = self.practice
        rows = [practice.row(key) for key in keys if key in practice.rows]
        rows = [row for row in rows if not self._flickers(row.key)]
        self.world.effect("read done")
        return rows

    def page(self, after: Position | None, limit: int) -> Page:
        self._before("page")
        place = "" if after is None else str(after)
        order = sorted((self.order(key), key) for key in self.practice.rows)
        rest = [(at, key) for at, key in order if at > place]
        some = rest[:limit]
        rows = [self.practice.row(key) for _, key in some]
        self.practice.last_page = [key for _, key in some]
        following = Position(some[-1][0]) if len(rest) > limit else None
        self.world.effect("page done")
        return Page(rows, following)

    @staticmethod
    def order(key: Key) -> str:
        """The database's own order, which is not that of the key text."""
        return hashlib.sha256(key.encode()).hexdigest()

    def count(self) -> int:
        return len(self.practice.rows)

    def employee(self, email: str) -> Employee | None:
        return None

    def close(self) -> None:
        pass

    def gate(self) -> str | None:
        self._before("gate")
        self.looks.append(self.practice.version)
        return str(self.practice.version)

    def keys(self, after: Position | None, limit: int) -> tuple[Sequence[Key], Position | None]:
        hashes, following = self.hashes(after, limit)
        return [key for key, _ in hashes], following

    def hashes(
        self, after: Position | None, limit: int
    ) -> tuple[Sequence[tuple[Key, Hash]], Position | None]:
        page = self.page(after, limit)
        return [(row.key, row.hash) for row in page.rows if row.hash is not None], page.next


class SimulatedTracking:
    """Change Tracking: versions and keys, until they are cleaned up."""

    kind = "change-tracking"
    reason = better = ""

    def __init__(self, practice: Practice, limit: int = 7) -> None:
        self.practice = practice
        self.world = practice.world
        self.limit = limit
        self.looks: list[int] = []

    def now(self) -> Cursor:
        self.world.effect("now")
        return Cursor(str(self.practice.version))

    def poll(self, cursor: Cursor, known: Known) -> Changes | Gap:
        self.world.effect("poll")
        if self.world.chance(0.02):
            raise Unavailable(Code.DATABASE_UNREACHABLE)
        if self.world.chance(0.01):
            self.practice.horizon = self.practice.version
        after = int(cursor)
        if after < self.practice.horizon:
            return Gap("expired")
        changed = [(version, key) for version, key in self.practice.log if version > after]
        upto = self.practice.version
        more = len({version for version, _ in changed}) > self.limit
        if more:
            upto = sorted({version for version, _ in changed})[self.limit - 1]
        keys = dict.fromkeys(key for version, key in changed if version <= upto)
        if not more:
            self.looks.append(upto)
        self.world.effect("poll done")
        return Changes([Seen(key) for key in keys], Cursor(str(upto)), more)
