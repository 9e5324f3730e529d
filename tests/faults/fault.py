"""What a fault is, and the ways to play one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from practicesync.adapters.wire import CloudAddress
from tests.fakes.authority import reply
from tests.fakes.wire import Received, Reply
from tests.faults.office import Bound, Office

Play = Callable[[Office], None]
Outcomes = list[dict[str, Any]]


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong; `play` starts it and `Office.mend` ends it.

    `arrives`: what was sent is online although no good answer came, so that it is sent again.
    `answered`: the cloud is there and answers in order, so that no small try is due.
    """

    what: str
    play: Play = field(repr=False)
    arrives: bool = False
    answered: bool = False


def answering(reply: Reply) -> Play:
    """Answer each batch like that, and take nothing in."""

    def play(office: Office) -> None:
        office.copy.api = lambda _: reply

    return play


def once(reply: Reply) -> Play:
    """Answer one batch like that, and take nothing in."""

    def play(office: Office) -> None:
        waiting = [reply]
        office.copy.api = lambda got: waiting.pop() if waiting else office.copy.take(got)

    return play


def spoiling(spoil: Callable[[Reply], Reply], ends_by: Bound = "") -> Play:
    """Take each batch in, and spoil the answer."""

    def play(office: Office) -> None:
        office.copy.api = lambda got: spoil(office.copy.take(got))
        if ends_by:
            office.line.lead(office.line.home, ends_by)

    return play


def outcomes(change: Callable[[Outcomes], Outcomes]) -> Play:
    """Take each batch in, and answer with other outcomes."""

    def spoil(good: Reply) -> Reply:
        return replace(good, body=reply({"outcomes": change(outcomes_of(good))}).body)

    return spoiling(spoil)


def outcomes_of(good: Reply) -> Outcomes:
    """Return the outcomes in an answer."""
    found: Outcomes = msgspec.json.decode(good.body)["outcomes"]
    return found


def elsewhere(address: Callable[[Office], CloudAddress], ends_by: Bound = "") -> Play:
    """Let the cloud's name lead to that address."""

    def play(office: Office) -> None:
        office.line.lead(address(office), ends_by)

    return play


def refusing(reply: Reply, numbers: range) -> Callable[[Office], None]:
    """Refuse a batch whole if one of these contacts is in it."""
    ids = {f'["{number}"]' for number in numbers}

    def play(office: Office) -> None:
        def answer(got: Received) -> Reply:
            sent = {item["id"] for item in msgspec.json.decode(got.body)["items"]}
            return reply if sent & ids else office.copy.take(got)

        office.copy.api = answer

    return play
