"""The system's requests to end, heard while Tk waits for what comes next."""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Callable

_REQUESTS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


def hear_requests_to_end(end: Callable[[], None]) -> None:
    """Call that at the first request, in a thread of its own; a second one ends us on the spot.

    Python's own way would be to hear of it when Tk next calls us, which may be seconds later.
    """
    ear, bell = socket.socketpair()
    bell.setblocking(False)
    signal.set_wakeup_fd(bell.fileno())
    for name in _REQUESTS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _noted)
    threading.Thread(target=_listen, args=(ear, bell, end), name="ending", daemon=True).start()


def _listen(ear: socket.socket, bell: socket.socket, end: Callable[[], None]) -> None:
    with bell:  # it is the system that rings it
        ear.recv(1)
        end()
        again = ear.recv(1)
    os._exit(128 + again[0])


def _noted(*_: object) -> None:
    """Do nothing: the bell has rung."""
