"""A real mail server for tests: SMTP with encryption, in a thread of its own."""

from __future__ import annotations

import asyncio
import contextlib
import email
import email.policy
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "practice", "correct horse"
LONGEST = 60.0
"""Seconds after which a mail that has not come never will."""


@dataclass
class Mailbox:
    """What has arrived; `refuses` answers the next recipients with those lines."""

    port: int = 0
    arrived: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    signed_in: list[bool] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    refuses: list[str] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802  # the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refuses:
            return self.refuses.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  # the library's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        assert isinstance(server, _Server)
        self.encrypted.append(session.ssl is not None or server.is_encrypted)
        self.signed_in.append(bool(session.authenticated))
        self.recipients += envelope.rcpt_tos
        made = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(made, EmailMessage)
        self.arrived.append(made)
        return "250 OK"

    def subjects(self) -> list[str]:
        return [str(one["Subject"]) for one in self.arrived]

    def wait(self, number: int) -> list[EmailMessage]:
        """Return what has arrived once it is that many."""
        deadline = time.monotonic() + LONGEST
        while len(self.arrived) < number and time.monotonic() < deadline:
            time.sleep(0.02)
        assert len(self.arrived) >= number, self.subjects()
        return self.arrived


class _Server(SMTP):
    """Also knows that its connection was encrypted from the start."""

    is_encrypted = False

    def __init__(self, box: Mailbox, transports: list[Any], **options: Any) -> None:
        super().__init__(box, **options)
        self._transports = transports

    def connection_made(self, transport: Any) -> None:
        self._transports.append(transport)
        self.is_encrypted = transport.get_extra_info("ssl_object") is not None
        super().connection_made(transport)


def _authenticate(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
) -> AuthResult:
    right = isinstance(data, LoginPassword) and data.password == PASSWORD.encode()
    return AuthResult(success=right and data.login == USER.encode(), handled=False)


@contextlib.contextmanager
def mail_server(folder: Path, security: str = "starttls", *, port: int = 0) -> Iterator[Mailbox]:
    """Take mail with the certificate in that folder: starttls, tls, or none at all."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    box = Mailbox()
    options: dict[str, Any] = {"hostname": "mail.example", "enable_SMTPUTF8": False}
    if security == "starttls":
        options |= {"tls_context": context, "require_starttls": True}
    if security != "none":
        options |= {"authenticator": _authenticate, "auth_required": False}
        options |= {"auth_require_tls": security == "starttls"}
    loop = asyncio.new_event_loop()
    transports: list[Any] = []

    async def begin() -> asyncio.Server:
        implicit = context if security == "tls" else None
        return await loop.create_server(
            lambda: _Server(box, transports, loop=loop, **options), "127.0.0.1", port, ssl=implicit
        )

    async def end() -> None:
        server.close()
        for transport in transports:
            transport.abort()
        mine = asyncio.current_task()
        waiting = [task for task in asyncio.all_tasks() if task is not mine]
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(begin(), loop).result(10)
    box.port = server.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        asyncio.run_coroutine_threadsafe(end(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
