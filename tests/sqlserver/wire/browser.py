"""SQL Server Browser: tells by UDP which instances there are, and on which port (MC-SQLR).

https://learn.microsoft.com/openspecs/windows_protocols/mc-sqlr/
"""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass

LIST_EVERYBODY = 0x02  # CLNT_BCAST_EX, 2.2.1
LIST_ALL = 0x03  # CLNT_UCAST_EX, 2.2.2
ASK_ONE = 0x04  # CLNT_UCAST_INST, 2.2.3
ANSWER = 0x05  # SVR_RESP, 2.2.5
LONGEST_REQUEST = 34
STOP = b"\0"


@dataclass(frozen=True)
class Instance:
    """An instance as it is told; without a port it only takes pipes."""

    server: str
    name: str
    port: int | None
    version: str = "15.0.2000.5"
    clustered: bool = False

    def told(self) -> str:
        clustered = "Yes" if self.clustered else "No"
        tcp = f"tcp;{self.port};" if self.port else ""
        return (
            f"ServerName;{self.server};InstanceName;{self.name};"
            f"IsClustered;{clustered};Version;{self.version};{tcp};"
        )


def answer(request: bytes, instances: tuple[Instance, ...]) -> bytes | None:
    """Return what is answered to a request; nothing at all if there is nothing to tell."""
    told = [one.told() for one in instances if _asked(request, one)]
    if not told:
        return None
    content = "".join(told).encode("cp1252")
    return struct.pack("<BH", ANSWER, len(content)) + content


def _asked(request: bytes, instance: Instance) -> bool:
    if request[:1] == bytes([ASK_ONE]):
        name = request[1:].partition(b"\0")[0].decode("cp1252")
        return name.casefold() == instance.name.casefold()
    return request in (bytes([LIST_ALL]), bytes([LIST_EVERYBODY]))


class Browser:
    """Answers on a port of this computer, unless it was told to be silent."""

    def __init__(self, instances: tuple[Instance, ...], port: int = 0) -> None:
        self.instances = instances
        self.silent = False
        self.requests: list[bytes] = []
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            self._socket.bind(("127.0.0.1", port))
        except OSError:
            self._socket.close()
            raise

    @property
    def port(self) -> int:
        return int(self._socket.getsockname()[1])

    def serve(self) -> None:
        while True:
            request, client = self._socket.recvfrom(LONGEST_REQUEST)
            if client == self._socket.getsockname() and request == STOP:
                return
            self.requests.append(request)
            told = answer(request, self.instances)
            if told and not self.silent:
                self._socket.sendto(told, client)

    def stop(self) -> None:
        """Wake `serve`, which then ends."""
        self._socket.sendto(STOP, self._socket.getsockname())

    def close(self) -> None:
        self._socket.close()


@contextlib.contextmanager
def browser(*instances: Instance, port: int = 0) -> Iterator[Browser]:
    """Answer until the block ends, on any free port or on that one."""
    serving = Browser(instances, port)
    thread = threading.Thread(target=serving.serve, daemon=True)
    thread.start()
    try:
        yield serving
    finally:
        serving.stop()
        thread.join()
        serving.close()
