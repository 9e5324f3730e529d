"""What an activation does to the world: browser, cloud, database, and what is remembered."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from threading import Lock, Thread

from practicesync.adapters.authority import Grant
from practicesync.adapters.cloud_activation import (
    Activation,
    Claim,
    InCharge,
    Terms,
    activate,
    in_charge,
)
from practicesync.adapters.cloud_session import CloudSession
from practicesync.adapters.device_sign_in import DeviceSignIn
from practicesync.adapters.sign_in import Signed, SignIn
from practicesync.adapters.tokens import Unkept
from practicesync.app.asking.activation_steps import Ready, Start, Waiting
from practicesync.app.worker.identity import OwnIdentity
from practicesync.app.worker.leaving import END_WITHIN
from practicesync.app.worker.one_each import is_taken
from practicesync.app.worker.practice_thread import PracticeThread
from practicesync.app.worker.register import Register, Registered
from practicesync.bootstrap import Shop
from practicesync.core.check_words import Told
from practicesync.core.errors import (
    Code,
    Misconfigured,
    Problem,
    SignInNeeded,
    TakenOver,
    Unavailable,
)
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
class Look:
    """Where an activation looks: `now` at the clock, `checks` at what contacts sync needs.

    `checks` is given the e-mail address of who has signed in.
    """

    now: Callable[[], dt.datetime]
    checks: Callable[[str], Iterator[Told]]


@dataclass(frozen=True)
class Joining:
    """One practice on its way to being activated."""

    shop: Shop
    settings: PracticeSettings
    practice: PracticeThread
    register: Register
    look: Look
    sign_in: SignIn | DeviceSignIn
    circle: Circle
    identity: OwnIdentity
    _unkept: dict[str, Unkept] = field(default_factory=dict, init=False, repr=False)
    _as: list[str] = field(default_factory=list, init=False, repr=False)

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

    def elsewhere(self, signed: Signed) -> InCharge | None:
        found = self._in_charge(signed)
        here = found.installation == self._installation()
        return found if found.active and not here else None

    def checks(self, signed: Signed) -> Iterator[Told]:
        return self.look.checks(signed.user)

    def ready(self, signed: Signed, checks: tuple[Told, ...]) -> Ready:
        registered = self.register.get(self.practice.name)
        if registered is None or registered.practice_id != signed.practice_id or registered.left_at:
            return Ready(checks, self._contacts())
        found = self._in_charge(signed)
        goes_on = found.active and found.installation == self._installation()
        return Ready(checks, self._contacts(), registered.terms, goes_on)

    def activate(self, signed: Signed, start: Start, taken_from: InCharge | None) -> None:
        with self.circle.turn:
            self._refuse_taken(signed)
            self._activate(signed, start, taken_from)

    def _contacts(self) -> int | None:
        try:
            source = self.shop.source(self.settings)
            try:
                return source.count()
            finally:
                source.close()
        except Problem:
            # What is wrong with the database is told by the practice itself.
            return None

    def _refuse_taken(self, signed: Signed) -> None:
        """Refuse what another practice here is already: the two would share one journal."""
        if is_taken(signed.practice_id, self.circle.ids(), self.practice.name):
            # Only this sign-in: the tokens under that id are the other's.
            self.forget(signed)
            raise SignInNeeded(Code.SIGNED_IN_ELSEWHERE)

    def _activate(self, signed: Signed, start: Start, taken_from: InCharge | None) -> None:
        """Claim the practice, then keep the sign-in, then remember whose it is, in this order.

        Until the claim has worked nothing of what was kept before is touched: whatever fails, and
        wherever the power goes, one sign-in is good that was good before.
        """
        unkept = self._tokens(signed)
        try:
            activation = self._claim(signed, start, taken_from)
        except Problem:
            self.forget(signed)
            raise
        replaced = self._keep(signed.practice_id, unkept.grant)
        # What was copied belongs to the other copy, which is to be told who is in charge.
        if replaced and self._installation() == self.shop.installation(self.practice.name):
            # Beside the work: a cloud that does not answer must not hold it up.
            Thread(target=self._revoke, args=(replaced,), name="revoke", daemon=True).start()
        self._remember(signed, activation, start)

    def _claim(self, signed: Signed, start: Start, taken_from: InCharge | None) -> Activation:
        """Put this server in charge; never in the place of one that nobody has agreed to."""
        if taken_from is not None:
            found = self.elsewhere(signed)
            if found is not None and found.installation != taken_from.installation:
                facts = {"server": found.server, "since": found.since}
                raise TakenOver(Code.ANOTHER_IN_CHARGE, **facts)
        terms = None if start.terms is None else Terms(start.terms, self.look.now())
        take = taken_from is not None
        claim = Claim(self.shop.server, self._installation(), take, first=True, terms=terms)
        return activate(self._session(signed), claim)

    def _installation(self) -> str:
        """Return who this server is: somebody new, if it is a copy of one that is at work."""
        if not self._as:
            self._as.append(self.identity.for_activation(self.practice.name))
        return self._as[0]

    def _remember(self, signed: Signed, activation: Activation, start: Start) -> None:
        before = self.register.get(self.practice.name)
        registered = Registered(
            signed.practice_id,
            signed.practice_name,
            activation.activated_at,
            activation.activated_by,
            start.terms or (before.terms if before else ""),
            begins_at=start.begins_at,
            installation=self._installation(),
            machine=self.identity.machine,
        )
        if start.begins_at is not None:
            self.practice.retire(END_WITHIN)
        self.register.put(self.practice.name, registered)
        if start.begins_at is not None:
            self.practice.put_off(start.begins_at)
        self.practice.adopt(signed.practice_id)
        if start.begins_at is None:
            self.practice.begin()

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
        self._revoke(self._tokens(signed).grant.refresh_token)

    def over(self, *, kept: bool) -> None:
        self.practice.wish(EndSignIn(kept))

    def _in_charge(self, signed: Signed) -> InCharge:
        return in_charge(self._session(signed))

    def _session(self, signed: Signed) -> CloudSession:
        return self.shop.session(self.settings, signed.practice_id, self._tokens(signed))

    def _tokens(self, signed: Signed) -> Unkept:
        """Return the tokens of that sign-in, which may have been renewed since."""
        first = signed.grant.refresh_token
        if first not in self._unkept:
            self._unkept[first] = self.shop.unkept(self.settings, signed.grant)
        return self._unkept[first]

    def _revoke(self, refresh_token: str) -> None:
        with contextlib.suppress(Problem):  # what matters is that it isn't kept
            self.shop.authority(self.settings).revoke(refresh_token)
