"""What was looked at, as a page shows it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from practicesync.app.present.wording import in_window
from practicesync.core.check_words import Told
from practicesync.core.settings_check import SQLITE, pairs

_SERVER = ("server", "address", "addr")
_DATABASE = ("database", "initial catalog")


def told_once(checks: Sequence[Told]) -> tuple[Told, ...]:
    """Return the checks without those that were left out for the reason that was just read.

    What they say is without the commands for which a window has buttons.
    """
    befores = (None, *checks)
    return tuple(
        msgspec.structs.replace(one, sentence=in_window(one.sentence), remedy=in_window(one.remedy))
        for one, before in zip(checks, befores, strict=False)
        if not _is_again(one, before)
    )


def database_words(connection: str) -> str:
    r"""Return which database a connection string names: ``Practice on PRACSRV01\\SQLEXPRESS``."""
    if connection.startswith(SQLITE):
        return connection.removeprefix(SQLITE)
    named = {name.casefold(): value.strip("{}") for name, value in pairs(connection)}
    server = next((named[name] for name in _SERVER if name in named), "")
    database = next((named[name] for name in _DATABASE if name in named), "")
    return f"{database} on {server}" if server and database else connection


def _is_again(check: Told, before: Told | None) -> bool:
    return (
        before is not None
        and (check.result, before.result) == ("skipped", "skipped")
        and (check.sentence, check.practice) == (before.sentence, before.practice)
    )
