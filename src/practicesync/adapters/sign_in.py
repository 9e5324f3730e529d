"""Signing in with the administrator's own browser; no token leaves the worker."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from practicesync.adapters.authority import Authority, Grant
from practicesync.adapters.listener import CameBack, Listener, Page, TimeLimits
from practicesync.core.errors import Code, Misconfigured, Problem, SignInNeeded, Unavailable

SIGNED_IN = Page("You are signed in.", "You can close this page.")
DECLINED = Page("You did not sign in.", "Nothing has changed. You can close this page.")
FAILED = Page("The sign-in did not work.", "Practice Sync says why. You can close this page.")


@dataclass(frozen=True, slots=True)
class Signed:
    """Who has signed in for which practice.

    The grant is nobody's yet: `Tokens.keep` it after the person's yes, else `Authority.revoke` it.
    """

    user: str = field(repr=False)
    practice_id: str
    practice_name: str = field(repr=False)
    grant: Grant = field(repr=False)


class SignIn:
    """One attempt to sign in: `start`, show the address to a person, `wait`."""

    def __init__(
        self, authority: Authority, practice_id: str = "", limits: TimeLimits | None = None
    ) -> None:
        """`practice_id` is the only practice that will do; empty: any."""
        self._authority = authority
        self._practice_id = practice_id
        self._state = secrets.token_urlsafe(32)
        self._verifier = secrets.token_urlsafe(64)
        self._listener = Listener(self._state, limits or TimeLimits())
        self._redirect = ""

    def start(self) -> str:
        """Begin to listen for the browser and return the address to open in it."""
        self._redirect = self._listener.start()
        try:
            return self._authority.sign_in_address(
                self._redirect, self._state, self._verifier, self._practice_id
            )
        except Problem:
            self._listener.finish(FAILED)
            raise

    def wait(self, stop: Callable[[], bool]) -> Signed:
        """Wait until the person has signed in; `stop` is asked now and then.

        Raises `SignInNeeded` if they declined, took too long or chose another practice.
        """
        page = FAILED
        try:
            came_back = self._listener.wait(stop)
            if came_back is not None and came_back.error == "access_denied":
                page = DECLINED
            signed = self._signed(came_back)
            page = SIGNED_IN
            return signed
        finally:
            self._listener.finish(page)

    def _signed(self, came_back: CameBack | None) -> Signed:
        if came_back is None:
            raise SignInNeeded(Code.SIGN_IN_TIMED_OUT)
        if came_back.error:
            raise _declined(came_back.error)
        grant = self._authority.redeem(came_back.code, self._verifier, self._redirect)
        if self._practice_id not in ("", grant.practice_id):
            with contextlib.suppress(Problem):  # what matters is that we do not keep it
                self._authority.revoke(grant.refresh_token)
            raise SignInNeeded(Code.SIGNED_IN_ELSEWHERE)
        return Signed(grant.user, grant.practice_id, grant.practice_name, grant)


def _declined(error: str) -> Problem:
    """Return what the error of RFC 6749, 4.1.2.1 means."""
    if error == "access_denied":
        return SignInNeeded(Code.SIGN_IN_DECLINED)
    if error in ("server_error", "temporarily_unavailable"):
        return Unavailable(Code.CLOUD_FAILED)
    return Misconfigured(Code.CLOUD_REFUSED)
