"""Deletions or blank fields that wait for a person, at a window: their number, and a yes."""

from __future__ import annotations

from practicesync.app.asking.parts import Part, parts_of, plain_key
from practicesync.app.window.page import Choice, Copied, Page, Words
from practicesync.app.window.talk import Talk
from practicesync.core.command import Argument
from practicesync.core.granted import DeletesList, Touched
from practicesync.core.hold_words import asking_words, going_words, listing_words, waiting_words
from practicesync.core.phase import SIGNS, Phase
from practicesync.core.phase_words import Today
from practicesync.core.words import counted

MOST_SHOWN = 2000


def review(talk: Talk, hold: str, practice: str = "") -> None:
    """Show what waits, and let it go online after a yes to the number that was shown."""
    reply = talk.ask("confirm-deletes", {"hold": hold}, practice)
    [part] = parts_of(reply, DeletesList)
    waiting = part.answer.hold
    talk.answer(review_page(part, talk.today))
    asked: dict[str, Argument] = {"hold": hold, "count": waiting.count}
    [confirmed] = parts_of(talk.ask("confirm-deletes", asked, practice), Touched)
    talk.answer(gone_page(going_words(waiting, confirmed.answer.contacts)))


def review_page(part: Part[DeletesList], today: Today) -> Page:
    """Return what waits since when, its keys, and the question."""
    hold, keys = part.answer.hold, part.answer.keys[:MOST_SHOWN]
    listed = ", ".join(plain_key(key) for key in keys)
    others = hold.count - len(keys)
    more = f"\nand {counted(others, 'other')}" if others > 0 else ""
    label = "Let them turn blank online" if hold.field else "Delete them online"
    return Page(
        key="review",
        title=f"{waiting_words(hold)} waiting for you",
        under=f"Since {today.clock(hold.opened_at)}.",
        sign=SIGNS[Phase.HELD],
        blocks=(
            Words(listing_words(hold, part.practice)),
            Copied(f"{listed}{more}", "Copy", rows=6),
            Words(
                "Was it meant? Then say yes. If not, leave it: what comes back in the practice"
                " database is kept online, and everything else goes on."
            ),
            Words(asking_words(hold), "Strong"),
        ),
        choices=(
            Choice(name="yes", label=label),
            Choice(name="close", label="Not now", leaves=True),
        ),
    )


def gone_page(sentence: str) -> Page:
    """Return what goes online now."""
    return Page(
        key="gone",
        title=sentence.removesuffix("."),
        sign=SIGNS[Phase.SYNCING],
        choices=(Choice(name="close", label="Close", main=True, leaves=True),),
    )
