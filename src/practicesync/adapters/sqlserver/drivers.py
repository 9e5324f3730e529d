"""Which ODBC driver is used, and with which words it is connected."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from typing import NamedTuple

from practicesync.core.errors import Code, Misconfigured
from practicesync.core.settings_check import pairs

PREFERRED = (
    "ODBC Driver 18 for SQL Server",
    "ODBC Driver 17 for SQL Server",
    "ODBC Driver 13.1 for SQL Server",
    "ODBC Driver 13 for SQL Server",
    "SQL Server",
)
"""The newest first. The last one comes with Windows."""

APPLICATION = "Practice Sync"

_OURS = {"applicationintent", "app", "pwd", "password", "mars_connection", "connectretrycount"}
_BEFORE_RETRIES = "SQL Server"
_ENCRYPTING = ("ODBC Driver 1",)


class Login(NamedTuple):
    """Who signs in to the database; an empty user is the worker's own Windows account."""

    user: str = ""
    password: str = ""


def choose_driver(installed: Collection[str]) -> str:
    """Return the best driver for SQL Server among those that are installed."""
    for name in PREFERRED:
        if name in installed:
            return name
    raise Misconfigured(Code.DRIVER_MISSING)


def driver_named(database: str) -> str:
    """Return the driver that a connection string names, or nothing."""
    return _plain(_named(database).get("driver", ""))


def server_named(database: str) -> str:
    r"""Return the server that the settings name, such as ``DB01\SQLEXPRESS`` or ``db,1444``."""
    named = _named(database)
    for word in ("server", "address", "addr", "network address"):
        if word in named:
            return _plain(named[word])
    return ""


def database_named(database: str) -> str:
    """Return the database that a connection string names, or nothing."""
    return _plain(_named(database).get("database", ""))


def in_database(database: str, other: str) -> str:
    """Return a connection string that names another database on the same server."""
    words = [(name, value) for name, value in pairs(database) if name.casefold() != "database"]
    return ";".join(f"{name}={value}" for name, value in (*words, ("Database", other)))


def user_named(database: str) -> str:
    """Return the user that a connection string names, or nothing."""
    named = _named(database)
    return _plain(named.get("uid", named.get("user id", "")))


def names_a_server(database: str) -> bool:
    """Tell whether a connection string says where the database is, itself or by a data source."""
    named = _named(database)
    return bool(server_named(database) or named.get("dsn") or named.get("filedsn"))


def is_trusting(database: str) -> bool:
    """Tell whether the connection string waives the check of the server's certificate."""
    named = _named(database)
    return _plain(named.get("trustservercertificate", "")).casefold() in ("yes", "true", "1")


def is_open(database: str) -> bool:
    """Tell whether the connection string asks for no encryption."""
    named = _named(database)
    return _plain(named.get("encrypt", "yes")).casefold() in ("no", "false", "0", "optional")


def connection_string(database: str, login: Login, driver: str) -> str:
    """Return the whole connection string for ODBC.

    The settings' own words stay, but for those that are this program's: it never asks for a
    read-only replica, which lags behind, and no password stands in the settings.
    """
    words = [
        (name, value)
        for name, value in pairs(database)
        if name.casefold() not in _OURS and not (login.user and _is_login(name))
    ]
    named = {name.casefold() for name, _ in words}
    if not named & {"driver", "dsn", "filedsn"}:  # a data source has its own driver
        words.insert(0, ("Driver", _braced(driver)))
    if "encrypt" not in named and driver.startswith(_ENCRYPTING):
        words.append(("Encrypt", "yes"))  # version 18 does so by itself, 17 and 13 do not
    if driver != _BEFORE_RETRIES:
        # Else a driver connects again by itself, and nobody asks whether the database is the same.
        words.append(("ConnectRetryCount", "0"))
    words += _login_words(login, named)
    words.append(("APP", _braced(APPLICATION)))
    return ";".join(f"{name}={value}" for name, value in words)


def _login_words(login: Login, named: Set[str]) -> Sequence[tuple[str, str]]:
    if login.user:
        return [("UID", _braced(login.user)), ("PWD", _braced(login.password))]
    if named & {"trusted_connection", "uid", "authentication"}:
        return []
    return [("Trusted_Connection", "yes")]


def _is_login(name: str) -> bool:
    return name.casefold() in ("uid", "user id", "trusted_connection")


def _named(database: str) -> Mapping[str, str]:
    # Of a word that stands there twice the first counts, as in ODBC.
    found: dict[str, str] = {}
    for name, value in pairs(database):
        found.setdefault(name.casefold(), value)
    return found


def _plain(value: str) -> str:
    if value.startswith("{") and value.endswith("}"):
        return value[1:-1].replace("}}", "}")
    return value


def _braced(value: str) -> str:
    return "{" + value.replace("}", "}}") + "}"
