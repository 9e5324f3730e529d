"""How far a feed over SQL Server has looked, as its cursor says."""

from __future__ import annotations

import msgspec

from practicesync.core.row import Cursor


class Reached(msgspec.Struct, frozen=True, omit_defaults=True):
    """Everything up to `version`, and of a pass to `upto` a part.

    The pass has told everything of the tables before `table`, and of that one up to `at`.
    `fork` names the life of the database that the versions are of.
    `begun` are the versions that each table has been tracked since.
    """

    version: int
    fork: str = ""
    begun: tuple[int, ...] = ()
    upto: int | None = None
    table: int = 0
    at: tuple[str, ...] = ()

    def cursor(self, kind: str) -> Cursor:
        """Return this as the cursor of the feed of that kind."""
        return Cursor(f"{kind} {msgspec.json.encode(self).decode()}")


def reached_by(cursor: Cursor, kind: str) -> Reached | None:
    """Return how far a cursor is; None if it isn't one of the feed of that kind."""
    of_kind, _, text = cursor.partition(" ")
    try:
        return msgspec.json.decode(text, type=Reached) if of_kind == kind else None
    except msgspec.DecodeError:
        return None
