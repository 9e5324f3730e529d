"""Rows of a practice database and the contacts they become, hand-checked, side by side.

`NAME.row.json` is what a source read, `NAME.contact.json` what may go online with the notes,
or the code and field of a row that can't be sent.
"""

import json
from difflib import unified_diff
from pathlib import Path

import msgspec
import pytest

from practicesync.core.cleaning import clean
from practicesync.core.errors import Rejected
from practicesync.core.key import Key
from practicesync.core.row import Row

CASES = Path(__file__).parent / "contacts"
NAMES = sorted(path.name.removesuffix(".row.json") for path in CASES.glob("*.row.json"))


def test_every_row_has_its_contact():
    contacts = {path.name.removesuffix(".contact.json") for path in CASES.glob("*.contact.json")}
    assert set(NAMES) == contacts
    assert len(NAMES) >= 20


@pytest.mark.parametrize("name", NAMES)
def test_row_becomes_its_contact(name):
    row = json.loads((CASES / f"{name}.row.json").read_text("utf-8"))
    expected = json.loads((CASES / f"{name}.contact.json").read_text("utf-8"))
    actual = outcome(Row(key=Key(row["key"]), fields=row["fields"], children=row["children"]))
    difference = "\n".join(unified_diff(lines(expected), lines(actual), "expected", "is", n=1))
    assert not difference, "\n" + difference


def outcome(row: Row) -> dict[str, object]:
    try:
        cleaned = clean(row)
    except Rejected as rejected:
        return {"rejected": {"code": rejected.code.value, "field": rejected.field}}
    return {
        "contact": msgspec.to_builtins(cleaned.contact),
        "notes": [f"{note.field}: {note.what}" for note in cleaned.notes],
    }


def lines(value: object) -> list[str]:
    return json.dumps(value, indent=2, sort_keys=True).splitlines()
