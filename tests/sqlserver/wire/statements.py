"""What clients have asked of the server, for tests that count it."""

from __future__ import annotations

import re
import threading
from collections import Counter
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Heard:
    """A statement as it came over the numbered connection, with the values of its parameters.

    It came by that procedure, or in a batch.
    """

    connection: int
    sql: str
    values: tuple[Any, ...] = ()
    procedure: str = ""


class Statements:
    """A log of every statement, and how many requests and rows each connection has had."""

    def __init__(self) -> None:
        self.requests: Counter[int] = Counter()
        self.rows: Counter[int] = Counter()
        self._heard: list[Heard] = []
        self._lock = threading.Lock()

    def hear(self, heard: Heard) -> None:
        with self._lock:
            self._heard.append(heard)

    def asked(self, connection: int) -> None:
        with self._lock:
            self.requests[connection] += 1

    def sent_row(self, connection: int) -> None:
        self.rows[connection] += 1

    def all(self, pattern: str = "", connection: int | None = None) -> list[Heard]:
        """Return those in which the pattern is found, whatever its case, oldest first."""
        wanted = re.compile(pattern, re.IGNORECASE)
        with self._lock:
            return [
                one
                for one in self._heard
                if connection in (None, one.connection) and wanted.search(one.sql)
            ]

    def clear(self) -> None:
        with self._lock:
            self._heard.clear()
            self.requests.clear()
            self.rows.clear()
