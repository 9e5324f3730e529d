"""Whether the icon comes up when a person signs in to this computer."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any

from practicesync.app.tray.parts import Startup

_NAME = "PracticeSync"
_RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
"""https://learn.microsoft.com/windows/win32/setupapi/run-and-runonce-registry-keys"""

_OVERRULED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
"""Where the Task Manager notes what a person doesn't want to start."""

_OFF = 1
"""The bit of the first byte by which it does."""


class WindowsStartup:
    """A value of this account's Run key; `registry` is Python's winreg, or a double."""

    def __init__(self, registry: Any, command: Sequence[str]) -> None:
        self._registry = registry
        self._command = subprocess.list2cmdline(command)

    def is_on(self) -> bool | None:
        overruled = self._value(_OVERRULED)
        off = isinstance(overruled, bytes) and bool(overruled) and overruled[0] & _OFF
        return bool(self._value(_RUN)) and not off

    def turn(self, *, on: bool) -> None:
        self._forget(_OVERRULED)
        if not on:
            self._forget(_RUN)
            return
        registry = self._registry
        rights = registry.KEY_SET_VALUE
        with registry.CreateKeyEx(registry.HKEY_CURRENT_USER, _RUN, 0, rights) as key:
            registry.SetValueEx(key, _NAME, 0, registry.REG_SZ, self._command)

    def _value(self, path: str) -> object:
        registry = self._registry
        try:
            with registry.OpenKey(registry.HKEY_CURRENT_USER, path) as key:
                return registry.QueryValueEx(key, _NAME)[0]
        except OSError:
            return None

    def _forget(self, path: str) -> None:
        registry = self._registry
        with (
            suppress(OSError),
            registry.OpenKey(registry.HKEY_CURRENT_USER, path, 0, registry.KEY_SET_VALUE) as key,
        ):
            registry.DeleteValue(key, _NAME)


class NoStartup:
    """Starts with nothing: Windows alone is asked, and not for an icon that is there for now."""

    def is_on(self) -> bool | None:
        return None

    def turn(self, *, on: bool) -> None:
        """Do nothing."""


def this_startup(command: Sequence[str]) -> Startup:
    """Return where this system has what starts with it."""
    if sys.platform == "win32":
        return WindowsStartup(import_module("winreg"), command)
    return NoStartup()
