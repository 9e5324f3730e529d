"""A person's way from the sign-in page to an activated practice, as the worker walks it.

The worker runs the listener and the exchange, so no token leaves it. Nothing is sent before the
person who asked has seen who signed in for which practice, and has said yes.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Mapping
from typing import Protocol

import msgspec

from practicesync.adapters.sign_in import Signed
from practicesync.core.errors import Code, Problem, SignInNeeded

CONFIRM_WITHIN = 600.0
"""Seconds that a finished sign-in waits for its yes."""

SILENT_AFTER = 60.0
"""Seconds without a question after which nobody is taken to wait for the sign-in any more."""


class Begun(msgspec.Struct, frozen=True, tag="begun"):
    """The way to the sign-in page is being prepared."""


class Waiting(msgspec.Struct, frozen=True, tag="waiting"):
    """A person is to sign in at that address; with a code they type it there, in time (seconds)."""

    sign_in_address: str
    user_code: str = ""
    expires_in: int = 0


class SignedIn(msgspec.Struct, frozen=True, tag="signed_in"):
    """Somebody has signed in; their yes is waited for."""

    user: str
    practice_id: str
    practice_name: str
    contacts: int | None


class Confirming(msgspec.Struct, frozen=True, tag="confirming"):
    """The practice is being activated."""


class Activated(msgspec.Struct, frozen=True, tag="activated"):
    """The practice is activated and its contacts are on their way; a pause ends with it."""

    user: str
    practice_name: str
    pause_ended: bool = False


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    """It came to nothing, for that reason."""

    code: Code
    facts: Mapping[str, str] = {}


Step = Begun | Waiting | SignedIn | Confirming | Activated | Failed


class Ways(Protocol):
    """What an activation does to the world."""

    def invitation(self) -> Waiting:
        """Open a way to sign in and return what a person has to do."""

    def signed(self, stop: Callable[[], bool]) -> Signed:
        """Wait until a person has signed in, or until `stop` says so."""

    def contacts(self) -> int | None:
        """Count what would be sent, or None if the database does not say."""

    def activate(self, signed: Signed) -> None:
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
        self._answer = threading.Event()
        self._yes = False
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

    def confirm(self) -> None:
        """Say yes to who has signed in."""
        self._yes = True
        self._answer.set()

    def cancel(self) -> None:
        """Say no."""
        self._answer.set()

    def give_way(self) -> None:
        """Say no because another sign-in of the same practice begins: that one goes on."""
        self._gave_way = True
        self._answer.set()

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
        silent = self._monotonic() - self._heard_at
        return self._answer.is_set() or silent > SILENT_AFTER

    def _walk(self) -> Step:
        self._step = self._ways.invitation()
        signed = self._ways.signed(self._is_given_up)
        self._step = SignedIn(
            signed.user, signed.practice_id, signed.practice_name, self._ways.contacts()
        )
        if not self._answer.wait(CONFIRM_WITHIN) or not self._yes:
            self._ways.forget(signed)
            raise SignInNeeded(Code.SIGN_IN_TIMED_OUT)
        self._step = Confirming()
        self._ways.activate(signed)
        return Activated(signed.user, signed.practice_name)
