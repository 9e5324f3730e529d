"""How the journal remembers which rows of other tables each contact was made of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from practicesync.adapters.journal_file import JournalFile, Writer
from practicesync.core.key import Key
from practicesync.core.row import Part, Row

OWNERS = """
SELECT part.row, part.contact FROM part JOIN part_table ON part_table.id = part.place
WHERE part_table.name = ? AND part.row IN (SELECT value FROM json_each(?))"""

GONE = """
SELECT part.row, part.contact FROM part JOIN part_table ON part_table.id = part.place
WHERE part_table.name = ? AND part.row NOT IN (SELECT key FROM temp.met)"""

MISSING = """
SELECT key FROM entry WHERE key NOT IN (SELECT key FROM temp.met)
  AND key NOT IN (SELECT key FROM dirty) AND key NOT IN (SELECT key FROM held)"""


def note_made_of(run: Writer, rows: Sequence[Row]) -> None:
    """Remember what these contacts were made of; what they were made of before stays."""
    tables = sorted({table for row in rows for table in row.parts})
    run.many("INSERT OR IGNORE INTO part_table (name) VALUES (?)", [(name,) for name in tables])
    places = dict(run.rows("SELECT name, id FROM part_table"))
    run.many(
        "INSERT OR IGNORE INTO part VALUES (?, ?, ?)",
        [
            (places[table], part, row.key)
            for row in rows
            for table, parts in row.parts.items()
            for part in parts
        ],
    )


def forget_parts(run: Writer, parts: Sequence[Part]) -> None:
    """Forget rows that are gone or belong to another contact now."""
    run.many(
        "DELETE FROM part WHERE row = ? AND place = (SELECT id FROM part_table WHERE name = ?)",
        [(part.row, part.table) for part in parts],
    )


def owners(file: JournalFile, table: str, rows: Sequence[str]) -> Mapping[str, Sequence[Key]]:
    """Return, for those of the rows that contacts were made of, the contacts."""
    found: dict[str, list[Key]] = {}
    for row, key in file.rows(OWNERS, (table, json.dumps(rows))):
        found.setdefault(row, []).append(Key(key))
    return found


def parts_gone(
    file: JournalFile, table: str, pages: Iterable[Sequence[str]]
) -> Sequence[tuple[Part, Key]]:
    """Return the rows that are in none of the pages, with their contacts."""
    with file.aside() as run:
        _meet(run, pages)
        found = run.rows(GONE, (table,))
    return [(Part(table, row), Key(key)) for row, key in found]


def keys_missing(file: JournalFile, pages: Iterable[Sequence[Key]]) -> Sequence[Key]:
    """Return the known contacts that are in none of the pages and wait for nothing yet."""
    with file.aside() as run:
        _meet(run, pages)
        return [Key(key) for (key,) in run.rows(MISSING)]


def _meet(run: Writer, pages: Iterable[Sequence[str]]) -> None:
    for page in pages:
        run.many("INSERT OR IGNORE INTO temp.met VALUES (?)", [(key,) for key in page])
