"""The pages of activating contacts sync, each made of where the activation stands."""

from __future__ import annotations

from collections.abc import Sequence

from practicesync.app.asking.activate_words import (
    GETS,
    SAFE,
    activated_by,
    begins,
    in_charge,
    seconds_of,
    taking_over,
)
from practicesync.app.asking.activation_steps import (
    Active,
    Elsewhere,
    Examining,
    Ready,
    SignedIn,
    Waiting,
)
from practicesync.app.window.looked import told_once
from practicesync.app.window.page import (
    Block,
    Checks,
    Choice,
    Code,
    Copied,
    Field,
    Lines,
    Option,
    Options,
    Page,
    Tick,
    Trouble,
    Words,
)
from practicesync.app.window.refused import AGAIN, BUSY, CLOSE, WRONG
from practicesync.core.check_words import Told
from practicesync.core.phase import SIGNS, Phase
from practicesync.core.phase_words import Today
from practicesync.core.schedule import TONIGHT
from practicesync.core.snapshot import PracticeStatus
from practicesync.core.words import counted, duration

CANCEL = Choice(name="cancel", label="Cancel", leaves=True)
NOW, TONIGHT_AT, THEN = "now", f"{TONIGHT:%H:%M}", "then"

_KEY = "activate"
_BROWSER = Choice(name="browser", label="Sign in with your browser", main=True)
_CODE = Choice(name="code", label="Use a code")
_EXACTLY = Field(name="at", label="Time of day", hint="18:30", when=("when", THEN))


def which_page(practices: Sequence[PracticeStatus]) -> Page:
    """Return the question which practice is meant."""
    options = tuple(Option(one.practice_id or one.name, one.name) for one in practices)
    return Page(
        key=_KEY,
        title="Which practice do you want to activate?",
        blocks=(Options("practice", options, options[0].value),),
        choices=(Choice(name="on", label="Next", main=True), CANCEL),
    )


def first_page() -> Page:
    """Return what comes, and how to sign in."""
    return Page(
        key=_KEY,
        title="Activate contacts sync",
        under="Your staff will find every contact online, seconds after it was changed.",
        blocks=(
            Lines(
                "What comes now",
                (
                    "You sign in to your online copy.",
                    "Practice Sync checks that it has everything it needs.",
                    "You see what will happen, and say yes or no.",
                ),
            ),
            Words("Nothing goes online before your last yes.", "Quiet"),
            Words("Without a browser here, use a code on another computer or phone.", "Quiet"),
        ),
        choices=(_BROWSER, _CODE, CANCEL),
    )


def preparing_page() -> Page:
    """Return that the way to the sign-in page is being prepared."""
    return Page(
        key=_KEY,
        title="Asking for the sign-in page",
        sign=BUSY,
        choices=(CANCEL,),
    )


def sign_in_page(asked: Waiting) -> Page:
    """Return where a person signs in: in the browser here, or anywhere with a code."""
    if asked.user_code:
        return Page(
            key=_KEY,
            title="Sign in on any computer or phone",
            blocks=(Code(asked.sign_in_address, asked.user_code, _good_for(asked)),),
            choices=(Choice(name="browser", label="Use the browser here"), CANCEL),
        )
    return Page(
        key=_KEY,
        title="Sign in with your browser",
        under="A page of your online copy has opened there. This window goes on by itself.",
        blocks=(
            Words("If no page has opened, copy this address into a browser on this computer:"),
            Copied(asked.sign_in_address, "Copy address", rows=5),
        ),
        choices=(
            Choice(name="open", label="Open the page again", main=True),
            Choice(name="code", label=_CODE.label),
            CANCEL,
        ),
    )


def who_page(signed: SignedIn) -> Page:
    """Return the question whether the right person has signed in."""
    return Page(
        key=_KEY,
        title=f"Signed in as {signed.user}",
        under=f"For {signed.practice_name}.",
        blocks=(Words("Is that the right person, and the right practice?"),),
        choices=(
            Choice(name="yes", label="Yes, go on", main=True),
            Choice(name="no", label="No, sign in again"),
            CANCEL,
        ),
    )


def elsewhere_page(other: Elsewhere, practice_name: str, today: Today) -> Page:
    """Return which server is in charge, and the question whether this one takes over."""
    server = other.server or "the other server"
    return Page(
        key=_KEY,
        title="Another server is in charge",
        under=in_charge(other, practice_name, today.now),
        blocks=(Words(taking_over(other.server)),),
        choices=(
            Choice(name="yes", label=f"Take over from {server}", main=True),
            Choice(name="cancel", label="Leave it in charge", leaves=True),
        ),
    )


