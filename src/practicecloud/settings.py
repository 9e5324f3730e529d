"""What whoever runs the online side decides; every process is given the same."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec

SETTINGS_VARIABLE = "PRACTICECLOUD_SETTINGS"
"""The environment variable in which `serve` hands the settings to its processes."""

PASSWORD_VARIABLE = "PRACTICECLOUD_SMTP_PASSWORD"
"""The environment variable that may hold the mail server's password."""

MINUTE = 60.0
HOUR = 60 * MINUTE
DAY = 24 * HOUR

AHEAD = MINUTE
"""Seconds by which a moment may be later than now: a later one is of a clock that was wrong."""

Security = Literal["starttls", "tls", "none"]


class MailServer(msgspec.Struct, frozen=True):
    """Where mail is handed in, and whom it is from.

    `security` none is for a mail server on the same machine only. The password is filled in by
    each process for itself.
    """

    host: str
    port: int
    sender: str
    security: Security = "starttls"
    user: str = ""
    password_file: str = ""
    password: str = ""


class Settings(msgspec.Struct, frozen=True):
    """What whoever runs the online side decides; times are in seconds.

    `public_url` is where people reach it, without a slash at the end, or empty.
    `silent_after`: so long a server may say nothing. `notice_after`: so long trouble lasts before
    administrators are told. `calm_after`: so long it has to be over.
    `activity_kept`: so long it is kept who has done what.
    """

    public_url: str = ""
    silent_after: float = 15 * MINUTE
    notice_after: float = HOUR
    calm_after: float = 5 * MINUTE
    activity_kept: float = 400 * DAY
    mail: MailServer | None = None
    private_webhooks: bool = False


USUAL = Settings()
"""Without any wish."""


def handed_over(settings: Settings) -> dict[str, str]:
    """Return what goes into the environment of every process; no password is in it."""
    return {SETTINGS_VARIABLE: msgspec.json.encode(settings).decode()}


def taken_over(environment: Mapping[str, str]) -> Settings:
    """Return the settings of this process, with the password where mail needs one."""
    settings = msgspec.json.decode(environment.get(SETTINGS_VARIABLE, "{}"), type=Settings)
    mail = settings.mail
    if mail is None or not mail.user:
        return settings
    password = environment.get(PASSWORD_VARIABLE, "")
    if mail.password_file:
        with Path(mail.password_file).open(encoding="utf-8") as file:
            password = file.readline().rstrip("\r\n")
    return msgspec.structs.replace(settings, mail=msgspec.structs.replace(mail, password=password))
