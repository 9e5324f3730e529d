"""Which secrets a person may give, and under which names they are kept."""

from __future__ import annotations

DATABASE_PASSWORD = "database-password"

NAMES = (DATABASE_PASSWORD,)

LONGEST = 1000
"""Characters of a secret."""


def context_of(name: str, practice: str | None) -> str:
    """Return what a sealed secret is bound to: it can't be passed off as another one."""
    return f"{name}:{practice or ''}"


def kept_as(name: str, practice: str) -> str:
    """Return the name of a practice's secret in the vault."""
    return f"{name}:{practice}"
