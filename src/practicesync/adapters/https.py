"""HTTPS as the agent speaks it: always verified, bounded in time, deaf to the environment.

`requests` by itself bounds each wait, not their sum: an answer that comes byte by byte could
take for ever, already in its headers. And it verifies by a list of its own, where a company
relies on the roots that its computers trust. Both are put right here.
"""

from __future__ import annotations

import http.client
import io
import math
import socket
import ssl
import time
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
import truststore
from requests.adapters import HTTPAdapter
from urllib3 import HTTPSConnectionPool
from urllib3.connection import HTTPSConnection

from practicesync.core.errors import Code, Misconfigured

PORTION = 16_384
"""Bytes that are sent at once: what TLS puts into one record."""


def verifying_context(ca_file: str) -> ssl.SSLContext:
    """Return a context that trusts that file's authorities, or (empty) the computer's own."""
    context: ssl.SSLContext
    if ca_file:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        try:
            context.load_verify_locations(cafile=ca_file)
        except OSError as error:
            reason = why_not_trusted(error)
            raise Misconfigured(
                Code.SETTING_WRONG, setting="ca_file", reason=reason, path=ca_file
            ) from None
    else:
        context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def why_not_trusted(error: OSError) -> str:
    """Return in a word why a file of certificates can't be used."""
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return "ca-missing"
        case PermissionError():
            return "ca-forbidden"
        case _:
            return "ca-none"


def https_session(context: ssl.SSLContext, proxy: str, answer_within: float) -> requests.Session:
    """Return a session that can do nothing but HTTPS under that context.

    `answer_within` is how many seconds a request may take to go out, and then its answer from
    its first byte to its last.
    """
    session = requests.Session()
    session.trust_env = False
    session.proxies = {"https": proxy} if proxy else {}
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.adapters.clear()
    session.mount("https://", _Adapter(context, answer_within))
    return session


class _Adapter(HTTPAdapter):
    def __init__(self, context: ssl.SSLContext, answer_within: float) -> None:
        self._context = context
        self._pools = {"https": _bounded_pool(answer_within)}
        super().__init__(pool_connections=1, pool_maxsize=2)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, ssl_context=self._context, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(proxy, ssl_context=self._context, **kwargs)
        manager.pool_classes_by_scheme = self._pools
        return manager

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:  # noqa: ARG002  # as given
        # The context says whom to trust. Without this, requests adds the roots of certifi to it.
        conn.cert_reqs = "CERT_REQUIRED"


def _bounded_pool(answer_within: float) -> type[HTTPSConnectionPool]:
    class Response(_BoundedResponse):
        seconds = answer_within

    class Connection(_BoundedConnection):
        response_class = Response
        seconds = answer_within

    class Pool(HTTPSConnectionPool):
        ConnectionCls = Connection

    return Pool


class _BoundedConnection(HTTPSConnection):
    """Sends in portions: the time-out of a socket bounds each, and not their sum."""

    seconds: float
    _sent_by = math.inf  # a proxy is asked first

    def putrequest(self, *args: Any, **kwargs: Any) -> None:
        self._sent_by = time.monotonic() + self.seconds
        super().putrequest(*args, **kwargs)

    def send(self, data: Any) -> None:
        for start in range(0, len(data), PORTION):
            if time.monotonic() > self._sent_by:
                raise TimeoutError
            super().send(data[start : start + PORTION])


class _BoundedResponse(http.client.HTTPResponse):
    seconds: float

    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        deadline = time.monotonic() + self.seconds
        self.fp = io.BufferedReader(_BoundedReader(self.fp.detach(), deadline))


class _BoundedReader(io.RawIOBase):
    """Reads from a socket until a deadline; each read has the socket's own time-out as well."""

    def __init__(self, raw: io.RawIOBase, deadline: float) -> None:
        self._raw = raw
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        if time.monotonic() > self._deadline:
            raise TimeoutError
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()
