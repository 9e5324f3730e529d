"""``practicesync check``: compare everything, and say what was found."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from practicesync.app.asking.check_report import report_text
from practicesync.app.asking.parts import Part, parts_of
from practicesync.app.commands.counter import Counter
from practicesync.app.say import say, say_json, tell_code
from practicesync.core.error_table import Exit, exit_code
from practicesync.core.errors import Code
from practicesync.core.granted import Standing
from practicesync.core.phase import Colour, Phase
from practicesync.core.snapshot import PracticeStatus

LOOK_AGAIN = 0.5
"""Seconds between two questions how far it is."""

_GOES_ON = {Phase.ATTENTION, Phase.HELD}
"""Red phases in which a full check makes progress."""


def full_check(counter: Counter) -> int:
    """Ask for a full check, wait for its end, print what it found and return the exit code."""
    began = dt.datetime.now(dt.UTC)
    counter.ask("check", {"step": "begin"})
    console = Console(stderr=True, highlight=False)
    columns = (TextColumn("Comparing every contact"), BarColumn(), MofNCompleteColumn())
    shown = console.is_terminal and not counter.as_json
    with Progress(*columns, console=console, transient=True, disable=not shown) as bar:
        task = bar.add_task("", total=None)
        while True:
            reply = counter.ask("check", {"step": "look"})
            parts = parts_of(reply, Standing)
            if reply.outcome == "done":
                break
            if (waits := _stopped(counter)) is not None:
                return _told(waits, counter)
            done, total = (sum(numbers) for numbers in zip(*map(_numbers, parts), strict=True))
            bar.update(task, completed=done, total=total or None)
            time.sleep(LOOK_AGAIN)
    return _report(counter, parts, began)


def _numbers(part: Part[Standing]) -> tuple[int, int]:
    return part.answer.done, part.answer.total


def _stopped(counter: Counter) -> PracticeStatus | None:
    """Return a practice that is red, so that the full check can't go on just now."""
    shown = counter.folder.shown()
    for practice in shown.practices if shown else ():
        meant = counter.practice in (None, practice.name, practice.practice_id)
        if meant and practice.colour is Colour.RED and practice.phase not in _GOES_ON:
            return practice
    return None


def _told(waits: PracticeStatus, counter: Counter) -> int:
    if counter.as_json:
        say_json({"practice": waits.name, "waits": True, "code": waits.code})
    else:
        tell_code(
            f"{waits.sentence} The full check goes on once that is over.", waits.code, waits.remedy
        )
    return exit_code(Code(waits.code)) if waits.code else Exit.INCOMPLETE


def _report(counter: Counter, parts: Sequence[Part[Standing]], began: dt.datetime) -> int:
    for part in parts:
        checked = part.answer.checked
        fresh = checked if checked and checked.at >= began else None
        if counter.as_json:
            say_json({"practice": part.practice, "checked": fresh})
        else:
            say(report_text(part.practice, fresh))
    return Exit.DONE
