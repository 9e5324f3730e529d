"""Settings to adapters to jobs: the only module that knows both sides."""

from __future__ import annotations

import datetime as dt
import hashlib
import platform
import sys
import threading
import zlib
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from practicesync import __version__
from practicesync.adapters.authority import Authority, Grant
from practicesync.adapters.cloud_activation import Claim
from practicesync.adapters.cloud_session import Access, CloudSession
from practicesync.adapters.cloud_sink import CloudSink
from practicesync.adapters.device_sign_in import DeviceSignIn
from practicesync.adapters.durable import remove_file
from practicesync.adapters.machine import Sole
from practicesync.adapters.sign_in import SignIn
from practicesync.adapters.sqlite_journal import SqliteJournal
from practicesync.adapters.tokens import Tokens, Unkept
from practicesync.adapters.vault import FileKeyStore, FileVault, KeyStore, windows_key_store
from practicesync.adapters.wire import CloudAddress, Wire, open_wire
from practicesync.core.cleaning import clean
from practicesync.core.error_table import explain
from practicesync.core.errors import Code, Misconfigured
from practicesync.core.guard import GuardLimits
from practicesync.core.mistake import Mistake, place_of
from practicesync.core.profile import Profile
from practicesync.core.profile_text import parse_profile
from practicesync.core.report import Report
from practicesync.core.row import Page
from practicesync.core.secret_names import DATABASE_PASSWORD, kept_as
from practicesync.core.settings import (
    Agent,
    PracticeSettings,
    Settings,
    parse_settings,
    written_practices,
)
from practicesync.databases import looking_at, mistakes_in_database, open_feed, open_source
from practicesync.engine.job import Job, Pace, nobody
from practicesync.engine.runner import Runner
from practicesync.ports import Clock, Identity

if TYPE_CHECKING:
    from practicesync.adapters.sqlite_source import SqliteSource
    from practicesync.adapters.sqlserver.source import SqlServerSource

JOURNAL_FILES = (".db", ".db-wal", ".db-shm", ".db.damaged")

JITTER = 1800
"""Seconds within which the practices of the world begin their nightly full check."""


