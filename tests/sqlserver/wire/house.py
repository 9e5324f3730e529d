"""What all conversations of a server share."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from tests.sqlserver.engine import Login, Server
from tests.sqlserver.wire.faults import Faults
from tests.sqlserver.wire.greeting import Protection
from tests.sqlserver.wire.statements import Statements


@dataclass
class House:
    """The server behind the wire, how it is reached, and what is written down of its guests."""

    server: Server
    protection: Protection
    version: str
    faults: Faults = field(default_factory=Faults)
    statements: Statements = field(default_factory=Statements)
    logins: list[Login] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)
