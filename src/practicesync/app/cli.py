"""The command line: each command says what it does, with an example, and imports what it needs.

Imports are made inside the commands: `status` and `version` run in scripts and in the tray, where
the half second that networking and cryptography take to import would be felt.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from practicesync import __version__
from practicesync.app import cli_contacts, cli_layouts, cli_server, cli_setup, cli_support
from practicesync.app.options import Asked, Json, Practice
from practicesync.core.command import Argument
from practicesync.core.errors import Code, Problem

app = typer.Typer(
    name="practicesync",
    help="Keeps an online copy of your practice's contacts true to your practice's own database.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain text, on a terminal and off it
)


@app.callback()
def options(
    context: typer.Context,
    state: Annotated[
        Path | None,
        typer.Option(
            "--state",
            envvar="PRACTICESYNC_STATE",
            help="The folder where Practice Sync keeps its settings, log and status.",
            metavar="DIR",
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Keeps an online copy of your practice's contacts true to your practice's own database."""
    context.obj = Asked(state, json)


@app.command()
def version(context: typer.Context, json: Json = False) -> None:
    """Print the version.

    Example: practicesync version
    """
    from practicesync.app.say import say, say_json

    if json or context.obj.json:
        say_json({"version": __version__})
    else:
        say(f"Practice Sync {__version__}")


@app.command()
def run(
    context: typer.Context,
    once: Annotated[
        bool, typer.Option("--once", help="End when everything is sent, with an exit code.")
    ] = False,
) -> None:
    """Keep the online copy true until you stop it (Ctrl+C).

    Example: practicesync run --once
    """
    from practicesync.app.worker.run import run_worker

    _exit(run_worker(context.obj.state, once=once))


@app.command()
def tray(
    context: typer.Context,
    *,
    for_now: Annotated[
        bool, typer.Option("--for-now", help="Don't offer to start the icon with Windows.")
    ] = False,
) -> None:
    """Show the icon beside the clock, with its menu and window.

    Where there is no service it starts Practice Sync, too.

    Example: practicesync tray
    """
    from practicesync.app.tray.run import run_tray

    _exit(run_tray(context.obj.state, for_now=for_now))


@app.command()
def status(context: typer.Context, json: Json = False) -> None:
    """Say how your contacts stand.

    Example: practicesync status --json
    """
    from practicesync.app.commands.status import show_status

    _exit(show_status(context.obj.state, as_json=json or context.obj.json))


@app.command()
def activate(
    context: typer.Context,
    accept_terms: Annotated[
        bool, typer.Option("--accept-terms", help="Agree with the terms of use.")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Don't ask whether the right person signed in.")
    ] = False,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Print the sign-in address, open no browser.")
    ] = False,
    *,
    device: Annotated[
        bool, typer.Option("--device", help="Show a code to type in a browser elsewhere.")
    ] = False,
    at: Annotated[
        str | None,
        typer.Option("--at", help="Begin the first upload at this time.", metavar="HH:MM"),
    ] = None,
    now: Annotated[
        bool, typer.Option("--now", help="Begin the first upload now, also one that is planned.")
    ] = False,
    take_over: Annotated[
        bool, typer.Option("--take-over", help="Take over from the server that is in charge.")
    ] = False,
    no_wait: Annotated[
        bool, typer.Option("--no-wait", help="Don't wait for the first upload to end.")
    ] = False,
    practice: Practice = None,
    json: Json = False,
) -> None:
    """Sign in and begin to keep your contacts online.

    You see who has signed in, what is checked and what will happen, and say yes to each.

    Example: practicesync activate --at 18:00
    """
    from practicesync.app.commands.activate import activate_practice
    from practicesync.app.commands.consent import Consent
    from practicesync.core.schedule import time_of_day

    if at is not None and (now or time_of_day(at) is None):
        raise typer.BadParameter("Say a time of day such as 18:00, or --now.")
    consent = Consent(
        accept_terms,
        yes,
        not no_browser,
        as_json=json or context.obj.json,
        device=device,
        take_over=take_over,
        at="" if now else at,
        wait=not no_wait,
    )
    _exit(activate_practice(context.obj.state, practice, consent))


@app.command("sync-now")
def sync_now(context: typer.Context, practice: Practice = None, json: Json = False) -> None:
    """Look for changes at once.

    Example: practicesync sync-now
    """
    _ask(context, "sync-now", practice, {}, as_json=json)


@app.command()
def pause(
    context: typer.Context,
    minutes: Annotated[
        int | None,
        typer.Argument(min=1, max=7 * 24 * 60, help="For how long; without: until you resume."),
    ] = None,
    practice: Practice = None,
    json: Json = False,
) -> None:
    """Send nothing for a while.

    Example: practicesync pause 60
    """
    _ask(context, "pause", practice, {"minutes": minutes}, as_json=json)


@app.command()
def resume(context: typer.Context, practice: Practice = None, json: Json = False) -> None:
    """End a pause.

    Example: practicesync resume
    """
    _ask(context, "resume", practice, {}, as_json=json)


cli_setup.add_to(app)
cli_contacts.add_to(app)
cli_server.add_to(app)
cli_layouts.add_to(app)
cli_support.add_to(app)


def main() -> None:
    """Run the command line; a problem ends it with one sentence and never with a traceback."""
    try:
        app()
    except Problem as problem:
        _exit(_told(problem))
    except KeyboardInterrupt:
        _exit(0)
    except Exception as bug:  # noqa: BLE001  # the top of the program: a bug ends it in a sentence
        _exit(_unexpected(bug))


def _ask(
    context: typer.Context,
    command: str,
    practice: str | None,
    arguments: Mapping[str, Argument],
    *,
    as_json: bool,
) -> None:
    from practicesync.app.commands.ask_and_tell import ask_and_tell

    asked: Asked = context.obj
    _exit(ask_and_tell(asked.state, command, practice, arguments, as_json=as_json or asked.json))


def _told(problem: Problem) -> int:
    from practicesync.app.say import tell

    return int(tell(problem))


def _unexpected(bug: BaseException) -> int:
    from practicesync.adapters.log_file import frames

    code = _told(Problem(Code.UNEXPECTED))
    # Where it happened, without any value: there may be no log to write to.
    print(f"  {frames(bug)}", file=sys.stderr)
    return code


def _exit(code: int) -> None:
    sys.exit(code)


if __name__ == "__main__":
    main()
