"""What whoever runs the online side decides; every process is given the same."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

SETTINGS_VARIABLE = "PRACTICECLOUD_SETTINGS"
"""The environment variable in which `serve` hands the settings to its processes."""

PASSWORD_VARIABLE = "PRACTICECLOUD_SMTP_PASSWORD"
"""The environment variable that may hold the mail server's password."""

MINUTE = 60.0
HOUR = 60 * MINUTE

Security = Literal["starttls", "tls", "none"]


class MailServer(msgspec.Struct, frozen=True):
    """Where mail is handed in, and whom it is from; the password is not kept here.

    `security` none is for a mail server on the same machine only.
    """

    host: str
    port: int
    sender: str
    security: Security = "starttls"
    user: str = ""
    password_file: Path | None = None


class Settings(msgspec.Struct, frozen=True):
    """What whoever runs the online side decides; times are in seconds.

    `public_url` is where people reach it, without a slash at the end, or empty.
    `silent_after`: so long a server may say nothing. `notice_after`: so long trouble lasts before
    administrators are told. `calm_after`: so long it has to be over.
    """

    public_url: str = ""
    silent_after: float = 15 * MINUTE
    notice_after: float = HOUR
    calm_after: float = 5 * MINUTE
    mail: MailServer | None = None
    private_webhooks: bool = False


USUAL = Settings()
"""Without any wish."""
