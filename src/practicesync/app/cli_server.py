"""Commands about this server: its secrets, and the end of its work."""

from __future__ import annotations

from typing import Annotated

import typer

from practicesync.app.options import Json, Practice


def deactivate(
    context: typer.Context,
    remove_online_copy: Annotated[
        bool | None,
        typer.Option(
            "--remove-online-copy/--keep-online-copy",
            help="Whether all contacts online are removed, too; you are asked otherwise.",
            show_default=False,
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask whether you mean it.")] = False,
    practice: Practice = None,
    json: Json = False,
) -> None:
    """Stop contacts sync, and sign this server out.

    Example: practicesync deactivate
    """
    from practicesync.app.commands.deactivate import Wanted, deactivate_practice

    wanted = Wanted(remove_online_copy, yes, as_json=json or context.obj.json)
    raise SystemExit(deactivate_practice(context.obj.state, practice, wanted))


def set_secret(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="database-password")],
    stdin: Annotated[
        bool, typer.Option("--stdin", help="Read it as a line from standard input.")
    ] = False,
    practice: Practice = None,
    json: Json = False,
) -> None:
    """Give Practice Sync a secret to keep; you are asked for it.

    Example: practicesync set-secret database-password
    """
    from practicesync.app.commands.set_secret import set_secret as hand_over

    as_json = json or context.obj.json
    raise SystemExit(
        hand_over(context.obj.state, name, practice, from_input=stdin, as_json=as_json)
    )


def enable_tracking(
    context: typer.Context,
    print_: Annotated[
        bool, typer.Option("--print", help="Print the statements: that is all it does.")
    ] = False,
    layout: Annotated[
        str, typer.Option("--layout", help="Another database layout than the settings name.")
    ] = "",
    login: Annotated[
        str, typer.Option("--login", help="The login of Practice Sync on the server.")
    ] = "",
    database: Annotated[str, typer.Option("--database", help="The database's name.")] = "",
    *,
    practice: Practice = None,
    json: Json = False,
) -> None:
    """Print what gives Practice Sync the rights that it needs in SQL Server.

    What you don't name is taken from the settings. Practice Sync never runs it: give it to
    whoever looks after your database.

    Example: practicesync enable-tracking --print
    """
    from practicesync.app.asking.ask import open_folder
    from practicesync.app.commands.enable_tracking import Meant, print_script

    del print_  # said for clearness: there is no other way
    as_json = json or context.obj.json
    folder = open_folder(context.obj.state)
    meant = Meant(layout, login, database)
    raise SystemExit(print_script(folder, practice, meant, as_json=as_json))


def add_to(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(deactivate)
    app.command("set-secret")(set_secret)
    app.command("enable-tracking")(enable_tracking)
