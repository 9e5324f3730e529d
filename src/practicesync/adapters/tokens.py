"""The tokens of one practice: renewed before they end, never lost to a crash or a lost answer.

The cloud keeps a refresh token good until its successor is first used. So the successor is made
durable before anything of the same answer is used, and its predecessor is kept until the
successor has worked in its turn. Whatever is lost in between, one of the two is good.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec

from practicesync.adapters.authority import Authority, Grant
from practicesync.core.errors import Code, Misconfigured, SignInNeeded
from practicesync.ports import Clock, Vault

EARLY = 60.0
"""Seconds before its end that an access token is renewed; never more than a fifth of its life."""


class _Kept(msgspec.Struct, frozen=True):
    """What the vault holds."""

    current: str
    previous: str = ""

    def __repr__(self) -> str:
        return "_Kept()"


@dataclass(frozen=True, slots=True)
class _Access:
    token: str = field(repr=False)
    until: float


class Unkept:
    """The tokens of a sign-in that has to prove itself first: in memory alone.

    Nothing in the vault changes by them, so whatever is kept there stays good.
    """

    def __init__(self, authority: Authority, grant: Grant) -> None:
        self._authority = authority
        self._grant = grant

    @property
    def grant(self) -> Grant:
        """What there is to keep, or to revoke."""
        return self._grant

    def access(self, rejected: str = "") -> str:
        """Return an access token other than the one that the cloud has just rejected."""
        if self._grant.access_token == rejected:
            self._grant = self._authority.refresh(self._grant.refresh_token)
        return self._grant.access_token


class Tokens:
    """Hands out access tokens; one refresher at a time, for use from any thread.

    `prove` raises where the refresh token must not be touched: it was copied, and its owner lives.
    """

    def __init__(
        self,
        authority: Authority,
        vault: Vault,
        practice_id: str,
        clock: Clock,
        prove: Callable[[], None] = lambda: None,
    ) -> None:
        self._authority = authority
        self._vault = vault
        self._name = f"tokens:{practice_id}"
        self._clock = clock
        self._prove = prove
        self._lock = threading.Lock()
        self._access: _Access | None = None
        self._refused = ""

    def access(self, rejected: str = "") -> str:
        """Return an access token other than the one that the cloud has just rejected.

        Raises `SignInNeeded` if only a person can bring a new one.
        """
        with self._lock:
            held = self._access
            if held and held.token != rejected and self._clock.monotonic() < held.until:
                return held.token
            return self._refresh()

    def keep(self, grant: Grant) -> str:
        """Keep what a sign-in has brought.

        Returns the refresh token of the sign-in before, or nothing; it is still good, for all we
        know.
        """
        with self._lock:
            replaced = self._replaced()
            self._use(grant, _Kept(grant.refresh_token), self._clock.monotonic())
            return replaced

    def revoke(self) -> None:
        """Tell the cloud that the tokens are good no more, then forget them.

        Those that another server goes on with are left alone: it raises whatever `prove` does.
        """
        with self._lock:
            kept = self._kept()
            if kept is not None:
                self._prove()
                self._authority.revoke(kept.current)
            self._access = None
            self._vault.put(self._name, None)

    def forget(self) -> None:
        """Forget the tokens without a word to the cloud."""
        with self._lock:
            self._access = None
            self._vault.put(self._name, None)

    def _replaced(self) -> str:
        try:
            kept = self._kept()
        except Misconfigured:  # what can't be read can't be revoked
            return ""
        return kept.current if kept else ""

    def _refresh(self) -> str:
        kept = self._kept()
        if kept is None:
            raise SignInNeeded(Code.NEVER_SIGNED_IN)
        if kept.current == self._refused:
            raise SignInNeeded(Code.SIGN_IN_AGAIN)
        self._prove()
        asked_at = self._clock.monotonic()
        grant, worked = self._exchanged(kept)
        return self._use(grant, _Kept(grant.refresh_token, worked), asked_at)

    def _exchanged(self, kept: _Kept) -> tuple[Grant, str]:
        """Return new tokens and the refresh token that brought them."""
        try:
            return self._authority.refresh(kept.current), kept.current
        except SignInNeeded:
            if not kept.previous:
                self._refused = kept.current
                raise
        # A cloud that was restored from a backup may know only the predecessor.
        try:
            return self._authority.refresh(kept.previous), kept.previous
        except SignInNeeded:
            self._refused = kept.current
            raise

    def _use(self, grant: Grant, kept: _Kept, asked_at: float) -> str:
        if grant.refresh_token == kept.previous:  # a cloud that does not rotate
            kept = _Kept(kept.current)
        self._access = None
        self._vault.put(self._name, msgspec.json.encode(kept).decode())
        life = grant.expires_in - min(EARLY, grant.expires_in / 5)
        self._access = _Access(grant.access_token, asked_at + life)
        return grant.access_token

    def _kept(self) -> _Kept | None:
        text = self._vault.get(self._name)
        if text is None:
            return None
        try:
            return msgspec.json.decode(text, type=_Kept)
        except msgspec.MsgspecError:
            raise Misconfigured(Code.VAULT_UNREADABLE, part="tokens") from None
