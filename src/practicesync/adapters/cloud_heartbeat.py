"""Tells the online side how a practice stands."""

from __future__ import annotations

from practicesync.adapters.cloud_session import CloudSession
from practicesync.core.beat import Beat

PATH = "/heartbeat"


def tell(session: CloudSession, beat: Beat) -> None:
    """Tell it. Raises as every call of the session does."""
    session.tell(PATH, beat)
