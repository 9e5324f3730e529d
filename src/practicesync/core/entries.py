"""Taking the tables of a TOML text apart, and noting what is wrong in them."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping, Sequence

from practicesync.core.mistake import Mistake


class Notes:
    """The mistakes found so far in one file."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.mistakes: list[Mistake] = []

    def add(self, key: str, wrong: str, remedy: str) -> None:
        """Note what is wrong with an entry; `wrong` goes on from the entry's name."""
        self.mistakes.append(Mistake(key, f'{self._file}: "{key}" {wrong}.', remedy))


class Entries:
    """One table of the text; an entry that was taken is known, the others mean nothing."""

    def __init__(self, content: Mapping[str, object], path: str, notes: Notes) -> None:
        self._left = dict(content)
        self._path = path
        self.notes = notes

    def path(self, name: str) -> str:
        """Return an entry's name as it is told to people: ``contact.key``."""
        return f"{self._path}.{name}" if self._path else name

    def wrong(self, name: str, wrong: str, remedy: str) -> None:
        """Note what is wrong with an entry."""
        self.notes.add(self.path(name), wrong, remedy)

    def has(self, name: str) -> bool:
        """Tell whether the entry is there and not taken yet."""
        return name in self._left

    def take(self, name: str) -> object:
        """Return the entry whatever it is, or None."""
        return self._left.pop(name, None)

    def names(self) -> Sequence[str]:
        """Return the entries that are not taken yet."""
        return tuple(self._left)

    def text(self, name: str, example: str = "") -> str:
        """Return a text; with an example it has to be there."""
        value = self.take(name)
        if value is None and not example:
            return ""
        if not isinstance(value, str) or (example and not value.strip()):
            shown = example or '""'
            self.wrong(name, absence(value, "a text"), f"Write it like {name} = {shown}.")
            return ""
        return value

    def table_name(self) -> str:
        """Return the name of a database table, with or without its schema."""
        name = self.text("table", '"dbo.Contact"')
        parts = name.split(".")
        if name and (len(parts) > 2 or not all(map(is_identifier, parts))):
            self.wrong("table", "is not a table's name", 'Write it like table = "dbo.Contact".')
        return name

    def columns(self, name: str, count: int | None = None) -> tuple[str, ...]:
        """Return a list of column names, as many as `count`; None: at least one."""
        value = self.take(name)
        if not isinstance(value, list) or not value or not all(map(is_identifier, value)):
            example = f'Write it like {name} = ["ContactID"].'
            self.wrong(name, absence(value, "a list of columns"), example)
            return ()
        if count is not None and len(value) != count:
            wrong = f"names {len(value)} columns where {count} belong"
            self.wrong(name, wrong, "Name the columns in the order of the key that they refer to.")
        return tuple(value)

    def within(self, name: str) -> Entries | None:
        """Return the table under that name, or None where it is missing or no table."""
        value = self.take(name)
        if isinstance(value, dict):
            return Entries(value, self.path(name), self.notes)
        self.wrong(name, absence(value, "a table"), f"Add the section [{self.path(name)}].")
        return None

    def each(self, name: str) -> Sequence[Entries]:
        """Return the tables of a list; none where it is missing."""
        value = self.take(name)
        if value is None:
            return ()
        path = self.path(name)
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.wrong(name, "is no list of tables", f"Begin each with [[{path}]].")
            return ()
        return [Entries(item, f"{path}[{at}]", self.notes) for at, item in enumerate(value, 1)]

    def end(self, *known: str) -> None:
        """Note what is left over: it means nothing here."""
        for name in self._left:
            self.wrong(name, "means nothing here", nearest(name, known))


def is_identifier(name: object) -> bool:
    """Tell whether a table or column may be called so."""
    return isinstance(name, str) and bool(name.strip()) and not set(name) & set('"[]`;\0\r\n')


def absence(value: object, what: str) -> str:
    """Say why a value will not do: it is not there, empty, or something else."""
    return "is missing" if value in (None, "") else f"is not {what}"


def nearest(name: str, known: Collection[str]) -> str:
    """Return a remedy for a name that is not known: what may be meant, and what there is."""
    near = difflib.get_close_matches(name, sorted(known), n=1)
    meant = f'Perhaps "{near[0]}" is meant. ' if near else ""
    return f"{meant}Known here: {', '.join(sorted(known))}."
