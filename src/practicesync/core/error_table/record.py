"""One contact or, with `contacts`, so many: PS-REC."""

from __future__ import annotations

from collections.abc import Mapping

from practicesync.core.error_table.entry import Entry, Exit
from practicesync.core.errors import Code

RECORD: Mapping[Code, Entry] = {
    Code.NAME_MISSING: Entry(
        "No name",
        "[{contacts}|A contact] without a name can't go online.",
        "Add the name in the practice software: the contact is then sent by itself.",
        Exit.INCOMPLETE,
    ),
    Code.FIELD_TOO_LONG: Entry(
        "A text is too long",
        "[{contacts}|A contact] with a text that is too long[ ({field})|] can't go online.",
        "Shorten the text in the practice software: the contact is then sent by itself.",
        Exit.INCOMPLETE,
    ),
    Code.TOO_MANY: Entry(
        "Too many entries",
        "[{contacts}|A contact] with too many [{field}|entries in a list] can't go online.",
        "Remove some of them in the practice software: the contact is then sent by itself.",
        Exit.INCOMPLETE,
    ),
    Code.FIELD_REFUSED: Entry(
        "A field isn't accepted",
        "[{contacts}|A contact] can't go online, because your online copy doesn't accept"
        " [the {field}|a field].",
        "Correct it in the practice software: the contact is then sent by itself.",
        Exit.INCOMPLETE,
    ),
    Code.RECORD_REFUSED: Entry(
        "A contact isn't accepted",
        "[{contacts}|A contact] can't go online, because your online copy doesn't accept"
        " something.",
        "Check in the practice software whether anything looks odd. If nothing does, contact"
        " support.",
        Exit.INCOMPLETE,
    ),
}
