"""The database layouts that come with the program, one TOML file each."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files


def shipped() -> Sequence[str]:
    """Return the names of the layouts that come with Practice Sync."""
    entries = files(__name__).iterdir()
    return sorted(
        entry.name.removesuffix(".toml") for entry in entries if entry.name.endswith(".toml")
    )
