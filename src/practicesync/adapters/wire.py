"""One exchange with the cloud: a request out, a bounded answer back, foreign errors translated."""

from __future__ import annotations

import gzip
import re
import ssl
from urllib.parse import urlsplit

import msgspec
import requests
from urllib3.exceptions import HTTPError

from practicesync.adapters.https import https_session, verifying_context
from practicesync.adapters.wire_errors import WireAnswer, causes, odd, unreachable
from practicesync.core.errors import Code, Misconfigured

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"

WORTH_PACKING = 1_000
"""Bytes below which gzip gains nothing."""


class Bounds(msgspec.Struct, frozen=True):
    """What an exchange may take.

    Seconds to connect, to wait, and for the whole of the request and of the answer; its bytes.
    """

    connect: float = 10.0
    read: float = 30.0
    answer: float = 45.0
    size: int = 10_000_000


class CloudAddress(msgspec.Struct, frozen=True):
    """Where the cloud is and how it is reached: the settings `cloud`, `ca_file` and `proxy`."""

    url: str
    ca_file: str = ""
    proxy: str = ""


class Request(msgspec.Struct, frozen=True):
    """What to ask: a path of the cloud, and a body of that content type."""

    method: str
    path: str
    body: bytes = b""
    content_type: str = JSON
    repeatable: bool = True
    """It does no harm to send it again over another connection."""

    def __repr__(self) -> str:
        return f"Request({self.method} {self.path}, bytes={len(self.body)})"


def open_wire(address: CloudAddress, version: str, bounds: Bounds | None = None) -> Wire:
    """Return a wire to that cloud. Nothing is sent yet.

    Raises `Misconfigured` for an address that is not https, for an unreadable `ca_file`, and for
    a proxy that is none.
    """
    bounds = bounds or Bounds()
    base = https_base(address.url)
    if address.proxy and not re.fullmatch(r"https?://[^\s/?#]+/?", address.proxy):
        raise Misconfigured(Code.SETTING_WRONG, setting="proxy")
    session = https_session(verifying_context(address.ca_file), address.proxy, bounds.answer)
    session.headers.update(
        {"User-Agent": f"PracticeSync/{version}", "Accept": JSON, "Accept-Encoding": "gzip"}
    )
    return Wire(session, base, bounds)


def https_base(url: str) -> str:
    """Return the address as the cloud itself would write it, if it is https and bare of all else.

    Raises `Misconfigured` otherwise.
    """
    try:
        parts = urlsplit(url)
        port = "" if parts.port in (None, 443) else f":{parts.port}"
    except ValueError:  # a port that is no number
        raise Misconfigured(Code.SETTING_WRONG, setting="cloud") from None
    more = parts.query or parts.fragment or "@" in parts.netloc
    if parts.scheme != "https" or not parts.hostname or more:
        raise Misconfigured(Code.SETTING_WRONG, setting="cloud")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"https://{host}{port}{parts.path.rstrip('/')}"


class Wire:
    """A connection to the cloud that is kept alive, for one thread at a time."""

    def __init__(self, session: requests.Session, base: str, bounds: Bounds) -> None:
        self._session = session
        self._bounds = bounds
        self._host = urlsplit(base).netloc
        self._rested = False
        self.base = base

    def exchange(self, request: Request, token: str = "") -> WireAnswer:
        """Send the request and return the answer, whatever its status.

        Raises `Unavailable` where no whole answer comes.
        """
        try:
            with self._answered(request, token) as response:
                answer = self._whole(response)
        except _FOREIGN as error:
            raise unreachable(error, self._host) from None
        self._rested = True
        return answer

    def close(self) -> None:
        """Let go of the connection; the next exchange opens another."""
        self._session.close()

    def _answered(self, request: Request, token: str) -> requests.Response:
        """Return the beginning of an answer.

        A connection that rests is closed by the other side, now and then just as we write: what
        went out on one is sent again, once. On a new connection that would be hammering.
        """
        rested, self._rested = self._rested, False
        try:
            return self._asked(request, token)
        except _FOREIGN as error:
            if not (rested and request.repeatable and _hung_up(error)):
                raise
        return self._asked(request, token)

    def _asked(self, request: Request, token: str) -> requests.Response:
        body, headers = _packed(request)
        if token:
            headers["Authorization"] = f"Bearer {token}"
        return self._session.request(
            request.method,
            self.base + request.path,
            data=body,
            headers=headers,
            timeout=(self._bounds.connect, self._bounds.read),
            allow_redirects=False,
            stream=True,
        )

    def _whole(self, response: requests.Response) -> WireAnswer:
        answer = WireAnswer(
            status=response.status_code,
            content_type=response.headers.get("Content-Type", ""),
            retry_after=response.headers.get("Retry-After", ""),
            date=response.headers.get("Date", ""),
            request_id=response.headers.get("X-Request-Id", ""),
            host=self._host,
        )
        return msgspec.structs.replace(answer, body=self._body(response, answer))

    def _body(self, response: requests.Response, answer: WireAnswer) -> bytes:
        body = bytearray()
        while chunk := response.raw.read1(65_536, decode_content=True):
            body += chunk
            if len(body) > self._bounds.size:
                raise odd("too-large", answer)
        return bytes(body)


_FOREIGN = (requests.RequestException, HTTPError, OSError)

_GONE = (
    ConnectionResetError,  # also `http.client.RemoteDisconnected`: no answer at all
    ConnectionAbortedError,  # what Windows says
    BrokenPipeError,
    ssl.SSLEOFError,
    ssl.SSLZeroReturnError,
)


def _packed(request: Request) -> tuple[bytes | None, dict[str, str]]:
    if not request.body:
        return None, {}
    headers = {"Content-Type": request.content_type}
    if request.content_type != JSON or len(request.body) < WORTH_PACKING:
        return request.body, headers
    return gzip.compress(request.body, 1, mtime=0), headers | {"Content-Encoding": "gzip"}


def _hung_up(error: BaseException) -> bool:
    return any(isinstance(cause, _GONE) for cause in causes(error))
