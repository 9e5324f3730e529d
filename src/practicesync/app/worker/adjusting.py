"""The command ``settings``: what holds for every practice on this computer, told and changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec

from practicesync.app.asking.own_settings import OwnSettings
from practicesync.app.asking.reply import Answer
from practicesync.app.worker.diary import Diary
from practicesync.app.worker.one_each import read_all
from practicesync.app.worker.refusal import Refusal
from practicesync.app.worker.settings_file import (
    basis_of,
    keep_settings,
    settings_in,
    settings_text,
)
from practicesync.core.command import Argument, Command
from practicesync.core.errors import Code, Misconfigured
from practicesync.core.mistake import Mistake
from practicesync.core.own_settings import BY_NAME, as_written, changed, told_here
from practicesync.core.own_settings_written import own_values, with_own
from practicesync.core.settings import Settings, parse_settings
from practicesync.core.settings_shown import settings_shown

_CHANGED = "the settings were changed meanwhile, so look at them once more"


class Adjusting:
    """Tells the settings and writes them; `taken` is told what was written."""

    def __init__(
        self,
        config: Path,
        used: Settings,
        diary: Diary,
        now: Callable[[], dt.datetime],
        taken: Callable[[Settings], None],
    ) -> None:
        self._config = config
        self._used = used
        self._diary = diary
        self._now = now
        self._taken = taken

    def carry_out(self, asked: Command) -> Answer:
        """Tell the settings that are in force, or those that can be changed; or change them."""
        match asked.arguments.get("step"):
            case None:
                return Answer(detail=settings_shown(self._used))
            case "look":
                return _told(self._own(self._text()))
            case "change":
                return self._change(asked)
            case _:
                raise Refusal("unknown step")

    def _change(self, asked: Command) -> Answer:
        text = self._text()
        before = self._own(text)
        wanted = _entries(asked.arguments)
        others = {name: to for name, to in wanted.items() if to != before.values[name]}
        after = with_own(text, others)
        if after == text:
            return _told(before)
        if asked.arguments.get("basis") not in (None, before.basis):
            raise Refusal(_CHANGED)
        settings = parse_settings(after, self._config.name)
        if not isinstance(settings, Settings):
            return _wrong(before, settings)
        keep_settings(self._config, text, after)
        self._diary.note(asked.id, self._now())
        taken = read_all(self._config)
        if isinstance(taken, Settings):
            self._taken(taken)
        own = self._own(after)
        return _told(msgspec.structs.replace(own, changes=changed(before.values, own.values)))

    def _text(self) -> str:
        if text := settings_text(self._config):
            return text
        raise Misconfigured(Code.SETTINGS_MISSING, path=str(self._config))

    def _own(self, text: str) -> OwnSettings:
        agent = settings_in(text, self._config.name).agent
        return OwnSettings(own_values(agent), basis_of(text))


def _told(own: OwnSettings) -> Answer:
    return Answer(detail=msgspec.to_builtins(own))


def _wrong(before: OwnSettings, mistakes: Sequence[Mistake]) -> Answer:
    told = told_here(mistakes)
    first = told[0].sentence.removesuffix(".")
    facts = {"reason": f"{first[:1].lower()}{first[1:]}"}
    detail = msgspec.to_builtins(msgspec.structs.replace(before, mistakes=told))
    return Answer("refused", Code.COMMAND_REFUSED, facts, detail)


def _entries(arguments: Mapping[str, Argument]) -> dict[str, str]:
    """Return what is to be written; raises `Refusal` for what is no setting, or no text."""
    entries = {}
    for name, value in arguments.items():
        if name in ("step", "basis"):
            continue
        if name not in BY_NAME or not isinstance(value, str):
            raise Refusal("there is no such setting that can be changed here")
        entries[name] = value
    return as_written(entries)
