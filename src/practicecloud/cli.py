"""The command line of the online side."""

from __future__ import annotations

import json
import time
from typing import Annotated

import sqlalchemy as sa
import typer

from practicecloud.commands.backup_commands import back_up, restore, restored
from practicecloud.commands.command import AsJson, Database, fail, opened, say
from practicecloud.commands.serve_command import serve
from practicecloud.commands.user_commands import user
from practicecloud.people import people
from practicecloud.store.storage import reading, writing

main = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,  # plain text, on a terminal and off it
    help="Practice Cloud: the online copy of a practice's contacts.",
)
practice = typer.Typer(no_args_is_help=True, help="Add and list practices.")
main.command(epilog="Example: practicecloud serve --port 8443 --tls-cert c.pem --tls-key k.pem")(
    serve
)
main.command("backup", epilog="Example: practicecloud backup 2026-07-01.db")(back_up)
main.command("restore", epilog="Example: practicecloud restore 2026-07-01.db")(restore)
main.command(
    "restored", epilog="Example: practicecloud restored --database postgresql+psycopg://..."
)(restored)
main.add_typer(practice, name="practice")
main.add_typer(user, name="user")


@main.command(epilog="Example: practicecloud openapi > docs/openapi.json")
def openapi() -> None:
    """Print the contract as OpenAPI 3.1."""
    # It takes a second to import, and the other commands can do without it.
    from practicecloud.app import create_app
    from practicecloud.contract.openapi import described

    document = described(create_app(sa.create_engine("sqlite://"), time.time))
    typer.echo(json.dumps(document, indent=1, ensure_ascii=False))


@practice.command("add", epilog='Example: practicecloud practice add "Main office" --json')
def practice_add(
    name: Annotated[str, typer.Argument(help="As people call it.", metavar="NAME")],
    database: Database = "sqlite:///practicecloud.db",
    as_json: AsJson = False,
) -> None:
    """Add a practice."""
    if not name.strip() or len(name) > 200:
        fail("A practice's name has 1 to 200 characters.")
    with writing(opened(database)) as connection:
        added = people.add_practice(connection, name.strip(), time.time())
    facts = {"practice_id": added.practice_id, "name": added.name}
    say(facts, as_json, f"Added {added.name} as {added.practice_id}.")


@practice.command("list", epilog="Example: practicecloud practice list --json")
def practice_list(
    database: Database = "sqlite:///practicecloud.db", as_json: AsJson = False
) -> None:
    """List the practices."""
    with reading(opened(database)) as connection:
        found = people.practices(connection)
    facts = {"practices": [{"practice_id": one.practice_id, "name": one.name} for one in found]}
    lines = [f"{one.practice_id}  {one.name}" for one in found] or ["There are none yet."]
    say(facts, as_json, "\n".join(lines))


if __name__ == "__main__":
    main()
