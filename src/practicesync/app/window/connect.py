"""Connecting at a window to a practice database and to the online copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec

from practicesync.adapters.sqlserver.discovery import instances
from practicesync.app.asking.planned import Planned
from practicesync.app.asking.setup import Said, SetupCounter
from practicesync.app.asking.setup_files import absolute, is_text, with_layout
from practicesync.app.window import connect_pages as pages
from practicesync.app.window import connect_tested as tested
from practicesync.app.window.page import Block
from practicesync.app.window.page import Said as Answer
from practicesync.app.window.refused import AGAIN, refused_page, trouble_of
from practicesync.app.window.talk import LOOK_AGAIN, Refused, Talk
from practicesync.app.window.wizard import activate
from practicesync.core.check import CheckId
from practicesync.core.check_words import Told, examination_exit
from practicesync.core.draft import Draft
from practicesync.core.errors import Code, Misconfigured, Problem
from practicesync.core.fitting import Fitting, best_first

_RIGHTS = {
    CheckId.DATABASE,
    CheckId.TABLES,
    CheckId.READING,
    CheckId.RIGHTS,
    CheckId.TRACKING,
    CheckId.CHANGES,
}
"""Checks that the rights on the server decide."""

_TAKEN_WITHIN = 50
"""Looks at the status until the worker has taken the settings."""

Servers = Callable[[], Sequence[str]]
"""Finds the SQL Servers on this computer and on the network."""


def servers() -> Sequence[str]:
    """Return the SQL Servers that answer, or are registered on this computer."""
    return [one.address for one in instances()]


def connect(talk: Talk, practice: str = "", find: Servers = servers) -> None:
    """Connect a practice, or change the one of that name."""
    _Connection(talk, find).lead(practice)


class _Connection:
    def __init__(self, talk: Talk, find: Servers) -> None:
        self._talk = talk
        self._find = find
        self._counter = SetupCounter(
            lambda arguments: talk.ask("setup", arguments),
            talk.around.folder.seal_file.read_bytes,
            talk.wait,
        )

    def lead(self, practice: str) -> None:
        """Lead it to its end."""
        said = self._which(practice)
        if said.draft.name and not said.add:
            said = self._changed(said, self._talk.answer(pages.change_page()))
        while True:
            said = self._completed(said)
            plan = self._plan(said)
            if plan.mistakes:
                said = self._changed(said, self._talk.answer(pages.change_page(plan.mistakes)))
                continue
            checks = self._checked(said)
            answer = self._judged(plan, checks)
            if answer == "save":
                return self._save(said, plan)
            if answer == "change":
                said = self._changed(said, self._talk.answer(pages.change_page()))

    def _which(self, practice: str) -> Said:
        """Ask which practice is meant, where there are some already."""
        names = self._counter.ask({"step": "list"})["practices"]
        if practice in names:
            return Said(Draft(name=practice))
        if not names:
            return Said(Draft())
        answer = self._talk.answer(pages.which_page(names))
        which = answer.texts["which"]
        if which != pages.MORE:
            return Said(Draft(name=which))
        return Said(Draft(name=answer.texts["name"].strip()), add=True)

    def _plan(self, said: Said) -> Planned:
        if not is_text(said.draft):
            raise Misconfigured(Code.SETTING_WRONG)
        return msgspec.convert(self._counter.step("plan", said), Planned)

    def _completed(self, said: Said) -> Said:
        """Ask for everything that is still missing."""
        while missing := self._plan(said).missing:
            match missing[0]:
                case "database":
                    said = self._database(said)
                case "profile":
                    said = self._layout(said)
                case "cloud":
                    said = self._online(said)
                case _:
                    name = self._talk.answer(pages.name_page()).texts["name"]
                    said = _with(said, name=name.strip())
        return said

    def _database(self, said: Said) -> Said:
        if said.draft.server is None and said.draft.file is None:
            said = self._server(said)
        while said.draft.file is None:
            if said.draft.user is None:
                said = self._login(said)
            self._talk.show(pages.busy_page("Asking the server for its databases"))
            try:
                names = [str(one) for one in self._counter.look("databases", said)]
            except (Refused, Problem) as wrong:
                said = self._after(wrong, said)
                continue
            if said.draft.database is not None:
                return said
            answer = self._talk.answer(pages.database_page(names))
            chosen = answer.texts["database"]
            name = answer.texts["name"].strip() if chosen == pages.OTHER else chosen
            return _with(said, database=name or None)
        return said

    def _server(self, said: Said) -> Said:
        self._talk.show(
            pages.busy_page("Looking for SQL Server", "On this computer and on the network.")
        )
        answer = self._talk.answer(pages.server_page(self._find()))
        where = answer.texts["where"]
        if where == pages.FILE:
            if not (file := answer.texts["file"].strip()):
                return self._server(said)
            return _with(said, file=absolute(Path(file)), server=None, database=None)
        server = answer.texts["server"].strip() if where == pages.OTHER else where
        return self._server(said) if not server else _with(said, server=server)

    def _login(self, said: Said) -> Said:
        account = self._plan(_with(said, user="")).login  # of Windows, whoever was said before
        answer = self._talk.answer(pages.login_page(account))
        if answer.texts["how"] == pages.WINDOWS:
            return replace(_with(said, user=""), password=None)
        user = answer.texts["user"].strip()
        if not user:
            return self._login(said)
        return replace(_with(said, user=user), password=answer.texts["password"])

    def _after(self, wrong: Refused | Problem, said: Said) -> Said:
        """Tell what went wrong with the database, and ask for what may mend it."""
        trouble = trouble_of(wrong.reply if isinstance(wrong, Refused) else wrong)
        may_trust = trouble.code == Code.SERVER_NOT_TRUSTED
        page = pages.unreachable_page(
            trouble, may_trust=may_trust, is_file=said.draft.file is not None
        )
        match self._talk.answer(page).choice:
            case "trust":
                return _with(said, trust=True)
            case "login":
                return self._login(said)
            case "server":
                return self._server(_without_database(said))
            case _:
                return said

    def _layout(self, said: Said) -> Said:
        self._talk.show(pages.busy_page("Comparing the database layouts with your database"))
        try:
            looked = list(self._counter.look("layouts", said))
        except (Refused, Problem) as wrong:
            said = self._after(wrong, said)
            return self._database(said) if _lacks_database(said) else said
        answer = self._talk.answer(
            pages.layout_page(best_first(msgspec.convert(looked, list[Fitting])))
        )
        chosen = answer.texts["layout"]
        file = answer.texts["file"].strip() if chosen == pages.FILE else chosen
        try:
            return replace(said, draft=with_layout(said.draft, file or None))
        except Problem as wrong:
            self._talk.answer(refused_page(trouble_of(wrong), (AGAIN, pages.CANCEL)))
            return said

    def _online(self, said: Said) -> Said:
        answer = self._talk.answer(pages.online_page(*pages.said_of(said.draft)))
        typed, file = answer.texts["cloud"].strip(), answer.texts["ca_file"].strip()
        address = typed if "://" in typed else f"https://{typed}"
        proxy = answer.texts["proxy"].strip()
        # Nothing is said where nothing was: the one in the settings stays.
        changed = proxy if proxy or said.draft.proxy is not None else None
        return _with(said, cloud=address, ca_file=file, proxy=changed)

    def _checked(self, said: Said) -> list[Told]:
        """Return all checks of the practice, each shown as it comes."""
        checks: list[Told] = []
        self._talk.show(tested.looking_page(checks))
        for found in self._counter.look("checks", said):
            checks.append(msgspec.convert(found, Told))
            self._talk.show(tested.looking_page(checks))
        return checks

    def _judged(self, plan: Planned, checks: Sequence[Told]) -> str:
        """Show what the checks come to, and return what the person chooses."""
        rights = any(one.result != "pass" for one in checks if one.id in _RIGHTS)
        more: tuple[Block, ...] = tested.script_block(plan) if plan.server and rights else ()
        make = tested.wrong_page if examination_exit(checks) else None
        page = make(checks, more) if make else tested.plan_page(plan, checks, more)
        return self._talk.answer(page).choice

    def _changed(self, said: Said, answer: Answer) -> Said:
        """Ask anew for what is to be another."""
        match answer.texts["what"]:
            case pages.DATABASE:
                return self._database(_without_database(said))
            case pages.LAYOUT:
                return self._layout(_with(said, layout=None, layout_text=None))
            case _:
                return self._online(said)

    def _save(self, said: Said, plan: Planned) -> None:
        self._counter.step("write", said, {"basis": plan.basis})
        answer = self._talk.answer(tested.saved_page(plan))
        if answer.choice == "activate":
            self._until_taken(plan.name)
            activate(self._talk, plan.name)

    def _until_taken(self, name: str) -> None:
        """Wait until the worker knows the practice; whatever keeps it from that is told later."""
        for _ in range(_TAKEN_WITHIN):
            shown = self._talk.around.folder.shown()
            if shown and any(one.name == name for one in shown.practices):
                return
            self._talk.wait(LOOK_AGAIN)


def _with(said: Said, **more: str | bool | None) -> Said:
    return replace(said, draft=msgspec.structs.replace(said.draft, **more))


def _without_database(said: Said) -> Said:
    """Return what was said but for the database and who signs in there."""
    anew = _with(said, server=None, database=None, file=None, user=None, trust=None)
    return replace(anew, password=None)


def _lacks_database(said: Said) -> bool:
    return said.draft.server is not None and said.draft.database is None
