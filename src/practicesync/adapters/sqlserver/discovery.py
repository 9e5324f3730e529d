"""Which instances of SQL Server there are: on this computer, and on the local network.

SQL Server Browser tells by UDP; on Windows the registry names those of this computer, too.
https://learn.microsoft.com/openspecs/windows_protocols/mc-sqlr/
"""

from __future__ import annotations

import contextlib
import re
import socket
import sys
import time
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any, NamedTuple

import msgspec

BROWSER_PORT = 1434

_ASK_ONE_COMPUTER = b"\x03"
_ASK_EVERYBODY = b"\x02"
_ANSWER = 0x05
_LARGEST = 65_535
_MOST = 100
"""Instances that are listed: anybody on the network may answer, and as often as they like."""

_TOLD = re.compile(r"ServerName;([^;]+);InstanceName;([^;]+);")
_NAME = re.compile(r"[\w.$#-]{1,128}")
_DEFAULT = "MSSQLSERVER"
_REGISTERED = r"SOFTWARE\Microsoft\Microsoft SQL Server\Instance Names\SQL"


class Places(NamedTuple):
    """Who is asked, where SQL Server Browser listens, and for how many seconds is waited."""

    computer: str = "127.0.0.1"
    everybody: str = "255.255.255.255"
    port: int = BROWSER_PORT
    seconds: float = 1.5


class Instance(msgspec.Struct, frozen=True, order=True):
    """An instance of SQL Server; `name` is empty for the default one."""

    server: str
    name: str = ""

    @property
    def address(self) -> str:
        r"""How a person names it: ``PRACSRV01\SQLEXPRESS``."""
        return f"{self.server}\\{self.name}" if self.name else self.server


def instances(places: Places | None = None) -> Sequence[Instance]:
    """Return the instances that answer or are registered here, in the order of their names."""
    found = [*_registered(), *_answering(places or Places())]
    once = {one.address.casefold(): one for one in reversed(found)}
    return sorted(once.values())[:_MOST]


def _answering(places: Places) -> Iterator[Instance]:
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        asking.bind(("", 0))
        asked = ((places.computer, _ASK_ONE_COMPUTER), (places.everybody, _ASK_EVERYBODY))
        for host, question in asked:
            with contextlib.suppress(OSError):  # such as no network at all
                asking.sendto(question, (host, places.port))
        yield from _heard(asking, time.monotonic() + places.seconds)


def _heard(asking: socket.socket, until: float) -> Iterator[Instance]:
    told = 0
    while told < _MOST and (left := until - time.monotonic()) > 0:
        asking.settimeout(left)
        try:
            answer = asking.recv(_LARGEST)
        except TimeoutError:
            return
        except OSError:  # where nobody listens, Windows reports it like this
            continue
        for one in told_in(answer):
            told += 1
            yield one


def told_in(answer: bytes) -> Sequence[Instance]:
    """Return the instances in an answer of SQL Server Browser; of anything else none."""
    if answer[:1] != bytes([_ANSWER]):
        return []
    named = _TOLD.findall(answer[3:].decode("cp1252", "replace"))
    return [
        _instance(server, name)
        for server, name in named
        if _NAME.fullmatch(server) and _NAME.fullmatch(name)
    ]


def _registered() -> Sequence[Instance]:
    return registered_in(import_module("winreg")) if sys.platform == "win32" else []


def registered_in(windows: Any) -> Sequence[Instance]:
    """Return the instances that are installed here; `windows` is `winreg`, or a double."""
    access = windows.KEY_READ | windows.KEY_WOW64_64KEY
    try:
        with windows.OpenKey(windows.HKEY_LOCAL_MACHINE, _REGISTERED, 0, access) as key:
            number = windows.QueryInfoKey(key)[1]
            names = [str(windows.EnumValue(key, place)[0]) for place in range(number)]
    except OSError:  # there is no SQL Server here
        return []
    here = socket.gethostname().partition(".")[0]
    return [_instance(here, name) for name in names if _NAME.fullmatch(name)]


def _instance(server: str, name: str) -> Instance:
    return Instance(server, "" if name.casefold() == _DEFAULT.casefold() else name)
