"""What a person names on the command line, read with that person's own rights."""

from __future__ import annotations

from pathlib import Path

import msgspec

from practicesync.core.draft import Draft
from practicesync.core.errors import Code, Misconfigured

LARGEST = 40_000
"""Bytes of a database layout that go with a command."""


def absolute(file: Path | None) -> str | None:
    """Return where a file is, whoever looks for it; empty for no file any more."""
    if file is None:
        return None
    return "" if file == Path() else str(file.expanduser().absolute())


def with_layout(draft: Draft, layout: str | None) -> Draft:
    """Return the draft with that layout: a file goes along, a name stands for one that is there.

    Practice Sync's own account may not be allowed to read what its administrator has.
    """
    if layout is None:
        return draft
    path = Path(layout).expanduser()
    try:
        if not path.is_file():
            return msgspec.structs.replace(draft, layout=layout)
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError, ValueError):  # a ValueError: no name of a file
        raise Misconfigured(Code.LAYOUT_MISSING, file=layout) from None
    if len(text.encode()) > LARGEST:
        raise Misconfigured(Code.LAYOUT_WRONG, file=path.name)
    return msgspec.structs.replace(draft, layout=path.name, layout_text=text)


def is_text(draft: Draft) -> bool:
    """Tell whether all of it can be written: on Linux an argument may be any bytes."""
    try:
        msgspec.json.encode(draft)
    except UnicodeEncodeError:
        return False
    return True
