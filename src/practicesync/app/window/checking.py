"""A full check at a window: how far it is, and what it has found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from practicesync.app.asking.check_report import report_text
from practicesync.app.asking.parts import Part, parts_of
from practicesync.app.present.shown import Step
from practicesync.app.present.wording import in_window
from practicesync.app.window.page import Choice, Page, Steps, Trouble, Words
from practicesync.app.window.refused import CLOSE, refused_page
from practicesync.app.window.talk import LOOK_AGAIN, Talk
from practicesync.core.granted import Standing
from practicesync.core.phase import SIGNS, Colour, Phase
from practicesync.core.snapshot import PracticeStatus
from practicesync.core.words import count

_GOES_ON = {Phase.ATTENTION, Phase.HELD}
"""Red phases in which a full check makes progress."""


def full_check(talk: Talk, practice: str = "") -> None:
    """Have everything compared, and show what is found."""
    began = talk.around.now()
    talk.ask("check", {"step": "begin"}, practice)
    while True:
        reply = talk.ask("check", {"step": "look"}, practice)
        parts = parts_of(reply, Standing)
        if reply.outcome == "done":
            break
        if (waits := _stopped(talk, practice)) is not None:
            talk.answer(refused_page(_waits(waits), (CLOSE,)))
        talk.show(progress_page(parts))
        talk.heard(LOOK_AGAIN)
    talk.answer(report_page(parts, began))


def progress_page(parts: Sequence[Part[Standing]]) -> Page:
    """Return how far the check is."""
    done = sum(part.answer.done for part in parts)
    total = sum(part.answer.total for part in parts)
    told = f"{count(done)} of {count(total)}" if total else "starts"
    fraction = min(done / total, 1.0) if total else 0.0
    return Page(
        key="checking",
        title="Comparing every contact",
        under="With what is online. You can close this window: the check goes on.",
        sign=SIGNS[Phase.SYNCING],
        blocks=(Steps((Step(1, "Compared", told, fraction),)),),
        choices=(CLOSE,),
    )


def report_page(parts: Sequence[Part[Standing]], began: dt.datetime) -> Page:
    """Return what was found, and what was done about it."""
    texts = []
    for part in parts:
        checked = part.answer.checked
        fresh = checked if checked and checked.at >= began else None
        texts.append(Words(report_text(part.practice, fresh)))
    return Page(
        key="checked",
        title="The full check is done",
        sign=SIGNS[Phase.IN_SYNC],
        blocks=tuple(texts),
        choices=(Choice(name="close", label="Close", main=True, leaves=True),),
    )


def _stopped(talk: Talk, wanted: str) -> PracticeStatus | None:
    """Return a practice that is red, so that the full check can't go on just now."""
    shown = talk.around.folder.shown()
    for one in shown.practices if shown else ():
        meant = wanted in ("", one.name, one.practice_id)
        if meant and one.colour is Colour.RED and one.phase not in _GOES_ON:
            return one
    return None


def _waits(one: PracticeStatus) -> Trouble:
    sentence = f"{in_window(one.sentence)} The full check goes on once that is over."
    return Trouble(sentence, in_window(one.remedy), one.code, one.help)
