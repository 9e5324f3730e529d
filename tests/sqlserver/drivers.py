"""The real ODBC drivers with which tests talk to the test SQL Server."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

MICROSOFT_MACHINES = {"aarch64": "arm64"}


@dataclass(frozen=True)
class Driver:
    """A driver by its file; `server` is how it wants a port, `more` what else it has to know."""

    name: str
    file: Path
    server: str
    more: str = ""

    def connection_string(
        self, port: int, *, user: str = "reader", word: str = "pw", database: str = "Practice"
    ) -> str:
        """Return what pyodbc connects with; the word is the password.

        More keywords can be put behind it.
        """
        return (
            f"Driver={self.file};{self.server.format(port=port)};UID={user};PWD={word};"
            f"Database={database};{self.more}"
        )


def microsoft_driver() -> Driver:
    """Return Microsoft's ODBC Driver 18, which a package of Microsoft's brings."""
    package = find_spec("mssql_python_odbc")
    if package is None or not package.submodule_search_locations:
        raise FileNotFoundError("mssql_python_odbc is not installed.")
    machine = MICROSOFT_MACHINES.get(platform.machine(), platform.machine())
    libraries = Path(package.submodule_search_locations[0], "libs/linux/debian_ubuntu", machine)
    file = next(libraries.glob("lib/libmsodbcsql-18*.so*"))
    return Driver("microsoft", file, "Server=tcp:127.0.0.1,{port}", "Encrypt=no;")


def freetds_driver() -> Driver:
    """Return FreeTDS, which Debian's package tdsodbc brings."""
    file = next(Path("/usr/lib").glob("*/odbc/libtdsodbc.so"), None)
    if file is None:
        raise FileNotFoundError("tdsodbc is not installed.")
    more = "TDS_Version=7.4;ClientCharset=UTF-8;"
    return Driver("freetds", file, "Server=127.0.0.1;Port={port}", more)
