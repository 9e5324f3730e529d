"""What holds for every practice on this computer, as people change it: all of ``[agent]``."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import msgspec

from practicesync.core.change import Change
from practicesync.core.mistake import Mistake
from practicesync.core.schedule import time_of_day


class OwnSetting(msgspec.Struct, frozen=True):
    """One of them: its place below ``[agent]``, and what people call it.

    `subject` begins a sentence about it; `remedy` says what it may be.
    """

    name: str
    label: str
    subject: str
    remedy: str


_SECONDS, _CHECK = "poll_interval", "full_check_at"

OWN_SETTINGS = (
    OwnSetting(
        _SECONDS,
        "Seconds between two looks for changes",
        "The time between two looks",
        "Give a number of seconds, from 0.5 to 3600.",
    ),
    OwnSetting(
        _CHECK,
        "Time of the nightly full check",
        "The time of the nightly full check",
        "Give hours and minutes, such as 02:00.",
    ),
    OwnSetting(
        "proxy",
        "Proxy server",
        "The proxy server",
        "Give its address, such as http://proxy:8080, or nothing where there is none.",
    ),
    OwnSetting(
        "links.guide",
        "Page for troubleshooting",
        "The page for troubleshooting",
        "Give an address that begins with https://, or nothing for the built-in page.",
    ),
    OwnSetting(
        "links.support",
        "Page or e-mail address for support",
        "The page for support",
        "Give an address that begins with https:// or mailto:, or nothing for the built-in page.",
    ),
    OwnSetting(
        "links.privacy",
        "Page about privacy and security",
        "The page about privacy and security",
        "Give an address that begins with https://, or nothing for the built-in page.",
    ),
    OwnSetting(
        "log_level",
        "What the log tells",
        "What the log tells",
        "Choose DEBUG, INFO, WARNING or ERROR.",
    ),
)
"""In the order in which people see them."""

BY_NAME: Mapping[str, OwnSetting] = {one.name: one for one in OWN_SETTINGS}


def as_written(entries: Mapping[str, str]) -> dict[str, str]:
    """Return what a person typed as settings write it; what can't be read stays as it is."""
    return {name: _written(name, text.strip()) for name, text in entries.items()}


def _written(name: str, text: str) -> str:
    if name == _CHECK and (at := time_of_day(text)):
        return f"{at:%H:%M}"
    if name.startswith("links.") and "@" in text and not set(text) & set(":/"):
        return f"mailto:{text}"
    return text.upper() if name == "log_level" else text


def value_of(name: str, text: str) -> str | float:
    """Return the value as settings hold it; a number that is none stays a text, to be refused."""
    if name != _SECONDS:
        return text
    try:
        number = float(text)
    except ValueError:
        return text
    is_one = math.isfinite(number) and "_" not in text  # Python alone reads 5_0 as 50
    return number if is_one else text


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> Sequence[Change]:
    """Return what becomes another, by its name."""
    return [
        Change(name, before[name], after[name]) for name in before if after[name] != before[name]
    ]


def told_here(mistakes: Sequence[Mistake]) -> list[Mistake]:
    """Return the mistakes as somebody reads them who has never seen the settings' file."""
    return [_told(one) for one in mistakes]


def _told(mistake: Mistake) -> Mistake:
    known = BY_NAME.get(mistake.key.removeprefix("agent."))
    _, place, reason = mistake.sentence.partition(f'"{mistake.key}" ')
    if known is None or not place:
        return mistake
    return Mistake(known.name, f"{known.subject} {reason}", known.remedy)
