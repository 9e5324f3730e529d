"""Watching a first upload from the command that began it, until the contacts can be found."""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Callable, Mapping
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn

from practicesync.adapters.state_folder import StateFolder
from practicesync.app.say import say, say_json, tell, tell_code
from practicesync.core.error_table import Exit, exit_code
from practicesync.core.errors import Code, Unavailable
from practicesync.core.first_upload import is_over, is_through, practice_in
from practicesync.core.phase import Phase
from practicesync.core.report import Progress as HowFar
from practicesync.core.snapshot import PracticeStatus
from practicesync.core.words import at_rate, count, counted, duration

LOOK_AGAIN = 0.3
"""Seconds between two looks at the status."""

NEWS = 20.0
"""Seconds after which a plain line says how far it is."""

STEPS: Mapping[int, str] = {1: "Sending", 2: "Preparing online"}


class Screen(Protocol):
    """Where progress is shown."""

    def show(self, practice: PracticeStatus) -> None:
        """Show how far the practice is."""

    def close(self, *, done: bool = False) -> None:
        """Show nothing more; `done`: both steps are."""


def watch(
    folder: StateFolder,
    practice_id: str,
    began: dt.datetime,
    *,
    as_json: bool,
    pause: Callable[[float], object] = time.sleep,
) -> int:
    """Show how far the practice's first upload is, until it is over; return the exit code.

    `began` is when it did: what the status says from before isn't news.
    """
    screen = _screen(as_json=as_json)
    watched_from = time.monotonic()
    try:
        while True:
            if folder.is_silent(time.time()):
                screen.close()
                return tell(Unavailable(Code.NOT_RUNNING))
            practice = practice_in(folder.shown(), practice_id)
            if practice is not None:
                if is_over(practice, began, time.monotonic() - watched_from):
                    screen.close(done=is_through(practice))
                    return _end(practice, as_json=as_json)
                screen.show(practice)
            pause(LOOK_AGAIN)
    finally:
        screen.close()


def how_far(progress: HowFar) -> str:
    """Return how far a step is, as a line."""
    done = f"{count(progress.done)} of {counted(progress.total, 'contact')}"
    return f"Step {progress.step} of 2, {STEPS[progress.step].lower()}: {done}{_left(progress)}."


def _left(progress: HowFar) -> str:
    if progress.eta_s is None:
        return ""
    return f", {duration(progress.eta_s)} left{at_rate(progress.rate)}"


def _end(practice: PracticeStatus, *, as_json: bool) -> int:
    """Say how the practice stands, and return the exit code."""
    if as_json:
        said = {"phase": practice.phase, "code": practice.code, "sentence": practice.sentence}
        say_json({"stands": said | {"remedy": practice.remedy}})
    elif practice.code:
        tell_code(practice.sentence, practice.code, practice.remedy)
    else:
        say(practice.sentence)
    if practice.code:
        return exit_code(Code(practice.code))
    return Exit.CLOUD if practice.phase is Phase.UNAVAILABLE else Exit.DONE


def _screen(*, as_json: bool) -> Screen:
    if as_json:
        return _Json()
    return _Bars() if sys.stdout.isatty() else _Lines()


class _Json:
    def __init__(self) -> None:
        self._shown: HowFar | None = None

    def show(self, practice: PracticeStatus) -> None:
        if practice.progress is not None and practice.progress != self._shown:
            self._shown = practice.progress
            say_json({"progress": practice.progress})

    def close(self, *, done: bool = False) -> None:
        pass


class _Lines:
    """A line for each step, for trouble, and now and then for how far it is."""

    def __init__(self) -> None:
        self._said = ""
        self._said_at = 0.0

    def show(self, practice: PracticeStatus) -> None:
        progress = practice.progress
        about = str(progress.step) if progress else practice.sentence
        if about == self._said and time.monotonic() - self._said_at < NEWS:
            return
        self._said, self._said_at = about, time.monotonic()
        say(how_far(progress) if progress else practice.sentence)

    def close(self, *, done: bool = False) -> None:
        pass


class _Bars:
    """Two bars, one a step, and a line of how long it takes."""

    def __init__(self) -> None:
        self._bars = Progress(
            TextColumn("Step {task.fields[step]} of 2  {task.description:<16}"),
            BarColumn(),
            TextColumn("{task.fields[told]}"),
            console=Console(highlight=False, emoji=False),
        )
        self._steps: dict[int, TaskID] = {
            step: self._bars.add_task(words, total=None, step=step, told="")
            for step, words in STEPS.items()
        }
        self._bars.start()

    def show(self, practice: PracticeStatus) -> None:
        progress = practice.progress
        if progress is None:
            return
        if progress.step == 2:
            sent = self._steps[1]
            self._bars.update(sent, total=1, completed=1, told="done")
        told = f"{count(progress.done)} of {counted(progress.total, 'contact')}"
        told += _left(progress)
        task = self._steps[progress.step]
        self._bars.update(task, total=progress.total or 1, completed=progress.done, told=told)

    def close(self, *, done: bool = False) -> None:
        for task in self._steps.values() if done else ():
            self._bars.update(task, total=1, completed=1, told="done")
        self._bars.stop()
