"""The words under which a contact is found, and what a question asks for, folded alike.

A word is a run of letters and digits; a question's word is found where a contact's begins so.
Numbers are digits without signs, from their beginning with or without 0 and +61, and from their
end; an e-mail address is found by its words and as a whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from practicecloud.contact import Contact

EDITION = 1
"""Goes up whenever contacts get other words than before: those online are then prepared anew."""

LONGEST = 60
"""Of a longer word so much counts."""

FROM_THE_END = 3
"""So many digits at least are looked for at the end of a number."""

Term = tuple[str, ...]
"""Beginnings of words, one of which a contact must have; an empty one asks for what nobody has."""

_FIRST_SIGNS, _FIRST_TWO = 20, 43  # a number of a database has 63 bits

_BACKWARDS = "~"
"""Stands before a number that is written from its end."""

_JOINERS = str.maketrans("", "", "'\u2019\u2018`\x00")
_RUN = re.compile(r"[^\W_]+")
_DIGITS = re.compile(r"\d+(?:[\s()+\-./]+\d+)+")
_NUMBER = re.compile(r"(?<![^\s,;:])[+(]*\d[\d\s()+\-./]*(?![^\s,;:])")


def fold(text: str) -> str:
    """Return the text without case, diacritics, apostrophes and doubled spaces."""
    if not text.isascii():
        text = "".join(
            sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)
        )
    return " ".join(text.casefold().translate(_JOINERS).split())


def sort_text(contact: Contact) -> str:
    """Return the text that lists are ordered by."""
    return fold(contact.name)


def words_of(contact: Contact) -> set[str]:
    """Return every word that the contact is found by."""
    found: set[str] = set()
    for name in (contact.name, contact.first, contact.middle, contact.last, *contact.aliases):
        found.update(_words(fold(name)))
    code = _words(fold(contact.code))
    found.update(code, ["".join(code)])
    for email in contact.emails:
        folded = fold(email).replace(" ", "")
        found.update(_words(folded), [folded])
    for phone in contact.phones:
        found.update(_number_words(phone.number))
    found.add(digits(contact.abn))
    return {word[:LONGEST] for word in found if word}


def sieve(beginnings: Iterable[str]) -> int:
    """Return a number with a bit for how each begins, by its first sign and by its first two.

    Whoever lacks a bit of a question's words surely lacks a word; whoever has all may lack one.
    """
    bits = 0
    for start in beginnings:
        bits |= 1 << ord(start[0]) % _FIRST_SIGNS
        if len(start) > 1:
            bits |= 1 << _FIRST_SIGNS + (ord(start[0]) * 31 + ord(start[1])) % _FIRST_TWO
    return bits


def digits(text: str) -> str:
    """Return the digits of a number as people write it."""
    return "".join(sign for sign in text if sign.isdigit())


def words(question: str) -> list[str]:
    """Return the folded words of a question, as they may stand in a name."""
    folded = fold(question)
    return [*_RUN.findall(folded), *(digits(number) for number in _NUMBER.findall(folded))]


def terms(question: str) -> list[Term]:
    """Return what a contact must have of each word of the question; nothing: any contact does."""
    folded = fold(question)
    found = [_number_term(number) for number in _NUMBER.findall(folded)]
    for piece in _NUMBER.sub(" ", folded).split():
        address = piece.strip('<>(),;:"')
        if address.find("@") > 0:
            found.append((address[:LONGEST],))
        else:
            found += [(run[:LONGEST],) for run in _RUN.findall(piece)]
    if folded and not found:
        return [()]
    return list(dict.fromkeys(found))


def _words(folded: str) -> list[str]:
    """Return the runs of letters and digits, and the digits of a number that has spaces in it."""
    return [*_RUN.findall(folded), *(digits(number) for number in _DIGITS.findall(folded))]


def _number_words(text: str) -> list[str]:
    """Return the words of a phone number; without 0 and +61 it is the number within Australia."""
    number = digits(text)
    within = _within_australia(number)
    if not within:
        return [number, _BACKWARDS + number[::-1]] if number else []
    local = within[-8:]  # without the area code, as the next house dials it
    return [f"0{within}", within, local, f"{_BACKWARDS}{within[::-1]}0"]


def _number_term(text: str) -> Term:
    number = digits(text)
    starts = [number]
    if text.lstrip("(").startswith("+61") or number.startswith("0061"):
        number = number.removeprefix("00").removeprefix("61").removeprefix("0")
        starts = [number] if number else ["0"]
    elif len(number) == 11 and number.startswith("61"):
        starts.append(number[2:])  # a whole number without its plus, or an ABN
    ends = [_BACKWARDS + number[::-1]] if len(number) >= FROM_THE_END else []
    return tuple(start[:LONGEST] for start in (*starts, *ends))


def _within_australia(number: str) -> str:
    """Return the nine digits of an Australian number behind 0 or +61, or nothing."""
    abroad = number.startswith("0061") or (number.startswith("61") and len(number) in (11, 12))
    if abroad:
        number = "0" + number.removeprefix("00").removeprefix("61").removeprefix("0")
    return number[1:] if number.startswith("0") and len(number) == 10 else ""
