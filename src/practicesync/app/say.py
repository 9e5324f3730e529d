"""What commands print: sentences for people, JSON for scripts."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import msgspec
from rich.console import Console
from rich.text import Text

from practicesync.core.error_table import exit_code, explain
from practicesync.core.errors import Problem
from practicesync.core.mistake import Mistake


def say(sentence: str) -> None:
    """Print a line on standard output."""
    _console().print(Text(sentence), soft_wrap=True)


def say_json(content: object) -> None:
    """Print one line of JSON, at once."""
    sys.stdout.write(msgspec.json.encode(content).decode() + "\n")
    sys.stdout.flush()


def tell(problem: Problem) -> int:
    """Print what happened and what to do, on standard error, and return the exit code."""
    told = explain(problem.code, problem.facts)
    tell_code(told.sentence, told.code, told.remedy)
    return exit_code(problem.code)


def tell_mistakes(mistakes: Sequence[Mistake], code: str) -> None:
    """Print each mistake with what to do about it, on standard error."""
    for mistake in mistakes:
        tell_code(mistake.sentence, code, mistake.remedy)


def tell_code(sentence: str, code: str, remedy: str) -> None:
    """Print a sentence with its code, and what to do, on standard error."""
    console = _console(stderr=True)
    line = Text(sentence, style="bold")
    if code:
        line.append(f" ({code})", style="dim")
    console.print(line, soft_wrap=True)
    if remedy:
        console.print(Text(f"  {remedy}"), soft_wrap=True)


def _console(*, stderr: bool = False) -> Console:
    # Texts are wrapped in `Text`, so that brackets in a file's name are no markup.
    return Console(stderr=stderr, highlight=False, emoji=False)
