"""One thing broken in the program, and the tests of which one has to go red."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """In `file` under `src` the text `old`, which is there once, becomes `new`.

    `name` is the fact that is true of the broken program; `tests` are named from `tests` on.
    """

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]


def broken(file: str, tests: str, *rows: tuple[str, ...]) -> tuple[Mutant, ...]:
    """Return a mutant of the file for each row: its name, the old text, the new one, the tests.

    A test is named alone if it stands in the module `tests`, else with its own module.
    """
    return tuple(
        Mutant(name, file, old, new, tuple(_full(one, tests) for one in red))
        for name, old, new, *red in rows
    )


def _full(test: str, module: str) -> str:
    return test if "::" in test else f"{module}::{test}"
