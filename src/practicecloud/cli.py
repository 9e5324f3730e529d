"""The command line of the online side."""

from __future__ import annotations

import getpass
import ipaddress
import json
import ssl
import sys
import time
from pathlib import Path
from typing import Annotated, NoReturn

import sqlalchemy as sa
import typer

from practicecloud import people
from practicecloud.listen import Listen
from practicecloud.storage import DATABASE_VARIABLE, open_database, reading, writing

main = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    help="Practice Cloud: the online copy of a practice's contacts.",
)
practice = typer.Typer(no_args_is_help=True, help="Add and list practices.")
user = typer.Typer(no_args_is_help=True, help="Let people in.")
main.add_typer(practice, name="practice")
main.add_typer(user, name="user")

Database = Annotated[
    str, typer.Option(envvar=DATABASE_VARIABLE, help="sqlite:///FILE or postgresql+psycopg://...")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]

EXIT_USAGE = 2
SHORTEST_PASSWORD = 10
LOOPBACK = ("127.0.0.1", "::1")


@main.command(epilog="Example: practicecloud serve --port 8443 --tls-cert c.pem --tls-key k.pem")
def serve(
    database: Database = "sqlite:///practicecloud.db",
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="0: any free one.")] = 8443,
    tls_cert: Annotated[Path | None, typer.Option(help="Certificate chain, PEM.")] = None,
    tls_key: Annotated[Path | None, typer.Option(help="Its key, PEM.")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = 1,
    *,
    trusted_proxy: Annotated[
        list[str] | None,
        typer.Option(
            help="Address or network of a proxy whose X-Forwarded-For is believed; may be repeated."
            " Without a certificate: this machine's own."
        ),
    ] = None,
) -> None:
    """Answer requests until told to stop; prints where it listens as one line of JSON."""
    if (tls_cert is None) != (tls_key is None):
        _fail("Give --tls-cert and --tls-key, or neither behind a TLS proxy on this machine.")
    if tls_cert is None and host not in LOOPBACK:
        _fail("Without a certificate it listens on 127.0.0.1 only: give --tls-cert and --tls-key.")
    for file in (tls_cert, tls_key):
        if file is not None and not file.is_file():
            _fail(f"There is no file {file}: look at --tls-cert and --tls-key.")
    if tls_cert is not None:
        _check_certificate(tls_cert, tls_key)
    proxies = tuple(trusted_proxy or (() if tls_cert else LOOPBACK))
    _check_proxies(proxies)
    _open(database).dispose()
    # What serves takes a second to import, and the other commands can do without it.
    from practicecloud.serve import serve as listen_and_serve

    try:
        listen_and_serve(Listen(database, host, port, tls_cert, tls_key, workers, proxies))
    except OSError as error:
        _fail(f"Can't listen on {host}:{port} (error {error.errno}): choose another --port.")


@main.command(epilog="Example: practicecloud openapi > docs/openapi.json")
def openapi() -> None:
    """Print the contract as OpenAPI 3.1."""
    # As above: only this command and `serve` need the application.
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
        _fail("A practice's name has 1 to 200 characters.")
    with writing(_open(database)) as connection:
        added = people.add_practice(connection, name.strip(), time.time())
    facts = {"practice_id": added.practice_id, "name": added.name}
    _say(facts, as_json, f"Added {added.name} as {added.practice_id}.")


@practice.command("list", epilog="Example: practicecloud practice list --json")
def practice_list(
    database: Database = "sqlite:///practicecloud.db", as_json: AsJson = False
) -> None:
    """List the practices."""
    with reading(_open(database)) as connection:
        found = people.practices(connection)
    facts = {"practices": [{"practice_id": one.practice_id, "name": one.name} for one in found]}
    lines = [f"{one.practice_id}  {one.name}" for one in found] or ["There are none yet."]
    _say(facts, as_json, "\n".join(lines))


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
        _fail("--role is administrator or staff.")
    if "@" not in email or len(email) > 254:
        _fail("That is not an e-mail address.")
    password = _password(password_stdin)
    try:
        with writing(_open(database)) as connection:
            person = people.add_person(connection, email, password, time.time())
            people.add_member(
                connection, person, practice, "staff" if role == "staff" else "administrator"
            )
    except people.UnknownPractice:
        _fail("There is no practice with that id: see `practicecloud practice list`.")
    facts = {"email": person.email, "practice_id": practice, "role": role}
    _say(facts, as_json, f"{person.email} may sign in ({role}).")


def _open(database: str) -> sa.Engine:
    try:
        return open_database(database)
    except (sa.exc.SQLAlchemyError, ImportError):
        _fail("The database can't be opened: look at --database, its folder and its rights.")


def _check_proxies(proxies: tuple[str, ...]) -> None:
    for one in proxies:
        try:
            everybody = ipaddress.ip_network(one).prefixlen == 0
        except ValueError:
            _fail("--trusted-proxy is an address as 192.0.2.1, or a network as 192.0.2.0/24.")
        if everybody:
            _fail("--trusted-proxy names everybody: name the proxy's own address or network.")


def _check_certificate(certificate: Path, key: Path | None) -> None:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
    except OSError:
        _fail("Certificate and key don't go together: look at --tls-cert and --tls-key.")


def _password(from_input: bool) -> str:
    if from_input:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = getpass.getpass("Password: ")
        if getpass.getpass("Once more: ") != password:
            _fail("The two passwords differ.")
    if len(password) < SHORTEST_PASSWORD:
        _fail(f"A password has at least {SHORTEST_PASSWORD} characters.")
    return password


def _say(facts: object, as_json: bool, sentence: str) -> None:
    typer.echo(json.dumps(facts) if as_json else sentence)


def _fail(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(EXIT_USAGE)


if __name__ == "__main__":
    main()
