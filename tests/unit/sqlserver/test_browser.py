"""SQL Server Browser, asked as a client does."""

from __future__ import annotations

import socket
import struct

import pytest

from tests.sqlserver.wire.browser import Instance, answer, browser

DEFAULT = Instance("OFFICE", "MSSQLSERVER", 1433)
EXPRESS = Instance("OFFICE", "SQLEXPRESS", 51433, version="16.0.1000.6", clustered=True)
PIPES_ONLY = Instance("OFFICE", "OLD", None)

EXPRESS_TOLD = (
    "ServerName;OFFICE;InstanceName;SQLEXPRESS;IsClustered;Yes;Version;16.0.1000.6;tcp;51433;;"
)


def told(content: str) -> bytes:
    return struct.pack("<BH", 5, len(content)) + content.encode()


def ask(port, request, seconds=5.0):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.settimeout(seconds)
        asking.sendto(request, ("127.0.0.1", port))
        return asking.recv(65_536)


def test_all_instances_are_listed():
    with browser(EXPRESS, DEFAULT) as serving:
        listed = ask(serving.port, b"\x03")

    assert listed == told(EXPRESS_TOLD + DEFAULT.told())


@pytest.mark.parametrize("name", ["SQLEXPRESS", "sqlexpress"])
def test_one_instance_is_told_whatever_its_case(name):
    with browser(DEFAULT, EXPRESS) as serving:
        assert ask(serving.port, b"\x04" + name.encode() + b"\0") == told(EXPRESS_TOLD)
        assert serving.requests == [b"\x04" + name.encode() + b"\0"]


def test_an_instance_without_a_port_says_none():
    assert answer(b"\x04OLD\0", (PIPES_ONLY,)) == told(
        "ServerName;OFFICE;InstanceName;OLD;IsClustered;No;Version;15.0.2000.5;;"
    )


@pytest.mark.parametrize("request_", [b"\x04OTHER\0", b"\x04\0", b"", b"\x05", b"\x0f\x01X\0"])
def test_what_is_not_known_is_not_answered(request_):
    assert answer(request_, (DEFAULT, EXPRESS)) is None


def test_a_question_to_everybody_is_answered_as_one_to_this_server():
    assert answer(b"\x02", (DEFAULT, EXPRESS)) == answer(b"\x03", (DEFAULT, EXPRESS))


def test_without_instances_nothing_is_answered():
    assert answer(b"\x03", ()) is None


def test_a_silent_browser_hears_and_says_nothing():
    with browser(DEFAULT) as serving:
        serving.silent = True
        with pytest.raises(TimeoutError):
            ask(serving.port, b"\x03", seconds=0.2)
        assert serving.requests == [b"\x03"]
