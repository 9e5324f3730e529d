"""What setting a practice up would change, before anything is written."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from practicesync.app.asking.planned import Planned
from practicesync.app.worker.drafted import Drafted, activated
from practicesync.app.worker.register import Register
from practicesync.core.database_login import Standing, login_at
from practicesync.core.error_table import explain
from practicesync.core.errors import Misconfigured
from practicesync.core.grants import tracking_script
from practicesync.core.mistake import Mistake, place_of
from practicesync.core.profile import Profile
from practicesync.core.settings import PracticeSettings, written_practices
from practicesync.core.settings_check import SQLITE


def planned(made: Drafted, register: Register, standing: Standing) -> Planned:
    """Return what the draft would change."""
    found = made.practice()
    practice = found[1] if isinstance(found, tuple) else None
    mistakes = [] if isinstance(found, tuple) else _told(found)
    profile = _layout(made, mistakes)
    login = _login(practice, standing)
    server = practice is not None and not practice.database.startswith(SQLITE)
    return Planned(
        basis=made.basis,
        practices=[one.get("name", "") for one in written_practices(made.text)],
        name=made.name,
        new=not made.before,
        active=practice is not None and bool(made.before) and activated(practice, register),
        changes=made.changes,
        missing=made.missing,
        mistakes=mistakes,
        server=server,
        login=login if server else "",
        script=_script(practice, profile, login) if server else "",
    )


def _told(mistakes: Sequence[Mistake]) -> list[Mistake]:
    """Return the mistakes as somebody reads them who has never seen the settings' file."""
    return [msgspec.structs.replace(one, sentence=_in_words(one)) for one in mistakes]


def _in_words(mistake: Mistake) -> str:
    name = _WORDS.get(mistake.key.rpartition(".")[2], "")
    _, place, reason = mistake.sentence.partition(f"{place_of(mistake.key)} ")
    return f"{name} {reason}" if name and place else mistake.sentence


_WORDS = {
    "name": "The practice's name",
    "database": "The database",
    "database_user": "The login of SQL Server",
    "profile": "The database layout",
    "cloud": "The address of the online copy",
    "ca_file": "The certificate file",
    "proxy": "The proxy server",
    "changes": "The way of finding changes in the settings",
}


def _layout(made: Drafted, mistakes: list[Mistake]) -> Profile | None:
    """Return the layout; add what is wrong with one that was named."""
    name = {**made.before, **made.entries}.get("profile", "")
    if not name:
        return None
    try:
        profile = made.layout(name)
    except Misconfigured as missing:
        words = explain(missing.code, {"file": name})
        mistakes.append(Mistake("profile", f"There is no database layout {name}.", words.remedy))
        return None
    if isinstance(profile, list):
        mistakes += profile
        return None
    return profile


def _login(practice: PracticeSettings | None, standing: Standing) -> str:
    if practice is None or practice.database.startswith(SQLITE):
        return ""
    from practicesync.adapters.sqlserver.drivers import server_named, user_named
    from practicesync.adapters.sqlserver.reach import address_of

    if user := practice.database_user or user_named(practice.database):
        return user
    address = address_of(server_named(practice.database))
    return login_at(standing, address.host if address else "localhost")


def _script(practice: PracticeSettings | None, profile: Profile | None, login: str) -> str:
    """Return the rights that the login needs; nothing while it isn't known for what."""
    if practice is None or profile is None or not login:
        return ""
    from practicesync.adapters.sqlserver.drivers import database_named

    return tracking_script(profile, login, database_named(practice.database))
