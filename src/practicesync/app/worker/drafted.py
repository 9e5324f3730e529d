"""A draft held against the settings that there are: what would become of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from practicesync.app.worker.one_each import practice_id
from practicesync.app.worker.refusal import Refusal
from practicesync.app.worker.register import Register
from practicesync.app.worker.settings_file import basis_of, settings_in, settings_text
from practicesync.bootstrap import read_profile
from practicesync.core.change import Change
from practicesync.core.draft import Draft, entries_of
from practicesync.core.errors import Code, Misconfigured
from practicesync.core.mistake import Mistake
from practicesync.core.own_settings import as_written
from practicesync.core.own_settings_written import with_own
from practicesync.core.profile import Profile
from practicesync.core.profile_text import parse_profile
from practicesync.core.settings import (
    Agent,
    PracticeSettings,
    Settings,
    parse_settings,
    written_practices,
)
from practicesync.core.settings_check import SQLITE, pairs
from practicesync.core.settings_written import (
    changes,
    is_named,
    practice_named,
    with_practice,
)
from practicesync.databases import mistakes_in_database

LAYOUTS = "layouts"
"""The folder beside the settings that keeps the layouts which came with a draft."""

_PROXY = "proxy"
_FILE = re.compile(r"\w[\w .-]{0,80}\.toml")
_OURS = re.compile(rf"(?:{LAYOUTS}/)?\w[\w .-]{{0,80}}")
_NEEDED = ("database", "profile", "cloud", "name")
_ASSUMED: Mapping[str, str] = {
    "name": "Practice",
    "database": "sqlite:///practice.db",
    "profile": "demo",
    "cloud": "https://contacts.example",
}
"""Entries that nobody has said yet, while something else is looked at."""


@dataclass(frozen=True)
class Drafted:
    """What a draft makes of the settings in a folder."""

    private: Path
    text: str
    draft: Draft
    before: Mapping[str, str]
    entries: Mapping[str, str]

    @property
    def basis(self) -> str:
        """A text that differs when the settings were changed meanwhile."""
        return basis_of(self.text)

    @property
    def name(self) -> str:
        """The practice's name, as the settings have it where they do."""
        return self.before.get("name", "") or self.draft.name

    @property
    def missing(self) -> Sequence[str]:
        """The entries that nobody has said yet."""
        said = {**self.before, **self.entries}
        return [key for key in _NEEDED if not _is_said(key, said.get(key, ""))]

    @property
    def is_elsewhere(self) -> bool:
        """A password that was given for the server before isn't for this one.

        Whoever may set up needn't know it, and another server would be told.
        """
        after = {**self.before, **self.entries}
        user = after.get("database_user", "") != self.before.get("database_user", "")
        return user or _way_to(after) != _way_to(self.before)

    @property
    def after(self) -> str:
        """The settings as they would be written."""
        return with_own(with_practice(self.text, self.name, self.entries), self.own)

    @property
    def own(self) -> Mapping[str, str]:
        """What was said of this computer, as settings write it."""
        return {} if self.draft.proxy is None else as_written({_PROXY: self.draft.proxy})

    @property
    def changes(self) -> Sequence[Change]:
        """What becomes another one, as people call it."""
        own = [change for change in self._own_changes() if change.before != change.after]
        return [*changes(self.before, self.entries), *own]

    def _own_changes(self) -> Sequence[Change]:
        before = settings_in(self.text, "config.toml").agent if self.text.strip() else Agent()
        return [Change("proxy server", before.proxy, after) for after in self.own.values()]

    def practice(self) -> tuple[Settings, PracticeSettings] | Sequence[Mistake]:
        """Return the settings with the practice in them, or every mistake in what was said.

        What nobody has said yet is assumed.
        """
        said = {**_ASSUMED, **self.before, **self.entries}
        text = with_own(with_practice(self.text, said["name"], said), self.own)
        settings = parse_settings(text, "config.toml")
        place = len(written_practices(text)) - 1
        for number, one in enumerate(written_practices(text)):
            place = number if is_named(one.get("name", ""), said["name"]) else place
        found = [] if isinstance(settings, Settings) else list(settings)
        found += mistakes_in_database(said, f"practice[{place}]", "config.toml")
        if found or not isinstance(settings, Settings):
            return found
        return settings, settings.practices[place]

    def layout(self, name: str) -> Profile | list[Mistake]:
        """Return the layout of that name, or the one that came with the draft."""
        if name == self.draft.layout and self.draft.layout_text is not None:
            return parse_profile(self.draft.layout_text, Path(name).name)
        if name == self.draft.layout and not _OURS.fullmatch(name):
            # Any other file that Practice Sync may read is nobody's business.
            raise Misconfigured(Code.LAYOUT_MISSING, file=name)
        return read_profile(name, self.private)


def drafted(private: Path, register: Register, draft: Draft, *, add: bool = False) -> Drafted:
    """Return what the draft makes of the settings there.

    Raises `Problem` where it isn't clear which practice is meant, and for what can't be changed.
    """
    text = settings_text(private / "config.toml")
    names = [one.get("name", "") for one in written_practices(text)]
    before = practice_named(text, draft.name) if draft.name else None
    if names and ((before is None) != add):
        raise Misconfigured(Code.PRACTICE_SET_UP, practice=", ".join(filter(None, names)))
    draft = _with_layout_kept(draft)
    if before:  # what is kept elsewhere is kept under the name as it is written
        draft = msgspec.structs.replace(draft, name=before["name"])
    made = Drafted(private, text, draft, before or {}, entries_of(draft, before or {}))
    _stays_where_it_is(made, register)
    return made


def _is_said(key: str, entry: str) -> bool:
    """Tell whether an entry is there; a server without the name of a database is half of one."""
    if key != "database" or entry.startswith(SQLITE):
        return bool(entry)
    named = {name.casefold() for name, _ in pairs(entry)}
    return bool(named & {"database", "initial catalog", "dsn", "filedsn"})


def _way_to(entries: Mapping[str, str]) -> Mapping[str, str]:
    """Return how a database's server is reached: the connection but for the database's name."""
    words = pairs(entries.get("database", ""))
    return {name.casefold(): value for name, value in words if name.casefold() != "database"}


def practices_in(config: Path) -> Sequence[str]:
    """Return the names of the practices that are set up."""
    return [one.get("name", "") for one in written_practices(settings_text(config))]


def _with_layout_kept(draft: Draft) -> Draft:
    """Return the draft with the name that its own layout is kept under."""
    if draft.layout_text is None:
        return draft
    name = draft.layout or ""
    if not _FILE.fullmatch(name):
        raise Refusal("the file of a database layout has a name like my-layout.toml")
    return msgspec.structs.replace(draft, layout=f"{LAYOUTS}/{name}")


def _stays_where_it_is(made: Drafted, register: Register) -> None:
    """Refuse another online side for contacts that are online: they would stay there unseen."""
    before, after = made.before.get("cloud", ""), made.entries.get("cloud", "")
    moved = before and after and before.rstrip("/") != after.rstrip("/")
    registered = register.get(made.name)
    if moved and registered is not None and registered.left_at is None:
        raise Misconfigured(Code.CLOUD_IN_USE, practice=made.name)


def activated(practice: PracticeSettings, register: Register) -> bool:
    """Tell whether somebody has signed in for the practice."""
    return bool(practice_id(practice, register))
