"""What the worker must remember about commands over a crash: `private/commands.json`.

A command's id is written together with its effect, in one atomic replacement, before the effect
is carried out: found again after a crash, it is not run twice. The practice's own records can't
hold it, because a command may concern several practices, or one that is not activated yet.
The only lasting effect of a command is a pause, so that is what the file holds beside the ids.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import msgspec

from practicesync.adapters.durable import replace_file

KEEP = dt.timedelta(minutes=30)
"""How long ids are kept: three times as long as a command may wait in the inbox."""


class _Page(msgspec.Struct, frozen=True):
    done: dict[str, dt.datetime] = {}
    paused: dict[str, dt.datetime | None] = {}


class Diary:
    """The ids of commands that were carried out, and which practices are paused until when."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._page = _Page()

    def open(self) -> None:
        """Read what was kept. A damaged file counts as empty: every command is harmless twice."""
        try:
            self._page = msgspec.json.decode(self._path.read_bytes(), type=_Page)
        except (OSError, ValueError):  # a ValueError: no JSON, no UTF-8, or not what we write
            self._page = _Page()

    def has(self, command_id: str) -> bool:
        """Tell whether the command was carried out already."""
        return command_id in self._page.done

    @property
    def paused(self) -> Mapping[str, dt.datetime | None]:
        """The paused practices by name, and until when (None: until resumed)."""
        return self._page.paused

    def note(
        self,
        command_id: str,
        now: dt.datetime,
        paused: Mapping[str, dt.datetime | None] | None = None,
    ) -> None:
        """Remember the id and, where given, the new pauses, durably."""
        # One far in the future was noted before the clock was set back; its command has expired.
        done = {id_: at for id_, at in self._page.done.items() if abs(now - at) < KEEP}
        page = _Page(
            done=done | {command_id: now},
            paused=dict(self._page.paused if paused is None else paused),
        )
        replace_file(self._path, msgspec.json.encode(page))
        self._page = page
