"""A connection that ends when the process does, whatever the other end makes of it."""

from __future__ import annotations

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from practicecloud.web.ending import GRACE

LINGER = 0.5
"""Seconds in which the other end may take what was sent, and say that it has heard of the end."""


class Connection(HttpToolsProtocol):
    """uvicorn's, which would wait for the other end: an idle client never answers TLS's goodbye."""

    def shutdown(self) -> None:
        """End now if no request is under way, else after the time that it has."""
        super().shutdown()
        self.app_state["ending"].begin()
        idle = self.transport.is_closing()
        self.loop.call_later(LINGER if idle else GRACE + LINGER, self.transport.abort)
