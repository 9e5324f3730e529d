"""Signing in where the server's own browser is locked down: a person types a code elsewhere."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable

import msgspec

from practicesync.adapters.authority import Authority, DeviceCodes, Grant, Undecided
from practicesync.adapters.sign_in import Signed
from practicesync.core.errors import Code, Problem, SignInNeeded, Unavailable

SLOWER = 5.0
"""Seconds more between two questions after each that came too early (RFC 8628, 3.5)."""

LONGEST_PAUSE = 60.0
TICK = 0.1


class Time(msgspec.Struct, frozen=True):
    """How time passes, in seconds."""

    now: Callable[[], float] = time.monotonic
    pause: Callable[[float], object] = time.sleep


class DeviceSignIn:
    """One attempt to sign in by a code: `start`, show it to a person, `wait`."""

    def __init__(
        self, authority: Authority, server: str, practice_id: str = "", time: Time | None = None
    ) -> None:
        """`server` is shown to the person; `practice_id` is the only one that will do, or empty."""
        self._authority = authority
        self._server = server
        self._practice_id = practice_id
        self._time = time or Time()
        self._codes: DeviceCodes | None = None

    def start(self) -> DeviceCodes:
        """Ask for a code and return it with the address where a person types it."""
        self._codes = self._authority.begin_device(self._server, self._practice_id)
        return self._codes

    def wait(self, stop: Callable[[], bool]) -> Signed:
        """Wait until a person has allowed it; `stop` is asked now and then.

        Raises `SignInNeeded` if they declined, took too long or chose another practice.
        """
        if self._codes is None:
            raise SignInNeeded(Code.SIGN_IN_TIMED_OUT)
        grant = self._granted(self._codes, stop)
        if self._practice_id not in ("", grant.practice_id):
            with contextlib.suppress(Problem):  # what matters is that we do not keep it
                self._authority.revoke(grant.refresh_token)
            raise SignInNeeded(Code.SIGNED_IN_ELSEWHERE)
        return Signed(grant.user, grant.practice_id, grant.practice_name, grant)

    def _granted(self, codes: DeviceCodes, stop: Callable[[], bool]) -> Grant:
        until = self._time.now() + codes.expires_in
        pause = codes.interval
        while not self._over(self._time.now() + pause, until, stop):
            try:
                found = self._authority.redeem_device(codes.device_code)
            except Unavailable as problem:
                pause = min(max(pause * 2, problem.retry_after or 0.0), LONGEST_PAUSE)
                continue
            if not isinstance(found, Undecided):
                return found
            pause += SLOWER if found.slower else 0.0
        raise SignInNeeded(Code.SIGN_IN_TIMED_OUT)

    def _over(self, next_time: float, until: float, stop: Callable[[], bool]) -> bool:
        """Wait for the next time to ask, and tell whether there is none."""
        while (now := self._time.now()) < min(next_time, until):
            if stop():
                return True
            self._time.pause(min(TICK, next_time - now))
        return stop() or now >= until
