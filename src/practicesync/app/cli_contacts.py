"""Commands about what was sent, what was not, and what would be."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from practicesync.app.options import Json, Practice

if TYPE_CHECKING:
    from practicesync.app.commands.counter import Counter

Keys = Annotated[
    list[str] | None,
    typer.Argument(metavar="[KEY]...", help="Keys of contacts, as the list shows them."),
]
All = Annotated[bool, typer.Option("--all", help="All that were not sent.")]

not_sent = typer.Typer(
    name="not-sent",
    help="List contacts that were not sent, and why.\n\n"
    "Then try them again, or leave them out.\n\n"
    "Example: practicesync not-sent list",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@not_sent.command("list")
def list_(context: typer.Context, practice: Practice = None, json: Json = False) -> None:
    """List the contacts that were not sent, why, and what to do.

    Example: practicesync not-sent list
    """
    from practicesync.app.commands.not_sent import list_not_sent

    raise SystemExit(list_not_sent(_counter(context, practice, json)))


@not_sent.command()
def retry(
    context: typer.Context,
    keys: Keys = None,
    all_: All = False,
    practice: Practice = None,
    json: Json = False,
) -> None:
    """Try contacts again that were not sent.

    Example: practicesync not-sent retry --all
    """
    from practicesync.app.commands.not_sent import retry as again

    raise SystemExit(again(_counter(context, practice, json), _meant(keys, all_)))


@not_sent.command("leave-out")
def leave_out(
    context: typer.Context,
    keys: Keys = None,
    all_: All = False,
    practice: Practice = None,
    json: Json = False,
) -> None:
    """Leave contacts out that can't be sent, until the reason changes.

    Example: practicesync not-sent leave-out 10482
    """
    from practicesync.app.commands.not_sent import leave_out as leave

    raise SystemExit(leave(_counter(context, practice, json), _meant(keys, all_)))


@not_sent.command()
def export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="The file to write.")],
    practice: Practice = None,
    json: Json = False,
) -> None:
    """Write the list to a file for a spreadsheet.

    Example: practicesync not-sent export not-sent.csv
    """
    from practicesync.app.commands.not_sent import export as write

    raise SystemExit(write(_counter(context, practice, json), file))


def confirm_deletes(
    context: typer.Context,
    hold: Annotated[str, typer.Argument(metavar="HOLD_ID", help="As the status shows it.")],
    count: Annotated[
        int | None, typer.Option("--count", min=0, help="Only if so many are waiting.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask whether that is right.")] = False,
    practice: Practice = None,
    json: Json = False,
) -> None:
    """Look through deletions or blank fields that wait for you.

    Then confirm them, and they go online.

    Example: practicesync confirm-deletes 1f0a93c2
    """
    from practicesync.app.commands.deletes import confirm_deletes as confirm

    raise SystemExit(confirm(_counter(context, practice, json), hold, count, yes=yes))


def check(context: typer.Context, practice: Practice = None, json: Json = False) -> None:
    """Compare everything, and mend what differs.

    Example: practicesync check
    """
    from practicesync.app.commands.check import full_check

    raise SystemExit(full_check(_counter(context, practice, json)))


def preview(
    context: typer.Context,
    contact: Annotated[
        str | None, typer.Option("--contact", metavar="ID", help="The contact with this key.")
    ] = None,
    practice: Practice = None,
    json: Json = False,
) -> None:
    """Show what would be sent, and send nothing.

    Example: practicesync preview --contact 10482
    """
    from practicesync.app.commands.preview import show_preview

    raise SystemExit(show_preview(_counter(context, practice, json), contact))


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(check)
    app.command()(preview)
    app.add_typer(not_sent)
    app.command("confirm-deletes")(confirm_deletes)


def _counter(context: typer.Context, practice: str | None, json: bool) -> Counter:
    from practicesync.app.asking.ask import open_folder
    from practicesync.app.commands.counter import Counter

    return Counter(open_folder(context.obj.state), practice, json or context.obj.json)


def _meant(keys: list[str] | None, all_: bool) -> list[str] | None:
    """Return the keys, or None for all; a person has to say one of the two."""
    if bool(keys) == all_:
        raise typer.BadParameter("Name contacts by their keys, or say --all.")
    return keys or None
