"""The command ``setup``, one step a command: plan, begin to look, look, write.

The worker carries it out: it is its account that has to get into the database, and only it may
write settings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from practicesync.adapters.durable import private_folder, replace_file
from practicesync.adapters.sealing import SealKey, Unreadable
from practicesync.adapters.windows_account import standing_here
from practicesync.app.asking.planned import Planned
from practicesync.app.asking.reply import Answer
from practicesync.app.asking.setup import SEALED_FOR
from practicesync.app.worker.diary import Diary
from practicesync.app.worker.drafted import LAYOUTS, Drafted, drafted, practices_in
from practicesync.app.worker.lookings import MOST_KEPT, Lookings
from practicesync.app.worker.one_each import read_all
from practicesync.app.worker.planned import planned
from practicesync.app.worker.refusal import Refusal
from practicesync.app.worker.register import Register
from practicesync.app.worker.settings_file import keep_settings
from practicesync.app.worker.trial import Checks, Trial
from practicesync.core.command import Command
from practicesync.core.draft import Draft
from practicesync.core.errors import Code, Misconfigured
from practicesync.core.secret_names import DATABASE_PASSWORD, LONGEST, kept_as
from practicesync.core.settings import Settings
from practicesync.ports import Clock


@dataclass(frozen=True)
class Site:
    """Where a practice is set up: the settings, the activations, and what looks and keeps."""

    config: Path
    register: Register
    checks: Checks
    keep_secret: Callable[[str, str], None]
    clock: Clock


@dataclass(frozen=True)
class Written:
    """Who is told: `settings` are those that were just written."""

    taken: Callable[[Settings], None]
    bug: Callable[[BaseException], None]


class SettingUp:
    """Sets practices up, whoever asks; several people may look at once."""

    def __init__(self, site: Site, key: SealKey, diary: Diary, told: Written) -> None:
        self._site = site
        self._key = key
        self._diary = diary
        self._told = told
        self._lookings = Lookings[Any](MOST_KEPT, told.bug, site.clock.monotonic)

    def carry_out(self, asked: Command) -> Answer:
        """Carry out one step of setting a practice up."""
        match asked.arguments.get("step"):
            case "list":
                return Answer(detail={"practices": practices_in(self._site.config)})
            case "plan":
                return Answer(detail=msgspec.to_builtins(self._planned(asked)))
            case "begin":
                return self._begin(asked)
            case "look":
                return self._lookings.look(asked, "found")
            case "write":
                return self._write(asked)
            case _:
                raise Refusal("unknown step")

    def _planned(self, asked: Command) -> Planned:
        return planned(self._made(asked), self._site.register, standing_here())

    def _begin(self, asked: Command) -> Answer:
        trial = Trial(self._made(asked), self._password(asked), self._site.checks, self._site.clock)
        ways: dict[object, Callable[[], Iterator[object]]] = {
            "databases": trial.databases,
            "layouts": trial.layouts,
            "checks": trial.examined,
        }
        way = ways.get(asked.arguments.get("question"))
        if way is None:
            raise Refusal("unknown question")
        return self._lookings.begin(way())

    def _write(self, asked: Command) -> Answer:
        made, password = self._made(asked), self._password(asked)
        plan = planned(made, self._site.register, standing_here())
        if asked.arguments.get("basis") != made.basis:
            raise Refusal("the settings were changed meanwhile, so look at them once more")
        if plan.mistakes or plan.missing:
            return Answer("failed", detail=msgspec.to_builtins(plan))
        if password is None and made.is_elsewhere and _needs_password(made):
            raise Misconfigured(Code.SECRET_MISSING)
        self._keep_layout(made)
        if password is not None:
            self._site.keep_secret(kept_as(DATABASE_PASSWORD, made.name), password)
        keep_settings(self._site.config, made.text, made.after)
        self._diary.note(asked.id, self._site.clock.now())
        settings = read_all(self._site.config)
        if isinstance(settings, Settings):
            self._told.taken(settings)
        return Answer(detail=msgspec.to_builtins(plan))

    def _keep_layout(self, made: Drafted) -> None:
        if made.draft.layout_text is None or made.draft.layout is None:
            return
        path = self._site.config.parent / made.draft.layout
        private_folder(self._site.config.parent / LAYOUTS)
        replace_file(path, made.draft.layout_text.encode())

    def _made(self, asked: Command) -> Drafted:
        arguments = asked.arguments
        said = {name: arguments[name] for name in Draft.__struct_fields__ if name in arguments}
        try:
            draft = msgspec.convert(said, Draft)
        except msgspec.ValidationError:
            raise Refusal("what was said of the practice can't be read") from None
        add = arguments.get("add") is True
        return drafted(self._site.config.parent, self._site.register, draft, add=add)

    def _password(self, asked: Command) -> str | None:
        sealed = asked.arguments.get("password")
        if sealed is None:
            return None
        try:
            password = self._key.opened(sealed if isinstance(sealed, str) else "", SEALED_FOR)
        except Unreadable:
            raise Refusal("Practice Sync was restarted meanwhile, so ask once more") from None
        if not 0 < len(password) <= LONGEST:
            raise Refusal(f"a password has 1 to {LONGEST:,} characters")
        return password


def _needs_password(made: Drafted) -> bool:
    """Tell whether a login signs in whose password is kept, or should be."""
    return bool({**made.before, **made.entries}.get("database_user"))
