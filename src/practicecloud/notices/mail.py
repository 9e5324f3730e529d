"""Hands a message to the mail server; the connection is encrypted and its certificate verified."""

from __future__ import annotations

import contextlib
import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import NoReturn

from practicecloud.addresses import is_address
from practicecloud.notices.outbox import NotDelivered, Waiting
from practicecloud.online.activation import moment_of
from practicecloud.settings import MailServer

PATIENCE = 20.0
"""Seconds that each step of the mail server may take."""

NAME = "Practice Cloud"


def mail(server: MailServer, waiting: Waiting) -> None:
    """Hand a message in. Raises `NotDelivered`."""
    if not is_address(waiting.recipient):
        raise NotDelivered("recipient", for_good=True)
    text = composed(server.sender, waiting).as_bytes(policy=SMTP)
    try:
        connection = _connected(server)
        try:
            connection.sendmail(server.sender, [waiting.recipient], text)
        finally:
            # What was accepted is delivered, however the farewell goes.
            with contextlib.suppress(OSError):
                connection.quit()
    except OSError as error:  # smtplib's errors are of this family, too
        _translate(error)


def composed(sender: str, waiting: Waiting) -> EmailMessage:
    """Return the mail as it goes out; each try of a message is the same mail."""
    name, _, domain = sender.rpartition("@")
    made = EmailMessage()
    made["From"] = Address(NAME, name, domain)
    made["To"] = waiting.recipient
    made["Subject"] = " ".join(waiting.subject.split())
    made["Date"] = format_datetime(moment_of(waiting.created_at))
    made["Message-ID"] = f"<{waiting.message_id}@{domain}>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(waiting.text)
    return made


def _connected(server: MailServer) -> smtplib.SMTP:
    """Return a connection that may take mail."""
    here = server.sender.rpartition("@")[2]
    verified = ssl.create_default_context()
    verified.minimum_version = ssl.TLSVersion.TLSv1_2
    if server.security == "tls":
        opened: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, here, timeout=PATIENCE, context=verified
        )
    else:
        opened = smtplib.SMTP(server.host, server.port, here, timeout=PATIENCE)
    try:
        if server.security == "starttls":
            opened.starttls(context=verified)
        if server.user:
            opened.login(server.user, server.password)
    except BaseException:
        opened.close()
        raise
    return opened


def _translate(error: OSError) -> NoReturn:
    """Raise `NotDelivered` with a word of ours: the other side's text may quote an address."""
    match error:
        case ssl.SSLCertVerificationError():
            raise NotDelivered("certificate") from None
        case smtplib.SMTPAuthenticationError():
            raise NotDelivered("sign-in") from None
        case smtplib.SMTPNotSupportedError():
            raise NotDelivered("no-tls") from None
        case smtplib.SMTPSenderRefused():
            raise NotDelivered("sender") from None
        case smtplib.SMTPRecipientsRefused():
            code = max(code for code, _ in error.recipients.values())
            raise NotDelivered("recipient", for_good=code >= 500) from None
        case smtplib.SMTPDataError():
            raise NotDelivered("content", for_good=error.smtp_code >= 500) from None
    raise NotDelivered("away") from None
