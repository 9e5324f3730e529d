"""The demo from beginning to end: a practice, its upload, twenty edits, and a comparison."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from practicesync.demo.child import ask
from practicesync.demo.desk import Desk, Edit
from practicesync.demo.edits import TWENTY, edit
from practicesync.demo.figures import Figures, mismatches
from practicesync.demo.icon import Icon, show_icon
from practicesync.demo.practice import expected
from practicesync.demo.reader import Reader
from practicesync.demo.stage import Stage, Wanted, activate, end_activation, set_stage
from practicesync.demo.stop import DemoFailed, Stop
from practicesync.demo.watch import Seconds, wait_for_rest, watch_upload

_LONGEST = 60.0
"""Seconds beyond one look after which an edit that is not online counts as lost."""


@dataclass(frozen=True)
class Done:
    """Twenty edits: what each took from commit to online, and how many deletes are gone."""

    milliseconds: tuple[int, ...]
    deletes: int


class Demo:
    """One run. `clean_up` ends and removes whatever was started and made."""

    def __init__(self, wanted: Wanted, console: Console, stop: Stop, clean_up: ExitStack) -> None:
        self._wanted = wanted
        self._console = console
        self._stop = stop
        self._clean_up = clean_up
        self.icon = Icon(console)

    def begin(self) -> tuple[Stage, Seconds]:
        """Set everything up, activate, and watch the first upload."""
        folder = self._folder()
        self._console.print(
            f"A made-up practice of {self._wanted.contacts:,} contacts, a look for changes "
            f"every {self._wanted.interval:g} s."
        )
        stage = set_stage(folder, self._wanted, self._stop, self._clean_up)
        if self._wanted.tray:
            self.icon = show_icon(stage, self._console)
            self._clean_up.callback(self.icon.end)
        asking = activate(stage, self._stop, self._clean_up)
        took = watch_upload(stage, self._stop, self._console)
        end_activation(stage, asking, self._stop)
        self.icon.look()
        self._leave_out(stage)
        return stage, took

    def _leave_out(self, stage: Stage) -> None:
        """Leave out what can't be sent, as an administrator does who has looked through it."""
        arguments = ["--state", str(stage.state), "--json", "not-sent", "leave-out", "--all"]
        number = ask("practicesync", arguments)["contacts"]
        self._console.print(
            f"{number} contacts can't be sent, on purpose: left out with "
            "`practicesync not-sent leave-out --all`.",
            soft_wrap=True,
        )

    def work(self, stage: Stage, took: Seconds) -> Callable[[], Figures]:
        """Return what does twenty edits and compares everything, each time that it is called."""
        desk = self._clean_up.enter_context(closing(Desk(stage.practice)))
        person = self._clean_up.enter_context(stage.person())
        reader = self._clean_up.enter_context(
            Reader(
                stage.contacts_address,
                str(stage.ca_file),
                lambda: person.token(stage.address),
            )
        )

        def round_of_edits() -> Figures:
            done = self._edit(stage, desk, reader)
            not_sent = wait_for_rest(stage, self._stop)
            online = reader.contacts()
            return Figures(
                in_database=desk.count(),
                online=len(online),
                not_sent=not_sent,
                mismatched=mismatches(online, expected(stage.practice)),
                upload_seconds=round(took.upload, 3),
                processing_seconds=round(took.processing, 3),
                edit_to_online_ms=done.milliseconds,
                deletes_online=done.deletes,
            )

        return round_of_edits

    def _edit(self, stage: Stage, desk: Desk, reader: Reader) -> Done:
        """Do the edits one by one, each at a random moment between two looks."""
        milliseconds, deletes = [], 0
        self._console.print("\nTwenty edits, each from its commit to being found online:")
        for how in TWENTY:
            self._stop.wait(desk.rng.random() * self._wanted.interval)
            done = edit(desk, how)
            found_at = self._found(stage, reader, done)
            milliseconds.append(round((found_at - done.committed_at) * 1000))
            deletes += sum(desk.truth.shown_under(key) is None for key in done.keys)
            self._console.print(f"  {done.what:<40}{milliseconds[-1]:>6,} ms")
        return Done(tuple(milliseconds), deletes)

    def _found(self, stage: Stage, reader: Reader, done: Edit) -> float:
        """Return the moment at which everything that the edit changes is online as it should be."""
        should = {key: stage.practice.truth.shown_under(key) for key in done.keys}
        waiting = list(done.keys)
        within = _LONGEST + self._wanted.interval
        for _ in self._stop.ticks(0.02, within, lambda: f"{done.what}: not online."):
            stage.alive()
            waiting = [key for key in waiting if reader.contact(key) != should[key]]
            if not waiting:
                break
        return time.monotonic()

    def _folder(self) -> Path:
        """Return an empty folder: the one to keep, or one that is removed at the end."""
        keep = self._wanted.keep
        if keep is None:
            folder = Path(tempfile.mkdtemp(prefix="practicesync-demo-"))
            self._clean_up.callback(shutil.rmtree, folder, ignore_errors=True)
            return folder
        try:
            keep.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise DemoFailed(f"{keep} can't be made (error {error.errno}).") from None
        return keep.resolve()
