"""The terms of use that a person accepts once."""

from __future__ import annotations

from importlib.resources import as_file, files

VERSION = "1"


def terms_text() -> str:
    """Return the terms of use."""
    return (files("practicesync.app") / "terms.txt").read_text(encoding="utf-8")


def terms_address() -> str:
    """Return where the text is, for a browser on this computer."""
    with as_file(files("practicesync.app") / "terms.txt") as path:
        return path.absolute().as_uri()
