"""The text under which a contact is found, and the words of a question folded alike."""

from __future__ import annotations

import unicodedata
from itertools import groupby

from practicecloud.contact import Contact

_JOINERS = str.maketrans("", "", "'\u2019\u2018`\x00")
_PHONE_SIGNS = str.maketrans("", "", "()+-./ ")


def fold(text: str) -> str:
    """Return the text without case, diacritics, apostrophes and doubled spaces."""
    if not text.isascii():
        text = "".join(
            sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)
        )
    return " ".join(text.casefold().translate(_JOINERS).split())


def marked(text: str, wanted: list[str]) -> list[tuple[str, bool]]:
    """Return the text in pieces, each with whether it is what was asked for."""
    folded, places = "", []
    for place, sign in enumerate(text):
        bare = fold(sign) or " " * sign.isspace()
        folded += bare
        places += [place] * len(bare)
    hits: set[int] = set()
    for word in wanted:
        start = folded.find(word)
        if word and start >= 0:
            hits.update(range(places[start], places[start + len(word) - 1] + 1))
    pieces = groupby(range(len(text)), key=lambda place: place in hits)
    return [("".join(text[place] for place in run), hit) for hit, run in pieces]


def sort_text(contact: Contact) -> str:
    """Return the text that lists are ordered by."""
    return fold(contact.name)


def find_text(contact: Contact) -> str:
    """Return everything that the contact is found by, folded."""
    names = [
        contact.name, contact.first, contact.middle, contact.last, contact.code,
        *contact.aliases, *contact.emails,
    ]  # fmt: skip
    numbers = [digits(phone.number) for phone in contact.phones]
    return fold("\n".join([*names, *numbers, digits(contact.abn)]))


def digits(text: str) -> str:
    """Return the digits of a number as people write it."""
    return "".join(sign for sign in text if sign.isdigit())


def words(question: str) -> list[str]:
    """Return the folded words of a question; signs inside a number are dropped."""
    folded = fold(question)
    bare = folded.translate(_PHONE_SIGNS)
    if bare.isdigit():
        return [bare]
    return folded.split()
