"""Stopping contacts sync at a window, with the online copy or without it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from practicesync.app.asking.stopping_words import WARNING, Stopped, done_words
from practicesync.app.window.page import Choice, Option, Options, Page
from practicesync.app.window.refused import BUSY, CLOSE
from practicesync.app.window.talk import LOOK_AGAIN, Talk
from practicesync.core.command import Argument
from practicesync.core.phase import SIGNS, Phase
from practicesync.core.snapshot import PracticeStatus

STAYS, GOES = "stays", "goes"

_CANCEL = Choice(name="cancel", label="Cancel", leaves=True)


def stop_syncing(talk: Talk, practice: str = "") -> None:
    """Ask what becomes of the online copy, and stop after a yes."""
    shown = talk.around.folder.shown()
    active = [one for one in (shown.practices if shown else ()) if one.practice_id]
    if not practice and len(active) > 1:
        practice = talk.answer(which_page(active)).texts["practice"]
    erase = talk.answer(ask_page()).texts["copy"] == GOES
    if erase:
        talk.answer(sure_page())
    talk.show(stopping_page())
    begin: dict[str, Argument] = {"step": "begin", "remove_online_copy": erase}
    reply = talk.ask("deactivate", begin, practice)
    while reply.outcome == "waiting":
        talk.wait(LOOK_AGAIN)
        reply = talk.ask("deactivate", {"step": "status"}, practice)
    talk.answer(done_page(msgspec.convert(reply.detail, Stopped)))


def which_page(practices: Sequence[PracticeStatus]) -> Page:
    """Return the question which practice is meant."""
    options = tuple(Option(one.practice_id, one.name) for one in practices)
    return Page(
        key="which",
        title="Which practice do you want to stop?",
        blocks=(Options("practice", options, options[0].value),),
        choices=(Choice(name="next", label="Next", main=True), _CANCEL),
    )


def ask_page() -> Page:
    """Return the question what becomes of the online copy."""
    return Page(
        key="stop",
        title="Stop syncing contacts?",
        blocks=(
            Options(
                "copy",
                (
                    Option(STAYS, "The online copy stays as it is now", WARNING[False]),
                    Option(GOES, "The online copy is removed", WARNING[True]),
                ),
                STAYS,
                "What becomes of the online copy?",
            ),
        ),
        choices=(Choice(name="stop", label="Stop syncing", main=True), _CANCEL),
    )


def sure_page() -> Page:
    """Return the question whether the online copy really goes."""
    return Page(
        key="sure",
        title="Remove the online copy?",
        under=WARNING[True],
        sign=SIGNS[Phase.UNAVAILABLE],
        choices=(Choice(name="yes", label="Remove it, and stop syncing"), _CANCEL),
    )


def stopping_page() -> Page:
    """Return that the last yes has been said."""
    return Page(key="stopping", title="Stopping contacts sync", sign=BUSY)


def done_page(stopped: Stopped) -> Page:
    """Return what has been stopped."""
    first, _, rest = done_words(stopped).partition(". ")
    return Page(
        key="stopped",
        title=first.removesuffix("."),
        under=rest,
        sign=SIGNS[Phase.DEACTIVATED],
        choices=(msgspec.structs.replace(CLOSE, main=True),),
    )
