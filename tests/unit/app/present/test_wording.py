"""What a window says has no command of a terminal in it."""

import re

import pytest

from practicesync.app.present.wording import in_window
from practicesync.core.error_table import ENTRIES

_COMMAND = re.compile(r"practicesync [a-z]|--[a-z]")


@pytest.mark.parametrize("code", ENTRIES)
def test_no_sentence_names_a_command(code):
    entry = ENTRIES[code]
    for text in (entry.sentence, entry.remedy, *entry.remedies.values()):
        shown = in_window(text)

        assert not _COMMAND.search(shown), shown
        assert not re.search(r"[,:]\.", shown), shown
