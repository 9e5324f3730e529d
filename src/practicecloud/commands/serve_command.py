"""The command `practicecloud serve`: its options, each mistake in them a sentence."""

from __future__ import annotations

import ipaddress
import ssl
from pathlib import Path
from typing import Annotated

import typer

from practicecloud.commands.command import Database, fail, opened
from practicecloud.commands.mail_options import (
    MailFrom,
    PublicUrl,
    SmtpHost,
    SmtpPasswordFile,
    SmtpPort,
    SmtpSecurity,
    SmtpUser,
    checked_url,
    mail_server,
)
from practicecloud.settings import DAY, HOUR, MINUTE, Settings
from practicecloud.web.listen import Listen

LOOPBACK = ("127.0.0.1", "::1")

TrustedProxy = Annotated[
    list[str] | None,
    typer.Option(
        metavar="ADDRESS",
        help="Address or network of a proxy whose X-Forwarded-For is believed; may be repeated."
        " Without a certificate: this machine's own.",
    ),
]
SilentAfter = Annotated[
    float,
    typer.Option(
        envvar="PRACTICECLOUD_SILENT_AFTER",
        metavar="SECONDS",
        min=1,
        help="Seconds without a report after which pages say that a practice's server is silent.",
    ),
]
NoticeAfter = Annotated[
    float,
    typer.Option(
        envvar="PRACTICECLOUD_NOTICE_AFTER",
        metavar="SECONDS",
        min=1,
        help="Seconds that trouble lasts before a practice's administrators are told.",
    ),
]
CalmAfter = Annotated[
    float,
    typer.Option(
        envvar="PRACTICECLOUD_CALM_AFTER",
        metavar="SECONDS",
        min=1,
        help="Seconds that it has to be over before they are told that it is.",
    ),
]
KeepActivity = Annotated[
    float,
    typer.Option(
        envvar="PRACTICECLOUD_KEEP_ACTIVITY",
        metavar="DAYS",
        min=1,
        help="Days for which it is kept who has looked at what.",
    ),
]
PrivateWebhooks = Annotated[
    bool,
    typer.Option(
        "--private-webhooks",
        envvar="PRACTICECLOUD_PRIVATE_WEBHOOKS",
        help="Let practices name webhooks in this machine's own network.",
    ),
]


def serve(
    database: Database = "sqlite:///practicecloud.db",
    host: Annotated[
        str, typer.Option(help="Address to listen on.", metavar="ADDRESS")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="0: any free one.", metavar="NUMBER")] = 8443,
    tls_cert: Annotated[
        Path | None, typer.Option(help="Certificate chain, PEM.", metavar="FILE")
    ] = None,
    tls_key: Annotated[Path | None, typer.Option(help="Its key, PEM.", metavar="FILE")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes.", metavar="NUMBER")] = 1,
    *,
    trusted_proxy: TrustedProxy = None,
    public_url: PublicUrl = "",
    smtp_host: SmtpHost = "",
    smtp_port: SmtpPort = 0,
    smtp_security: SmtpSecurity = "starttls",
    smtp_user: SmtpUser = "",
    smtp_password_file: SmtpPasswordFile = None,
    mail_from: MailFrom = "",
    silent_after: SilentAfter = 15 * MINUTE,
    notice_after: NoticeAfter = HOUR,
    calm_after: CalmAfter = 5 * MINUTE,
    keep_activity: KeepActivity = 400,
    private_webhooks: PrivateWebhooks = False,
) -> None:
    """Answer requests until told to stop; prints where it listens as one line of JSON."""
    _check_place(host, tls_cert, tls_key)
    proxies = tuple(trusted_proxy or (() if tls_cert else LOOPBACK))
    _check_proxies(proxies)
    settings = Settings(
        public_url=checked_url(public_url),
        silent_after=silent_after,
        notice_after=notice_after,
        calm_after=calm_after,
        activity_kept=keep_activity * DAY,
        mail=mail_server(
            smtp_host, smtp_port, smtp_security, smtp_user, smtp_password_file, sender=mail_from
        ),
        private_webhooks=private_webhooks,
    )
    if settings.mail is not None and not settings.public_url:
        fail("Give --public-url as well: mail leads people there.")
    opened(database).dispose()
    # What serves takes a second to import, and the other commands can do without it.
    from practicecloud.commands.serve import serve as listen_and_serve

    try:
        listen_and_serve(
            Listen(database, host, port, tls_cert, tls_key, workers, proxies, settings)
        )
    except OSError as error:
        fail(f"Can't listen on {host}:{port} (error {error.errno}): choose another --port.")


def _check_place(host: str, tls_cert: Path | None, tls_key: Path | None) -> None:
    if (tls_cert is None) != (tls_key is None):
        fail("Give --tls-cert and --tls-key, or neither behind a TLS proxy on this machine.")
    if tls_cert is None and host not in LOOPBACK:
        fail("Without a certificate it listens on 127.0.0.1 only: give --tls-cert and --tls-key.")
    for file in (tls_cert, tls_key):
        if file is not None and not file.is_file():
            fail(f"There is no file {file}: look at --tls-cert and --tls-key.")
    if tls_cert is not None:
        _check_certificate(tls_cert, tls_key)


def _check_proxies(proxies: tuple[str, ...]) -> None:
    for one in proxies:
        try:
            everybody = ipaddress.ip_network(one).prefixlen == 0
        except ValueError:
            fail("--trusted-proxy is an address as 192.0.2.1, or a network as 192.0.2.0/24.")
        if everybody:
            fail("--trusted-proxy names everybody: name the proxy's own address or network.")


def _check_certificate(certificate: Path, key: Path | None) -> None:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
    except OSError:
        fail("Certificate and key don't go together: look at --tls-cert and --tls-key.")
