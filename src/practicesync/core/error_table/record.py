"""One contact: PS-REC. The sentences are the same for one contact and for many."""

from __future__ import annotations

from collections.abc import Mapping

from practicesync.core.error_table.entry import Entry, Exit
from practicesync.core.errors import Code

RECORD: Mapping[Code, Entry] = {
    Code.NAME_MISSING: Entry(
        "No name",
        "A contact without a name can't go online.",
        "Give the contact a name in the practice: it is then sent by itself.",
        Exit.INCOMPLETE,
    ),
    Code.FIELD_TOO_LONG: Entry(
        "A text is too long",
        "A contact with a text that is too long[ ({field})|] can't go online.",
        "Shorten it in the practice: the contact is then sent by itself.",
        Exit.INCOMPLETE,
    ),
    Code.TOO_MANY: Entry(
        "Too many entries",
        "A contact with too many [{field}|entries in a list] can't go online.",
        "Remove some in the practice: the contact is then sent by itself.",
        Exit.INCOMPLETE,
    ),
    Code.FIELD_REFUSED: Entry(
        "A field isn't accepted",
        "Your online copy doesn't accept [the {field}|a field] of a contact.",
        "Correct it in the practice: the contact is then sent by itself.",
        Exit.INCOMPLETE,
    ),
    Code.RECORD_REFUSED: Entry(
        "A contact isn't accepted",
        "Your online copy doesn't accept a contact as it is.",
        "Look through the contact in the practice. If nothing is wrong with it, contact support.",
        Exit.INCOMPLETE,
    ),
}
