"""The settings as support may see them: what could be a secret or name a person is left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from practicesync.core.settings import PracticeSettings, Settings
from practicesync.core.settings_check import SQLITE, pairs

LEFT_OUT = "(left out)"

_TELLS_NO_LOGIN = frozenset(
    (
        "driver",
        "server",
        "address",
        "addr",
        "port",
        "database",
        "initial catalog",
        "trusted_connection",
        "encrypt",
        "trustservercertificate",
        "hostnameincertificate",
        "multisubnetfailover",
        "app",
        "connect timeout",
        "login timeout",
    )
)
"""The parts of a connection string that are shown; any other may be a login."""


def settings_shown(settings: Settings) -> dict[str, Any]:
    """Return the settings without logins."""
    return {
        "agent": settings.agent.model_dump(mode="json"),
        "practice": [_practice(practice) for practice in settings.practices],
        "ledger": None if settings.ledger is None else dict.fromkeys(settings.ledger, LEFT_OUT),
    }


def _practice(practice: PracticeSettings) -> Mapping[str, Any]:
    shown = practice.model_dump(mode="json")
    login = LEFT_OUT if practice.database_user else ""
    return shown | {"database": without_login(practice.database), "database_user": login}


def without_login(connection: str) -> str:
    """Return a connection string with the parts that tell nothing about a login."""
    if connection.startswith(SQLITE):
        return connection
    return ";".join(
        f"{name}={value if name.casefold() in _TELLS_NO_LOGIN else LEFT_OUT}"
        for name, value in pairs(connection)
    )
