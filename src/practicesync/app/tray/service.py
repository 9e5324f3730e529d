"""The Windows service as its icon sees it: how it stands, and how to start it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import platformdirs

from practicesync.adapters.state_folder import NAME
from practicesync.app.present.shown import Service

_CONNECT = 0x0001
_LOOK = 0x0004
_START = 0x0010
"""https://learn.microsoft.com/windows/win32/services/service-security-and-access-rights"""

_STATES: Mapping[int, Service] = {1: "stopped", 2: "starting", 3: "stopped", 4: "running"}
"""https://learn.microsoft.com/windows/win32/api/winsvc/ns-winsvc-service_status"""

_HIDDEN = 0


class WindowsService:
    """The service of that name; `windows` is pywin32's module for it, or a double.

    `elevated` starts it after Windows has asked for an administrator.
    """

    def __init__(self, windows: Any, elevated: Callable[[], None], name: str = NAME) -> None:
        self._windows = windows
        self._elevated = elevated
        self._name = name

    def state(self) -> Service:
        windows = self._windows
        try:
            with _Opened(windows, self._name, _LOOK) as service:
                found = windows.QueryServiceStatus(service)[1]
        except windows.error:
            return "none"
        return _STATES.get(found, "running")

    def may_start(self) -> bool:
        return True

    def begin(self) -> None:
        """Leave it to Windows, which starts the service."""

    def start(self) -> None:
        windows = self._windows
        try:
            with _Opened(windows, self._name, _START) as service:
                windows.StartService(service, None)
        except windows.error:
            self._elevated()

    def missed(self) -> None:
        """Leave it to Windows, which starts a service again that has failed."""


class _Opened:
    """A service, open for as long as it is asked something."""

    def __init__(self, windows: Any, name: str, rights: int) -> None:
        self._windows, self._name, self._rights = windows, name, rights

    def __enter__(self) -> Any:
        windows = self._windows
        self._manager = windows.OpenSCManager(None, None, _CONNECT)
        try:
            self._service = windows.OpenService(self._manager, self._name, self._rights)
        except windows.error:
            windows.CloseServiceHandle(self._manager)
            raise
        return self._service

    def __exit__(self, *wrong: object) -> None:
        self._windows.CloseServiceHandle(self._service)
        self._windows.CloseServiceHandle(self._manager)


def service_of(root: Path) -> WindowsService | None:
    """Return the service whose state folder that is; None where there is none."""
    if sys.platform == "win32" and root == platformdirs.site_data_path(NAME, appauthor=False):
        windows, shell = import_module("win32service"), import_module("ctypes").windll.shell32
        service = WindowsService(windows, lambda: _start_elevated(shell))
        return None if service.state() == "none" else service
    return None


def _start_elevated(shell: Any) -> None:
    """Start the service as an administrator, for whom Windows asks; a no changes nothing."""
    shell.ShellExecuteW(None, "runas", "sc.exe", f"start {NAME}", None, _HIDDEN)
