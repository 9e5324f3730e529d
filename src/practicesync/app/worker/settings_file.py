"""The settings' file as the worker changes it for a person."""

from __future__ import annotations

import hashlib
from pathlib import Path

from practicesync.adapters.durable import replace_file
from practicesync.core.errors import Code, Misconfigured
from practicesync.core.settings import Settings, parse_settings

BEFORE = ".before"
"""What the settings before the last ones are called, behind their own name."""


def settings_text(path: Path) -> str:
    """Return the settings as they are; raises `Problem` where nothing can be added to them."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError):
        raise Misconfigured(Code.SETTINGS_UNREADABLE, path=str(path)) from None
    if text.strip():
        settings_in(text, path.name)
    return text


def settings_in(text: str, file: str) -> Settings:
    """Return the settings that are written there; raises `Problem` for the first mistake."""
    settings = parse_settings(text, file)
    if isinstance(settings, Settings):
        return settings
    raise Misconfigured(Code.SETTING_WRONG, key=settings[0].key, file=file)


def basis_of(text: str) -> str:
    """Return a text that differs when the settings were changed meanwhile."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def keep_settings(path: Path, before: str, after: str) -> None:
    """Write the settings, and keep those before; what changes nothing is not written."""
    if before == after:
        return
    if before:
        replace_file(path.with_name(path.name + BEFORE), before.encode())
    replace_file(path, after.encode())
