"""Watching a first upload at a window until the contacts can be found, or something is wrong."""

from __future__ import annotations

import datetime as dt
import time

from practicesync.app.present.shown import Row
from practicesync.app.present.under_way import said_of, steps
from practicesync.app.present.wording import first_and_rest, in_window
from practicesync.app.window.not_sent import not_sent
from practicesync.app.window.page import Block, Choice, Facts, Page, Steps, Trouble, Words
from practicesync.app.window.talk import LOOK_AGAIN, Talk
from practicesync.core.errors import Code, Unavailable
from practicesync.core.first_upload import is_over, is_through, practice_in
from practicesync.core.phase import Phase, Sign
from practicesync.core.snapshot import PracticeStatus
from practicesync.core.words import count, counted

GOES_ON = "You can close this window: Practice Sync goes on without it."

_CLOSE = Choice(name="close", label="Close", leaves=True)
_LIST = Choice(name="list", label="Look through the list", main=True)
_DONE = Choice(name="close", label="Done", main=True, leaves=True)


def follow(
    talk: Talk, practice_id: str, began: dt.datetime, in_sight: tuple[Block, ...] = ()
) -> None:
    """Show how far the practice's first upload is, and at the end how it stands.

    `began` is when it did: what the status says from before isn't news.
    """
    folder = talk.around.folder
    watched_from = time.monotonic()
    while True:
        if folder.is_silent(time.time()):
            raise Unavailable(Code.NOT_RUNNING)
        practice = practice_in(folder.shown(), practice_id)
        if practice is not None:
            if is_over(practice, began, time.monotonic() - watched_from):
                if talk.answer(end_page(practice, in_sight)).choice == _LIST.name:
                    not_sent(talk, practice_id)
                return
            talk.show(progress_page(practice, in_sight))
        talk.heard(LOOK_AGAIN)


def progress_page(practice: PracticeStatus, in_sight: tuple[Block, ...]) -> Page:
    """Return how far the two steps are."""
    going = [practice.progress] if practice.progress else []
    return Page(
        key="upload",
        title="Sending your contacts",
        under=said_of(going),
        sign=Sign(practice.colour, practice.shape),
        blocks=(Steps(steps(going)), Words(GOES_ON, "Quiet"), *in_sight),
        choices=(_CLOSE,),
    )


def end_page(practice: PracticeStatus, in_sight: tuple[Block, ...]) -> Page:
    """Return how the practice stands once its first upload is over, or can't go on."""
    sentence, rest = first_and_rest(in_window(practice.sentence))
    trouble: tuple[Block, ...] = ()
    if practice.code and practice.remedy:
        trouble = (Trouble(in_window(practice.remedy), rest, practice.code, practice.help),)
    return Page(
        key="end",
        title=sentence.removesuffix("."),
        under="" if trouble else rest,
        sign=Sign(practice.colour, practice.shape),
        blocks=(*trouble, *_online(practice), *(in_sight if is_through(practice) else ())),
        choices=(_LIST, _CLOSE) if practice.phase is Phase.ATTENTION else (_DONE,),
    )


def _online(practice: PracticeStatus) -> tuple[Block, ...]:
    counts = practice.counts
    if counts.online is None or counts.in_database is None:
        return ()
    rows = [Row("Online", f"{count(counts.online)} of {count(counts.in_database)}")]
    if counts.not_sent:
        rows.append(Row("Not sent", counted(counts.not_sent, "contact")))
    return (Facts(tuple(rows)),)
