"""The commands that set a practice up, and change what holds for all of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from practicesync.app.options import Json

_Name = Annotated[
    str, typer.Option("--name", help="What people call the practice.", metavar="NAME")
]
_Server = Annotated[
    str | None,
    typer.Option("--server", help="SQL Server, such as PRACSRV01\\SQLEXPRESS.", metavar="NAME"),
]
_Database = Annotated[
    str | None,
    typer.Option("--database", help="The database's name on that server.", metavar="NAME"),
]
_User = Annotated[
    str | None,
    typer.Option(
        "--user",
        help="A login of SQL Server. Without: the Windows account of Practice Sync.",
        metavar="NAME",
    ),
]
_FromInput = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password as a line from there.")
]
_Trust = Annotated[
    bool | None,
    typer.Option(
        "--trust-server-certificate/--check-server-certificate",
        help="Don't check who the database server is; doctor keeps warning of it.",
    ),
]
_Words = Annotated[
    str | None, typer.Option("--odbc", help="More words for the ODBC driver.", metavar="WORDS")
]
_Sqlite = Annotated[
    Path | None,
    typer.Option("--sqlite", help="A SQLite database in place of a server's.", metavar="FILE"),
]
_Layout = Annotated[
    str | None,
    typer.Option(
        "--layout",
        help="A database layout: its name or its file. Without: the one that fits.",
        metavar="LAYOUT",
    ),
]
_Cloud = Annotated[
    str | None, typer.Option("--cloud", help="Your online copy: https://...", metavar="URL")
]
_CaFile = Annotated[
    Path | None,
    typer.Option("--ca-file", help="Your office's own certificate authority.", metavar="FILE"),
]
_Proxy = Annotated[
    str | None, typer.Option("--proxy", help="Your office's proxy, if it has one.", metavar="URL")
]
_Add = Annotated[bool, typer.Option("--add", help="Set up one more practice beside the others.")]
_Yes = Annotated[bool, typer.Option("--yes", help="Ask nothing, and write it.")]
_Anyway = Annotated[bool, typer.Option("--save-anyway", help="Write it though a check has failed.")]
_Here = Annotated[bool, typer.Option("--here", help="Do it in this command, with your account.")]


def setup(
    context: typer.Context,
    *,
    name: _Name = "",
    server: _Server = None,
    database: _Database = None,
    user: _User = None,
    password_stdin: _FromInput = False,
    trust_server_certificate: _Trust = None,
    odbc: _Words = None,
    sqlite: _Sqlite = None,
    layout: _Layout = None,
    cloud: _Cloud = None,
    ca_file: _CaFile = None,
    proxy: _Proxy = None,
    add: _Add = False,
    yes: _Yes = False,
    save_anyway: _Anyway = False,
    here: _Here = False,
    json: Json = False,
) -> None:
    """Connect Practice Sync to your practice database and your online copy.

    Without options you are asked, one thing after the other. Nothing is changed in the database.
    A password is asked for or comes from standard input, and never stands among the options.

    Example: practicesync setup
    """
    from practicesync.app.asking.ask import open_folder
    from practicesync.app.asking.setup import Said
    from practicesync.app.asking.setup_files import absolute, with_layout
    from practicesync.app.commands.setup import Manner, set_up
    from practicesync.core.draft import Draft

    draft = Draft(
        name=name.strip(),
        server=server,
        database=database,
        file=absolute(sqlite),
        user=user,
        trust=trust_server_certificate,
        odbc=odbc,
        cloud=cloud,
        ca_file=absolute(ca_file),
        proxy=proxy,
    )
    manner = Manner(yes, save_anyway, here, json or context.obj.json, password_stdin)
    said = Said(with_layout(draft, layout), add)
    raise SystemExit(set_up(open_folder(context.obj.state), said, manner))


def settings(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="One of them, such as poll_interval.")
    ] = None,
    value: Annotated[
        str | None, typer.Argument(metavar="VALUE", help='What it is to be; "" for none.')
    ] = None,
    json: Json = False,
) -> None:
    """Show what holds for every practice here, or change it.

    Without a name you see all that can be changed, with a name alone what it is now.
    What belongs to one practice, such as its database, is changed with practicesync setup.

    Example: practicesync settings poll_interval 30
    """
    from practicesync.app.commands.settings import settings_of

    as_json = json or context.obj.json
    raise SystemExit(settings_of(context.obj.state, name, value, as_json=as_json))


def add_to(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(setup)
    app.command()(settings)
