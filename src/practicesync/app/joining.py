"""What an activation does to the world: browser, cloud, database, and what is remembered."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock, Thread

from practicesync.adapters.authority import Grant
from practicesync.adapters.cloud_activation import Terms, activate
from practicesync.adapters.device_sign_in import DeviceSignIn
from practicesync.adapters.sign_in import Signed, SignIn
from practicesync.app.activation import Waiting
from practicesync.app.one_each import is_taken
from practicesync.app.practice_thread import PracticeThread
from practicesync.app.register import Register, Registered
from practicesync.bootstrap import Shop
from practicesync.core.errors import Code, Misconfigured, Problem, SignInNeeded, Unavailable
from practicesync.core.settings import PracticeSettings
from practicesync.core.settings_check import fits_files
from practicesync.core.wish import BeginSignIn, EndSignIn


@dataclass(frozen=True)
class Circle:
    """All practices of the worker; `turn` lets one at a time become a practice online.

    `ids` returns their ids by name.
    """

    ids: Callable[[], Mapping[str, str]]
    turn: Lock


@dataclass(frozen=True)
class Joining:
    """One practice on its way to being activated under these terms of use."""

    shop: Shop
    settings: PracticeSettings
    practice: PracticeThread
    register: Register
    terms: Terms
    sign_in: SignIn | DeviceSignIn
    circle: Circle

    def invitation(self) -> Waiting:
        self.practice.wish(BeginSignIn())
        if isinstance(self.sign_in, SignIn):
            return Waiting(self.sign_in.start())
        codes = self.sign_in.start()
        return Waiting(codes.verification_uri, codes.user_code, codes.expires_in)

    def signed(self, stop: Callable[[], bool]) -> Signed:
        signed = self.sign_in.wait(stop)
        if not fits_files(signed.practice_id):  # it becomes a part of the name of a file
            self.forget(signed)
            raise Unavailable(Code.CLOUD_ANSWER_ODD)
        self._refuse_taken(signed)
        return signed

    def contacts(self) -> int | None:
        try:
            source = self.shop.source(self.settings)
            try:
                return source.count()
            finally:
                source.close()
        except Problem:
            # What is wrong with the database is told by the practice itself.
            return None

    def activate(self, signed: Signed) -> None:
        with self.circle.turn:
            self._refuse_taken(signed)
            self._activate(signed)

    def _refuse_taken(self, signed: Signed) -> None:
        """Refuse what another practice here is already: the two would share one journal."""
        if is_taken(signed.practice_id, self.circle.ids(), self.practice.name):
            # Only this sign-in: the tokens under that id are the other's.
            self.forget(signed)
            raise SignInNeeded(Code.SIGNED_IN_ELSEWHERE)

    def _activate(self, signed: Signed) -> None:
        """Claim the practice, then keep the sign-in, then remember whose it is, in this order.

        Until the claim has worked nothing of what was kept before is touched: whatever fails, and
        wherever the power goes, one sign-in is good that was good before.
        """
        unkept = self.shop.unkept(self.settings, signed.grant)
        try:
            session = self.shop.session(self.settings, signed.practice_id, unkept)
            activation = activate(session, self.shop.claim(self.terms))
        except Problem:
            self._revoke(unkept.grant.refresh_token)
            raise
        replaced = self._keep(signed.practice_id, unkept.grant)
        if replaced:
            # Beside the work: a cloud that does not answer must not hold it up.
            Thread(target=self._revoke, args=(replaced,), name="revoke", daemon=True).start()
        registered = Registered(
            signed.practice_id,
            signed.practice_name,
            activation.activated_at,
            activation.activated_by,
            self.terms.version,
        )
        self.register.put(self.practice.name, registered)
        self.practice.adopt(signed.practice_id)

    def _keep(self, practice_id: str, grant: Grant) -> str:
        """Keep the sign-in and return the refresh token that it replaces, or nothing."""
        tokens = self.shop.tokens(self.settings, practice_id)
        try:
            return tokens.keep(grant)
        except Misconfigured as unreadable:
            if unreadable.code is not Code.VAULT_UNREADABLE:
                raise
            # What it held is lost already; signing in is the way out of it.
            self.shop.start_vault_afresh()
            return tokens.keep(grant)

    def forget(self, signed: Signed) -> None:
        self._revoke(signed.grant.refresh_token)

    def _revoke(self, refresh_token: str) -> None:
        with contextlib.suppress(Problem):  # what matters is that it isn't kept
            self.shop.authority(self.settings).revoke(refresh_token)

    def over(self, *, kept: bool) -> None:
        self.practice.wish(EndSignIn(kept))
