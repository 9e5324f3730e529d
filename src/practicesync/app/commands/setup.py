"""``practicesync setup``: from nothing to settings, in a conversation or by options alone."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec
import typer

from practicesync.adapters.log_file import frames
from practicesync.adapters.state_folder import StateFolder
from practicesync.app.asking.planned import Planned
from practicesync.app.asking.setup import Said, SetupCounter, Stopped, at_the_worker
from practicesync.app.asking.setup_files import is_text
from practicesync.app.commands.setup_shown import (
    show_changes,
    show_check,
    show_fittings,
    show_script,
    show_unfit,
)
from practicesync.app.say import say, say_json, tell, tell_code
from practicesync.core.change import NAMES
from practicesync.core.check import CheckId
from practicesync.core.check_words import Told, examination_exit, summary
from practicesync.core.error_table import Exit, explain
from practicesync.core.errors import Code, Misconfigured, Unavailable
from practicesync.core.fitting import Fitting, best_first, fitting_words
from practicesync.core.trial_words import on_trial

_MISSING = {
    "name": ("What people call the practice", "--name"),
    "database": ("Where the practice database is", "--server and --database, or --sqlite"),
    "profile": ("Which database layout it has", "--layout"),
    "cloud": ("Where your online copy is", "--cloud"),
}

_MEND = (
    "Put right what is wrong and type the command again, or add --save-anyway to write it as it is."
)

_LACKING = (CheckId.TABLES, CheckId.COLUMNS)


@dataclass(frozen=True)
class Manner:
    """How it goes on: without questions, with failed checks, in this process, in JSON."""

    yes: bool = False
    anyway: bool = False
    here: bool = False
    as_json: bool = False
    password_stdin: bool = False

    @property
    def asks(self) -> bool:
        """Somebody is there to be asked."""
        return sys.stdin.isatty() and not self.as_json and not self.password_stdin


def set_up(folder: StateFolder, said: Said, manner: Manner) -> int:
    """Set a practice up, and return the exit code."""
    if not is_text(said.draft):
        tell_code("What you typed has a character in it that can't be used.", "", "Type it again.")
        return Exit.USAGE
    try:
        if not manner.here:
            return _led(at_the_worker(folder), said, manner)
        from practicesync.app.commands.setup_here import here

        folder.create()
        with folder.lock:
            return _led(here(folder, _bug), said, manner)
    except Unavailable as unavailable:
        code = tell(unavailable)
        if unavailable.code is Code.NOT_RUNNING:
            print("  practicesync setup --here works without it.", file=sys.stderr)
        return code


def _bug(bug: BaseException) -> None:
    print(f"  {frames(bug)}", file=sys.stderr)


def _led(counter: SetupCounter, said: Said, manner: Manner) -> int:
    try:
        said = _with_password(said, manner)
        if manner.asks and not manner.yes:
            from practicesync.app.commands.setup_questions import converse

            return converse(counter, said, manner)
        return Setup(counter, manner).by_options(said)
    except Stopped as stopped:
        return told_why(stopped, manner)
    except typer.Abort:
        say("Nothing has changed.")
        return Exit.PERSON_NEEDED


def _with_password(said: Said, manner: Manner) -> Said:
    """Return what was said with the password, where a login was named that has one."""
    if manner.password_stdin:
        return replace(said, password=sys.stdin.readline().rstrip("\r\n"))
    if said.draft.user and manner.asks:
        return replace(said, password=getpass.getpass(f"Password of {said.draft.user}: "))
    return said


def told_why(stopped: Stopped, manner: Manner) -> int:
    """Tell why a step came to nothing, and return the exit code."""
    reply = stopped.reply
    if manner.as_json:
        say_json(reply)
    else:
        tell_code(reply.sentence, reply.code, reply.remedy)
    return reply.exit


class Setup:
    """Sets a practice up from what was said, step by step."""

    def __init__(self, counter: SetupCounter, manner: Manner) -> None:
        self._counter = counter
        self._manner = manner
        self._facts: dict[str, Any] = {"written": False}

    def by_options(self, said: Said) -> int:
        """Lead it to its end without asking, and return the exit code."""
        said, code = self.with_layout(said)
        if code:
            return code
        plan = self.plan(said)
        if code := self.told_wrong(plan):
            return code
        checks = self.checked(said)
        self.judged(plan, checks, said)
        if (code := examination_exit(checks)) and not self._manner.anyway:
            self.lacking(said, checks)
            tell_code("Nothing is written.", "", _MEND)
            return self._ended(code)
        self.announced(plan)
        if not self._manner.yes:
            tell_code("Nothing is written yet.", "", "Add --yes if that is what you want.")
            return self._ended(Exit.PERSON_NEEDED)
        return self.write(said, plan)

    def is_there(self, said: Said) -> bool:
        """Tell whether the practice is set up already."""
        return not self.plan(said).new

    def plan(self, said: Said) -> Planned:
        """Return what would be written. Raises `Stopped`."""
        plan = msgspec.convert(self._counter.step("plan", said), Planned)
        self._facts |= {"name": plan.name, "changes": plan.changes, "login": plan.login}
        self._facts |= {"script": plan.script}
        return plan

    def told_wrong(self, plan: Planned) -> int:
        """Tell what is wrong or missing in what was said; return the exit code, 0 for nothing."""
        self._facts |= {"mistakes": plan.mistakes, "missing": plan.missing}
        for mistake in plan.mistakes:
            tell_code(mistake.sentence, Code.SETTING_WRONG, mistake.remedy)
        if plan.mistakes:
            return self._ended(Exit.USAGE)
        for key in [one for one in plan.missing if one != "profile" or len(plan.missing) == 1]:
            what, option = _MISSING[key]
            tell_code(f"{what} hasn't been said.", "", f"Add {option}. Nothing has changed.")
        return self._ended(Exit.USAGE) if plan.missing else Exit.DONE

    def with_layout(self, said: Said) -> tuple[Said, int]:
        """Return what was said with the layout that fits best, where none was named."""
        plan = self.plan(said)
        if list(plan.missing) != ["profile"] or plan.mistakes:
            return said, Exit.DONE
        fittings = self.fittings(said)
        if not fittings or not fittings[0].fits:
            self._facts["layouts"] = fittings
            return said, self._unfit(fittings)
        draft = msgspec.structs.replace(said.draft, layout=fittings[0].layout)
        return replace(said, draft=draft), Exit.DONE

    def fittings(self, said: Said) -> Sequence[Fitting]:
        """Return how each layout fits the database, the best first, and show it."""
        found = msgspec.convert(list(self._counter.look("layouts", said)), list[Fitting])
        ordered = best_first(found)
        self._facts["layouts"] = ordered
        if not self._manner.as_json:
            show_fittings(ordered)
        return ordered

    def checked(self, said: Said) -> list[Told]:
        """Return all checks of the practice, each shown as it comes."""
        checks: list[Told] = []
        for found in self._counter.look("checks", said):
            check = on_trial(msgspec.convert(found, Told), said.draft)
            if not self._manner.as_json:
                show_check(check)
            checks.append(check)
        self._facts["checks"] = checks
        return checks

    def judged(self, plan: Planned, checks: Sequence[Told], said: Said) -> None:
        """Show what the checks come to, and the rights that are missing."""
        if self._manner.as_json:
            return
        say(f"\n{summary(checks)}\n")
        if plan.server:
            show_script(plan, checks, said.draft)

    def announced(self, plan: Planned) -> None:
        """Show what would be written."""
        if not self._manner.as_json:
            show_changes(plan)

    def lacking(self, said: Said, checks: Sequence[Told]) -> None:
        """Tell what is near, where the layout that was named doesn't fit."""
        if not any(one.result == "fail" and one.id in _LACKING for one in checks):
            return
        name = next(
            (one.after for one in self.plan(said).changes if one.entry == NAMES["profile"]), ""
        )
        found = msgspec.convert(list(self._counter.look("layouts", said)), list[Fitting])
        self._facts["layouts"] = found
        for one in found:
            if one.layout == name and not self._manner.as_json:
                show_unfit(one)

    def write(self, said: Said, plan: Planned) -> int:
        """Have it written, and return the exit code."""
        self._counter.step("write", said, {"basis": plan.basis})
        self._facts["written"] = True
        if not self._manner.as_json:
            say(_done(plan, here=self._manner.here))
        return self._ended(Exit.DONE)

    def _unfit(self, fittings: Sequence[Fitting]) -> int:
        nearest = fittings[0]
        facts = {"layout": nearest.layout, "fit": fitting_words(nearest)}
        facts = facts if nearest.there else {}
        if self._manner.as_json:
            words = explain(Code.LAYOUT_DOES_NOT_FIT, facts)
            self._facts |= {"code": words.code, "sentence": words.sentence, "remedy": words.remedy}
            return self._ended(Exit.USAGE)
        return tell(Misconfigured(Code.LAYOUT_DOES_NOT_FIT, **facts))

    def _ended(self, code: int) -> int:
        if self._manner.as_json:
            say_json({**self._facts, "exit": int(code)})
        return code


def _done(plan: Planned, *, here: bool) -> str:
    name = plan.name
    if plan.active:
        return f"{name} has been set up again. Practice Sync goes on with it within seconds."
    start = "Start Practice Sync with practicesync run, then activate" if here else "Now activate"
    return f"{name} is set up. {start} contacts sync: practicesync activate"