def read_settings(path: Path) -> Settings | tuple[Mistake, ...]:
    """Return the settings in that file, or every mistake in them and in what they name."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise Misconfigured(Code.SETTINGS_MISSING, path=str(path)) from None
    except (OSError, UnicodeDecodeError):
        raise Misconfigured(Code.SETTINGS_UNREADABLE, path=str(path)) from None
    settings = parse_settings(text, path.name)
    found = () if isinstance(settings, Settings) else settings
    told = {mistake.key for mistake in found}
    named = (
        mistake
        for place, practice in enumerate(written_practices(text))
        for mistake in _mistakes_of(practice, f"practice[{place}]", path)
        if mistake.key not in told
    )
    mistakes = (*found, *named)
    return mistakes if mistakes or not isinstance(settings, Settings) else settings


def read_profile(layout: str, beside: Path) -> Profile | list[Mistake]:
    """Return the database layout of that name: one that is shipped, or a file."""
    name = f"{layout}.toml"
    shipped = files("practicesync.profiles") / name
    try:
        if "/" not in name and "\\" not in name and shipped.is_file():
            return parse_profile(shipped.read_text(encoding="utf-8"), name)
        return parse_profile((beside / layout).read_text(encoding="utf-8-sig"), layout)
    except (OSError, UnicodeDecodeError, ValueError):  # a ValueError: no name of a file
        raise Misconfigured(Code.LAYOUT_MISSING, file=layout) from None


def _mistakes_of(practice: Mapping[str, str], place: str, path: Path) -> list[Mistake]:
    """Return the mistakes in what the practice's settings name; those of one's own are known."""
    found = mistakes_in_database(practice, place, path.name)
    return found + _mistakes_in_layout(practice, place, path)


def _mistakes_in_layout(practice: Mapping[str, str], place: str, path: Path) -> list[Mistake]:
    layout = practice.get("profile", "")
    try:
        profile = read_profile(layout, path.parent) if layout else []
    except Misconfigured as missing:
        told = explain(missing.code)
        key = f"{place}.profile"
        said = f"{path.name}: {place_of(key)} names a database layout that isn't there."
        return [Mistake(key, said, told.remedy)]
    return profile if isinstance(profile, list) else []


class Shop:
    """Opens what the practices of one worker need. `installation` names this server for good."""

    def __init__(self, private: Path, agent: Agent, installation: str, clock: Clock) -> None:
        self._private = private
        self._agent = agent
        self._clock = clock
        self._identity: Identity = Sole(installation)
        self.server = platform.node()
        self._vault = FileVault(private / "vault.bin", _key_store(private))
        self._tokens: dict[str, Tokens] = {}
        self._lock = threading.Lock()

    def tokens(self, practice: PracticeSettings, practice_id: str) -> Tokens:
        """Return the one keeper of the practice's tokens: two would renew them twice."""
        with self._lock:
            if practice_id not in self._tokens:
                door, prove = self.authority(practice), partial(self._identity.prove, practice.name)
                self._tokens[practice_id] = Tokens(
                    door, self._vault, practice_id, self._clock, prove
                )
            return self._tokens[practice_id]

    def sign_in(self, practice: PracticeSettings, practice_id: str) -> SignIn:
        """Return a new attempt to sign in, for that practice only unless its id is empty."""
        return SignIn(self.authority(practice), practice_id)

    def device_sign_in(self, practice: PracticeSettings, practice_id: str) -> DeviceSignIn:
        """Return a new attempt to sign in by a code that is typed elsewhere."""
        return DeviceSignIn(self.authority(practice), self.server, practice_id)

    def authority(self, practice: PracticeSettings) -> Authority:
        """Return a way to the cloud's authorization server of one's own."""
        return Authority(self.wire(practice), self._clock)

    def session(
        self, practice: PracticeSettings, practice_id: str, access: Access | None = None
    ) -> CloudSession:
        """Return a way to the practice's online copy of one's own.

        Without `access` by the tokens that are kept.
        """
        tokens = access or self.tokens(practice, practice_id)
        return CloudSession(self.wire(practice), tokens, practice_id, self._clock)

    def unkept(self, practice: PracticeSettings, grant: Grant) -> Unkept:
        """Return the tokens of a sign-in that isn't kept yet."""
        return Unkept(self.authority(practice), grant)

    def secret(self, name: str) -> str | None:
        """Return a secret that a person has given under that name, if one has."""
        return self._vault.get(name)

    def keep_secret(self, name: str, secret: str) -> None:
        """Keep a secret that a person has given under that name."""
        self._vault.put(name, secret)

    def forget_journal(self, practice_id: str) -> None:
        """Believe nothing any more about the practice's online copy."""
        for ending in JOURNAL_FILES:
            remove_file(self._private / f"journal-{practice_id}{ending}")

    def start_vault_afresh(self) -> None:
        """Give up every secret that can't be read any more."""
        self._vault.start_afresh()

    def mind(self, identity: Identity) -> None:
        """Go by that for who this server is, and whether it may use a sign-in that is kept."""
        self._identity = identity

    def installation(self, practice: str) -> str:
        """Return the id that tells this server from every other for the practice of that name."""
        return self._identity.installation(practice)

    def claim(self, practice: str) -> Claim:
        """Return how this server asks to go on with what is activated."""
        return Claim(self.server, self.installation(practice), first=False)

    def source(self, practice: PracticeSettings) -> SqliteSource | SqlServerSource:
        """Return the practice database."""
        secret = kept_as(DATABASE_PASSWORD, practice.name)
        return open_source(
            practice, self.profile(practice), lambda: self.secret(secret), self._clock
        )

    def profile(self, practice: PracticeSettings) -> Profile:
        """Return the practice's database layout. Raises `Misconfigured` for one with mistakes."""
        profile = read_profile(practice.profile, self._private)
        if isinstance(profile, list):
            raise Misconfigured(Code.LAYOUT_WRONG, file=practice.profile, key=profile[0].key)
        return profile

    def job(
        self,
        practice: PracticeSettings,
        practice_id: str,
        activated_by: Callable[[], str] = nobody,
    ) -> Job:
        """Return the practice's contacts on their way online."""
        profile = self.profile(practice)
        source = self.source(practice)
        guard = GuardLimits(practice.guard.count, practice.guard.percent)
        return Job(
            name=practice.name,
            source=source,
            feed=open_feed(source, practice, self._clock.monotonic),
            sink=CloudSink(self.session(practice, practice_id), partial(self.claim, practice.name)),
            journal=SqliteJournal(str(self._private / f"journal-{practice_id}.db")),
            translate=clean,
            pace=Pace(self._agent.poll_interval, guard=guard, looking=looking_at(source)),
            next_check=nightly(self._agent.full_check_at, practice_id),
            layout=fingerprint(profile),
            activated_by=activated_by if profile.employee else nobody,
        )

    def runner(
        self, practice: PracticeSettings, activated_by: Callable[[], str] = nobody
    ) -> Callable[[str, Clock, Callable[[Report], None]], Runner]:
        """Return what opens a runner for the practice, once its id is known."""

        def make(practice_id: str, clock: Clock, publish: Callable[[Report], None]) -> Runner:
            job = self.job(practice, practice_id, activated_by)
            return Runner(job, clock, publish, read_ahead)

        return make

    def wire(self, practice: PracticeSettings) -> Wire:
        """Return a way to the online side of one's own, without a sign-in."""
        address = CloudAddress(practice.cloud, practice.ca_file, self._agent.proxy)
        return open_wire(address, __version__)


