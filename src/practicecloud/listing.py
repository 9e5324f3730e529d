"""What a line of the list says of a contact: who it is, and why it was found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from practicecloud.contact import Contact
from practicecloud.search import digits, fold, marked

Pieces = list[tuple[str, bool]]
"""A text in pieces, each with whether it is what was asked for."""


class Line(msgspec.Struct, frozen=True):
    """A contact of the list: its name, a number and what else there is to say, in marked pieces."""

    contact: Contact
    name: Pieces
    number: Pieces
    about: Pieces


def line(contact: Contact, wanted: Sequence[str]) -> Line:
    """Return the line; a word that its name, code and number lack is shown where it was found."""
    number = _number(contact, wanted)
    about = [(contact.contact_type or contact.kind.capitalize(), False)]
    if contact.code:
        about += [(", client " if contact.is_client else ", ", False)]
        about += marked(contact.code, list(wanted))
    shown = fold(f"{contact.name}\n{contact.code}")
    about += _reason(
        contact,
        [word for word in wanted if word not in shown and not _in_number(_text(number), word)],
    )
    if contact.status == "closed":
        about.append((", closed", False))
    return Line(contact, marked(contact.name, list(wanted)), number, about)


def _reason(contact: Contact, missing: Sequence[str]) -> Pieces:
    """Return the first fields that hold the words that nothing else on the line shows."""
    texts = [
        *contact.emails,
        *contact.aliases,
        " ".join(filter(None, (contact.first, contact.middle, contact.last))),
    ]
    pieces: Pieces = []
    left = list(missing)
    for text in texts:
        if any(word in fold(text) for word in left):
            pieces += [(", ", False), *marked(text, left)]
            left = [word for word in left if word not in fold(text)]
    if any(_in_number(contact.abn, word) for word in left):
        pieces += [(", ABN ", False), *marked_number(contact.abn, left)]
    return pieces


def _number(contact: Contact, wanted: Sequence[str]) -> Pieces:
    """Return the number that was asked for, or else the first."""
    numbers = [phone.number for phone in contact.phones]
    for number in numbers:
        if any(_in_number(number, word) for word in wanted):
            return marked_number(number, wanted)
    return [(numbers[0], False)] if numbers else []


def marked_number(text: str, wanted: Iterable[str]) -> Pieces:
    """Return a number in pieces: digits that were asked for are found across signs and spaces."""
    places = [place for place, sign in enumerate(text) if sign.isdigit()]
    bare = digits(text)
    for word in wanted:
        start = bare.find(word) if word.isdigit() else -1
        if start >= 0:
            first, last = places[start], places[start + len(word) - 1]
            pieces = [(text[:first], False), (text[first : last + 1], True)]
            return [piece for piece in [*pieces, (text[last + 1 :], False)] if piece[0]]
    return [(text, False)] if text else []


def _in_number(number: str, word: str) -> bool:
    return word.isdigit() and word in digits(number)


def _text(pieces: Pieces) -> str:
    return "".join(text for text, _ in pieces)
