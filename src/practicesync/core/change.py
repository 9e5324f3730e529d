"""Entries of a practice's settings that change, as people call them."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

NAMES: Mapping[str, str] = {
    "name": "name",
    "database": "database",
    "database_user": "login of SQL Server",
    "profile": "database layout",
    "cloud": "address of the online copy",
    "ca_file": "certificate file",
}
"""The entries of a practice that are set up, as people call them."""


class Change(msgspec.Struct, frozen=True):
    """An entry that becomes another one; empty where there is none."""

    entry: str
    before: str
    after: str
