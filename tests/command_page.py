"""The page of commands, made from the command line itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import typer
from typer.testing import CliRunner

from practicesync.app.cli import app
from practicesync.core.error_table import Exit

EXITS: Mapping[Exit, str] = {
    Exit.DONE: "done",
    Exit.UNEXPECTED: "something unexpected: a mistake in Practice Sync",
    Exit.USAGE: "the command, the settings or the database layout is wrong",
    Exit.PERSON_NEEDED: "a person must sign in or decide",
    Exit.DATABASE: "the practice database can't be read",
    Exit.CLOUD: "the online copy can't be reached",
    Exit.INCOMPLETE: "done, but something is not sent or waits for you",
    Exit.SECOND_WORKER: "Practice Sync runs already with this folder",
    Exit.NO_ANSWER: "Practice Sync isn't running, or doesn't answer",
    Exit.RESTART: "Practice Sync has given itself up, to be started again",
}

_TOP = """\
# Commands

This page is made from the program: `python -m tests.reference` writes it anew.

A command that fails prints one sentence with a code, and what to do, on standard error.
With `--json` it prints facts as JSON, one a line.
`version`, `run`, `status`, `logs`, `enable-tracking`, `profile` and `demo-database` need no running
Practice Sync.
It carries out all others.
It has 10 seconds to answer.
What it says of contacts by name is read afresh from the practice database, for you alone.
"""


def command_names() -> list[tuple[str, ...]]:
    """Return the commands in the order of the help, each group before what is in it."""
    return list(_below((), typer.main.get_command(app)))


def _below(name: tuple[str, ...], command: object) -> Iterator[tuple[str, ...]]:
    for part, inner in getattr(command, "commands", {}).items():
        yield (*name, part)
        yield from _below((*name, part), inner)


def help_of(*command: str) -> str:
    """Return a command's help as it is printed, without a terminal."""
    asked = CliRunner().invoke(
        app, [*command, "--help"], prog_name="practicesync", env={"COLUMNS": "80"}
    )
    return asked.output.strip()


def commands_page() -> str:
    """Return the page in Markdown, one heading a command."""
    parts = [_TOP, f"```\n{help_of()}\n```\n"]
    parts += [f"## {' '.join(name)}\n\n```\n{help_of(*name)}\n```\n" for name in command_names()]
    rows = [f"| {code.value} | {meaning} |" for code, meaning in EXITS.items()]
    table = "\n".join(["| code | meaning |", "|---|---|", *rows])
    return "\n".join([*parts, f"## Exit codes\n\n{table}\n"])
