"""What a deactivation does to the world: cloud, tokens, and what is remembered."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from practicesync.adapters.cloud_activation import deactivate, in_charge
from practicesync.adapters.cloud_session import CloudSession
from practicesync.app.worker.deactivations import Left, Told
from practicesync.app.worker.practice_thread import PracticeThread
from practicesync.app.worker.register import Register
from practicesync.bootstrap import Shop
from practicesync.core.errors import Code, Misconfigured, Problem, SignInNeeded, TakenOver
from practicesync.core.settings import PracticeSettings

END_WITHIN = 90.0
"""Seconds that what is on its way gets to end: longer than any exchange with the cloud."""


@dataclass(frozen=True)
class Leaving:
    """One practice on its way to being deactivated; with `erase` its online copy goes, too."""

    shop: Shop
    settings: PracticeSettings
    practice: PracticeThread
    register: Register
    now: Callable[[], dt.datetime]

    def leave(self, *, erase: bool) -> Left:
        practice_id = self.practice.practice_id
        if not practice_id:
            raise Misconfigured(Code.NOT_ACTIVATED)
        session = self.shop.session(self.settings, practice_id)
        # Asked first: what can't be reached must not cost us what we know.
        told = self._whom_to_tell(session, erase=erase)
        self.practice.retire(END_WITHIN)
        try:
            if erase:
                # Before the cloud is asked: if the answer is lost, nothing is believed still.
                self.shop.forget_journal(practice_id)
            if told is Told.YES:
                installation = self.shop.installation(self.practice.name)
                deactivate(session, keep_copy=not erase, installation=installation)
            self._forget_tokens(practice_id)
            self.register.leave(self.practice.name, self.now())
        except Problem:
            self.practice.start()
            raise
        self.practice.leave(self.settings.practice_id)
        return Left(told, erased=erase)

    def _whom_to_tell(self, session: CloudSession, *, erase: bool) -> Told:
        """Return whether the cloud has to be told. Raises where it had to be and can't be."""
        try:
            found = in_charge(session)
        except SignInNeeded:
            if erase:
                raise
            return Told.SIGNED_OUT
        except Misconfigured as copied:
            if erase or copied.code is not Code.ANOTHER_COPY:
                raise
            return Told.ANOTHER_IN_CHARGE
        if not found.active or found.installation == self.shop.installation(self.practice.name):
            return Told.YES
        if erase:
            raise TakenOver(Code.ANOTHER_IN_CHARGE, server=found.server, since=found.since)
        return Told.ANOTHER_IN_CHARGE

    def _forget_tokens(self, practice_id: str) -> None:
        tokens = self.shop.tokens(self.settings, practice_id)
        with contextlib.suppress(Problem):  # a token that nobody has any more does no harm
            tokens.revoke()
            return
        try:
            tokens.forget()
        except Misconfigured as unreadable:
            if unreadable.code is not Code.VAULT_UNREADABLE:
                raise
