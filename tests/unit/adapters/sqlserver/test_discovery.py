"""Which instances of SQL Server are found, asked by real UDP."""

from __future__ import annotations

import socket
import struct
import threading
from typing import Any

import pytest

from practicesync.adapters.sqlserver.discovery import (
    Instance,
    Places,
    instances,
    registered_in,
    told_in,
)
from tests.sqlserver.wire.browser import Instance as Told
from tests.sqlserver.wire.browser import answer, browser

NOBODY = "127.0.0.2"
SQLEXPRESS, DEFAULT = Told("PRACSRV01", "SQLEXPRESS", 1433), Told("PRACSRV01", "MSSQLSERVER", None)
SHORT = 0.5


def places(port: int, computer: str = NOBODY, everybody: str = NOBODY) -> Places:
    return Places(computer, everybody, port, SHORT)


def test_this_computer_is_asked() -> None:
    with browser(SQLEXPRESS, DEFAULT) as serving:
        found = instances(places(serving.port, computer="127.0.0.1"))

    assert [one.address for one in found] == ["PRACSRV01", r"PRACSRV01\SQLEXPRESS"]


def test_everybody_on_the_network_is_asked_and_each_is_told_once() -> None:
    with browser(SQLEXPRESS) as serving:
        found = instances(places(serving.port, "127.0.0.1", "127.0.0.1"))

        assert serving.requests == [b"\x03", b"\x02"]
    assert [one.address for one in found] == [r"PRACSRV01\SQLEXPRESS"]


def test_where_nobody_answers_none_is_found() -> None:
    with browser(SQLEXPRESS) as serving:
        serving.silent = True

        assert instances(places(serving.port, computer="127.0.0.1")) == []


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\x05",
        b"\x04\x00\x00ServerName;A;InstanceName;B;",
        b"\x05\xff\xffServerName;;InstanceName;;",
        b"\x05\x00\x00ServerName;A\x1b[31m;InstanceName;B;",
        b"\x05\x00\x00ServerName;A\\B;InstanceName;C;",
        b"\x05\x00\x00ServerName;A}{;InstanceName;B;",
        b"\x05\x00\x00" + b"ServerName;" + b"A" * 200 + b";InstanceName;B;",
    ],
)
def test_an_answer_that_is_none_names_nobody(answer: bytes) -> None:
    assert told_in(answer) == []


def test_an_answer_of_many_is_not_all_listed() -> None:
    told = answer(b"\x03", tuple(Told("S", f"I{number}", None) for number in range(900)))
    assert told is not None
    many = struct.pack("<BH", 5, 0) + told[3:]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        asked.bind(("127.0.0.1", 0))

        def tell() -> None:
            _, client = asked.recvfrom(10)
            asked.sendto(many, client)

        telling = threading.Thread(target=tell)
        telling.start()
        found = instances(places(asked.getsockname()[1], computer="127.0.0.1"))
        telling.join()

    assert len(found) == 100


class Registry:
    """`winreg`, as far as it is asked; `names` are the instances, None for no SQL Server."""

    KEY_READ, KEY_WOW64_64KEY, HKEY_LOCAL_MACHINE = 1, 256, 2

    def __init__(self, names: list[str] | None) -> None:
        self.names = names
        self.asked: list[Any] = []

    def OpenKey(self, *asked: Any) -> Registry:  # noqa: N802  # as Windows calls it
        self.asked.append(asked)
        if self.names is None:
            raise FileNotFoundError
        return self

    def QueryInfoKey(self, _: Any) -> tuple[int, int, int]:  # noqa: N802
        return 0, len(self.names or ()), 0

    def EnumValue(self, _: Any, place: int) -> tuple[str, str, int]:  # noqa: N802
        return (self.names or [])[place], "MSSQL15.X", 1

    def __enter__(self) -> Registry:
        return self

    def __exit__(self, *_: object) -> None: ...


def test_instances_of_this_computer_are_in_its_registry() -> None:
    registry = Registry(["SQLEXPRESS", "MSSQLSERVER"])
    here = socket.gethostname().partition(".")[0]

    assert registered_in(registry) == [Instance(here, "SQLEXPRESS"), Instance(here)]
    assert registry.asked[0][3] == 257


def test_without_sql_server_the_registry_names_none() -> None:
    assert registered_in(Registry(None)) == []
