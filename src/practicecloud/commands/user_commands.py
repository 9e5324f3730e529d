"""The commands `practicecloud user`: who may sign in."""

from __future__ import annotations

import getpass
import sys
import time
from typing import Annotated, NoReturn

import typer

from practicecloud.addresses import is_address
from practicecloud.commands.command import AsJson, Database, fail, opened, say
from practicecloud.commands.mail_options import PublicUrl, checked_url
from practicecloud.people import invitations, one_time, passwords, people
from practicecloud.people.one_time import Purpose
from practicecloud.people.people import Role, normal_email
from practicecloud.store.storage import writing

user = typer.Typer(no_args_is_help=True, help="Let people in.")

Practice = Annotated[str, typer.Option(help="The practice's id.", metavar="ID")]
RoleName = Annotated[str, typer.Option(help="administrator or staff.", metavar="ROLE")]
Email = Annotated[str, typer.Argument(help="Signs in with this e-mail address.", metavar="EMAIL")]


@user.command(
    "add",
    epilog="Example: practicecloud user add sam@example.com --practice ID --role administrator",
)
def add(
    email: Email,
    practice: Practice,
    role: RoleName,
    database: Database = "sqlite:///practicecloud.db",
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Let a person into a practice; a known person gets the new password."""
    wanted = _role(role)
    _check_email(email)
    password = _password(password_stdin)
    try:
        with writing(opened(database)) as connection:
            person = people.add_person(connection, email, password, time.time())
            people.add_member(connection, person, practice, wanted)
    except people.UnknownPractice:
        _no_practice()
    facts = {"email": person.email, "practice_id": practice, "role": role}
    say(facts, as_json, f"{person.email} may sign in ({role}).")


@user.command(
    "invite",
    epilog="Example: practicecloud user invite sam@example.com --practice ID --role staff",
)
def invite(
    email: Email,
    practice: Practice,
    role: RoleName,
    database: Database = "sqlite:///practicecloud.db",
    public_url: PublicUrl = "",
    as_json: AsJson = False,
) -> None:
    """Print a link by which a person joins a practice: it works once, within 7 days."""
    wish = invitations.Wish(practice, normal_email(email), _role(role))
    _check_email(email)
    here = checked_url(public_url)
    try:
        with writing(opened(database)) as connection:
            token = invitations.invite(connection, wish, one_time.NOBODY, time.time())
    except people.UnknownPractice:
        _no_practice()
    except invitations.BelongsAlready:
        fail(f"{wish.email} belongs to that practice already.")
    facts = {"email": wish.email, "practice_id": practice, "role": role}
    _say_link(facts, as_json, here, "invite", token)


@user.command("reset", epilog="Example: practicecloud user reset sam@example.com")
def reset(
    email: Email,
    database: Database = "sqlite:///practicecloud.db",
    public_url: PublicUrl = "",
    as_json: AsJson = False,
) -> None:
    """Print a link by which a person chooses a new password: it works once, within 24 hours."""
    here = checked_url(public_url)
    with writing(opened(database)) as connection:
        person = people.by_email(connection, email)
        if person is None:
            fail("Nobody signs in with that e-mail address.")
        token = one_time.make(connection, "reset", person.person_id, time.time())
    _say_link({"email": person.email}, as_json, here, "reset", token)


def _say_link(
    facts: dict[str, str], as_json: bool, here: str, purpose: Purpose, token: str
) -> None:
    link = one_time.address(here, purpose, token)
    before = "" if here else "Put the address under which people reach this in front. "
    sentence = f"{before}Pass this link on to {facts['email']}, and to nobody else:\n{link}"
    say({**facts, "link": link}, as_json, sentence)


def _role(name: str) -> Role:
    if name not in ("administrator", "staff"):
        fail("--role is administrator or staff.")
    return "staff" if name == "staff" else "administrator"


def _check_email(email: str) -> None:
    if not is_address(email.strip()):
        fail("That is not an e-mail address.")


def _no_practice() -> NoReturn:
    fail("There is no practice with that id: see `practicecloud practice list`.")


def _password(from_input: bool) -> str:
    if from_input:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = getpass.getpass("Password: ")
        if getpass.getpass("Once more: ") != password:
            fail("The two passwords differ.")
    if len(password) < passwords.SHORTEST:
        fail(f"A password has at least {passwords.SHORTEST} characters.")
    return password
