"""The conversation of `practicesync setup`: one question after the other, until all is said."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import msgspec
import typer

from practicesync.app.asking.setup import Said, SetupCounter, Stopped
from practicesync.app.asking.setup_files import with_layout
from practicesync.app.commands.setup import Manner, Setup
from practicesync.app.say import say, tell, tell_code
from practicesync.core.check_words import examination_exit
from practicesync.core.draft import Draft
from practicesync.core.errors import Code, Problem
from practicesync.core.fitting import fitting_words

_WELCOME = """\
Practice Sync reads your practice database and keeps your online copy true to it.
It changes nothing in the database. Ctrl+C ends this at any time, and nothing is written before you
say yes at the end."""


def converse(counter: SetupCounter, said: Said, manner: Manner) -> int:
    """Ask for what wasn't said, look at all of it, and write it after a yes."""
    say(_WELCOME)
    return _Conversation(counter, manner).lead(said)


def choose(question: str, choices: Sequence[str], default: int = 1) -> int:
    """Return which of the choices is taken, counted from 0."""
    say(f"\n{question}")
    for number, choice in enumerate(choices, 1):
        say(f"  {number}  {choice}")
    while (
        not 1 <= (number := int(typer.prompt("Number", default=default, type=int))) <= len(choices)
    ):
        say(f"Give a number from 1 to {len(choices)}.")
    return number - 1


class _Conversation:
    def __init__(self, counter: SetupCounter, manner: Manner) -> None:
        self._counter = counter
        self._setup = Setup(counter, manner)

    def lead(self, said: Said) -> int:
        """Lead it to its end, and return the exit code."""
        said = self._which(said)
        if (
            said.draft == Draft(name=said.draft.name)
            and not said.add
            and self._setup.is_there(said)
        ):
            said = self._changed(said)
        while True:
            said = self._completed(said)
            plan = self._setup.plan(said)
            if code := self._setup.told_wrong(plan):
                return code
            say("\nLooking at all of it ...")
            checks = self._setup.checked(said)
            self._setup.judged(plan, checks, said)
            failed = {one.code for one in checks if one.result == "fail"}
            if not examination_exit(checks):
                self._setup.announced(plan)
                if not typer.confirm("Is that right?", default=True):
                    raise typer.Abort
                return self._setup.write(said, plan)
            online = bool(failed & _ONLINE)
            match choose("Not everything is in order yet. What now?", _MENDING, 2 if online else 1):
                case 0:
                    pass
                case 1:
                    said = self._changed(said)
                case 2:
                    self._setup.announced(plan)
                    return self._setup.write(said, plan)
                case _:
                    raise typer.Abort

    def _which(self, said: Said) -> Said:
        """Ask which practice is meant, where there are some already."""
        names = self._counter.ask({"step": "list"})["practices"]
        if not names or said.draft.name:
            return said
        choices = [*(f"Change {name}" for name in names), "Set up one more practice"]
        taken = choose("What do you want to do?", choices)
        if taken < len(names):
            return _with(said, name=names[taken])
        return replace(_with(said, name=_typed("What do people call it?")), add=True)

    def _completed(self, said: Said) -> Said:
        """Ask for everything that is still missing."""
        while missing := self._setup.plan(said).missing:
            match missing[0]:
                case "database":
                    said = self._database(said)
                case "profile":
                    said = self._layout(said)
                case "cloud":
                    said = _with(said, cloud=_address())
                case _:
                    name = typer.prompt(
                        "\nWhat do people call the practice?", default="Main office"
                    )
                    said = _with(said, name=name.strip())
        return said

    def _database(self, said: Said) -> Said:
        if said.draft.server is None:
            said = _server(said)
        if said.draft.file is not None:
            return said
        while True:
            if said.draft.user is None:
                said = self._login(said)
            try:
                names = list(self._counter.look("databases", said))
            except (Stopped, Problem) as wrong:
                said = _after(wrong, said)
                continue
            if said.draft.database is not None:
                return said
            return _with(said, database=_database_of(names))

    def _login(self, said: Said) -> Said:
        account = self._setup.plan(said).login
        windows = f"As the Windows account {account}"
        if account and choose("How does Practice Sync sign in?", [windows, _BY_LOGIN]) == 0:
            return _with(said, user="")
        user = _typed("Name of the login of SQL Server")
        return replace(_with(said, user=user), password=getpass.getpass(f"Password of {user}: "))

    def _layout(self, said: Said) -> Said:
        say("\nHolding the database layouts against the database ...")
        try:
            found = self._setup.fittings(said)
        except (Stopped, Problem) as wrong:
            return _after(wrong, said)
        choices = [f"{one.layout}: {fitting_words(one)}" for one in found if one.there]
        taken = choose("Which database layout?", [*choices, "A file of your own"])
        if taken < len(choices):
            return _with(said, layout=[one for one in found if one.there][taken].layout)
        try:
            draft = with_layout(said.draft, str(Path(_typed("Its file")).expanduser()))
        except Problem as wrong:
            tell(wrong)
            return said
        return replace(said, draft=draft)

    def _changed(self, said: Said) -> Said:
        """Ask what is to be another, and say that anew."""
        match choose("What do you want to change?", _CHANGING):
            case 0:
                return self._database(_without_database(said))
            case 1:
                return self._layout(_with(said, layout=None, layout_text=None))
            case _:
                return _online(said)


