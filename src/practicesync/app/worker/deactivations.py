"""The command ``deactivate``, one step a command: begin, status."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Protocol

import msgspec

from practicesync.app.asking.reply import Answer
from practicesync.app.worker.activations import Activations
from practicesync.app.worker.commands import addressed
from practicesync.app.worker.diary import Diary
from practicesync.app.worker.practice_thread import PracticeThread
from practicesync.app.worker.refusal import Refusal, WhichPractice
from practicesync.core.command import Command
from practicesync.core.errors import Code, Problem


class Told(StrEnum):
    """Whether the cloud was told, and if not, why."""

    YES = "yes"
    SIGNED_OUT = "signed-out"
    ANOTHER_IN_CHARGE = "another-in-charge"


class Left(msgspec.Struct, frozen=True):
    """The practice is deactivated."""

    told: Told
    erased: bool


class Leaves(Protocol):
    """What a deactivation does to the world."""

    def leave(self, *, erase: bool) -> Left:
        """Deactivate the practice; with `erase` remove its online copy. Raises `Problem`."""


MakeLeaves = Callable[[PracticeThread], Leaves]


class Deactivations:
    """The deactivations of one worker, each in a thread of its own."""

    def __init__(
        self,
        practices: Sequence[PracticeThread],
        activations: Activations,
        diary: Diary,
        make_leaves: MakeLeaves,
        now: Callable[[], dt.datetime],
        *,
        on_bug: Callable[[str, BaseException], None],
    ) -> None:
        self._practices = practices
        self._activations = activations
        self._diary = diary
        self._make_leaves = make_leaves
        self._now = now
        self._on_bug = on_bug
        self._standing: dict[str, Answer] = {}

    def carry_out(self, asked: Command) -> Answer:
        """Carry out one step and tell where the deactivation stands."""
        practices = addressed(self._practices, asked.practice)
        if len(practices) != 1:
            raise WhichPractice([practice.name for practice in practices])
        practice = practices[0]
        match asked.arguments.get("step"):
            case "begin":
                return self._begin(practice, asked)
            case "status" if practice.name in self._standing:
                return self._standing[practice.name]
            case _:
                raise Refusal("unknown step")

    def runs(self, name: str) -> bool:
        """Tell whether that practice is being deactivated."""
        standing = self._standing.get(name)
        return standing is not None and standing.outcome == "waiting"

    def _begin(self, practice: PracticeThread, asked: Command) -> Answer:
        erase = asked.arguments.get("remove_online_copy")
        if not isinstance(erase, bool):
            raise Refusal("remove_online_copy is true or false")
        if self._activations.runs(practice.name):
            raise Refusal("somebody is signing in just now")
        if not self.runs(practice.name):
            self._diary.note(asked.id, self._now())
            self._standing[practice.name] = Answer("waiting")
            name = f"deactivation {practice.practice_id}"
            work = threading.Thread(
                target=self._leave, args=(practice, erase), name=name, daemon=True
            )
            work.start()
        return self._standing[practice.name]

    def _leave(self, practice: PracticeThread, erase: bool) -> None:
        try:
            left = self._make_leaves(practice).leave(erase=erase)
            answer = Answer(detail=msgspec.to_builtins(left))
        except Problem as problem:
            answer = Answer("failed", problem.code, problem.facts)
        except Exception as bug:  # noqa: BLE001  # the top of a thread: a bug must not hang the asker
            self._on_bug(practice.name, bug)
            answer = Answer("failed", Code.UNEXPECTED)
        self._standing[practice.name] = answer
