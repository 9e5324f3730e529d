"""The command ``doctor``, one step a command: begin, look; and last, for support.

It looks in a thread of its own, over connections of its own: what it is asked for most is a
practice's thread that hangs (decision 0022).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import msgspec

from practicesync.app.asking.reply import Answer
from practicesync.app.worker.lookings import Lookings
from practicesync.app.worker.refusal import Refusal
from practicesync.core.check_words import Told
from practicesync.core.command import Command

Checks = Callable[[str | None], Iterator[Told]]
"""Makes the checks of all practices, or of the one with that name or id."""


class Examinations:
    """The examinations of one worker, one at a time."""

    def __init__(
        self,
        checks: Checks,
        on_bug: Callable[[BaseException], None],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._checks = checks
        self._lookings = Lookings[Told](1, on_bug, monotonic)

    def carry_out(self, asked: Command) -> Answer:
        """Begin to look, tell what was found since, or what whoever asked last was told."""
        match asked.arguments.get("step"):
            case "begin":
                return self._lookings.begin(self._checks(asked.practice))
            case "look":
                return self._lookings.look(asked, "checks")
            case "last":
                return Answer(detail={"checks": msgspec.to_builtins(self._lookings.last())})
            case _:
                raise Refusal("unknown step")
