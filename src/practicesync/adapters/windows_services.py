"""The services of Windows, and whether they run."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

from practicesync.ports import Services
from practicesync.ports.computer import ServiceState

_RUNNING = 4
"""https://learn.microsoft.com/windows/win32/api/winsvc/ns-winsvc-service_status"""

_CONNECT = 0x0001
_LOOK = 0x0004
"""https://learn.microsoft.com/windows/win32/services/service-security-and-access-rights"""


class WindowsServices:
    """Asks the service manager; `windows` is pywin32's module for it, or a double."""

    def __init__(self, windows: Any) -> None:
        self._windows = windows

    def state(self, name: str) -> ServiceState:
        windows = self._windows
        manager = windows.OpenSCManager(None, None, _CONNECT)
        try:
            service = windows.OpenService(manager, self._own_name(manager, name), _LOOK)
        except windows.error:
            return "missing"
        else:
            state = windows.QueryServiceStatus(service)[1]
            windows.CloseServiceHandle(service)
            return "running" if state == _RUNNING else "stopped"
        finally:
            windows.CloseServiceHandle(manager)

    def _own_name(self, manager: Any, shown: str) -> str:
        """Return the name that the manager has for a service; Windows shows another."""
        try:
            return str(self._windows.GetServiceKeyName(manager, shown))
        except self._windows.error:
            return shown


def services_here() -> Services | None:
    """Return the services of this computer; None where there is no Windows."""
    return WindowsServices(import_module("win32service")) if sys.platform == "win32" else None
