"""The contacts that were not sent, at a window: names read afresh, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from practicesync.app.asking.not_sent_file import write_not_sent
from practicesync.app.asking.parts import Part, parts_of, plain_key
from practicesync.app.window.page import Choice, Entries, Entry, Page, Words
from practicesync.app.window.refused import CLOSE
from practicesync.app.window.talk import Talk
from practicesync.core.granted import NotSent, NotSentList, Touched
from practicesync.core.key import Key
from practicesync.core.phase import SIGNS, Phase
from practicesync.core.words import counted

Parts = Sequence[Part[NotSentList]]

MOST_SHOWN = 50
"""Contacts on one page: a window that is thousands of lines high ends the program."""

AGAIN = Choice(name="retry", label="Try again", main=True, needs=("chosen",))
ALL = Choice(name="all", label="Try all again")
OUT = Choice(name="leave-out", label="Leave out", needs=("chosen",))
NEXT = Choice(name="next", label="Show the next ones")
SAVE = Choice(name="save", label="Save as a list", file="not-sent.csv")

_DONE = {"retry": "tried again now", "leave-out": "left out until the reason changes"}
_APART = "\x01"


def not_sent(talk: Talk, practice: str = "") -> None:
    """Show the contacts that were not sent, and have done with them what the person wants."""
    told, first = "", 0
    while True:
        parts = parts_of(talk.ask("not-sent", {"step": "list"}, practice), NotSentList)
        first = begins_at(parts, first)
        answer = talk.answer(list_page(parts, told, first))
        match answer.choice:
            case "next":
                told, first = "", first + MOST_SHOWN
            case "save":
                number = write_not_sent(parts, Path(answer.texts["file"]))
                told = f"{counted(number, 'contact')} written. Only your account may read the file."
            case "all":
                told = _changed(talk, "retry", practice, None)
            case step:
                told = _chosen(talk, step, answer.chosen)


def begins_at(parts: Parts, first: int) -> int:
    """Return the contact with which a page begins: beyond the end of the list it is the first."""
    return first if first < sum(len(part.answer.contacts) for part in parts) else 0


def list_page(parts: Parts, told: str = "", first: int = 0) -> Page:
    """Return the list from its contact `first` on; `told` is what came of the last click."""
    total = sum(part.answer.total for part in parts)
    if not total:
        return Page(
            key="not-sent",
            title="Every contact can be sent",
            under=told,
            sign=SIGNS[Phase.IN_SYNC],
            choices=(Choice(name="close", label="Close", main=True, leaves=True),),
        )
    listed = [(part.practice, one) for part in parts for one in part.answer.contacts]
    listed.sort(key=lambda one: one[1].left_out)
    shown = listed[first : first + MOST_SHOWN]
    entries = tuple(_entry(practice, one, several=len(parts) > 1) for practice, one in shown)
    others = total - len(entries)
    more = f"And {counted(others, 'other')}." if others else ""
    turn = (NEXT,) if len(listed) > MOST_SHOWN else ()
    title, under = _said(parts, total)
    return Page(
        key=f"not-sent {first}",
        title=title,
        under=told or under,
        blocks=(
            Entries("contacts", entries, more),
            Words("The names are read from your database for you, and kept nowhere.", "Small"),
        ),
        choices=(AGAIN, ALL, OUT, *turn, SAVE, CLOSE),
    )


def _said(parts: Parts, total: int) -> tuple[str, str]:
    """Return how many there are, and what becomes of them."""
    if sum(one.left_out for part in parts for one in part.answer.contacts) == total:
        return (
            counted(total, "contact is left out", "contacts are left out"),
            "Correct one in the practice software, and it goes online by itself.",
        )
    return (
        counted(total, "contact was not sent", "contacts were not sent"),
        "Correct each in the practice software, or leave it out. All others go online.",
    )


def _entry(practice: str, one: NotSent, *, several: bool) -> Entry:
    key = plain_key(one.key)
    code = f" [{one.client_code}]" if one.client_code else ""
    where = f" \N{EN DASH} {practice}" if several else ""
    left_out = " (left out)" if one.left_out else ""
    return Entry(
        f"{practice}{_APART}{one.key}",
        f"{one.name or f'No name, key {key}'}{code}{left_out}{where}",
        (f"{one.sentence} ({one.code})", one.remedy),
    )


def _chosen(talk: Talk, step: str, chosen: Sequence[str]) -> str:
    """Have that done with the chosen contacts, practice by practice; return what came of it."""
    keys: dict[str, list[str]] = {}
    for one in chosen:
        practice, _, key = one.partition(_APART)
        keys.setdefault(practice, []).append(Key(key))
    return " ".join(_changed(talk, step, practice, one) for practice, one in keys.items())


def _changed(talk: Talk, step: str, practice: str, keys: list[str] | None) -> str:
    parts = parts_of(talk.ask("not-sent", {"step": step, "keys": keys}, practice), Touched)
    number = sum(part.answer.contacts for part in parts)
    return f"{counted(number, 'contact is', 'contacts are')} {_DONE[step]}."
