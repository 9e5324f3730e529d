"""Marks in a text what somebody has asked for, in the text as it is written."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from practicecloud.search.search import digits, fold, words

Pieces = list[tuple[str, bool]]
"""A text in pieces, each with whether it is what was asked for."""

FEWEST_WITHIN = 6
"""A number without its 0 or +61 has so many digits at least, or too much would look alike."""


def asked_for(question: str) -> list[str]:
    """Return the words of a question; an e-mail address is one."""
    parts = question.split()
    addresses = [fold(part) for part in parts if "@" in part[1:]]
    return [*addresses, *words(" ".join(part for part in parts if "@" not in part[1:]))]


def marked(text: str, wanted: Iterable[str]) -> Pieces:
    """Return the text in pieces: what was asked for is marked where a word begins with it."""
    folded, places = _folded(text)
    hits: set[int] = set()
    for word in wanted:
        for start in _beginnings(folded, word):
            hits.update(range(places[start], places[start + len(word) - 1] + 1))
    return _pieces(text, hits)


def holds(text: str, word: str) -> bool:
    """Tell whether a word of the text begins with that word."""
    return bool(_beginnings(_folded(text)[0], word))


def marked_number(text: str, wanted: Iterable[str]) -> Pieces:
    """Return a number in pieces: digits that were asked for are found across signs and spaces."""
    places = [place for place, sign in enumerate(text) if sign.isdigit()]
    hits: set[int] = set()
    for word in wanted:
        start, length = _digits_in(text, word)
        if length:
            hits.update(range(places[start], places[start + length - 1] + 1))
    return _pieces(text, hits)


def number_holds(text: str, word: str) -> bool:
    """Tell whether the number has those digits, with or without 0 or +61."""
    return _digits_in(text, word)[1] > 0


def _folded(text: str) -> tuple[str, list[int]]:
    """Return the text folded, and the place in the text from which each of its signs comes."""
    folded, places = "", []
    for place, sign in enumerate(text):
        bare = fold(sign) or " " * sign.isspace()
        folded += bare
        places += [place] * len(bare)
    return folded, places


def _beginnings(folded: str, word: str) -> list[int]:
    found = []
    start = folded.find(word) if word else -1
    while start >= 0:
        if start == 0 or not folded[start - 1].isalnum() or not word[0].isalnum():
            found.append(start)
        start = folded.find(word, start + 1)
    return found


def _digits_in(text: str, word: str) -> tuple[int, int]:
    """Return where among the digits of a number those of the word stand, and how many."""
    if not word.isdigit():
        return 0, 0
    bare = digits(text)
    if word in bare:
        return bare.find(word), len(word)
    for prefix in ("0061", "61", "0"):
        within = word.removeprefix(prefix)
        if within != word and len(within) >= FEWEST_WITHIN and within in bare:
            return bare.find(within), len(within)
    return 0, 0


def _pieces(text: str, hits: set[int]) -> Pieces:
    runs = groupby(range(len(text)), key=lambda place: place in hits)
    return [("".join(text[place] for place in run), hit) for hit, run in runs]
