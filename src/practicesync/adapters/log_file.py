"""The log that people and support read: one line a change of fortune, no personal value in it.

A line is made of a code, a sentence of the error table and facts (names and numbers), never of
a text that the database, the cloud or the operating system wrote: such a text may quote a client.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Literal

import msgspec

Level = Literal["DEBUG", "INFO", "WARNING", "ERROR"]
LEVELS: tuple[Level, ...] = ("DEBUG", "INFO", "WARNING", "ERROR")

Fact = str | int | float
"""A name or a number."""

LONGEST_FACT = 2000


class Line(msgspec.Struct, frozen=True):
    """One line of the log."""

    level: Level
    sentence: str
    practice: str = ""
    code: str = ""
    facts: Mapping[str, Fact] = {}


class LogFile:
    """Writes `logs/practicesync.log` and keeps the nine before it.

    A log that can't be written is a pity and no more: the sync goes on without it.
    """

    def __init__(
        self,
        path: Path,
        now: Callable[[], dt.datetime],
        *,
        level: Level = "INFO",
        limit: int = 5_000_000,
        files: int = 10,
    ) -> None:
        self._path = path
        self._now = now
        self._wanted = LEVELS[LEVELS.index(level) :]
        self._limit = limit
        self._files = files
        self._lock = threading.Lock()

    def write(self, line: Line) -> None:
        """Append the line with the local time."""
        if line.level not in self._wanted:
            return
        text = line_text(line, self._now().astimezone())
        with self._lock:
            try:
                self._append(text.encode("utf-8", "replace"))
            except OSError:
                # Nowhere is left to say so; what matters is in the status.
                return

    def _append(self, content: bytes) -> None:
        # Opened for each line: a folder that went away or a full disk heals by itself,
        # and a viewer on Windows may rename or remove the file at any time.
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("ab") as file:
            file.write(content)
            size = file.tell()
        if size >= self._limit:
            self._rotate()

    def _rotate(self) -> None:
        for number in range(self._files - 1, 0, -1):
            older = self._numbered(number)
            newer = self._numbered(number - 1) if number > 1 else self._path
            if newer.exists():
                newer.replace(older)

    def _numbered(self, number: int) -> Path:
        return self._path.with_name(f"{self._path.name}.{number}")


def line_text(line: Line, at: dt.datetime) -> str:
    """Return the line as it stands in the file: nothing in it can begin another line."""
    parts = [at.isoformat(timespec="milliseconds"), f"{line.level:<7}"]
    if line.practice:
        parts.append(f"[{_plain(line.practice)}]")
    if line.code:
        parts.append(line.code)
    parts.append(_plain(line.sentence))
    parts += [f"{_plain(name)}={_quoted(value)}" for name, value in line.facts.items()]
    return " ".join(parts) + "\n"


def frames(error: BaseException) -> str:
    """Return an error's type and where it came from, innermost last, without any value."""
    places = [f"{file}:{number}:{name}" for file, number, name in _places(error.__traceback__)]
    return " > ".join([*places, type(error).__qualname__])


def _places(trace: TracebackType | None) -> Iterable[tuple[str, int, str]]:
    while trace is not None:
        code = trace.tb_frame.f_code
        yield Path(code.co_filename).name, trace.tb_lineno, code.co_name
        trace = trace.tb_next


def _plain(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def _quoted(value: Fact) -> str:
    text = _plain(str(value))[:LONGEST_FACT]
    return f'"{text}"' if " " in text or not text else text
