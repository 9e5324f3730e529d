"""The pages of commands, made from the command lines themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import typer
from typer.testing import CliRunner

from practicecloud.cli import main as cloud
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
    Exit.RESTART: "Practice Sync made no progress and has ended, to be started again",
}

_TOP = """\
# Commands

This page is made from the program: `python -m tests.reference` writes it anew.

A command that fails prints one sentence with a code, and what to do, on standard error.
With `--json` it prints facts as JSON, one a line.
`version`, `run`, `tray`, `status`, `logs`, `enable-tracking`, `profile` and `demo-database` need no
running Practice Sync.
It carries out all others.
It has 10 seconds to answer.
What it says of contacts by name is read afresh from the practice database, for you alone.

`setup` and `doctor` can do without it: with `--here` the command itself does it, with your account.
That is for a computer on which Practice Sync has never run, or doesn't start.
What `doctor --here` finds holds for your account, which may open other databases than the one that
Practice Sync runs with.
No other command has `--here`, for the sign-in, the passwords and the note of what is online belong
to the account that Practice Sync runs with, and only one may send at a time.
"""

_CLOUD_TOP = """\
# Commands of the online side

This page is made from the program: `python -m tests.reference` writes it anew.
[The online side](../online.md) says when you need which.

An option with an `env var` can stand in `/etc/practicecloud/environment`, too.
A command that fails prints one sentence, which says what to do, on standard error and has exit
code 2.
With `--json` it prints one JSON document.
"""


def command_names(program: typer.Typer = app) -> list[tuple[str, ...]]:
    """Return the commands in the order of the help, each group before what is in it."""
    return list(_below((), typer.main.get_command(program)))


def _below(name: tuple[str, ...], command: object) -> Iterator[tuple[str, ...]]:
    for part, inner in getattr(command, "commands", {}).items():
        yield (*name, part)
        yield from _below((*name, part), inner)


def help_of(*command: str) -> str:
    """Return a command's help as it is printed, without a terminal."""
    return _printed(app, "practicesync", command)


def help_of_cloud(*command: str) -> str:
    """Return a command's help as the online side prints it."""
    return _printed(cloud, "practicecloud", command)


def _printed(program: typer.Typer, name: str, command: tuple[str, ...]) -> str:
    asked = CliRunner().invoke(program, [*command, "--help"], prog_name=name, env={"COLUMNS": "80"})
    return asked.output.strip()


def commands_page() -> str:
    """Return the page in Markdown, one heading a command."""
    parts = [_TOP, *_sections(help_of, command_names())]
    rows = [f"| {code.value} | {meaning} |" for code, meaning in EXITS.items()]
    table = "\n".join(["| code | meaning |", "|---|---|", *rows])
    return "\n".join([*parts, f"## Exit codes\n\n{table}\n"])


def cloud_page() -> str:
    """Return the page of the online side's commands."""
    return "\n".join([_CLOUD_TOP, *_sections(help_of_cloud, command_names(cloud))])


def _sections(help_: Callable[..., str], names: list[tuple[str, ...]]) -> list[str]:
    each = [f"## {' '.join(name)}\n\n```\n{help_(*name)}\n```\n" for name in names]
    return [f"```\n{help_()}\n```\n", *each]
