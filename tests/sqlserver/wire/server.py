"""Listens on a port of this computer and talks with whoever connects."""

from __future__ import annotations

import contextlib
import functools
import itertools
import socket
import threading
from collections.abc import Callable, Iterator

from tests.sqlserver.engine import Login, Server
from tests.sqlserver.wire.conversation import Conversation
from tests.sqlserver.wire.faults import Faults
from tests.sqlserver.wire.greeting import Protection
from tests.sqlserver.wire.house import House
from tests.sqlserver.wire.serving import NO_LINGERING
from tests.sqlserver.wire.statements import Statements

HOST = "127.0.0.1"
SQL_2019 = "15.0.4415.2"
UNPROTECTED = Protection()
SEND_BUFFER = 8192  # small, so that rows that nobody fetches are soon not asked for either


class TdsServer:
    """SQL Server as a driver sees it; what it knows is the `Server` behind it."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._numbers = itertools.count(1)
        self._open: dict[int, socket.socket] = {}
        self._changed = threading.Condition()
        self._threads: list[threading.Thread] = []
        self.port = 0
        self._listening: socket.socket | None = None

    @property
    def faults(self) -> Faults:
        return self._house.faults

    @property
    def statements(self) -> Statements:
        return self._house.statements

    @property
    def logins(self) -> list[Login]:
        """Who has asked to come in, also those who were refused."""
        return self._house.logins

    @property
    def connections(self) -> int:
        """How many connections are open."""
        with self._changed:
            return len(self._open)

    def wait_for_connections(self, count: int, at_most: float = 10.0) -> bool:
        """Wait until so many connections are open; say whether it came to that."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self._open) == count, at_most)

    def listen(self) -> None:
        """Open the port, the same as before if there was one."""
        self._listening = listening = socket.create_server((HOST, self.port))
        self.port = listening.getsockname()[1]
        self._start(lambda: self._accept(listening))

    def refuse(self) -> None:
        """Close the port; who is connected stays so."""
        if self._listening is None:
            return
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._listening = None

    def drop_connections(self) -> None:
        """Reset every connection, as a server that is stopped does."""
        with self._changed:
            for connection in self._open.values():
                with contextlib.suppress(OSError):
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGERING)
                    connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Leave no thread and no socket."""
        self._house.closing.set()
        self.refuse()
        while self._threads:
            self.drop_connections()
            self._threads[-1].join(0.1)
            self._threads = [thread for thread in self._threads if thread.is_alive()]

    def _accept(self, listening: socket.socket) -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            number = next(self._numbers)
            with self._changed:
                self._open[number] = connection
                self._changed.notify_all()
            self._start(functools.partial(self._talk, connection, number))

    def _talk(self, connection: socket.socket, number: int) -> None:
        try:
            with connection:
                Conversation(self._house, connection, number).run()
        finally:
            with self._changed:
                del self._open[number]
                self._changed.notify_all()

    def _start(self, what: Callable[[], None]) -> None:
        thread = threading.Thread(target=what, daemon=True)
        self._threads.append(thread)
        thread.start()


@contextlib.contextmanager
def tds_server(
    server: Server,
    protection: Protection = UNPROTECTED,
    version: str = SQL_2019,
) -> Iterator[TdsServer]:
    """Serve until the block ends."""
    serving = TdsServer(House(server, protection, version))
    serving.listen()
    try:
        yield serving
    finally:
        serving.close()
