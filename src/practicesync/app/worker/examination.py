"""All checks of an installation, one after the other, each over a connection of its own.

Nothing is changed by it: neither the database nor the online side nor the records.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from practicesync.adapters.cloud_greeting import greet
from practicesync.adapters.windows_services import services_here
from practicesync.app.worker.examined_database import checks_of_database
from practicesync.app.worker.refusal import Refusal
from practicesync.bootstrap import Shop, read_settings
from practicesync.core.check import Check, CheckId, failed, passed, skipped, warned
from practicesync.core.check_words import Told, told
from practicesync.core.error_table import help_anchor
from practicesync.core.errors import Code, Misconfigured, Problem
from practicesync.core.mistake import Mistake
from practicesync.core.settings import PracticeSettings, Settings
from practicesync.core.words import duration
from practicesync.ports import Services

ROOM = 500_000_000
"""Bytes that a disk should have free for records and logs."""

CLOCKS_AGREE = 60.0
"""Seconds by which two clocks may differ."""

_NOT_ASKED = skipped(CheckId.IN_CHARGE, "own-account")

ActivatedBy = Callable[[str], str]
"""Returns the e-mail address of whoever activated the practice of that name, or nothing."""


@dataclass(frozen=True)
class Examination:
    """What is examined: an installation, as its settings and its folder have it.

    `running` are the settings of a worker, for while the file has mistakes; `free` returns the
    bytes that the disk of a folder has free; `in_charge` tells whether this server is. `signs_in`:
    somebody is just signing in.
    """

    config: Path
    open_shop: Callable[[Settings], Shop]
    activated_by: ActivatedBy
    now: Callable[[], dt.datetime]
    running: Settings | None = None
    services: Callable[[], Services | None] = services_here
    free: Callable[[Path], int] = lambda path: shutil.disk_usage(path).free
    in_charge: Callable[[PracticeSettings], Check] = lambda _: _NOT_ASKED
    signs_in: bool = False

    def checks(self, wanted: str | None = None) -> Iterator[Told]:
        """Yield each check as it is made, of all practices or of the one with that name or id."""
        settings = yield from self._settings()
        yield told(self._disk())
        if settings is None:
            return
        shop = self.open_shop(settings)
        yield told(self._secrets(shop))
        for practice in _meant(settings.practices, wanted):
            name = practice.name if len(settings.practices) > 1 else ""
            for check in self.of_practice(shop, practice):
                yield told(msgspec.structs.replace(check, practice=name))

    def for_sign_in(self, name: str, who: str) -> Iterator[Told]:
        """Yield the checks of that practice for who has just signed in; not who is in charge."""
        signing_in = replace(self, activated_by=lambda _: who, signs_in=True)
        return signing_in.checks(name)

    def _settings(self) -> Generator[Told, None, Settings | None]:
        """Yield how the settings are, and return those to examine: these or the running ones."""
        try:
            settings = read_settings(self.config)
        except Problem as problem:
            yield told(failed(CheckId.SETTINGS, problem))
            return self.running
        if isinstance(settings, Settings):
            yield told(passed(CheckId.SETTINGS))
            return settings
        yield from map(_mistake, settings)
        return self.running

    def _disk(self) -> Check:
        try:
            free = self.free(self.config.parent)
        except OSError:
            problem = Misconfigured(Code.FOLDER_NOT_WRITABLE, path=str(self.config.parent))
            return failed(CheckId.DISK, problem)
        shown = f"{free / 1e9:,.1f} GB"
        if free < ROOM:
            return warned(CheckId.DISK, Code.DISK_NEARLY_FULL, free=shown)
        return passed(CheckId.DISK, free=shown)

    def of_practice(self, shop: Shop, practice: PracticeSettings) -> Iterator[Check]:
        """Yield the checks of a practice, also of one that is not set up yet."""
        yield from self._services(practice)
        yield from checks_of_database(shop, practice, self.activated_by(practice.name))
        yield from self._cloud(shop, practice)

    def _services(self, practice: PracticeSettings) -> Iterator[Check]:
        services = self.services()
        if services is None:
            yield skipped(CheckId.SERVICE, "not-windows")
            return
        for name in practice.required_services:
            match services.state(name):
                case "running":
                    yield passed(CheckId.SERVICE, service=name)
                case "stopped":
                    yield warned(CheckId.SERVICE, Code.SERVICE_STOPPED, service=name)
                case "missing":
                    yield skipped(CheckId.SERVICE, "no-service", service=name)

    def _cloud(self, shop: Shop, practice: PracticeSettings) -> Iterator[Check]:
        try:
            with closing(shop.wire(practice)) as wire:
                greeting = greet(wire, self.now())
        except Problem as problem:
            yield failed(CheckId.CLOUD, problem)
            yield skipped(CheckId.CLOCK, "no-answer")
            if not self.signs_in:
                yield skipped(CheckId.IN_CHARGE, "no-answer")
            return
        yield passed(CheckId.CLOUD, host=greeting.host)
        yield _clock(greeting.ahead)
        if not self.signs_in:
            yield self.in_charge(practice)

    def _secrets(self, shop: Shop) -> Check:
        try:
            shop.secret("")
        except Problem as problem:
            if self.signs_in and problem.code is Code.VAULT_UNREADABLE:
                # Signing in is the way out of it.
                return warned(CheckId.SECRETS, problem.code)
            return failed(CheckId.SECRETS, problem)
        return passed(CheckId.SECRETS)


def _clock(ahead: float | None) -> Check:
    if ahead is None:
        return skipped(CheckId.CLOCK, "no-date")
    if abs(ahead) > CLOCKS_AGREE:
        return warned(CheckId.CLOCK, Code.CLOCK_DIFFERS, time=duration(abs(ahead)))
    return passed(CheckId.CLOCK)


def _meant(practices: Sequence[PracticeSettings], wanted: str | None) -> Sequence[PracticeSettings]:
    meant = [one for one in practices if wanted in (None, "", one.name, one.practice_id)]
    if not meant:
        raise Refusal("no such practice")
    return meant


def _mistake(mistake: Mistake) -> Told:
    code = Code.SETTING_WRONG
    return Told(CheckId.SETTINGS, code, "fail", mistake.sentence, mistake.remedy, help_anchor(code))
