"""Commands about database layouts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from practicesync.app.options import Json, Practice

if TYPE_CHECKING:
    from practicesync.app.commands.layout_database import Named

Layout = Annotated[
    str | None, typer.Argument(metavar="[LAYOUT]", help="A database layout: its name or its file.")
]
Database = Annotated[
    str,
    typer.Option("--database", help="Another database than the practice's.", metavar="ODBC"),
]
User = Annotated[
    str, typer.Option("--user", help="Who signs in there; otherwise you do.", metavar="NAME")
]
FromInput = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input.")
]

layouts = typer.Typer(
    name="profile",
    help="List, check and explain database layouts.\n\nExample: practicesync profile list",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@layouts.command("list")
def list_(context: typer.Context, json: Json = False) -> None:
    """List the database layouts that there are.

    Example: practicesync profile list
    """
    from practicesync.app.commands.layouts import list_layouts

    raise SystemExit(list_layouts(context.obj.state, as_json=json or context.obj.json))


@layouts.command()
def check(
    context: typer.Context,
    layout: Layout = None,
    database: Database = "",
    user: User = "",
    password_stdin: FromInput = False,
    *,
    practice: Practice = None,
    json: Json = False,
) -> None:
    """Compare a database layout with a database, and name every difference.

    Values of contacts are counted and not shown; codes such as P are.

    Example: practicesync profile check my-layout.toml
    """
    from practicesync.app.asking.ask import open_folder
    from practicesync.app.commands.layout_check import check_layout
    from practicesync.app.commands.layout_database import opened

    named = _named(database, user, from_stdin=password_stdin)
    profile, sessions = opened(open_folder(context.obj.state), practice, layout, named)
    raise SystemExit(check_layout(profile, sessions, as_json=json or context.obj.json))


@layouts.command()
def explain(
    context: typer.Context,
    layout: Annotated[
        str, typer.Argument(metavar="LAYOUT", help="A database layout: its name or its file.")
    ],
    database: Database = "",
    user: User = "",
    password_stdin: FromInput = False,
    *,
    way: Annotated[
        str,
        typer.Option(
            "--way", help="change-tracking, rowversion or diff; all without it.", metavar="WAY"
        ),
    ] = "",
    json: Json = False,
) -> None:
    """Print the SQL that runs for a database layout, one statement each.

    Example: practicesync profile explain adventureworks --way change-tracking
    """
    from practicesync.app.asking.ask import open_folder
    from practicesync.app.commands.layout_database import layout_and_sessions
    from practicesync.app.commands.layout_explain import explain_layout, ways_named

    named = _named(database, user, from_stdin=password_stdin)
    folder = open_folder(context.obj.state)
    profile, sessions = layout_and_sessions(folder, layout, named)
    as_json = json or context.obj.json
    raise SystemExit(explain_layout(profile, sessions, ways_named(way), as_json=as_json))


def demo_database(
    context: typer.Context,
    sql_server: Annotated[
        bool, typer.Option("--sql-server", help="As T-SQL: that is all it prints.")
    ] = False,
    json: Json = False,
) -> None:
    """Print what makes the tables of a practice to try things out on.

    The database layout demo reads them. Practice Sync never runs it.

    Example: practicesync demo-database --sql-server
    """
    from practicesync.app.commands.layouts import print_demo_tables

    del sql_server  # said for clearness: there is no other way
    raise SystemExit(print_demo_tables(as_json=json or context.obj.json))


def add_to(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.add_typer(layouts)
    app.command("demo-database")(demo_database)


def _named(database: str, user: str, *, from_stdin: bool) -> Named | None:
    from practicesync.app.commands.layout_database import Named, from_input

    if not database:
        return None
    return Named(database, user, from_input) if from_stdin else Named(database, user)
