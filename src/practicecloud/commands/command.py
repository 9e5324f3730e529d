"""What every command of the online side shares: its options, its answers, its refusals."""

from __future__ import annotations

import json
from typing import Annotated, NoReturn

import sqlalchemy as sa
import typer

from practicecloud.store.storage import DATABASE_VARIABLE, open_database
from practicecloud.store.versions import NewerDatabase

EXIT_USAGE = 2

Database = Annotated[
    str,
    typer.Option(
        envvar=DATABASE_VARIABLE,
        help="sqlite:///FILE or postgresql+psycopg://...",
        metavar="ADDRESS",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def opened(database: str) -> sa.Engine:
    """Open the database, or end with a sentence."""
    try:
        return open_database(database)
    except NewerDatabase:
        fail(
            "A newer Practice Cloud has used this database, and this one could damage it:"
            " start the newer one, or restore the backup from before."
        )
    except (sa.exc.SQLAlchemyError, ImportError):
        fail("The database can't be opened: look at --database, its folder and its rights.")


def say(facts: object, as_json: bool, sentence: str) -> None:
    """Print facts as JSON, or the sentence."""
    typer.echo(json.dumps(facts) if as_json else sentence)


def fail(sentence: str) -> NoReturn:
    """End with a sentence that says what to do."""
    typer.echo(sentence, err=True)
    raise typer.Exit(EXIT_USAGE)
