"""Who may ask the worker for something."""

from __future__ import annotations

import msgspec

ADMINISTRATORS = "practicesync-administrators"
"""The group of Practice Sync Administrators, as POSIX spells it."""


class Account(msgspec.Struct, frozen=True):
    """An account of this computer and the groups that it is in, by their ids."""

    id: str
    groups: frozenset[str] = frozenset()


class Rightful(msgspec.Struct, frozen=True):
    """Who may ask, by ids: the accounts, and the group (empty where this computer has none)."""

    accounts: frozenset[str]
    group: str = ""


def may_command(owner: Account, rightful: Rightful) -> bool:
    """Tell whether the worker does what stands in a file of that owner."""
    if owner.id in rightful.accounts:
        return True
    return bool(rightful.group) and rightful.group in owner.groups
