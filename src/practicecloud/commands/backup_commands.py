"""The commands `practicecloud backup`, `restore` and `restored`."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import sqlalchemy as sa
import typer

from practicecloud.commands import backup
from practicecloud.commands.command import AsJson, Database, fail, opened, say
from practicecloud.store.storage import writing

_SETTLED = (
    "Everybody has to sign in again. Whoever was removed and whatever server was signed out since"
    " the backup is back: look at People and Servers. Each server sends what has changed since at"
    " its next full check; one that says it has to sign in again needs `practicesync activate`."
)

File = Annotated[Path, typer.Argument(help="The file of the backup.", metavar="FILE")]


def back_up(
    file: File, database: Database = "sqlite:///practicecloud.db", as_json: AsJson = False
) -> None:
    """Copy the SQLite database to a new file, while it is in use."""
    source = _file_of(
        database, "PostgreSQL has its own way: pg_dump --format=custom --file=FILE DATABASE."
    )
    if not source.is_file():
        fail(f"There is no database {source}: look at --database.")
    try:
        backup.back_up(source, file)
    except FileExistsError:
        fail(f"There is a file {file} already, and no backup is overwritten: name another.")
    except backup.NotACopy:
        fail("The database is damaged, so no backup was made: restore the last good one.")
    except OSError as error:
        fail(f"{file} can't be written (error {error.errno}): look at its folder and its room.")
    size = file.stat().st_size
    say({"file": str(file), "bytes": size}, as_json, f"Copied {size:,} bytes to {file}.")


def restore(
    file: File, database: Database = "sqlite:///practicecloud.db", as_json: AsJson = False
) -> None:
    """Put a backup in the place of the SQLite database; stop `practicecloud serve` first."""
    target = _file_of(
        database, "PostgreSQL has its own way: pg_restore, and then `practicecloud restored`."
    )
    if not file.is_file():
        fail(f"There is no file {file}.")
    try:
        backup.put_back(file, target)
    except backup.NotACopy:
        fail(f"{file} is damaged, or it is no backup of the online side. Nothing has changed.")
    except backup.NoFolder:
        fail(
            f"There is no folder {target.parent}: look at --database. On a new machine start the"
            " service once first and stop it again: that makes the folder. Nothing has changed."
        )
    except backup.InUse:
        fail(f"{target} is in use: stop `practicecloud serve` first. Nothing has changed.")
    except OSError as error:
        fail(f"{target} can't be written (error {error.errno}). Nothing has changed.")
    restored(database, as_json)


def restored(database: Database = "sqlite:///practicecloud.db", as_json: AsJson = False) -> None:
    """End what a database has woken that was restored by other means, such as pg_restore."""
    engine = opened(database)
    with writing(engine) as connection:
        backup.settle(connection, time.time())
    engine.dispose()
    say({"restored": True}, as_json, _SETTLED)


def _file_of(database: str, otherwise: str) -> Path:
    """Return the file of a SQLite database, or end with what to do instead."""
    try:
        url = sa.make_url(database)
    except sa.exc.ArgumentError:
        fail("--database is sqlite:///FILE or postgresql+psycopg://...")
    if url.get_backend_name() != "sqlite" or not url.database:
        fail(otherwise)
    return Path(url.database)
