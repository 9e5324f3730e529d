"""What a line of the list says of a contact: who it is, and why it was found."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from practicecloud.contact import Contact
from practicecloud.search.marks import Pieces, holds, marked, marked_number, number_holds


class Line(msgspec.Struct, frozen=True):
    """A contact of the list: its name, a number and what else there is to say, in marked pieces."""

    contact: Contact
    name: Pieces
    number: Pieces
    about: Pieces


def line(contact: Contact, wanted: Sequence[str]) -> Line:
    """Return the line; a word that its name, code and number lack is shown where it was found."""
    number = _number(contact, wanted)
    shown = (contact.name, contact.code)
    missing = [
        word
        for word in wanted
        if not any(holds(text, word) for text in shown) and not number_holds(number, word)
    ]
    about: Pieces = [(contact.contact_type or contact.kind.capitalize(), False)]
    if contact.code:
        about += [(", client " if contact.is_client else ", ", False)]
        about += marked(contact.code, wanted)
    about += _reason(contact, missing)
    if contact.status == "closed":
        about.append((", closed", False))
    return Line(contact, marked(contact.name, wanted), marked_number(number, wanted), about)


def _number(contact: Contact, wanted: Sequence[str]) -> str:
    """Return the number that was asked for, or else the first."""
    numbers = [phone.number for phone in contact.phones]
    asked = (one for one in numbers if any(number_holds(one, word) for word in wanted))
    return next(asked, numbers[0] if numbers else "")


def _reason(contact: Contact, missing: Sequence[str]) -> Pieces:
    """Return the first fields that hold the words that nothing else on the line shows."""
    names = " ".join(filter(None, (contact.first, contact.middle, contact.last)))
    pieces: Pieces = []
    left = list(missing)
    for text in (*contact.emails, *contact.aliases, names):
        found = [word for word in left if holds(text, word)]
        if found:
            pieces += [(", ", False), *marked(text, found)]
            left = [word for word in left if word not in found]
    if any(number_holds(contact.abn, word) for word in left):
        pieces += [(", ABN ", False), *marked_number(contact.abn, left)]
    return pieces
