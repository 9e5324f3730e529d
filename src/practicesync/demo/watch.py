"""Watches `public/status.json` as any viewer does, and tells how far the first upload is."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.progress import TimeElapsedColumn as Elapsed

from practicesync.demo.stage import Stage
from practicesync.demo.stop import DemoFailed, Stop

_STEPS = ("1 of 2  uploading", "2 of 2  being prepared online")
_AT_REST = frozenset({"in_sync", "attention"})
_LOST = frozenset({"misconfigured", "sign_in_needed", "taken_over", "held", "employee_not_active"})
_EVERY = 0.02
_AT_LEAST = 120.0


@dataclass(frozen=True)
class Seconds:
    """How long the two steps of the first upload took."""

    upload: float
    processing: float


def practice_status(state: Path) -> dict[str, Any]:
    """Return the practice's part of the status, empty while there is none."""
    try:
        status = json.loads((state / "public" / "status.json").read_bytes())
    except (OSError, ValueError):
        # It is being replaced, or was never written.
        return {}
    return next(iter(status["practices"]), {})


def watch_upload(stage: Stage, stop: Stop, console: Console) -> Seconds:
    """Show both steps as bars until the practice is at rest, and return what they took from now."""
    contacts = len(stage.practice.truth.contacts)
    columns = (TextColumn("{task.description:<30}"), BarColumn(), MofNCompleteColumn(), Elapsed())
    began, uploaded = time.monotonic(), 0.0
    slow = _AT_LEAST + contacts / 50
    with Progress(*columns, console=console) as bars:
        tasks = [bars.add_task(step, total=contacts, start=False) for step in _STEPS]
        for _ in stop.ticks(_EVERY, slow, lambda: _told(stage)):
            status = _healthy(stage)
            progress = status.get("progress") or {}
            step = progress.get("step", 0)
            if (step == 2 or status.get("phase") in _AT_REST) and not uploaded:
                uploaded = time.monotonic()
                _fill(bars, tasks[0])
            if step:
                bars.start_task(tasks[step - 1])
                bars.update(
                    tasks[step - 1], completed=progress["done"], total=progress["total"] or None
                )
            if status.get("phase") in _AT_REST:
                _fill(bars, tasks[1])
                break
    return Seconds(uploaded - began, time.monotonic() - uploaded)


def wait_for_rest(stage: Stage, stop: Stop) -> int:
    """Wait until it is green, and return how many contacts were not sent."""
    for _ in stop.ticks(_EVERY, _AT_LEAST, lambda: _told(stage)):
        status = _healthy(stage)
        if status.get("phase") == "in_sync":
            return int(status["counts"]["not_sent"])
    raise AssertionError("ticks never end by themselves")


def _healthy(stage: Stage) -> dict[str, Any]:
    """Return the status; raises `DemoFailed` with its sentence if a person would be needed."""
    stage.alive()
    status = practice_status(stage.state)
    if status.get("phase") in _LOST:
        raise DemoFailed(f"{status['sentence']} {status['remedy']}", stage.log)
    return status


def _told(stage: Stage) -> str:
    status = practice_status(stage.state)
    return f"It takes too long. {status.get('sentence', '')} {status.get('remedy', '')}".strip()


def _fill(bars: Progress, task: TaskID) -> None:
    total = bars.tasks[task].total
    bars.start_task(task)
    bars.update(task, completed=total)
    bars.stop_task(task)
