"""Checks as lines for a person: how each stands, what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console
from rich.text import Text

from practicesync.core.check import Result
from practicesync.core.check_words import Told

_SHOWN: Mapping[Result, tuple[str, str]] = {
    "pass": ("ok", "green"),
    "warn": ("warning", "yellow"),
    "fail": ("wrong", "bold red"),
    "skipped": ("-", "dim"),
}
_WIDTH = max(len(word) for word, _ in _SHOWN.values())


def is_again(check: Told, before: Told) -> bool:
    """Tell whether this one is left out for the same reason: that is read once, not ten times."""
    return (check.result, check.sentence, check.practice) == (
        "skipped",
        before.sentence,
        before.practice,
    )


def print_check(check: Told, console: Console) -> None:
    """Print the check, and under it what to do."""
    word, style = _SHOWN[check.result]
    line = Text(f"{word:<{_WIDTH}}  ", style=style)
    line.append(f"{check.practice}: " if check.practice else "", style="default")
    line.append(check.sentence, style="default")
    line.append(f" ({check.code})" if check.code else "", style="dim")
    console.print(line, soft_wrap=True)
    if check.remedy:
        console.print(Text(f"{'':<{_WIDTH}}  {check.remedy}"), soft_wrap=True)
