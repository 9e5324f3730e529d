"""What a page says of something that came to nothing."""

from __future__ import annotations

from practicesync.app.asking.reply import Reply
from practicesync.app.present.wording import in_window
from practicesync.app.window.page import Block, Choice, Page, Trouble
from practicesync.core.error_table import explain, help_anchor
from practicesync.core.errors import Code, Problem
from practicesync.core.phase import SIGNS, Phase

BUSY = SIGNS[Phase.SYNCING]
"""The sign of a page on which something is done."""

WRONG = SIGNS[Phase.UNAVAILABLE]
"""The sign of a page that tells of trouble."""

AGAIN = Choice(name="again", label="Try again", main=True)
CLOSE = Choice(name="close", label="Close", leaves=True)


def trouble_of(wrong: Reply | Problem) -> Trouble:
    """Return what to say of a command that was refused, or of a worker that wasn't reached."""
    if isinstance(wrong, Reply):
        anchor = help_anchor(Code(wrong.code)) if wrong.code else ""
        return _trouble(wrong.sentence, wrong.remedy, wrong.code, anchor)
    told = explain(wrong.code, wrong.facts)
    return _trouble(told.sentence, told.remedy, told.code.value, told.help)


def refused_page(
    trouble: Trouble, choices: tuple[Choice, ...], blocks: tuple[Block, ...] = ()
) -> Page:
    """Return the page of something that came to nothing."""
    return Page(
        key="refused",
        title="That didn't work",
        sign=WRONG,
        blocks=(trouble, *blocks),
        choices=choices,
    )


def _trouble(sentence: str, remedy: str, code: str, anchor: str) -> Trouble:
    return Trouble(in_window(sentence), in_window(remedy), code, anchor)
