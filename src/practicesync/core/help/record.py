"""One contact that can't go online: PS-REC."""

from __future__ import annotations

from collections.abc import Mapping

from practicesync.core.errors import Code
from practicesync.core.help.entry import Help

_LIST = (
    "Choose **Show** in the window, or type `practicesync not-sent list`, to see which contacts"
    " it is."
)
_LEAVE = (
    "If the contact need not be online, leave it out in that list, or with"
    " `practicesync not-sent leave-out`."
)

RECORD: Mapping[Code, Help] = {
    Code.NAME_MISSING: Help(
        ("The contact was saved without a name, or only with spaces.",),
        (_LIST, "Give it a name in the practice software: it is then sent by itself.", _LEAVE),
    ),
    Code.FIELD_TOO_LONG: Help(
        (
            "Notes or a whole letter were written into a field for something short.",
            "Several values were written into one field.",
        ),
        (_LIST, "Shorten the field in the practice software.", _LEAVE),
    ),
    Code.TOO_MANY: Help(
        ("The contact has very many numbers, addresses or associations, as after an import.",),
        (_LIST, "Remove those that nobody needs in the practice software.", _LEAVE),
    ),
    Code.FIELD_REFUSED: Help(
        ("The field has something in it that the online copy can't show.",),
        (_LIST, "Correct the field in the practice software.", _LEAVE),
    ),
    Code.RECORD_REFUSED: Help(
        ("The online copy doesn't accept the contact and doesn't say which field it is.",),
        (_LIST, "Look through the contact in the practice software.", _LEAVE),
        "The code and the contact's key from the list, not its name.",
    ),
}
