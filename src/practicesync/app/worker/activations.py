"""The command ``activate``, one step a command.

look, begin, status, confirm (who has signed in), take-over (from whom), start, cancel; and change,
which gives a first upload that was put off another time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

import msgspec

from practicesync.app.asking.activation_steps import (
    Activated,
    Elsewhere,
    Failed,
    Ready,
    SignedIn,
    Start,
    Step,
)
from practicesync.app.asking.reply import Answer
from practicesync.app.worker.activation import Activation, Ways
from practicesync.app.worker.commands import addressed
from practicesync.app.worker.place_looks import PlaceLooks
from practicesync.app.worker.practice_thread import PracticeThread
from practicesync.app.worker.refusal import Refusal, WhichPractice
from practicesync.app.worker.register import Register
from practicesync.app.worker.schedule import Schedule
from practicesync.core.command import Command
from practicesync.core.errors import Code
from practicesync.core.phase import RESTS, WAITS_FOR_SIGN_IN

MakeWays = Callable[[PracticeThread, bool], Ways]
"""Opens the way for a practice, with a code or without."""

_SIGNING_IN_MENDS = {Code.VAULT_UNREADABLE, Code.ANOTHER_COPY}
"""What may be wrong with a practice that is signed in, and goes away when somebody does anew."""

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
        schedule: Schedule,
    ) -> None:
        self._practices = practices
        self._register = register
        self._make_ways = make_ways
        self._on_bug = on_bug
        self._end_pause = end_pause
        self._schedule = schedule
        self._running: dict[str, Activation] = {}
        self._to_settle: list[tuple[str, Activation]] = []
        self._ended_a_pause: set[str] = set()
        self._leaving: Callable[[str], bool] = lambda _name: False
        self._looks: PlaceLooks | None = None

    def mind(self, leaving: Callable[[str], bool]) -> None:
        """Begin no sign-in for a practice of which `leaving` says that it is being deactivated."""
        self._leaving = leaving

    def ask_first(self, looks: PlaceLooks) -> None:
        """Ask online whether a practice that rests has lost its place, before it is told of."""
        self._looks = looks

    def answered(self) -> Sequence[tuple[Command, Answer]]:
        """Return what came of looks that had to ask online."""
        over = () if self._looks is None else self._looks.over()
        return [(asked, self._looked(practice, lost=lost)) for asked, practice, lost in over]

    def carry_out(self, asked: Command) -> Answer | None:
        """Carry out one step and tell where the activation stands; None: `answered` will tell."""
        self.settle()
        match asked.arguments.get("step"):
            case "look":
                return self._look(asked)
            case "begin":
                return self._begin(self._one(asked.practice), asked.arguments)
            case "change":
                return self._change(self._one(asked.practice), asked.arguments.get("at"))
        activation = self._meant(asked)
        self._tell(activation, asked.arguments)
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
        meant = addressed(self._practices, wanted)
        waiting = [p for p in meant if not _works(p)] if len(meant) > 1 else meant
        if len(waiting) != 1:
            raise WhichPractice([practice.name for practice in waiting or meant])
        return waiting[0]

    def _look(self, asked: Command) -> Answer | None:
        practice = self._one(asked.practice)
        if self._looks is None or practice.report.phase not in RESTS:
            return self._looked(practice)
        self._looks.begin(asked, practice)
        return None

    def _looked(self, practice: PracticeThread, *, lost: bool = False) -> Answer:
        registered = self._register.get(practice.name)
        if registered is None or registered.left_at is not None:
            return Answer("waiting", detail={"terms": ""})
        if not lost and (practice.report.phase in RESTS or _works(practice)):
            return Answer(detail=msgspec.to_builtins(registered))
        return Answer("waiting", detail={"terms": registered.terms})

    def _change(self, practice: PracticeThread, at: object) -> Answer:
        """Give what was put off another time, or begin it where none is given."""
        if practice.begins_at is None:
            raise Refusal("no first upload is planned")
        begins_at = self._when(at)
        if begins_at is None:
            self._schedule.begin(practice.name)
        else:
            self._schedule.change(practice.name, begins_at)
        return Answer(detail=msgspec.to_builtins(self._register.get(practice.name)))

    def _when(self, at: object) -> dt.datetime | None:
        if at is None:
            return None
        when = self._schedule.next_at(at) if isinstance(at, str) else None
        if when is None:
            raise Refusal("say a time of day, such as 18:00")
        return when

    def _begin(self, practice: PracticeThread, arguments: Mapping[str, object]) -> Answer:
        if self._leaving(practice.name):
            raise Refusal("contacts sync is being stopped just now")
        device = arguments.get("device", False)
        if not isinstance(device, bool):
            raise Refusal("device is true or false")
        before = self._running.get(practice.name)
        if before is not None:
            before.give_way()
        ways = self._make_ways(practice, device)
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

    def _tell(self, activation: Activation, arguments: Mapping[str, object]) -> None:
        """Pass on to the sign-in what its person says."""
        match arguments.get("step"):
            case "status":
                return
            case "confirm" | "take-over" | "start" | "cancel" if activation.over:
                return  # what became of it is told
            case "confirm":
                _confirm(activation, arguments.get("user"))
            case "take-over":
                _take_over(activation, arguments.get("installation"))
            case "start":
                self._start(activation, arguments)
            case "cancel":
                activation.cancel()
            case _:
                raise Refusal("unknown step")

    def _start(self, activation: Activation, arguments: Mapping[str, object]) -> None:
        """Say the last yes; the terms of use that were accepted before needn't be once more."""
        step, terms = activation.step, arguments.get("terms")
        if not isinstance(step, Ready):
            raise Refusal("there is nothing to start yet")
        if terms is not None and not isinstance(terms, str):
            raise Refusal("the terms of use are not accepted")
        if not terms and not step.terms:
            raise Refusal("the terms of use are not accepted")
        begins_at = None if step.at_once else self._when(arguments.get("at"))
        activation.confirm(Start(terms or None, begins_at))

    def _standing(self, activation: Activation) -> Answer:
        step = activation.step
        match step:
            case Failed(code, facts, checks):
                return Answer("failed", code, facts, {"checks": msgspec.to_builtins(checks)})
            case Activated():
                ended_a_pause = activation.id in self._ended_a_pause
                told: Step = msgspec.structs.replace(step, pause_ended=ended_a_pause)
                return Answer("done", detail=msgspec.to_builtins(told))
            case _:
                return Answer("waiting", detail=msgspec.to_builtins(step) | {"id": activation.id})


def _works(practice: PracticeThread) -> bool:
    """Tell whether nobody has to sign in for that practice."""
    report = practice.report
    return report.phase not in WAITS_FOR_SIGN_IN and report.code not in _SIGNING_IN_MENDS


def _confirm(activation: Activation, user: object) -> None:
    """Say yes to whom the person has seen, and to nobody else."""
    step = activation.step
    if not isinstance(step, SignedIn) or step.user != user:
        raise Refusal("whoever was confirmed is not who has signed in")
    activation.confirm()


def _take_over(activation: Activation, installation: object) -> None:
    """Say yes to taking over from the server that the person has seen, and from no other."""
    step = activation.step
    if not isinstance(step, Elsewhere) or step.installation != installation:
        raise Refusal("whoever was confirmed is not the server in charge")
    activation.confirm()
