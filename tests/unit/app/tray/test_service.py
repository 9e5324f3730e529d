import pytest

from practicesync.app.tray.service import WindowsService


class ServiceManager:
    """What pywin32 says of one service, in memory."""

    def __init__(self, state, *, may_start=True):
        self.state, self.may_start = state, may_start
        self.open, self.started = 0, False

    class error(Exception):  # noqa: N801  # pywin32's own name
        pass

    def OpenSCManager(self, machine, database, rights):  # noqa: N802  # pywin32's own name
        self.open += 1
        return "manager"

    def OpenService(self, manager, name, rights):  # noqa: N802  # pywin32's own name
        if self.state is None or (rights == 0x10 and not self.may_start):
            raise self.error
        self.open += 1
        return name

    def QueryServiceStatus(self, service):  # noqa: N802  # pywin32's own name
        return (16, self.state, 0, 0, 0, 0, 0)

    def StartService(self, service, arguments):  # noqa: N802  # pywin32's own name
        self.started = True

    def CloseServiceHandle(self, handle):  # noqa: N802  # pywin32's own name
        self.open -= 1


def service(manager, asked=()):
    return WindowsService(manager, lambda: asked.append("elevated"))


@pytest.mark.parametrize(
    ("state", "told"),
    [(None, "none"), (1, "stopped"), (2, "starting"), (3, "stopped"), (4, "running")],
)
def test_the_service_stands_as_windows_says(state, told):
    manager = ServiceManager(state)
    assert service(manager).state() == told
    assert manager.open == 0


def test_who_may_start_it_starts_it():
    manager, asked = ServiceManager(1), list[str]()
    service(manager, asked).start()
    assert manager.started
    assert asked == []
    assert manager.open == 0


def test_who_may_not_start_it_is_asked_for_an_administrator():
    manager, asked = ServiceManager(1, may_start=False), list[str]()
    service(manager, asked).start()
    assert not manager.started
    assert asked == ["elevated"]
    assert manager.open == 0


def test_windows_itself_starts_a_service_again_that_has_failed():
    manager = ServiceManager(1)
    asked: list[str] = []
    kept = service(manager, asked)
    kept.begin()
    kept.missed()
    assert not manager.started
    assert asked == []
