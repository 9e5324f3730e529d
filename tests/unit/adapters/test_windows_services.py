"""Services are found by either of their names, and nothing is left open."""

from __future__ import annotations

import pytest

from practicesync.adapters.windows_services import WindowsServices

SHOWN = "MYOB OnTheGo API Service"


class ServiceError(Exception):
    """What Windows raises."""


class ServiceManager:
    """Stands in for pywin32's module `win32service`."""

    error = ServiceError

    def __init__(self, **states: int) -> None:
        self._states = states
        self.open: list[object] = []

    def OpenSCManager(self, machine: object, database: object, rights: int) -> object:  # noqa: N802  # Windows' name
        assert (machine, database) == (None, None)
        assert rights == 0x0001, "it asks for more than to connect"
        return self._opened("manager")

    def GetServiceKeyName(self, _manager: object, shown: str) -> str:  # noqa: N802  # Windows' name
        if shown != SHOWN:
            raise ServiceError(1060)
        return "OnTheGo"

    def OpenService(self, _manager: object, name: str, rights: int) -> object:  # noqa: N802  # Windows' name
        assert rights == 0x0004, "it asks for more than to look"
        if name not in self._states:
            raise ServiceError(1060)
        return self._opened(name)

    def QueryServiceStatus(self, service: str) -> tuple[int, ...]:  # noqa: N802  # Windows' name
        return (16, self._states[service], 0, 0, 0, 0, 0)

    def CloseServiceHandle(self, handle: object) -> None:  # noqa: N802  # Windows' name
        self.open.remove(handle)

    def _opened(self, handle: object) -> object:
        self.open.append(handle)
        return handle


@pytest.mark.parametrize("name", [SHOWN, "OnTheGo"])
@pytest.mark.parametrize(("state", "found"), [(4, "running"), (1, "stopped"), (3, "stopped")])
def test_a_service_is_found_by_either_name(name, state, found):
    windows = ServiceManager(OnTheGo=state)

    assert WindowsServices(windows).state(name) == found
    assert windows.open == []


def test_a_service_that_is_not_there_is_missing():
    windows = ServiceManager()

    assert WindowsServices(windows).state(SHOWN) == "missing"
    assert windows.open == []
