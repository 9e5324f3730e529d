"""What a viewer knows, and what it shows: plain values with their final words."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

import msgspec

from practicesync.core.phase import Sign
from practicesync.core.phase_words import Today
from practicesync.core.snapshot import Status

Service = Literal["none", "running", "starting", "stopped"]
"""How the Windows service stands; ``none`` where it isn't installed."""


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a viewer knows at one moment.

    `status` is None where none can be read. `silent`: no worker has shown life for half a minute.
    `may_ask`: this account may leave commands for the worker. `may_start`: a worker can be started
    from here. `starts_with_windows` is None where that can't be set.
    """

    status: Status | None
    silent: bool
    today: Today
    service: Service = "none"
    may_ask: bool = True
    may_start: bool = True
    starts_with_windows: bool | None = None


class ActKind(StrEnum):
    """What a click can ask for."""

    OPEN = "open"
    CONNECT = "connect"
    ACTIVATE = "activate"
    START = "start"
    SYNC_NOW = "sync-now"
    PAUSE = "pause"
    RESUME = "resume"
    CHECK = "check"
    NOT_SENT = "not-sent"
    REVIEW = "review"
    SETTINGS = "settings"
    PASSWORD = "password"
    HELP = "help"
    SUPPORT = "support"
    PRIVACY = "privacy"
    OPEN_LOG = "open-log"
    TASK_BAR = "task-bar"
    SUPPORT_FILE = "support-file"
    START_WITH_WINDOWS = "start-with-windows"
    STOP_SYNCING = "stop-syncing"
    ABOUT = "about"
    CLOSE_ICON = "close-icon"


class Act(msgspec.Struct, frozen=True):
    """A click: what for, for which practice (empty: all), with what."""

    kind: ActKind
    argument: str = ""
    practice: str = ""


class Item(msgspec.Struct, frozen=True):
    """A line of the menu; `checked` is None for one without a tick."""

    label: str
    act: Act
    default: bool = False
    checked: bool | None = None


class Submenu(msgspec.Struct, frozen=True):
    """A line of the menu that opens further ones."""

    label: str
    entries: tuple[Item, ...]


class Divider(msgspec.Struct, frozen=True):
    """A line between groups."""


Entry = Item | Submenu | Divider


class Button(msgspec.Struct, frozen=True):
    """A button or, in the list of links, a link."""

    label: str
    act: Act
    main: bool = False


class Headline(msgspec.Struct, frozen=True):
    """The state: an icon, a sentence, and quietly what goes with it."""

    sign: Sign
    sentence: str
    under: str = ""


class Step(msgspec.Struct, frozen=True):
    """One of the two steps of a first upload; `fraction` is None while it waits for its turn."""

    number: int
    label: str
    told: str
    fraction: float | None


class Call(msgspec.Struct, frozen=True):
    """What to do now: the sentence, quietly what goes with it, and buttons."""

    sentence: str
    under: str
    buttons: tuple[Button, ...]


class Row(msgspec.Struct, frozen=True):
    """A fact or something that needs attention, with what can be done about it."""

    label: str
    value: str = ""
    button: Button | None = None


class Bar(msgspec.Struct, frozen=True):
    """One hour of today: its label and how many changes were sent in it."""

    label: str
    changes: int


class Line(msgspec.Struct, frozen=True):
    """One of several practices."""

    sign: Sign
    name: str
    sentence: str


class Meaning(msgspec.Struct, frozen=True):
    """What a colour of the icon means."""

    sign: Sign
    word: str
    sentence: str


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """Everything in the status window, from top to bottom; what is empty is left out.

    `whom_to_ask` is for who may look and no more.
    """

    headline: Headline
    steps: tuple[Step, ...] = ()
    call: Call | None = None
    whom_to_ask: str = ""
    attention: tuple[Row, ...] = ()
    today: tuple[Bar, ...] = ()
    facts: tuple[Row, ...] = ()
    practices: tuple[Line, ...] = ()
    buttons: tuple[Button, ...] = ()
    legend: tuple[Meaning, ...] = ()
    links: tuple[Button, ...] = ()


class Toast(msgspec.Struct, frozen=True):
    """A message beside the task bar; a click on it opens the window."""

    title: str
    text: str
