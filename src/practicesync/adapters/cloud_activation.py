"""Which server is in charge of a practice's online copy: asked, claimed and given up."""

from __future__ import annotations

import base64
import datetime as dt
from urllib.parse import urlencode

import msgspec

from practicesync.adapters.cloud_session import CloudSession
from practicesync.adapters.wire_errors import who_and_since
from practicesync.core.action import Epoch, Fence, SequenceNumber
from practicesync.core.errors import Code, Fenced, Misconfigured, TakenOver, Unavailable
from practicesync.core.text import printable

PATH = "/activation"
DIGEST_KEY_SIZE = 32


class Terms(msgspec.Struct, frozen=True):
    """Which terms of use were accepted, and when."""

    version: str
    accepted_at: dt.datetime


class Claim(msgspec.Struct, frozen=True, omit_defaults=True):
    """This server asks to be in charge.

    `installation` names this installation for good: the same one may always ask again.
    Without `first`, which takes a person's wish, it only goes on with what is activated already.
    """

    server: str
    installation: str
    take_over: bool = False
    first: bool = True
    terms: Terms | None = None


class Activation(msgspec.Struct, frozen=True):
    """The cloud has put this server in charge; `activated_by` is a person's e-mail address."""

    epoch: int
    digest_key: str
    practice_id: str
    practice_name: str
    server: str
    activated_at: dt.datetime
    activated_by: str
    last_epoch: int = 0
    last_sequence: int = 0

    def __post_init__(self) -> None:
        _make_printable(self, "practice_name", "server", "activated_by")

    def __repr__(self) -> str:
        return f"Activation(epoch={self.epoch})"

    @property
    def fence(self) -> Fence:
        """The epoch and the digest key that this worker works under."""
        try:
            key = base64.urlsafe_b64decode(self.digest_key + "=" * (-len(self.digest_key) % 4))
        except ValueError:
            key = b""
        if len(key) != DIGEST_KEY_SIZE:
            raise Unavailable(Code.CLOUD_ANSWER_ODD, reason="digest-key")
        last = (Epoch(self.last_epoch), SequenceNumber(self.last_sequence))
        return Fence(Epoch(self.epoch), key, last)


class InCharge(msgspec.Struct, frozen=True):
    """Which server is in charge since when (ISO 8601), all empty where none ever was.

    `activated_by` is a person's e-mail address.
    """

    active: bool
    epoch: int = 0
    server: str = ""
    installation: str = ""
    since: str = ""
    activated_by: str = ""

    def __post_init__(self) -> None:
        _make_printable(self, "server", "installation", "since", "activated_by")

    def __repr__(self) -> str:
        return f"InCharge(active={self.active}, epoch={self.epoch})"


def _make_printable(answer: msgspec.Struct, *names: str) -> None:
    """Let those texts hold nothing that a terminal would obey."""
    for name in names:
        msgspec.structs.force_setattr(answer, name, printable(getattr(answer, name)))


def activate(session: CloudSession, claim: Claim) -> Activation:
    """Put this server in charge under a new epoch.

    Raises `TakenOver` if another one is and `claim.take_over` is not set, and `Misconfigured` if
    nobody is and `claim.first` is not set.
    """
    return session.post(PATH, msgspec.json.encode(claim), Activation)


def in_charge(session: CloudSession) -> InCharge:
    """Ask which server is in charge."""
    return session.get(PATH, InCharge)


def confirm(session: CloudSession, installation: str, epoch: Epoch) -> None:
    """Ask whether that installation is in charge under that epoch.

    Raises `TakenOver`, `Misconfigured` or `Fenced` if it isn't.
    """
    found = in_charge(session)
    if not found.active:
        raise Misconfigured(Code.NOT_ACTIVATED)
    if found.installation != installation:
        raise TakenOver(Code.ANOTHER_IN_CHARGE, **who_and_since(found.server, found.since))
    if found.epoch != epoch:
        raise Fenced(Code.SENT_OUT_OF_ORDER)


def deactivate(session: CloudSession, *, keep_copy: bool, installation: str = "") -> None:
    """Leave nobody in charge; the online copy stays or goes.

    With `installation` raises `TakenOver` if another one is in charge.
    """
    query = {"keep": "true" if keep_copy else "false", "installation": installation}
    session.delete(f"{PATH}?{urlencode(query)}")
