"""What every route needs, and who may do what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa
from starlette.requests import Request

from practicecloud.oauth import copies
from practicecloud.online.preparation import Preparation
from practicecloud.online.standing import Standing, standing_of
from practicecloud.people import tokens
from practicecloud.people.tokens import Issue
from practicecloud.problems import Problem
from practicecloud.settings import USUAL, Settings
from practicecloud.store.storage import reading, writing

Now = Callable[[], float]
"""Returns seconds since 1970."""


@dataclass(frozen=True)
class Cloud:
    """The database, the clock, what prepares contacts, and the settings."""

    engine: sa.Engine
    now: Now
    preparation: Preparation
    settings: Settings = USUAL

    @property
    def mail_configured(self) -> bool:
        """Whether mail goes out: without, say what a person has to pass on."""
        return self.settings.mail is not None

    @property
    def public_url(self) -> str:
        """Where people reach this, without a slash at the end, or empty."""
        return self.settings.public_url

    def standing(self, practice_id: str) -> Standing:
        """Return how sync of a practice stands."""
        with reading(self.engine) as connection:
            return standing_of(connection, practice_id, self.now(), self.settings.silent_after)

    def admit(self, request: Request, practice_id: str, scope: str = "") -> Issue:
        """Return whose access token this is. Raises `Problem` unless it has the scope there."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Problem("unauthorized")
        with reading(self.engine) as connection:
            found = tokens.by_access_token(connection, token, self.now())
        if found is None:
            raise Problem("unauthorized")
        # Another practice's token learns nothing, not even whether there is such a practice.
        if found.practice_id != practice_id or (scope and scope not in found.scopes):
            raise Problem("forbidden")
        if not found.used:
            self._first_use(found)
        return found

    def _first_use(self, found: Issue) -> None:
        with writing(self.engine) as connection:
            if not found.retired:
                tokens.first_use(connection, found)
                return
            # The server never got this answer, or it would not have asked for another: a copy did.
            copies.noticed(connection, found, self.now())
        raise Problem("unauthorized")
