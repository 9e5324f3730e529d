"""What is said before contacts sync is stopped, and after."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

WARNING: Mapping[bool, str] = {
    False: "From now on, changes in the practice won't go online. Staff go on seeing your contacts"
    " as they are now.",
    True: "From now on, changes in the practice won't go online, and all contacts are removed from"
    " the online copy: staff won't find any there.",
}

_DONE: Mapping[tuple[str, bool], str] = {
    ("yes", False): "Contacts sync has been stopped. Staff go on seeing your contacts as they are"
    " now.",
    ("yes", True): "Contacts sync has been stopped, and the online copy has been removed.",
    ("signed-out", False): "Contacts sync has been stopped on this server. Online it still counts"
    " as the server in charge, because nobody is signed in here.",
    ("another-in-charge", False): "Contacts sync has been stopped on this server. Another server is"
    " in charge of your online copy, and goes on.",
}


class Stopped(msgspec.Struct, frozen=True):
    """Contacts sync has been stopped; `erased` tells that the online copy is gone.

    `told` is whether the online side was told, and if not, why.
    """

    told: str
    erased: bool


def done_words(stopped: Stopped) -> str:
    """Return what has been stopped, and what staff see from now on."""
    return _DONE[stopped.told, stopped.erased]
