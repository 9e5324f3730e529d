"""A person's way from the sign-in page to an activated practice, as the worker walks it.

The worker runs the listener and the exchange, so no token leaves it. Nothing is claimed or sent
before the person who asked has seen who signed in for which practice, whether another server is
in charge, and what was found, and has said yes to each.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Protocol

import msgspec

from practicesync.adapters.cloud_activation import InCharge
from practicesync.adapters.sign_in import Signed
from practicesync.app.asking.activation_steps import (
    Activated,
    Begun,
    Confirming,
    Elsewhere,
    Examining,
    Failed,
    Ready,
    SignedIn,
    Start,
    Step,
    Waiting,
)
from practicesync.core.check_words import Told
from practicesync.core.errors import Code, Problem, SignInNeeded

CONFIRM_WITHIN = 600.0
"""Seconds that each question waits for its yes."""

SILENT_AFTER = 60.0
"""Seconds without a question after which nobody is taken to wait for the sign-in any more."""


class Ways(Protocol):
    """What an activation does to the world."""

    def invitation(self) -> Waiting:
        """Open a way to sign in and return what a person has to do."""

    def signed(self, stop: Callable[[], bool]) -> Signed:
        """Wait until a person has signed in, or until `stop` says so."""

    def elsewhere(self, signed: Signed) -> InCharge | None:
        """Return which other server is in charge, if one is."""

    def checks(self, signed: Signed) -> Iterator[Told]:
        """Look at everything that contacts sync needs with this sign-in."""

    def ready(self, signed: Signed, checks: tuple[Told, ...]) -> Ready:
        """Return what a yes would do."""

    def activate(self, signed: Signed, start: Start, taken_from: InCharge | None) -> None:
        """Put this server in charge of the practice, and remember it."""

    def forget(self, signed: Signed) -> None:
        """Undo the sign-in."""

    def over(self, *, kept: bool) -> None:
        """Tell the practice that the sign-in is over, and whether it is kept to work with."""


class Activation:
    """One sign-in, carried out in its own thread, one `step` at a time; `id` is its own."""

    def __init__(
        self,
        ways: Ways,
        on_bug: Callable[[BaseException], None],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.id = str(uuid.uuid4())
        self._monotonic = monotonic
        self._heard_at = monotonic()
        self._ways = ways
        self._on_bug = on_bug
        self._step: Step = Begun()
        self._answer = threading.Condition()
        self._yes: Start | None = None
        self._no = False
        self._gave_way = False

    @property
    def step(self) -> Step:
        """Where it stands."""
        return self._step

    @property
    def over(self) -> bool:
        """Tell whether it has come to its end."""
        return isinstance(self._step, Activated | Failed)

    def start(self) -> None:
        """Begin."""
        threading.Thread(target=self._run, name="activation", daemon=True).start()

    def heard(self) -> None:
        """Note that somebody still waits for it."""
        self._heard_at = self._monotonic()

    def confirm(self, start: Start | None = None) -> None:
        """Say yes to what is asked now; `start` goes with the last yes."""
        with self._answer:
            self._yes = start or Start()
            self._answer.notify_all()

    def cancel(self) -> None:
        """Say no."""
        with self._answer:
            self._no = True
            self._answer.notify_all()

    def give_way(self) -> None:
        """Say no because another sign-in of the same practice begins: that one goes on."""
        self._gave_way = True
        self.cancel()

    def _run(self) -> None:
        try:
            self._step = self._walk()
        except Problem as problem:
            self._step = Failed(problem.code, problem.facts)
        except Exception as bug:  # noqa: BLE001  # the top of a thread: a bug must not hang the asker
            self._on_bug(bug)
            self._step = Failed(Code.UNEXPECTED)
        finally:
            kept = isinstance(self._step, Activated)
            if kept or not self._gave_way:
                self._ways.over(kept=kept)

    def _is_given_up(self) -> bool:
        return self._no or self._monotonic() - self._heard_at > SILENT_AFTER

    def _walk(self) -> Step:
        self._step = self._ways.invitation()
        signed = self._ways.signed(self._is_given_up)
        try:
            self._ask(SignedIn(signed.user, signed.practice_id, signed.practice_name))
            taken_from = self._take_over(signed)
            checks = self._examine(signed)
            if failed := next((one for one in checks if one.result == "fail"), None):
                self._ways.forget(signed)
                return Failed(Code(failed.code), checks=checks)
            ready = self._ways.ready(signed, checks)
            takes_over = taken_from is not None
            start = self._ask(msgspec.structs.replace(ready, takes_over=takes_over))
        except BaseException:
            self._ways.forget(signed)
            raise
        self._step = Confirming()
        self._ways.activate(signed, start, taken_from)
        name = signed.practice_name
        return Activated(signed.user, signed.practice_id, name, start.begins_at)

    def _take_over(self, signed: Signed) -> InCharge | None:
        """Return from which server this one takes over, once the person has agreed."""
        self._step = Examining()
        other = self._ways.elsewhere(signed)
        if other is not None:
            self._ask(Elsewhere(other.server, other.installation, other.since, other.activated_by))
        return other

    def _examine(self, signed: Signed) -> tuple[Told, ...]:
        checks: tuple[Told, ...] = ()
        self._step = Examining()
        for check in self._ways.checks(signed):
            checks = (*checks, check)
            self._step = Examining(checks)
            if self._is_given_up():
                raise SignInNeeded(Code.SIGN_IN_TIMED_OUT)
        return checks

    def _ask(self, step: Step) -> Start:
        """Take the step and wait for the yes to it. Raises `SignInNeeded` without one."""
        self._step = step
        with self._answer:
            self._answer.wait_for(lambda: self._yes is not None or self._no, CONFIRM_WITHIN)
            yes, self._yes = self._yes, None
        if yes is None:
            raise SignInNeeded(Code.SIGN_IN_TIMED_OUT)
        return yes
