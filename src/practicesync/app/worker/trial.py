"""Looking at a practice before it is set up: its server's databases, its layouts, all checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import msgspec

from practicesync.adapters.sqlite_source import SqliteSource
from practicesync.app.worker.drafted import Drafted
from practicesync.bootstrap import Shop
from practicesync.core.check import Check, CheckId, failed
from practicesync.core.check_words import Told, told
from practicesync.core.errors import Code, Misconfigured, Problem
from practicesync.core.fitting import Fitting, fitting
from practicesync.core.mistake import Mistake
from practicesync.core.profile import Profile
from practicesync.core.secret_names import DATABASE_PASSWORD, kept_as
from practicesync.core.settings import Agent, PracticeSettings
from practicesync.ports import Clock
from practicesync.profiles import shipped

Checks = Callable[[Shop, PracticeSettings], Iterator[Check]]
"""Makes the checks of one practice."""


class TrialShop(Shop):
    """A shop with the password and the layout that were just given, and not kept yet."""

    def __init__(self, private: Path, agent: Agent, clock: Clock, given: Given) -> None:
        super().__init__(private, agent, "", clock)
        self._given = given

    def secret(self, name: str) -> str | None:
        secrets = self._given.secrets
        return secrets[name] if name in secrets else super().secret(name)

    def profile(self, practice: PracticeSettings) -> Profile:
        given = self._given.layout
        return given if given is not None else super().profile(practice)


@dataclass(frozen=True)
class Given:
    """What was given for a trial: secrets by the names that they would be kept under.

    None: the one that is kept is for something else.
    """

    secrets: Mapping[str, str | None]
    layout: Profile | None = None


@dataclass(frozen=True)
class Trial:
    """A practice as a draft has it, and who looks at it."""

    made: Drafted
    password: str | None
    checks: Checks
    clock: Clock

    def databases(self) -> Iterator[str]:
        """Yield the databases that can be opened on the server. Raises `Problem`."""
        from practicesync.adapters.sqlserver.databases import databases
        from practicesync.adapters.sqlserver.drivers import Login

        practice, shop = self._shop(None)

        def login() -> Login:
            if not practice.database_user:
                return Login()
            word = shop.secret(kept_as(DATABASE_PASSWORD, practice.name))
            if word is None:
                raise Misconfigured(Code.SECRET_MISSING)
            return Login(practice.database_user, word)

        yield from databases(practice.database, login)

    def layouts(self) -> Iterator[Fitting]:
        """Yield how each layout fits: those that are shipped, and the one that was named."""
        names = shipped()
        named = self.made.entries.get("profile", "")
        for name in [*names, *([named] if named and named not in names else [])]:
            profile = self.made.layout(name)
            if isinstance(profile, list):
                if name == named:
                    raise Misconfigured(Code.LAYOUT_WRONG, file=name, key=profile[0].key)
                continue
            yield self._fitting(name, profile)

    def examined(self) -> Iterator[Told]:
        """Yield each check of the practice as it is made."""
        profile = self.made.layout({**self.made.before, **self.made.entries}["profile"])
        practice, shop = self._shop(profile if isinstance(profile, Profile) else None)
        for check in self.checks(shop, practice):
            yield told(_is_ours(check, shop, practice))

    def _fitting(self, name: str, profile: Profile) -> Fitting:
        practice, shop = self._shop(profile)
        with closing(shop.source(practice)) as source:
            if isinstance(source, SqliteSource):
                found = fitting(name, profile, source.inventory(), keys=False)
                return _counted(found, source) if found.fits else found
            from practicesync.adapters.sqlserver.stocktaking import take_stock

            return fitting(name, profile, take_stock(source.session, profile))

    def _shop(self, layout: Profile | None) -> tuple[PracticeSettings, Shop]:
        found = self.made.practice()
        if not isinstance(found, tuple):
            raise wrong(found)
        settings, practice = found
        name = kept_as(DATABASE_PASSWORD, practice.name)
        anew = self.password is not None or self.made.is_elsewhere
        given = Given({name: self.password} if anew else {}, layout)
        return practice, TrialShop(self.made.private, settings.agent, self.clock, given)


def _is_ours(check: Check, shop: Shop, practice: PracticeSettings) -> Check:
    """Return the check; of an online side that answers and isn't a Practice Cloud, that it isn't.

    Many things on the internet answer, and somebody has just typed the address.
    """
    if check.id is not CheckId.CLOUD or check.result != "pass":
        return check
    try:
        shop.authority(practice).discover()
    except Problem as problem:
        return failed(CheckId.CLOUD, problem)
    return check


def wrong(mistakes: object) -> Misconfigured:
    """Return the problem of a draft with mistakes, named by the first."""
    first = mistakes[0] if isinstance(mistakes, list) and mistakes else Mistake("", "", "")
    return Misconfigured(Code.SETTING_WRONG, key=first.key.rpartition(".")[2])


def _counted(found: Fitting, source: SqliteSource) -> Fitting:
    try:
        return msgspec.structs.replace(found, contacts=source.count())
    except Problem:  # a condition that is refused, which the checks name
        return found
