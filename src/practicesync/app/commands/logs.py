"""``practicesync logs``: the last lines of the log, and those that come."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from practicesync.app.say import say
from practicesync.core.error_table import Exit

LOOK_AGAIN = 0.5
"""Seconds between two looks for more."""

BLOCK = 64 * 1024


def show_logs(log: Path, lines: int, *, follow: bool) -> int:
    """Print the last lines, and with `follow` what comes until Ctrl+C; return the exit code."""
    found, place = last_lines(log, lines)
    for line in found:
        _print(line)
    if not found and not follow:
        say("Nothing has been logged yet.")
    try:
        if follow:
            for line in following(log, place):
                _print(line)
    except KeyboardInterrupt:
        return Exit.DONE
    except BrokenPipeError:
        # Whoever read has enough; what is left in the buffer must not complain at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return Exit.DONE


def last_lines(log: Path, number: int) -> tuple[list[bytes], int]:
    """Return the last lines, also of the log before, and the place behind them in this one."""
    lines, place = _tail(log, number)
    if len(lines) < number:
        before, _ = _tail(log.with_name(f"{log.name}.1"), number - len(lines))
        lines = before + lines
    return lines, place


def _tail(log: Path, number: int) -> tuple[list[bytes], int]:
    """Return the last whole lines of a file and where the last one ends."""
    try:
        with log.open("rb") as file:
            place = end = file.seek(0, os.SEEK_END)
            content = b""
            while place > 0 and content.count(b"\n") <= number:
                place = max(0, place - BLOCK)
                file.seek(place)
                content = file.read(end - place)
    except FileNotFoundError:
        return [], 0
    whole, newline, rest = content.rpartition(b"\n")
    lines = whole.split(b"\n") if newline else []
    return (lines[-number:] if number else []), end - len(rest)


def following(
    log: Path, place: int, wait: Callable[[float], object] = time.sleep
) -> Iterator[bytes]:
    """Yield each line that is written behind that place, also after the log began anew."""
    rest = b""
    while True:
        content, place = _read_on(log, place)
        *lines, rest = (rest + content).split(b"\n")
        yield from lines
        if not content:
            wait(LOOK_AGAIN)


def _read_on(log: Path, place: int) -> tuple[bytes, int]:
    try:
        with log.open("rb") as file:
            if file.seek(0, os.SEEK_END) < place:
                place = 0  # it was full, and another has begun
            file.seek(place)
            content = file.read(BLOCK)
    except FileNotFoundError:
        return b"", 0
    return content, place + len(content)


def _print(line: bytes) -> None:
    sys.stdout.write(line.decode("utf-8", "replace") + "\n")
    sys.stdout.flush()
