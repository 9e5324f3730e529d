"""What tells this computer from every other one, a copy of it included.

Windows and Linux give an installed system an id, which a copied disk keeps; the firmware's id is
another one in a copied virtual machine, and stays over restarts and updates. The name of the
computer says nothing: people rename computers, and a container has another one each time. What
can't be read is left out.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import sys
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

Traits = Mapping[str, str]
"""Hashes by what they are of. Two computers differ if one that both have does."""

MEANINGLESS = {"", "0" * 32, "f" * 32, "03000200040005000006000700080009"}
"""What firmware says that was never told: the last one is many makers' default."""

_KEY = r"SOFTWARE\Microsoft\Cryptography"
_RSMB = 0x52534D42
"""https://learn.microsoft.com/windows/win32/api/sysinfoapi/nf-sysinfoapi-getsystemfirmwaretable"""

_RAW_HEADER = 8
_SYSTEM, _END = 1, 127
_UUID = slice(8, 24)
"""In the structure of type 1 of the SMBIOS specification (DSP0134, 7.2)."""


@dataclass(frozen=True)
class Sole:
    """The identity of a server of which there is no copy."""

    id: str

    def installation(self, practice: str) -> str:  # noqa: ARG002  # the same for each
        return self.id

    def prove(self, practice: str) -> None:
        """Say nothing against it."""


def traits_here(salt: str) -> dict[str, str]:
    """Return this computer's traits; another salt makes other hashes of them."""
    read = _of_windows() if sys.platform == "win32" else _of_linux()
    plain = {name: text.replace("-", "").strip().lower() for name, text in read.items()}
    return {
        name: hashlib.sha256(f"{name} {salt} {text}".encode()).hexdigest()[:32]
        for name, text in plain.items()
        if text not in MEANINGLESS
    }


def differs(kept: Traits, here: Traits) -> bool:
    """Tell whether these are two computers; what only one of them tells is no sign of it."""
    return any(kept[name] != here[name] for name in kept.keys() & here.keys())


def _of_linux(root: Path = Path("/")) -> dict[str, str]:
    # The second one is for root alone to read.
    places = {"system": "etc/machine-id", "firmware": "sys/class/dmi/id/product_uuid"}
    found = {}
    for name, place in places.items():
        with contextlib.suppress(OSError, UnicodeDecodeError):
            found[name] = (root / place).read_text(encoding="ascii")
    return found


def _of_windows() -> dict[str, str]:
    found = {"firmware": system_uuid(_firmware_table(ctypes))}
    with contextlib.suppress(OSError):
        found["system"] = _machine_guid(import_module("winreg"))
    return found


def _machine_guid(windows: Any) -> str:
    rights = windows.KEY_READ | windows.KEY_WOW64_64KEY
    with windows.OpenKey(windows.HKEY_LOCAL_MACHINE, _KEY, 0, rights) as key:
        return str(windows.QueryValueEx(key, "MachineGuid")[0])


def _firmware_table(windows: Any) -> bytes:
    ask = windows.windll.kernel32.GetSystemFirmwareTable
    size = ask(_RSMB, 0, None, 0)
    table = ctypes.create_string_buffer(size)
    written = ask(_RSMB, 0, table, size)
    return table.raw[:written]


def system_uuid(table: bytes) -> str:
    """Return the computer's id from the table that Windows gives of its firmware, or nothing."""
    place = _RAW_HEADER
    while place + 4 <= len(table):
        kind, length = table[place], table[place + 1]
        formatted = table[place : place + length]
        if kind == _END or length < 4:
            break
        if kind == _SYSTEM and len(formatted) >= _UUID.stop:
            return uuid.UUID(bytes_le=formatted[_UUID]).hex
        # After it come its strings, each ended by a zero, and one more zero.
        end = table.find(b"\0\0", place + length)
        if end < 0:
            break
        place = end + 2
    return ""