def read_ahead(read: Callable[[], Page]) -> Callable[[], Page]:
    """Read in a thread while another page is being sent; the answer waits for the read.

    The thread is a daemon and no pool's: a read that never returns must not keep the process.
    """
    page: Future[Page] = Future()

    def work() -> None:
        try:
            page.set_result(read())
        except BaseException as error:  # noqa: BLE001  # raised again by whoever waits
            page.set_exception(error)

    threading.Thread(target=work, name="read ahead", daemon=True).start()
    return page.result


def nightly(at: dt.time, practice_id: str) -> Callable[[dt.datetime], dt.datetime]:
    """Return what tells the next full check after a moment: daily at that local time.

    Each practice has its own minute after it, so that the cloud does not meet them all at once.
    """
    later = dt.timedelta(seconds=zlib.crc32(practice_id.encode()) % JITTER)

    def next_check(now: dt.datetime) -> dt.datetime:
        today = now.astimezone().date()
        # What was due late yesterday may come after midnight.
        days = (today + dt.timedelta(days=day) for day in (-1, 0, 1))
        dues = (dt.datetime.combine(day, at).astimezone() + later for day in days)
        return next(due for due in dues if due > now).astimezone(dt.UTC)

    return next_check


def _key_store(private: Path) -> KeyStore:
    if sys.platform == "win32":
        return windows_key_store(str(private))
    return FileKeyStore(private / "vault.key")


def kept_password(private: Path, practice: PracticeSettings) -> str | None:
    """Return the password that is kept there for the practice's database, or None."""
    vault = FileVault(private / "vault.bin", _key_store(private))
    return vault.get(kept_as(DATABASE_PASSWORD, practice.name))


def fingerprint(profile: Profile | list[Mistake]) -> str:
    """Return a text that differs when rows may become other contacts than before.

    The program's version is in it: cleaning may have changed with it.
    """
    content = f"{__version__} {profile!r}"
    return hashlib.sha256(content.encode()).hexdigest()[:16]
