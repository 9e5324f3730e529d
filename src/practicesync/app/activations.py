"""The command ``activate``, one step a command: begin, status, confirm, cancel."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from practicesync.app.activation import Activated, Activation, Failed, SignedIn, Ways
from practicesync.app.commands import addressed
from practicesync.app.practice_thread import PracticeThread
from practicesync.app.refusal import Refusal
from practicesync.app.register import Register
from practicesync.app.reply import Answer
from practicesync.core.command import Command
from practicesync.core.errors import Code
from practicesync.core.phase import WAITS_FOR_SIGN_IN

MakeWays = Callable[[PracticeThread, str, bool], Ways]
"""Opens the way for a practice under that version of the terms of use, with a code or without."""

EndPause = Callable[[str, str], bool]
"""Ends the pause of the practice of that name for that activation; tells whether there was one."""


class Activations:
    """The activations of one worker, one a practice at a time."""

    def __init__(
        self,
        practices: Sequence[PracticeThread],
        register: Register,
        make_ways: MakeWays,
        on_bug: Callable[[str, BaseException], None],
        end_pause: EndPause,
    ) -> None:
        self._practices = practices
        self._register = register
        self._make_ways = make_ways
        self._on_bug = on_bug
        self._end_pause = end_pause
        self._running: dict[str, Activation] = {}
        self._to_settle: list[tuple[str, Activation]] = []
        self._ended_a_pause: set[str] = set()
        self._leaving: Callable[[str], bool] = lambda _name: False

    def mind(self, leaving: Callable[[str], bool]) -> None:
        """Begin no sign-in for a practice of which `leaving` says that it is being deactivated."""
        self._leaving = leaving

    def carry_out(self, asked: Command) -> Answer:
        """Carry out one step and tell where the activation stands."""
        self.settle()
        match asked.arguments.get("step"):
            case "look":
                return self._look(self._one(asked.practice))
            case "begin":
                return self._begin(self._one(asked.practice), asked.arguments)
            case "status":
                activation = self._meant(asked)
            case "confirm":
                activation = self._meant(asked)
                _confirm(activation, asked.arguments.get("user"))
            case "cancel":
                activation = self._meant(asked)
                activation.cancel()
            case _:
                raise Refusal("unknown step")
        return self._standing(activation)

    def settle(self) -> None:
        """End the pause of each practice that was activated since: its contacts are to go online.

        Who asks is told of an activation after this only, so a crash can't undo what was told.
        """
        for name, activation in list(self._to_settle):
            if not activation.over:
                continue
            if isinstance(activation.step, Activated) and self._end_pause(activation.id, name):
                self._ended_a_pause.add(activation.id)
            self._to_settle.remove((name, activation))

    def runs(self, name: str) -> bool:
        """Tell whether somebody signs in for that practice."""
        activation = self._running.get(name)
        return activation is not None and not activation.over

    def end(self) -> None:
        """Give up every sign-in that is on its way."""
        for activation in self._running.values():
            activation.give_way()

    def _one(self, wanted: str | None) -> PracticeThread:
        practices = addressed(self._practices, wanted)
        if len(practices) > 1:
            practices = [p for p in practices if p.report.phase in WAITS_FOR_SIGN_IN]
        if len(practices) != 1:
            raise Refusal("say which practice with --practice")
        return practices[0]

    def _look(self, practice: PracticeThread) -> Answer:
        registered = self._register.get(practice.name)
        report = practice.report
        if (
            registered is None
            or report.phase in WAITS_FOR_SIGN_IN
            or report.code is Code.VAULT_UNREADABLE
        ):
            return Answer("waiting")
        return Answer(detail=msgspec.to_builtins(registered))

    def _begin(self, practice: PracticeThread, arguments: Mapping[str, object]) -> Answer:
        if self._leaving(practice.name):
            raise Refusal("contacts sync is being stopped just now")
        version = arguments.get("terms")
        if not isinstance(version, str) or not version:
            raise Refusal("the terms of use are not accepted")
        device = arguments.get("device", False)
        if not isinstance(device, bool):
            raise Refusal("device is true or false")
        before = self._running.get(practice.name)
        if before is not None:
            before.give_way()
        ways = self._make_ways(practice, version, device)
        activation = Activation(ways, lambda bug: self._on_bug(practice.name, bug))
        self._running[practice.name] = activation
        self._to_settle.append((practice.name, activation))
        activation.start()
        return self._standing(activation)

    def _meant(self, asked: Command) -> Activation:
        """Return the sign-in that the command names; its practice may have moved on since."""
        for practice in addressed(self._practices, asked.practice):
            activation = self._running.get(practice.name)
            if activation is not None and activation.id == asked.arguments.get("id"):
                activation.heard()
                return activation
        raise Refusal("another sign-in has begun since, or none has")

    def _standing(self, activation: Activation) -> Answer:
        step = activation.step
        match step:
            case Failed(code, facts):
                return Answer("failed", code, facts)
            case Activated(user, practice_name):
                ended_a_pause = activation.id in self._ended_a_pause
                told = Activated(user, practice_name, pause_ended=ended_a_pause)
                return Answer("done", detail=msgspec.to_builtins(told))
            case _:
                return Answer("waiting", detail=msgspec.to_builtins(step) | {"id": activation.id})


def _confirm(activation: Activation, user: object) -> None:
    """Say yes to whom the person has seen, and to nobody else."""
    step = activation.step
    if not isinstance(step, SignedIn) or step.user != user:
        raise Refusal("whoever was confirmed is not who has signed in")
    activation.confirm()