def examining_page(step: Examining) -> Page:
    """Return what was looked at so far."""
    return Page(
        key="examining",
        title="Looking at everything that is needed",
        sign=BUSY,
        blocks=(Checks(told_once(step.checks), going_on=True),),
        choices=(CANCEL,),
    )


def failed_page(trouble: Trouble, checks: tuple[Told, ...]) -> Page:
    """Return why the practice isn't activated, and that nothing has changed."""
    under = "Nothing has changed."
    block: Block = Checks(told_once(checks)) if checks else trouble
    if checks:
        under += " Put right what is wrong, then try again."
    return Page(
        key="examining" if checks else _KEY,
        title="Contacts sync isn't activated",
        under=under,
        sign=WRONG,
        blocks=(block,),
        choices=(AGAIN, CLOSE),
    )


def plan_page(ready: Ready, chosen: str = NOW, wrong: str = "") -> Page:
    """Return what a yes would do, and the question when it begins."""
    title, under = _plan(ready)
    blocks: list[Block] = [Trouble(wrong)] if wrong else []
    if not ready.at_once:
        blocks.append(Lines("What your practice gets", GETS))
    if not ready.goes_on:
        blocks.append(Words(SAFE))
    if warned := tuple(one for one in ready.checks if one.result == "warn"):
        blocks.append(Checks(told_once(warned)))
    if not ready.at_once:
        blocks += [Options("when", _WHEN, chosen, "When should it start?"), _EXACTLY]
    go_on = "Take over" if ready.takes_over else "Go on"
    return Page(
        key="plan",
        title=title,
        under=under,
        blocks=tuple(blocks),
        choices=(Choice(name="yes", label=go_on, main=True), CANCEL),
    )


_WHEN = (
    Option(NOW, "Now"),
    Option(TONIGHT_AT, f"Tonight at {TONIGHT_AT}", "Leave this computer on until then."),
    Option(THEN, "At another time"),
)


def terms_page(text: str) -> Page:
    """Return the terms of use, which a person agrees with once."""
    return Page(
        key="terms",
        title="Terms of use",
        blocks=(Copied(text, rows=14), Tick("terms", "I agree with the above terms of use")),
        choices=(Choice(name="ok", label="OK", main=True, needs=("terms",)), CANCEL),
    )


def starting_page() -> Page:
    """Return that the last yes has been said."""
    return Page(key="starting", title="Activating contacts sync", sign=BUSY, choices=())


def planned_page(begins_at: str, more: tuple[Block, ...] = ()) -> Page:
    """Return when the first upload begins."""
    return Page(
        key="planned",
        title="Contacts sync is active",
        under=begins_at,
        sign=SIGNS[Phase.SCHEDULED],
        blocks=more,
        choices=(Choice(name="close", label="Done", main=True, leaves=True),),
    )


def already_page(registered: Active, today: Today) -> Page:
    """Return that the practice is activated here, by whom and since when."""
    done = activated_by(registered, today.now)
    title = f"{registered.practice_name} is activated already"
    if registered.begins_at is None:
        return Page(
            key=_KEY,
            title=title,
            under=done,
            choices=(Choice(name="close", label="Close", main=True, leaves=True),),
        )
    when = begins(registered.begins_at, today.now)
    return Page(
        key=_KEY,
        title=title,
        under=f"{done} {when}",
        sign=SIGNS[Phase.SCHEDULED],
        blocks=(Options("when", _WHEN, NOW, "When should it start?"), _EXACTLY),
        choices=(Choice(name="change", label="Change", main=True), CLOSE),
    )


def _good_for(asked: Waiting) -> str:
    return f"The code is good for {duration(asked.expires_in)}, and once."


def _plan(ready: Ready) -> tuple[str, str]:
    """Return in a sentence what a yes would do, and what goes with it."""
    contacts = "its contacts" if ready.contacts is None else counted(ready.contacts, "contact")
    if ready.goes_on:
        return "Go on with this sign-in", "This server is in charge already."
    if ready.takes_over:
        return (
            "This server takes over at once",
            f"It then compares {contacts} with what is online.",
        )
    if ready.contacts is None:
        return (
            "Your contacts will go online",
            "The practice database can't be read just now. They go once it can.",
        )
    if not ready.contacts:
        return "Contacts sync can begin", "There are no contacts in the practice database yet."
    takes = duration(seconds_of(ready.contacts) or 0.0)
    return f"{contacts} will go online", f"That usually takes {takes}."