_MENDING = ("Look again", "Change something", "Save it all the same", "Stop")
_CHANGING = ("The database or the login", "The database layout", "The online copy")
_ONLINE = {Code.CLOUD_UNREACHABLE, Code.CLOUD_ANSWER_ODD, Code.CLOUD_NOT_TRUSTED}
_BY_LOGIN = "With a login of SQL Server"


def _server(said: Said) -> Said:
    from practicesync.adapters.sqlserver.discovery import instances

    say("\nLooking for SQL Server on this computer and on the network ...")
    found = [one.address for one in instances()]
    if not found:
        say("None has answered. That needn't mean that there is none.")
    others = ["Another server: type its name", "A SQLite database: type its file"]
    taken = choose("Where is the practice database?", [*found, *others])
    if taken < len(found):
        return _with(said, server=found[taken])
    if taken == len(found):
        return _with(said, server=_typed("Server, such as PRACSRV01\\SQLEXPRESS"))
    file = Path(_typed("File")).expanduser().absolute()
    return _with(said, file=str(file), server=None, database=None)


def _without_database(said: Said) -> Said:
    """Return what was said but for the database and who signs in there."""
    anew = _with(said, server=None, database=None, file=None, user=None, trust=None)
    return replace(anew, password=None)


def _database_of(names: Sequence[str]) -> str:
    if not names:
        say("The login can't open any database there.")
        return _typed("Name of the practice database")
    taken = choose("Which database?", [*names, "Another one: type its name"])
    return names[taken] if taken < len(names) else _typed("Name of the practice database")


def _after(wrong: Stopped | Problem, said: Said) -> Said:
    """Tell what went wrong with the database, and ask for what may mend it."""
    code = wrong.reply.code if isinstance(wrong, Stopped) else wrong.code
    if isinstance(wrong, Stopped):
        tell_code(wrong.reply.sentence, wrong.reply.code, wrong.reply.remedy)
    else:
        tell(wrong)
    if code == Code.SERVER_NOT_TRUSTED and typer.confirm(
        "Connect without checking who the server is? It is usual where the database is on this"
        " computer; elsewhere somebody on the network could pose as the server"
    ):
        return _with(said, trust=True)
    logins = [] if said.draft.file else ["Another login"]
    choices = ["Try again", *logins, "Another database", "Stop"]
    match choices[choose("What now?", choices, 2)]:
        case "Try again":
            return said
        case "Another login":
            return replace(_with(said, user=None), password=None)
        case "Another database":
            return _server(_without_database(said))
        case _:
            raise typer.Abort


def _online(said: Said) -> Said:
    """Ask for the online copy's address, and for what lies between here and there."""
    said = _with(said, cloud=_address(said.draft.cloud or ""))
    file = typer.prompt("File of your company's certificate authority, if it has one", default="")
    path = str(Path(file.strip()).expanduser().absolute()) if file.strip() else ""
    before = said.draft.proxy or ""
    proxy = typer.prompt("Your office's proxy (http://...), if it has one", default=before)
    changed = proxy.strip() if proxy.strip() or before else None
    return _with(said, ca_file=path, proxy=changed)


def _address(before: str = "") -> str:
    """Return an address; https:// may be left out, and anything else is told as wrong later."""
    typed = _typed("\nAddress of your online copy (https://...)", before)
    return typed if "://" in typed else f"https://{typed}"


def _typed(question: str, default: str = "") -> str:
    typed: str = typer.prompt(question, default=default or None)
    return typed.strip()


def _with(said: Said, **more: str | bool | None) -> Said:
    return replace(said, draft=msgspec.structs.replace(said.draft, **more))
