"""What tells one computer from another, as Linux and Windows say it."""

from __future__ import annotations

import struct
import uuid
from types import SimpleNamespace
from typing import Any

import pytest

from practicesync.adapters import machine
from practicesync.adapters.machine import Sole, differs, system_uuid, traits_here

ID = uuid.UUID("4c4c4544-0042-3510-8052-b9c04f4e3432")


def structure(kind: int, formatted: bytes, *strings: bytes) -> bytes:
    ends = b"".join(one + b"\0" for one in strings) + (b"\0" if strings else b"\0\0")
    return struct.pack("<BBH", kind, len(formatted) + 4, kind) + formatted + ends


def table(*structures: bytes) -> bytes:
    return b"\0" * 8 + b"".join(structures)


BIOS = structure(0, b"\1\2" + b"\0" * 18, b"Maker", b"1.0")
SYSTEM = structure(1, b"\1\2\3\4" + ID.bytes_le + b"\6\0\0", b"Maker", b"Model")
END = structure(127, b"")


def test_the_id_is_found_behind_other_structures_and_their_texts():
    assert system_uuid(table(BIOS, structure(2, b"\0\0"), SYSTEM, END)) == ID.hex


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"\0" * 8,
        table(BIOS, END, SYSTEM),
        table(BIOS, SYSTEM)[:-60],
        table(structure(1, b"\1\2")),
        b"\0" * 8 + b"\1\0\0\0",
        b"\0" * 8 + b"\5\4\0\0" + b"x" * 40,
    ],
)
def test_a_table_without_it_says_nothing(broken: bytes):
    assert system_uuid(broken) == ""


def test_any_cut_or_changed_table_is_read_to_an_end():
    whole = table(BIOS, SYSTEM, END)
    for place in range(len(whole)):
        system_uuid(whole[:place])
        for changed in (0, 1, 127, 255):
            system_uuid(whole[:place] + bytes([changed]) + whole[place + 1 :])


def test_on_linux_both_ids_are_read_and_what_can_not_be_is_left_out(tmp_path):
    assert machine._of_linux(tmp_path) == {}
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "machine-id").write_text("0123\n")
    (tmp_path / "sys/class/dmi/id").mkdir(parents=True)
    (tmp_path / "sys/class/dmi/id/product_uuid").write_text(str(ID))

    assert machine._of_linux(tmp_path) == {"system": "0123\n", "firmware": str(ID)}


class Registry:
    """`winreg`, as far as it is asked."""

    KEY_READ, KEY_WOW64_64KEY, HKEY_LOCAL_MACHINE = 1, 2, "machine"

    def __init__(self) -> None:
        self.opened: list[tuple[object, ...]] = []

    def OpenKey(self, *asked: object) -> Registry:  # noqa: N802 - as Windows names it
        self.opened.append(asked)
        return self

    def __enter__(self) -> Registry:
        return self

    def __exit__(self, *_: object) -> None:
        return

    def QueryValueEx(self, key: object, name: str) -> tuple[str, int]:  # noqa: N802 - as Windows names it
        return f"{name}-1", 1


def test_on_windows_the_id_is_read_where_64_bit_programs_do():
    registry = Registry()

    assert machine._machine_guid(registry) == "MachineGuid-1"
    assert registry.opened == [("machine", r"SOFTWARE\Microsoft\Cryptography", 0, 3)]


def test_on_windows_the_firmware_is_asked_for_its_whole_table():
    whole = table(BIOS, SYSTEM, END)

    def ask(provider: int, number: int, buffer: Any, size: int) -> int:
        assert (provider, number) == (0x52534D42, 0)
        if buffer is not None:
            assert size == len(whole)
            buffer.raw = whole
        return len(whole)

    windows = SimpleNamespace(
        windll=SimpleNamespace(kernel32=SimpleNamespace(GetSystemFirmwareTable=ask))
    )

    assert machine._firmware_table(windows) == whole


def test_traits_are_hashes_that_another_salt_changes():
    first, again, other = traits_here("a"), traits_here("a"), traits_here("b")

    assert first == again
    assert first.keys() == other.keys()
    assert all(len(one) == 32 for one in first.values())
    assert not first.keys() or differs(first, other)


def test_computers_differ_by_what_both_tell():
    assert differs({"system": "a", "firmware": "x"}, {"system": "a", "firmware": "y"})
    assert not differs({"system": "a"}, {"firmware": "y"})
    assert not differs({}, {"system": "a"})
    assert not differs({"system": "a"}, {"system": "a", "firmware": "y"})


def test_who_was_never_copied_has_one_id():
    sole = Sole("installation-1")
    sole.prove("Main")

    assert sole.installation("Main") == "installation-1"
