"""Commands for finding out what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from practicesync.app.options import Json, Practice


def doctor(
    context: typer.Context,
    here: Annotated[
        bool,
        typer.Option("--here", help="Look from this command, with your account and no other."),
    ] = False,
    practice: Practice = None,
    json: Json = False,
) -> None:
    """Look at everything that contacts sync needs, and say what is wrong.

    Settings, database, rights, employee, online side and this computer. Nothing is changed.

    Example: practicesync doctor
    """
    from practicesync.app.asking.ask import open_folder
    from practicesync.app.commands.counter import Counter
    from practicesync.app.commands.doctor import ask_for_examination, examine_here

    counter = Counter(open_folder(context.obj.state), practice, json or context.obj.json)
    raise SystemExit(examine_here(counter) if here else ask_for_examination(counter))


def logs(
    context: typer.Context,
    lines: Annotated[int, typer.Option("--lines", min=0, help="How many.", metavar="N")] = 50,
    follow: Annotated[
        bool, typer.Option("--follow", help="Go on with what comes, until Ctrl+C.")
    ] = False,
) -> None:
    """Print the last lines of the log.

    Example: practicesync logs --lines 20 --follow
    """
    from practicesync.app.asking.ask import open_folder
    from practicesync.app.commands.logs import show_logs

    raise SystemExit(show_logs(open_folder(context.obj.state).log_file, lines, follow=follow))


def support_file(
    context: typer.Context,
    path: Annotated[
        Path | None, typer.Argument(metavar="[PATH]", help="The file to write.")
    ] = None,
    json: Json = False,
) -> None:
    """Write one file with what support needs.

    The log, the state, versions and the settings without logins are in it, and no contact's name,
    number or address.

    Example: practicesync support-file support.zip
    """
    from practicesync.app.asking.ask import open_folder
    from practicesync.app.commands.support import write_support_file

    folder = open_folder(context.obj.state)
    raise SystemExit(write_support_file(folder, path, as_json=json or context.obj.json))


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(doctor)
    app.command()(logs)
    app.command("support-file")(support_file)
