"""The one connection of a source: opened when it is needed, with what was found to read there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Literal, NamedTuple

from practicesync.adapters.sqlserver.catalog import SQL_2016, Catalog, fork_of, look_at_catalog
from practicesync.adapters.sqlserver.connection import Bounds, Connect, Session
from practicesync.adapters.sqlserver.presence import Presence
from practicesync.adapters.sqlserver.statements import Statements, build
from practicesync.adapters.sqlserver.watched import (
    Unfollowable,
    Watched,
    primary_keys,
    watched_tables,
)
from practicesync.core.errors import Code, Misconfigured, Unavailable
from practicesync.core.profile import Profile

Keeps = Literal["nothing", "needed", "all"]
"""Of which other tables' rows a contact says that it is made of them."""


class Opened(NamedTuple):
    """A session with what it was found to read."""

    session: Session
    catalog: Catalog
    statements: Statements
    watched: Sequence[Watched] | Unfollowable
    fork: str


class Suited(NamedTuple):
    """What a way of finding changes needs beside the contacts: `hashed`, that they are hashed."""

    hashed: bool
    keeps: Keeps


def followed(opened: Opened) -> Sequence[Watched]:
    """Return the tables to watch; `Misconfigured` where one can't be followed."""
    if isinstance(opened.watched, Unfollowable):
        raise Misconfigured(Code.TRACKING_OFF, table=opened.watched.table)
    return opened.watched


class Access:
    """Opens the database as the profile describes it; `careful` once a text was no good UTF-16."""

    def __init__(
        self,
        connect: Connect,
        careful: Connect | None,
        profile: Profile,
        bounds: Bounds,
        suited: Suited,
        presence: Presence | None = None,
    ) -> None:
        self._connect = connect
        self._careful = careful
        self._profile = profile
        self._bounds = bounds
        self._presence = presence
        self._opened: Opened | None = None
        self.suited = suited
        self.openings = 0

    def suit(self, suited: Suited) -> None:
        """Read that from now on."""
        if suited != self.suited:
            self.close()
            self.suited = suited

    def number(self) -> int:
        """Return which connection is open, counted from the first; opens one if there is none."""
        self._kept()
        return self.openings

    def session(self) -> Session:
        """Open a connection of one's own, without asking what is there to be read."""
        return Session(self._connect, self._bounds)

    def close(self) -> None:
        """Let go of the connection; the next use opens another."""
        if self._opened:
            opened, self._opened = self._opened, None
            opened.session.close()

    @contextmanager
    def reading(self) -> Iterator[Opened]:
        """Read as of one moment where the database allows it, statement by statement elsewhere."""
        with self.connected() as opened, opened.session.snapshot(opened.catalog.server.snapshot):
            yield opened

    @contextmanager
    def connected(self) -> Iterator[Opened]:
        """Use the connection; after a failed or partial read it is gone."""
        try:
            yield self._kept()
            if self._presence:
                self._presence.answered()
        except UnicodeDecodeError:
            self.close()
            if self._careful is None or self._connect == self._careful:
                raise
            self._connect = self._careful
            # From nothing: the error holds the text.
            raise Unavailable(Code.DATABASE_FAILED) from None
        except BaseException:
            self.close()
            raise

    def _kept(self) -> Opened:
        if self._opened is None:
            self._opened = self._open()
            self.openings += 1
        return self._opened

    def _open(self) -> Opened:
        session = Session(self._connect, self._bounds)
        try:
            catalog = look_at_catalog(session, self._profile)
            hashed = self.suited.hashed and catalog.server.major >= SQL_2016
            keys = primary_keys(session, list(catalog.types))
            watched = watched_tables(self._profile, catalog, keys)
            parts = {} if isinstance(watched, Unfollowable) else self._parts_of(watched)
            statements = build(self._profile, catalog, hashed=hashed, parts=parts)
            return Opened(session, catalog, statements, watched, self._fork(session))
        except BaseException:
            session.close()
            raise

    def _fork(self, session: Session) -> str:
        return fork_of(session) or (self._presence.stay() if self._presence else "")

    def _parts_of(self, watched: Sequence[Watched]) -> Mapping[str, Sequence[str]]:
        keeps = self.suited.keeps
        return {
            one.table: one.key
            for one in watched
            if keeps == "all" or (keeps == "needed" and one.kept)
        }
