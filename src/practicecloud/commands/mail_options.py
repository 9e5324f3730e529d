"""The options of `practicecloud serve` that are about mail."""

from __future__ import annotations

import ipaddress
import os
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from practicecloud.addresses import is_address
from practicecloud.commands.command import fail
from practicecloud.settings import PASSWORD_VARIABLE, MailServer, Security

PORTS: dict[Security, int] = {"starttls": 587, "tls": 465, "none": 25}
"""Where mail is handed in (RFC 8314), and where a program on the same machine does."""

PublicUrl = Annotated[
    str,
    typer.Option(
        envvar="PRACTICECLOUD_PUBLIC_URL",
        metavar="ADDRESS",
        help="Where people reach this, as https://contacts.example: mail leads them there.",
    ),
]
SmtpHost = Annotated[
    str,
    typer.Option(
        envvar="PRACTICECLOUD_SMTP_HOST",
        metavar="NAME",
        help="Mail server; without one no mail is sent.",
    ),
]
SmtpPort = Annotated[
    int,
    typer.Option(
        envvar="PRACTICECLOUD_SMTP_PORT",
        metavar="NUMBER",
        min=0,
        max=65535,
        help="0: 587 for starttls, 465 for tls, 25 for none.",
    ),
]
SmtpSecurity = Annotated[
    str,
    typer.Option(
        envvar="PRACTICECLOUD_SMTP_SECURITY",
        metavar="KIND",
        help="starttls, tls, or none for a mail server on this machine.",
    ),
]
SmtpUser = Annotated[
    str,
    typer.Option(
        envvar="PRACTICECLOUD_SMTP_USER",
        metavar="NAME",
        help=f"Signs in there; its password stands in {PASSWORD_VARIABLE} or a file.",
    ),
]
SmtpPasswordFile = Annotated[
    Path | None,
    typer.Option(
        envvar="PRACTICECLOUD_SMTP_PASSWORD_FILE",
        metavar="FILE",
        help="Its first line is the password.",
    ),
]
MailFrom = Annotated[
    str,
    typer.Option(
        envvar="PRACTICECLOUD_MAIL_FROM",
        metavar="ADDRESS",
        help="E-mail address that mail comes from.",
    ),
]


def checked_url(url: str) -> str:
    """Return the address without a slash at its end, or end with a sentence."""
    parts = urlsplit(url)
    if not url:
        return ""
    plain = parts.path in ("", "/") and not (parts.query or parts.fragment or parts.username)
    safe = parts.scheme == "https" or (parts.scheme == "http" and _is_here(parts.hostname or ""))
    if not (plain and safe and parts.hostname):
        fail("--public-url is an address as https://contacts.example, without a path.")
    return url.rstrip("/")


def mail_server(
    host: str, port: int, security: str, user: str, password_file: Path | None, *, sender: str
) -> MailServer | None:
    """Return the mail server of these options, None without a host, or end with a sentence."""
    if not host:
        if user or sender or password_file:
            fail("Give --smtp-host as well: without a mail server no mail is sent.")
        return None
    if not is_address(sender):
        fail("Give --mail-from as well: the e-mail address that mail comes from.")
    match security:
        case "starttls" | "tls":
            chosen: Security = "starttls" if security == "starttls" else "tls"
        case "none":
            chosen = "none"
        case _:
            fail("--smtp-security is starttls, tls or none.")
    if chosen == "none" and not _is_here(host):
        fail("--smtp-security none is for a mail server on this machine only.")
    if password_file is not None and not password_file.is_file():
        fail(f"There is no file {password_file}: look at --smtp-password-file.")
    if user and password_file is None and not os.environ.get(PASSWORD_VARIABLE):
        fail(f"Put the password of --smtp-user in {PASSWORD_VARIABLE} or --smtp-password-file.")
    file = str(password_file.absolute()) if password_file is not None else ""
    return MailServer(host, port or PORTS[chosen], sender, chosen, user, file)


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
