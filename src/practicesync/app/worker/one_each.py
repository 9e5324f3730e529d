"""One practice online for each practice in the settings: two would share one journal."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from practicesync.app.worker.register import Register
from practicesync.bootstrap import read_settings
from practicesync.core.mistake import Mistake, place_of
from practicesync.core.settings import PracticeSettings, Settings

REGISTER = "practices.json"
"""The file's name, beside the settings."""


def read_all(path: Path) -> Settings | tuple[Mistake, ...]:
    """Return the settings in that file, or every mistake in them and in whom they are for."""
    settings = read_settings(path)
    if not isinstance(settings, Settings):
        return settings
    register = Register(path.parent / REGISTER)
    register.open()
    return same_twice(settings, register, path.name) or settings


def practice_id(settings: PracticeSettings, register: Register) -> str:
    """Return the id of the practice, or nothing while nobody is signed in for it."""
    registered = register.get(settings.name)
    signed_in = registered is not None and registered.left_at is None
    return settings.practice_id or (registered.practice_id if registered and signed_in else "")


def same_twice(settings: Settings, register: Register, file: str) -> tuple[Mistake, ...]:
    """Return a mistake for each practice that is online the one of another before it."""
    met: set[str] = set()
    mistakes = []
    for place, practice in enumerate(settings.practices):
        # Windows tells no file from another by upper and lower case.
        found = practice_id(practice, register).casefold()
        if found and found in met:
            mistakes.append(_same(f"practice[{place}]", file))
        met.add(found)
    return tuple(mistakes)


def is_taken(wanted: str, others: Mapping[str, str], name: str) -> bool:
    """Tell whether a practice of another name than that has the id; `others` are ids by name."""
    return any(other.casefold() == wanted.casefold() for at, other in others.items() if at != name)


def _same(key: str, file: str) -> Mistake:
    return Mistake(
        key,
        f"{file}: {place_of(key)} was activated for the same practice online as another one.",
        "Take one of the two out. If they are two practices, give this one another name and"
        " activate it again.",
    )
