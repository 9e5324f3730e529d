"""The command that sets a practice up."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from practicesync.app.options import Json

if TYPE_CHECKING:
    from practicesync.core.draft import Draft

_Server = Annotated[
    str | None,
    typer.Option("--server", help="SQL Server, such as PRACSRV01\\SQLEXPRESS.", metavar="NAME"),
]
_Sqlite = Annotated[
    Path | None,
    typer.Option("--sqlite", help="A SQLite database in place of a server's.", metavar="FILE"),
]
_User = Annotated[
    str | None,
    typer.Option(
        "--user",
        help="A login of SQL Server. Without: the Windows account of Practice Sync.",
        metavar="NAME",
    ),
]
_Layout = Annotated[
    str | None,
    typer.Option(
        "--layout",
        help="A database layout: its name or its file. Without: the one that fits.",
        metavar="LAYOUT",
    ),
]
_Trust = Annotated[
    bool | None,
    typer.Option(
        "--trust-server-certificate/--check-server-certificate",
        help="Don't check who the database server is; doctor keeps warning of it.",
    ),
]


def setup(
    context: typer.Context,
    name: Annotated[
        str, typer.Option("--name", help="What people call the practice.", metavar="NAME")
    ] = "",
    server: _Server = None,
    database: Annotated[
        str | None,
        typer.Option("--database", help="The database's name on that server.", metavar="NAME"),
    ] = None,
    user: _User = None,
    layout: _Layout = None,
    cloud: Annotated[
        str | None, typer.Option("--cloud", help="Your online copy: https://...", metavar="URL")
    ] = None,
    *,
    sqlite: _Sqlite = None,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password as a line from there.")
    ] = False,
    trust_server_certificate: _Trust = None,
    odbc: Annotated[
        str | None, typer.Option("--odbc", help="More words for the ODBC driver.", metavar="WORDS")
    ] = None,
    ca_file: Annotated[
        Path | None,
        typer.Option("--ca-file", help="Your office's own certificate authority.", metavar="FILE"),
    ] = None,
    add: Annotated[
        bool, typer.Option("--add", help="Set up one more practice beside the others.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing, and write it.")] = False,
    save_anyway: Annotated[
        bool, typer.Option("--save-anyway", help="Write it though a check has failed.")
    ] = False,
    here: Annotated[
        bool, typer.Option("--here", help="Do it in this command, with your account.")
    ] = False,
    json: Json = False,
) -> None:
    """Connect Practice Sync to your practice database and your online copy.

    Without options you are asked, one thing after the other. Nothing is changed in the database.
    A password is asked for or comes from standard input, and never stands among the options.

    Example: practicesync setup
    """
    from practicesync.app.asking import open_folder
    from practicesync.app.setup import Manner, set_up
    from practicesync.app.setup_counter import Said
    from practicesync.core.draft import Draft

    draft = Draft(
        name=name.strip(),
        server=server,
        database=database,
        file=None if sqlite is None else str(sqlite.expanduser().absolute()),
        user=user,
        trust=trust_server_certificate,
        odbc=odbc,
        cloud=cloud,
        ca_file=None if ca_file is None else _absolute(ca_file),
    )
    as_json = json or context.obj.json
    manner = Manner(yes, save_anyway, here, as_json, password_stdin)
    said = Said(_with_layout(draft, layout), add)
    raise SystemExit(set_up(open_folder(context.obj.state), said, manner))


def _with_layout(draft: Draft, layout: str | None) -> Draft:
    if layout is None:
        return draft
    from practicesync.app.setup_files import with_layout

    return with_layout(draft, layout)


def _absolute(file: Path) -> str:
    return "" if file == Path() else str(file.expanduser().absolute())


def add_to(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(setup)
