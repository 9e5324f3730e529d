"""A code in letters that can be read from across the room."""

from __future__ import annotations

from collections.abc import Mapping

from practicesync.core.words import duration

_LETTERS: Mapping[str, str] = {
    "B": "###. #..# ###. #..# ###.",
    "C": ".### #... #... #... .###",
    "D": "###. #..# #..# #..# ###.",
    "F": "#### #... ###. #... #...",
    "G": ".### #... #.## #..# .###",
    "H": "#..# #..# #### #..# #..#",
    "J": "..## ...# ...# #..# .##.",
    "K": "#..# #.#. ##.. #.#. #..#",
    "L": "#... #... #... #... ####",
    "M": "#...# ##.## #.#.# #...# #...#",
    "N": "#..# ##.# #.## #..# #..#",
    "P": "###. #..# ###. #... #...",
    "Q": ".##. #..# #..# #.## .###",
    "R": "###. #..# ###. #.#. #..#",
    "S": ".### #... .##. ...# ###.",
    "T": "##### ..#.. ..#.. ..#.. ..#..",
    "V": "#...# #...# #...# .#.#. ..#..",
    "W": "#...# #...# #.#.# ##.## #...#",
    "X": "#...# .#.#. ..#.. .#.#. #...#",
    "Z": "##### ...#. ..#.. .#... #####",
    "-": "... ... ### ... ...",
}
"""The letters that a code is made of: consonants that no font mixes up, five rows each."""


def code_text(address: str, code: str, seconds: int) -> str:
    """Return what a person has to do, with the code large, and once more as plain text."""
    return "\n".join(
        [
            "On any computer or phone, open",
            "",
            f"    {address}",
            "",
            "and type this code there:",
            "",
            *(f"    {row}" for row in _large(code)),
            *([""] if _large(code) else []),
            f"    {code}",
            "",
            f"It is good for {duration(seconds)}, and once.",
        ]
    )


def _large(code: str) -> list[str]:
    """Return the rows of the code in large letters; none where a letter has no drawing."""
    drawn = [_LETTERS[letter].split() for letter in code if letter in _LETTERS]
    if len(drawn) != len(code):
        return []
    rows = ("  ".join(letter[row] for letter in drawn) for row in range(5))
    return [row.replace(".", " ").rstrip() for row in rows]
