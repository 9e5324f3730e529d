"""What the engine asks of the outside world: one Protocol a foreign system.

Adapters translate foreign errors, once, into the errors of `practicesync.core.errors`;
any method may raise `Unavailable`, `Misconfigured` or, towards the cloud, `SignInNeeded`.
The contract suites in `tests/contract/` run against every adapter and the in-memory ones.
"""

from __future__ import annotations

from practicesync.ports.computer import Clock, Identity, Services, Vault
from practicesync.ports.database import Feed, Hashes, Known, Source
from practicesync.ports.journal import Journal
from practicesync.ports.online import Sink

__all__ = [
    "Clock",
    "Feed",
    "Hashes",
    "Identity",
    "Journal",
    "Known",
    "Services",
    "Sink",
    "Source",
    "Vault",
]
