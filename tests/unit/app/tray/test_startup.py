import sys
from contextlib import contextmanager

import pytest

from practicesync.app.tray.startup import NoStartup, WindowsStartup, this_startup

RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
COMMAND = ("C:\\Program Files\\Practice Sync\\practicesync.exe", "tray")


class Registry:
    """What winreg does with one account's values, in memory."""

    HKEY_CURRENT_USER, KEY_SET_VALUE, REG_SZ = "user", 2, 1

    def __init__(self):
        self.keys: dict[str, dict[str, object]] = {RUN: {}}

    @contextmanager
    def OpenKey(self, root, path, reserved=0, access=0):  # noqa: N802  # winreg's own name
        if path not in self.keys:
            raise FileNotFoundError
        yield self.keys[path]

    @contextmanager
    def CreateKeyEx(self, root, path, reserved=0, access=0):  # noqa: N802  # winreg's own name
        yield self.keys.setdefault(path, {})

    def QueryValueEx(self, key, name):  # noqa: N802  # winreg's own name
        if name not in key:
            raise FileNotFoundError
        return key[name], self.REG_SZ

    def SetValueEx(self, key, name, reserved, kind, value):  # noqa: N802  # winreg's own name
        key[name] = value

    def DeleteValue(self, key, name):  # noqa: N802  # winreg's own name
        if name not in key:
            raise FileNotFoundError
        del key[name]


@pytest.fixture
def registry():
    return Registry()


def test_windows_starts_the_icon_from_the_next_time_on(registry):
    startup = WindowsStartup(registry, COMMAND)
    assert startup.is_on() is False
    startup.turn(on=True)

    assert startup.is_on() is True
    value = registry.keys[RUN]["PracticeSync"]
    assert value == '"C:\\Program Files\\Practice Sync\\practicesync.exe" tray'


def test_windows_starts_it_no_more(registry):
    startup = WindowsStartup(registry, COMMAND)
    startup.turn(on=True)
    startup.turn(on=False)
    startup.turn(on=False)

    assert startup.is_on() is False
    assert registry.keys[RUN] == {}


def test_what_a_person_turned_off_in_the_task_manager_is_off(registry):
    startup = WindowsStartup(registry, COMMAND)
    startup.turn(on=True)
    registry.keys[APPROVED] = {"PracticeSync": b"\x03" + bytes(11)}
    assert startup.is_on() is False

    startup.turn(on=True)
    assert startup.is_on() is True


@pytest.mark.skipif(sys.platform == "win32", reason="Windows starts it")
def test_where_there_is_no_windows_nothing_starts_with_it():
    startup = this_startup(COMMAND)
    startup.turn(on=True)

    assert startup.is_on() is None


def test_an_icon_that_is_there_for_now_starts_with_nothing():
    startup = NoStartup()
    startup.turn(on=True)

    assert startup.is_on() is None
