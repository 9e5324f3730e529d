"""Setting a practice up, as whoever asks for it does: what was said, and each step."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from practicesync.adapters.state_folder import StateFolder
from practicesync.app.asking.ask import ask
from practicesync.app.asking.reply import Reply
from practicesync.core.command import Argument
from practicesync.core.draft import Draft
from practicesync.core.errors import Code, Unavailable

SEALED_FOR = "setup"
"""What a password is bound to that comes with a draft."""

LOOK_AGAIN = 0.2
"""Seconds between two questions what was found meanwhile."""

LONGEST = 300.0
"""Seconds after which a worker that is still looking is waited for no more."""

Arguments = Mapping[str, Argument]


class Stopped(Exception):
    """What was asked came to nothing, and the reply says why."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.code)
        self.reply = reply


@dataclass(frozen=True)
class SetupCounter:
    """Where each step is asked; `seal` is what a password is sealed with on its way."""

    carry_out: Callable[[Arguments], Reply]
    seal: Callable[[], bytes]
    wait: Callable[[float], object] = time.sleep

    def ask(self, arguments: Arguments) -> dict[str, Any]:
        """Return what a step brought. Raises `Stopped`."""
        reply = self.carry_out(arguments)
        if reply.outcome not in ("done", "waiting"):
            raise Stopped(reply)
        return {**reply.detail, "over": reply.outcome == "done"}

    def step(self, step: str, said: Said, more: Arguments | None = None) -> dict[str, Any]:
        """Ask that step for what was said so far."""
        return self.ask({"step": step, **said.arguments(self.seal), **(more or {})})

    def look(self, question: str, said: Said) -> Iterator[Any]:
        """Yield what is found as it is found. Raises `Stopped` for what ended it."""
        id_ = self.step("begin", said, {"question": question})["id"]
        until = time.monotonic() + LONGEST
        seen = 0
        while time.monotonic() < until:
            answer = self.ask({"step": "look", "id": id_, "seen": seen})
            seen += len(answer["found"])
            yield from answer["found"]
            if answer["over"]:
                return
            self.wait(LOOK_AGAIN)
        raise Unavailable(Code.WORKER_DOES_NOT_ANSWER, seconds=f"{LONGEST:.0f}")


@dataclass(frozen=True)
class Said:
    """Everything that was said so far; the password shows nowhere."""

    draft: Draft
    add: bool = False
    password: str | None = None

    def __repr__(self) -> str:
        return f"Said({self.draft!r})"

    def arguments(self, seal: Callable[[], bytes]) -> dict[str, Argument]:
        """Return it as a command's arguments."""
        arguments: dict[str, Argument] = {**msgspec.to_builtins(self.draft), "add": self.add}
        if self.password is not None:
            arguments["password"] = _sealed(seal, self.password)
        return arguments


def at_the_worker(folder: StateFolder) -> SetupCounter:
    """Return where the running Practice Sync is asked. Raises `Unavailable` if none runs."""
    if folder.is_silent(time.time()):
        raise Unavailable(Code.NOT_RUNNING)
    return SetupCounter(
        lambda arguments: ask(folder, "setup", None, arguments), folder.seal_file.read_bytes
    )


def _sealed(seal: Callable[[], bytes], password: str) -> str:
    # Here, for nothing else in a window needs to know how things are sealed.
    from practicesync.adapters.sealing import Unreadable, sealed_for

    try:
        return sealed_for(seal(), password, SEALED_FOR)
    except (OSError, Unreadable):  # it is there while the worker runs
        raise Unavailable(Code.NOT_RUNNING) from None
