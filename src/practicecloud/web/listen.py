"""Where and how to listen: apart, so that the command line is quick where it does not."""

from __future__ import annotations

from pathlib import Path

import msgspec

from practicecloud.settings import USUAL, Settings


class Listen(msgspec.Struct, frozen=True):
    """The database, the address (port 0 is any free one), the certificate, the processes.

    `proxies` are believed about whom they speak for: addresses or networks.
    """

    database: str
    host: str
    port: int
    tls_cert: Path | None
    tls_key: Path | None
    workers: int
    proxies: tuple[str, ...] = ()
    settings: Settings = USUAL
