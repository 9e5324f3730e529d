"""The pages of a connection that is tested: what was found, what would be written, and after."""

from __future__ import annotations

from collections.abc import Sequence

from practicesync.app.asking.planned import Planned
from practicesync.app.present.shown import Row
from practicesync.app.window.connect_pages import CANCEL
from practicesync.app.window.looked import database_words, told_once
from practicesync.app.window.page import Block, Checks, Choice, Copied, Facts, Page, Words
from practicesync.app.window.refused import BUSY, WRONG
from practicesync.core.change import NAMES, Change
from practicesync.core.check_words import Told, summary
from practicesync.core.phase import SIGNS, Phase

_MOST_ROWS = 10
"""Rows of a script that are seen at once."""


def looking_page(checks: Sequence[Told]) -> Page:
    """Return what was looked at so far."""
    return Page(
        key="looking",
        title="Testing the connection",
        sign=BUSY,
        blocks=(Checks(_seen(checks), going_on=True),),
        choices=(CANCEL,),
    )


def wrong_page(checks: Sequence[Told], more: Sequence[Block]) -> Page:
    """Return what isn't in order yet, and what can be done about it."""
    return Page(
        key="looking",
        title="Not everything is in order yet",
        under=summary(checks),
        sign=WRONG,
        blocks=(Checks(_seen(checks)), *more),
        choices=(
            Choice(name="again", label="Test again", main=True),
            Choice(name="change", label="Change something"),
            Choice(name="save", label="Save it all the same"),
            CANCEL,
        ),
    )


def plan_page(plan: Planned, checks: Sequence[Told], more: Sequence[Block]) -> Page:
    """Return what would be written, and the last question."""
    rows = tuple(Row(one.entry.capitalize(), _value(one)) for one in plan.changes)
    blocks: list[Block] = [Facts(rows)] if rows else [Words("Nothing would change.")]
    if plan.active and any(one.entry == "database" for one in plan.changes):
        blocks.append(
            Words(
                "Contacts that the new database doesn't have count as deleted; many at once wait"
                " for your confirmation."
            )
        )
    warned = tuple(one for one in _seen(checks) if one.result == "warn")
    return Page(
        key="plan",
        title=f"{plan.name} is ready to be saved",
        under=summary(checks),
        sign=SIGNS[Phase.IN_SYNC],
        blocks=(*blocks, *((Checks(warned),) if warned else ()), *more),
        choices=(
            Choice(name="save", label="Save", main=True),
            Choice(name="change", label="Change something"),
            CANCEL,
        ),
    )


def saved_page(plan: Planned) -> Page:
    """Return that it is written, and what comes next."""
    close = Choice(name="close", label="Later", leaves=True)
    if plan.active:
        return Page(
            key="saved",
            title=f"{plan.name} is connected again",
            under="Practice Sync goes on with it within seconds.",
            sign=SIGNS[Phase.IN_SYNC],
            choices=(Choice(name="close", label="Done", main=True, leaves=True),),
        )
    return Page(
        key="saved",
        title=f"{plan.name} is connected",
        under="Nothing goes online yet: for that, sign in to your online copy.",
        sign=SIGNS[Phase.IN_SYNC],
        choices=(Choice(name="activate", label="Activate contacts sync", main=True), close),
    )


def script_block(plan: Planned) -> tuple[Block, ...]:
    """Return the rights that are missing on the server, for whoever looks after it."""
    told = "Give this to whoever looks after your database. Practice Sync never runs it itself."
    if not plan.script:
        return ()
    rows = min(2 * len(plan.script.strip().splitlines()), _MOST_ROWS)
    return Words(told), Copied(plan.script, "Copy", rows=rows, fixed=True)


def _value(change: Change) -> str:
    """Return what an entry becomes, as people say it."""
    if change.entry == NAMES["database"]:
        return database_words(change.after)
    return change.after or "none"


def _seen(checks: Sequence[Told]) -> tuple[Told, ...]:
    """Return the checks that have a bearing on whether to go on."""
    return told_once([one for one in checks if one.result != "skipped"])
