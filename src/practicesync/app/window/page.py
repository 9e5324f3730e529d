"""What one page of a conversation shows, from top to bottom, and what a person can answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from practicesync.app.present.shown import Row, Step
from practicesync.core.check_words import Told
from practicesync.core.phase import Sign

Tone = Literal["", "Strong", "Quiet", "Small"]
"""How words look; empty for the usual."""

When = tuple[str, str]
"""The name of an answer, and the value under which something is shown."""


class Words(msgspec.Struct, frozen=True):
    """A paragraph."""

    text: str
    tone: Tone = ""


class Lines(msgspec.Struct, frozen=True):
    """A list of short sentences under a caption."""

    caption: str
    lines: tuple[str, ...]


class Checks(msgspec.Struct, frozen=True):
    """What was looked at so far; `going_on` tells that more is to come."""

    checks: tuple[Told, ...]
    going_on: bool = False


class Code(msgspec.Struct, frozen=True):
    """A code to be typed elsewhere, shown large, and where."""

    address: str
    code: str
    note: str


class Copied(msgspec.Struct, frozen=True):
    """A text that is read and passed on: it scrolls, and can be copied where it says how."""

    text: str
    copy: str = ""
    rows: int = 10
    fixed: bool = False


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """A line to type in; `when` names the choice under which it is there."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    secret: bool = False
    browse: str = ""
    when: When | None = None


class Option(msgspec.Struct, frozen=True):
    """One of several answers, with what goes with it."""

    value: str
    label: str
    under: str = ""


class Options(msgspec.Struct, frozen=True):
    """One of them is chosen."""

    name: str
    options: tuple[Option, ...]
    chosen: str
    label: str = ""


class Tick(msgspec.Struct, frozen=True):
    """A box to tick."""

    name: str
    label: str
    ticked: bool = False


class Steps(msgspec.Struct, frozen=True):
    """How far the steps of something are."""

    steps: tuple[Step, ...]


class Facts(msgspec.Struct, frozen=True):
    """What is known, a row each."""

    rows: tuple[Row, ...]


class Trouble(msgspec.Struct, frozen=True):
    """What happened, what to do, and what to tell support; `help` is the place in the help."""

    sentence: str
    remedy: str = ""
    code: str = ""
    help: str = ""


class Entry(msgspec.Struct, frozen=True):
    """One of a list of contacts: who it is, and below what there is to say."""

    value: str
    label: str
    under: tuple[str, ...] = ()


class Entries(msgspec.Struct, frozen=True):
    """A list of contacts of which some can be ticked; without a name none can."""

    name: str
    entries: tuple[Entry, ...]
    more: str = ""


class IconInSight(msgspec.Struct, frozen=True):
    """Where Windows hides the icon and how to bring it out, as a picture, and the way to do so."""


Block = (
    Words
    | Lines
    | Checks
    | Code
    | Copied
    | Field
    | Options
    | Tick
    | Steps
    | Facts
    | Trouble
    | Entries
    | IconInSight
)


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """A button below a page; `needs` names what has to be typed or ticked before.

    `leaves` tells that it closes the window: the conversation isn't asked. With `file` a person is
    asked where a file of that name goes, and the answer ``file`` says where.
    """

    name: str
    label: str
    main: bool = False
    needs: tuple[str, ...] = ()
    leaves: bool = False
    file: str = ""


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that one page shows; pages of one `key` follow one another without a jump."""

    key: str
    title: str
    under: str = ""
    sign: Sign | None = None
    blocks: tuple[Block, ...] = ()
    choices: tuple[Choice, ...] = ()


class Said(msgspec.Struct, frozen=True):
    """What a person answered: which button, and what stood in the page then."""

    choice: str
    texts: Mapping[str, str] = {}
    ticks: Mapping[str, bool] = {}
    chosen: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Said({self.choice!r})"  # a password may be among the texts
