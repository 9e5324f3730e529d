"""The command line of the online side."""

from __future__ import annotations

import getpass
import json
import sys
import time
from typing import Annotated

import sqlalchemy as sa
import typer

from practicecloud import people
from practicecloud.command import AsJson, Database, fail, opened, say
from practicecloud.serve_command import serve
from practicecloud.storage import reading, writing

main = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    help="Practice Cloud: the online copy of a practice's contacts.",
)
practice = typer.Typer(no_args_is_help=True, help="Add and list practices.")
user = typer.Typer(no_args_is_help=True, help="Let people in.")
main.command(epilog="Example: practicecloud serve --port 8443 --tls-cert c.pem --tls-key k.pem")(
    serve
)
main.add_typer(practice, name="practice")
main.add_typer(user, name="user")

SHORTEST_PASSWORD = 10


@main.command(epilog="Example: practicecloud openapi > docs/openapi.json")
def openapi() -> None:
    """Print the contract as OpenAPI 3.1."""
    # It takes a second to import, and the other commands can do without it.
    from practicecloud.app import create_app
    from practicecloud.openapi import described

    document = described(create_app(sa.create_engine("sqlite://"), time.time))
    typer.echo(json.dumps(document, indent=1, ensure_ascii=False))


@practice.command("add", epilog='Example: practicecloud practice add "Main office" --json')
def practice_add(
    name: Annotated[str, typer.Argument(help="As people call it.")],
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


@user.command(
    "add",
    epilog="Example: practicecloud user add sam@example.com --practice ID --role administrator",
)
def user_add(
    email: Annotated[str, typer.Argument(help="Signs in with this e-mail address.")],
    practice: Annotated[str, typer.Option(help="The practice's id.")],
    role: Annotated[str, typer.Option(help="administrator or staff.")],
    database: Database = "sqlite:///practicecloud.db",
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Let a person into a practice; a known person gets the new password."""
    if role not in ("administrator", "staff"):
        fail("--role is administrator or staff.")
    if "@" not in email or len(email) > 254:
        fail("That is not an e-mail address.")
    password = _password(password_stdin)
    try:
        with writing(opened(database)) as connection:
            person = people.add_person(connection, email, password, time.time())
            people.add_member(
                connection, person, practice, "staff" if role == "staff" else "administrator"
            )
    except people.UnknownPractice:
        fail("There is no practice with that id: see `practicecloud practice list`.")
    facts = {"email": person.email, "practice_id": practice, "role": role}
    say(facts, as_json, f"{person.email} may sign in ({role}).")


def _password(from_input: bool) -> str:
    if from_input:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = getpass.getpass("Password: ")
        if getpass.getpass("Once more: ") != password:
            fail("The two passwords differ.")
    if len(password) < SHORTEST_PASSWORD:
        fail(f"A password has at least {SHORTEST_PASSWORD} characters.")
    return password


if __name__ == "__main__":
    main()
