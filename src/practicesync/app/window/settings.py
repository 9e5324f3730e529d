"""The settings at a window: what they are, and the way to change them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from practicesync.app.present.shown import Row
from practicesync.app.window.connect import connect
from practicesync.app.window.looked import database_words
from practicesync.app.window.page import Block, Choice, Facts, Field, Option, Options, Page, Words
from practicesync.app.window.refused import CLOSE
from practicesync.app.window.talk import Talk
from practicesync.core.errors import Code, Unavailable
from practicesync.core.secret_names import DATABASE_PASSWORD, LONGEST, context_of
from practicesync.core.words import counted

_WAYS: Mapping[str, str] = {
    "auto": "the best that the database allows",
    "change-tracking": "change tracking",
    "rowversion": "row versions",
    "diff": "comparing all contacts",
}
_CANCEL = Choice(name="cancel", label="Cancel", leaves=True)


def settings(talk: Talk) -> None:
    """Show the settings, and change what can be changed here."""
    told = ""
    while True:
        found = talk.ask("settings", {}).detail
        answer = talk.answer(settings_page(found, told))
        practices = [str(one["name"]) for one in found.get("practice", ())]
        if answer.choice == "connect":
            connect(talk)
            return
        told = _password(talk, practices)


def settings_page(found: Mapping[str, Any], told: str = "") -> Page:
    """Return all settings as people call them; `told` is what came of the last change."""
    practices = found.get("practice", ())
    blocks: list[Block] = []
    for one in practices:
        blocks += [Words(str(one["name"]), "Strong"), Facts(_practice(one))]
    blocks += [Words("Practice Sync", "Strong"), Facts(_agent(found.get("agent", {})))]
    blocks.append(
        Words("Everything else stands in private/config.toml, a file which you may edit.", "Small")
    )
    password = Choice(name="password", label="Change a password")
    logins = any(one.get("database_user") for one in practices)
    return Page(
        key="settings",
        title="Settings",
        under=told,
        blocks=tuple(blocks),
        choices=(
            Choice(name="connect", label="Change the connection", main=True),
            *((password,) if logins else ()),
            CLOSE,
        ),
    )


def password_page(practices: list[str], wrong: str = "") -> Page:
    """Return the question for the password of the database's login."""
    options = tuple(Option(name, name) for name in practices)
    which: tuple[Block, ...] = (Options("practice", options, practices[0]),)
    return Page(
        key="password",
        title="Password of the database's login",
        under=wrong or "It is sealed on its way, and kept encrypted.",
        blocks=(
            *(which if len(practices) > 1 else ()),
            Field(name="password", label="Password", secret=True),
        ),
        choices=(Choice(name="save", label="Save", main=True, needs=("password",)), _CANCEL),
    )


def _password(talk: Talk, practices: list[str]) -> str:
    """Ask for the password, hand it to the worker, and return what came of it."""
    wrong = ""
    while True:
        answer = talk.answer(password_page(practices, wrong))
        word = answer.texts["password"]
        if len(word) <= LONGEST:
            break
        wrong = f"A password has {counted(LONGEST, 'character')} at most."
    practice = answer.texts.get("practice", practices[0])
    sealed = _sealed(talk, word, context_of(DATABASE_PASSWORD, practice))
    talk.ask("set-secret", {"name": DATABASE_PASSWORD, "sealed": sealed}, practice)
    return "Practice Sync keeps the password from now on."


def _sealed(talk: Talk, word: str, context: str) -> str:
    # Here, for nothing else in a window needs to know how things are sealed.
    from practicesync.adapters.sealing import Unreadable, sealed_for

    try:
        return sealed_for(talk.around.folder.seal_file.read_bytes(), word, context)
    except (OSError, Unreadable):  # it is there while the worker runs
        raise Unavailable(Code.NOT_RUNNING) from None


def _practice(one: Mapping[str, Any]) -> tuple[Row, ...]:
    changes = str(one.get("changes", ""))
    return (
        Row("Database", database_words(str(one["database"]))),
        Row("Database layout", str(one["profile"])),
        Row("Way of finding changes", _WAYS.get(changes, changes)),
        Row("Online copy", str(one["cloud"])),
    )


def _agent(agent: Mapping[str, Any]) -> tuple[Row, ...]:
    seconds = agent.get("poll_interval", 0)
    rows = [
        Row("Looks for changes every", f"{seconds:g} seconds"),
        Row("Full check each night at", str(agent.get("full_check_at", ""))),
    ]
    if agent.get("proxy"):
        rows.append(Row("Proxy", str(agent["proxy"])))
    return tuple(rows)
