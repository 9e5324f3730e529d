"""The settings at a window: what they are, and the way to change them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from practicesync.app.asking.ask import untold
from practicesync.app.asking.own_settings import OwnSettings
from practicesync.app.asking.reply import Reply
from practicesync.app.present.shown import Row
from practicesync.app.window.connect import connect
from practicesync.app.window.looked import database_words
from practicesync.app.window.page import (
    Block,
    Choice,
    Facts,
    Field,
    Option,
    Options,
    Page,
    Trouble,
    Words,
)
from practicesync.app.window.refused import CLOSE
from practicesync.app.window.talk import Refused, Talk
from practicesync.core.errors import Code, Unavailable
from practicesync.core.mistake import Mistake
from practicesync.core.own_settings import OWN_SETTINGS
from practicesync.core.phase import SIGNS, Phase
from practicesync.core.secret_names import DATABASE_PASSWORD, LONGEST, context_of
from practicesync.core.words import counted

_WAYS: Mapping[str, str] = {
    "auto": "the best that the database allows",
    "change-tracking": "change tracking",
    "rowversion": "row versions",
    "diff": "comparing all contacts",
}
_PAGES = "They open in place of the built-in pages. Leave a line empty to keep the built-in one."
_SAVED = "Saved. Practice Sync works with it within seconds."
_HINTS: Mapping[str, str] = {
    "poll_interval": "5",
    "full_check_at": "02:00",
    "proxy": "http://proxy:8080",
    "links.support": "help@example.com",
}
_NEEDED = ("poll_interval", "full_check_at")
_LINKS = "links."
_UNSHOWN = "log_level"
"""What only support asks for."""

_PASSWORD = Choice(name="password", label="Change a password")
_CANCEL = Choice(name="cancel", label="Cancel", leaves=True)


@dataclass(frozen=True)
class Shown:
    """What the pages show; `typed` isn't saved yet.

    `told` is what came of the last click, `wrong` what is to be mended in what was typed.
    """

    own: OwnSettings
    practices: Sequence[Mapping[str, Any]] = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    told: str = ""
    wrong: Sequence[Mistake] = ()


def settings(talk: Talk) -> None:
    """Show the settings, and change what can be changed here."""
    practices = talk.ask("settings", {}).detail.get("practice", ())
    shown = Shown(_own(talk.ask("settings", {"step": "look"})), practices)
    make = settings_page
    while True:
        answer = talk.answer(make(shown))
        shown = replace(shown, typed={**shown.typed, **answer.texts}, told="", wrong=())
        match answer.choice:
            case "connect":
                connect(talk)
                return
            case "password":
                told = _password(talk, _with_logins(practices))
                shown = replace(shown, told=told)
            case "links":
                make = links_page
            case "back":
                make = settings_page
            case _:
                shown = _saved(talk, shown)


def change_password(talk: Talk, practice: str = "") -> None:
    """Change the password of that practice's login, or of the one that a person chooses."""
    practices = talk.ask("settings", {}).detail.get("practice", ())
    meant = [one for one in practices if practice in ("", one["name"], one.get("practice_id"))]
    if not (names := _with_logins(meant)):
        settings(talk)  # it signs in as a Windows account
        return
    talk.answer(password_kept_page(_password(talk, names)))


def settings_page(shown: Shown) -> Page:
    """Return the settings as people call them, those in fields that can be changed here."""
    blocks: list[Block] = []
    for one in shown.practices:
        blocks += [Words(str(one["name"]), "Strong"), Facts(_practice(one))]
    logins = _with_logins(shown.practices)
    return Page(
        key=f"settings {shown.own.basis}",
        title="Settings",
        under=shown.told,
        blocks=(*_wrong(shown), *blocks, *_fields(shown, links=False)),
        choices=(
            Choice(name="save", label="Save", main=True, needs=_NEEDED),
            Choice(name="connect", label="Change the connection"),
            *((_PASSWORD,) if logins else ()),
            Choice(name="links", label="Pages of your own"),
            CLOSE,
        ),
    )


def links_page(shown: Shown) -> Page:
    """Return the addresses that can take the place of the pages that come along."""
    return Page(
        key=f"links {shown.own.basis}",
        title="Pages of your own",
        under=shown.told or _PAGES,
        blocks=(*_wrong(shown), *_fields(shown, links=True)),
        choices=(
            Choice(name="save", label="Save", main=True),
            Choice(name="back", label="Back"),
            CLOSE,
        ),
    )


def _wrong(shown: Shown) -> tuple[Block, ...]:
    return tuple(Trouble(one.sentence, one.remedy) for one in shown.wrong)


def _fields(shown: Shown, *, links: bool) -> tuple[Block, ...]:
    """Return a field for each setting of that page, with what stands there or was typed."""
    values = {**shown.own.values, **shown.typed}
    return tuple(
        Field(name=name, label=one.label, value=values[name], hint=_HINTS.get(name, ""))
        for one in OWN_SETTINGS
        for name in [one.name]
        if name != _UNSHOWN and name.startswith(_LINKS) is links
    )


def _saved(talk: Talk, shown: Shown) -> Shown:
    """Have written what was typed, and return what there is to show of it."""
    values = shown.own.values
    others = {name: text for name, text in shown.typed.items() if text != values.get(name, text)}
    if not others:
        return replace(shown, told="Nothing has changed.")
    try:
        reply = talk.ask("settings", {"step": "change", "basis": shown.own.basis, **others})
    except Refused as refused:
        if "mistakes" not in refused.reply.detail:
            raise
        return replace(shown, told="Nothing is saved yet.", wrong=_own(refused.reply).mistakes)
    return replace(shown, own=_own(reply), typed={}, told=_SAVED)


def _own(reply: Reply) -> OwnSettings:
    if "values" not in reply.detail:
        raise untold()
    return msgspec.convert(reply.detail, OwnSettings)


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


def password_kept_page(told: str) -> Page:
    """Return that the password is another one now."""
    return Page(
        key="password-kept",
        title=told.removesuffix("."),
        under="It signs in to the database with it at once.",
        sign=SIGNS[Phase.IN_SYNC],
        choices=(Choice(name="close", label="Done", main=True, leaves=True),),
    )


def _with_logins(practices: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the names of those that sign in to their database with a password."""
    return [str(one["name"]) for one in practices if one.get("database_user")]


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
