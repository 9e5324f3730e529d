"""Commands that a practice's own thread carries out, as the wishes that they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from practicesync.app.worker.refusal import Refusal
from practicesync.core.action import HoldId
from practicesync.core.command import Argument, Command
from practicesync.core.key import Key
from practicesync.core.wish import (
    ConfirmDeletes,
    Examine,
    FullCheck,
    LeaveOut,
    ListDeletes,
    ListNotSent,
    LookAhead,
    LookAtCheck,
    TryAgain,
    Wish,
)

Arguments = Mapping[str, Argument]


def wish_of(asked: Command) -> Wish:
    """Return what the command asks of each practice; raises `Refusal` where it can't be read."""
    return REQUESTS[asked.command](asked.arguments)


def _check(arguments: Arguments) -> Wish:
    match arguments.get("step"):
        case None | "begin":
            return FullCheck()
        case "look":
            return LookAtCheck()
        case _:
            raise Refusal("unknown step")


def _not_sent(arguments: Arguments) -> Wish:
    match arguments.get("step"):
        case "list":
            return ListNotSent()
        case "retry":
            return TryAgain(_keys(arguments))
        case "leave-out":
            return LeaveOut(_keys(arguments))
        case _:
            raise Refusal("unknown step")


def _confirm_deletes(arguments: Arguments) -> Wish:
    hold, count = arguments.get("hold"), arguments.get("count")
    if not isinstance(hold, str) or not hold:
        raise Refusal("say which deletions")
    if count is None:
        return ListDeletes(HoldId(hold))
    if type(count) is not int:
        raise Refusal("the count must be a whole number")
    return ConfirmDeletes(HoldId(hold), count)


def _preview(arguments: Arguments) -> Wish:
    contact = arguments.get("contact")
    if contact is not None and not isinstance(contact, str):
        raise Refusal("the contact must be a text")
    return LookAhead(contact)


def _keys(arguments: Arguments) -> tuple[Key, ...] | None:
    """Return the contacts as the person wrote them, or None for all of them."""
    keys = arguments.get("keys")
    if keys is None:
        return None
    if not isinstance(keys, list) or not keys or not all(isinstance(key, str) for key in keys):
        raise Refusal("the contacts must be a list of texts")
    return tuple(Key(key) for key in keys)


REQUESTS: Mapping[str, Callable[[Arguments], Wish]] = {
    "check": _check,
    "not-sent": _not_sent,
    "confirm-deletes": _confirm_deletes,
    "preview": _preview,
    "support-file": lambda _: Examine(),
}
