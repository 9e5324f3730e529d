"""Why a database server doesn't answer, where the driver says no more than that it doesn't.

Microsoft's driver reports a closed port as a time-out, once its whole login time-out is over.
"""

from __future__ import annotations

import contextlib
import re
import socket
from collections.abc import Sequence
from typing import NamedTuple

from practicesync.adapters.sqlserver.drivers import server_named
from practicesync.adapters.sqlserver.errors import Reported, problem
from practicesync.core.errors import Code, Misconfigured, Problem, Unavailable

PORT = 1433
BROWSER_PORT = 1434

_THIS_COMPUTER = {"", ".", "(local)"}
_PIPES = ("np:", "lpc:", "\\\\")
_LOCAL_DB = "(localdb)"
_BRACKETED = re.compile(r"\[([^\]]+)\](.*)", re.DOTALL)
_TOLD_PORT = re.compile(r";tcp;(\d{1,5});", re.IGNORECASE)


class Address(NamedTuple):
    r"""Where a server is: by its port, or else by the name of its instance (``SQLEXPRESS``)."""

    host: str
    port: int | None = None
    instance: str = ""


class Waits(NamedTuple):
    """How long answers are waited for, in seconds, and where SQL Server Browser listens."""

    connect: float = 3.0
    browser: float = 1.0
    browser_port: int = BROWSER_PORT


def address_of(server: str) -> Address | None:
    r"""Return where a server is that is written as in ``Server=``; None for a pipe.

    ``tcp:host,port``, ``host\instance``, ``(local)``, ``.``, ``::1``, ``[::1],1433``
    https://learn.microsoft.com/sql/connect/odbc/dsn-connection-string-attribute
    """
    text = server.strip()
    if text.casefold().startswith(_PIPES) or text.casefold().startswith(_LOCAL_DB):
        return None
    for protocol in ("tcp:", "admin:"):
        if text.casefold().startswith(protocol):
            text = text[len(protocol) :]
    if bracketed := _BRACKETED.fullmatch(text):
        text = bracketed[1] + bracketed[2]
    place, _, port = text.partition(",")
    host, _, instance = place.partition("\\")
    host = host.strip()
    host = "localhost" if host.casefold() in _THIS_COMPUTER else host
    number = int(port) if port.strip().isdecimal() else None
    return Address(host, number, instance.strip())


def why_closed(found: Reported, database: str, waits: Waits | None = None) -> Problem:
    """Return why a connection didn't open, looking for the server where that isn't clear."""
    meant = problem(found)
    if found.certificate or isinstance(meant, Misconfigured) or not found.is_out_of_reach:
        return meant
    address = address_of(server_named(database))
    missing = None if address is None else _missing(address, waits or Waits())
    number = str(found.number or found.state)
    return missing or Unavailable(Code.DATABASE_UNREACHABLE, number=number)


def _missing(address: Address, waits: Waits) -> Problem | None:
    """Return what is missing between here and the server; None: something listens there."""
    try:
        places = socket.getaddrinfo(address.host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):  # a UnicodeError: it can't be a name
        return Unavailable(Code.SERVER_UNKNOWN, host=address.host)
    hosts = list(dict.fromkeys(str(place[4][0]) for place in places))[:2]
    port = address.port
    if port is None and address.instance:
        port = _port_of(hosts, address.instance, waits)
        if port is None:
            return Unavailable(Code.SERVER_SILENT, host=address.host)
    port = port or PORT
    if any(_listens(host, port, waits.connect) for host in hosts):
        return None
    return Unavailable(Code.SERVER_SILENT, host=address.host, port=str(port))


def _listens(host: str, port: int, seconds: float) -> bool:
    try:
        with socket.create_connection((host, port), seconds):
            return True
    except (OSError, OverflowError):  # an OverflowError: it is no port
        return False


def _port_of(hosts: Sequence[str], instance: str, waits: Waits) -> int | None:
    """Ask SQL Server Browser on which port an instance listens.

    https://learn.microsoft.com/openspecs/windows_protocols/mc-sqlr/
    """
    request = b"\x04" + instance.encode("cp1252", "replace") + b"\0"
    for host in hosts:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with (
            contextlib.suppress(OSError),
            socket.socket(family, socket.SOCK_DGRAM) as asking,
        ):
            asking.settimeout(waits.browser)
            asking.connect((host, waits.browser_port))
            asking.send(request)
            told = _TOLD_PORT.search(asking.recv(4096).decode("cp1252", "replace"))
            if told:
                return int(told[1])
    return None
