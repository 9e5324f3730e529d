"""The steps from the sign-in page to an activated practice, as whoever asks is told of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import msgspec

from practicesync.core.check_words import Told
from practicesync.core.errors import Code


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


class Elsewhere(msgspec.Struct, frozen=True, tag="elsewhere"):
    """Another server is in charge; a yes to taking over from it is waited for.

    `since` is ISO 8601 and `activated_by` an e-mail address, as the online side has them.
    """

    server: str
    installation: str
    since: str
    activated_by: str


class Examining(msgspec.Struct, frozen=True, tag="examining"):
    """Everything that contacts sync needs is being looked at; these are the findings so far."""

    checks: tuple[Told, ...] = ()


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """Nothing stands in the way; the last yes is waited for.

    `contacts` would go online; None: that isn't known. `terms` is the version of the terms of use
    that were accepted before. `goes_on` tells that this server is in charge already, `takes_over`
    that another one is until then: neither can be put off.
    """

    checks: tuple[Told, ...]
    contacts: int | None
    terms: str = ""
    goes_on: bool = False
    takes_over: bool = False

    @property
    def at_once(self) -> bool:
        """Tell whether it can't be put off: nobody would send meanwhile."""
        return self.goes_on or self.takes_over


class Confirming(msgspec.Struct, frozen=True, tag="confirming"):
    """The practice is being activated."""


class Activated(msgspec.Struct, frozen=True, tag="activated"):
    """The practice is activated; its contacts are on their way, or will be at `begins_at`.

    `pause_ended` tells that it was paused until now.
    """

    user: str
    practice_id: str
    practice_name: str
    begins_at: dt.datetime | None = None
    pause_ended: bool = False


class Active(msgspec.Struct, frozen=True):
    """A practice that was activated here before; `begins_at` is for a first upload to come."""

    practice_id: str
    practice_name: str
    activated_at: dt.datetime
    activated_by: str
    begins_at: dt.datetime | None = None


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    """It came to nothing, for that reason; where a check failed, that one is the last."""

    code: Code
    facts: Mapping[str, str] = {}
    checks: tuple[Told, ...] = ()


Step = Begun | Waiting | SignedIn | Elsewhere | Examining | Ready | Confirming | Activated | Failed


class Start(msgspec.Struct, frozen=True):
    """The last yes: to these terms of use (None: to those before), to begin now or then."""

    terms: str | None = None
    begins_at: dt.datetime | None = None
