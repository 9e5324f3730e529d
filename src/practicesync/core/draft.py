"""What a person says of a practice that is to be set up, and the settings that come of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from practicesync.core.settings_check import SQLITE, pairs

_TRUST = "TrustServerCertificate"
_SERVER_WORDS = ("server", "address", "addr", "network address")
_TO_BRACE = re.compile(r"[;{}=]|^\s|\s$")


class Draft(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was said; None is nothing said, so that what is set up already stays.

    `server` and `database` name a database of SQL Server, `file` one of SQLite; `user` empty is
    the Windows account that Practice Sync runs as. `trust` waives the check of the database
    server's certificate; `odbc` are more words for the driver. `layout_text` is what stands in the
    file that `layout` is named after. `proxy` holds for every practice here.
    """

    name: str = ""
    server: str | None = None
    database: str | None = None
    file: str | None = None
    user: str | None = None
    trust: bool | None = None
    odbc: str | None = None
    layout: str | None = None
    layout_text: str | None = None
    cloud: str | None = None
    ca_file: str | None = None
    proxy: str | None = None


def entries_of(draft: Draft, before: Mapping[str, str]) -> dict[str, str]:
    """Return the entries of a practice that the draft says something of, as settings write them.

    `before` are the practice's entries so far.
    """
    said = {
        "name": draft.name or None,
        "database": _database(draft, before.get("database", "")),
        "database_user": draft.user,
        "profile": draft.layout,
        "cloud": draft.cloud,
        "ca_file": draft.ca_file,
    }
    if draft.file is not None:
        said["database_user"] = ""
    return {key: value for key, value in said.items() if value is not None}


def connection_words(words: Sequence[tuple[str, str]]) -> str:
    """Return a connection string of words that are written as they are meant."""
    return ";".join(f"{name}={_braced(value)}" for name, value in words)


def _database(draft: Draft, before: str) -> str | None:
    if draft.file is not None:
        return f"{SQLITE}{draft.file}"
    said = (draft.server, draft.database, draft.trust, draft.odbc)
    if all(one is None for one in said):
        return None
    kept = [] if before.startswith(SQLITE) else pairs(before)
    words = [f"{name}={value}" for name, value in kept if not _said_anew(draft, name.casefold())]
    if draft.server is not None:
        words.insert(0, connection_words([("Server", draft.server)]))
    if draft.database is not None:
        words.insert(1, connection_words([("Database", draft.database)]))
    if draft.trust:
        words.append(f"{_TRUST}=yes")
    # As they were written: what is no word is found by whoever reads the settings.
    words += [draft.odbc] if draft.odbc else []
    return ";".join(words)


def _said_anew(draft: Draft, name: str) -> bool:
    return (
        (draft.server is not None and name in _SERVER_WORDS)
        or (draft.database is not None and name == "database")
        or (draft.trust is not None and name == _TRUST.casefold())
        or name in {word.casefold() for word, _ in pairs(draft.odbc or "")}
        or (draft.user is not None and name in ("uid", "user id", "trusted_connection"))
    )


def _braced(value: str) -> str:
    return "{" + value.replace("}", "}}") + "}" if _TO_BRACE.search(value) else value
