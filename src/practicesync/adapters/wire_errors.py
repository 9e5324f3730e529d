"""What goes wrong on the wire, translated once into what happens next.

Neither an exception's text nor an answer's is kept: either may quote a client. What is kept was
compared with a list, or has a shape that no name has.
"""

from __future__ import annotations

import datetime as dt
import errno
import re
import socket
import ssl
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from http.client import HTTPException, IncompleteRead, RemoteDisconnected
from typing import TypeVar

import msgspec
import requests
from urllib3.exceptions import DecodeError, InvalidHeader, ProxyError
from urllib3.exceptions import TimeoutError as UrllibTimeout

from practicesync.core.errors import (
    Code,
    Fenced,
    Misconfigured,
    Problem,
    SignInNeeded,
    TakenOver,
    Unavailable,
)

LONGEST_WAIT = 3600.0
"""Seconds that we let ourselves be sent away for: a mistaken time must not silence us for days."""

NETWORK_ASKS_FIRST = 511
"""What a hotel's network answers in the cloud's place (RFC 6585)."""

T = TypeVar("T")


class WireAnswer(msgspec.Struct, frozen=True):
    """An answer as it came, headers still as text; its body never reaches a log."""

    status: int
    content_type: str = ""
    retry_after: str = ""
    date: str = ""
    request_id: str = ""
    body: bytes = b""
    host: str = ""

    def __repr__(self) -> str:
        return f"WireAnswer(status={self.status}, bytes={len(self.body)})"

    @property
    def good(self) -> bool:
        """The cloud did what it was asked."""
        return 200 <= self.status < 300

    @property
    def media_type(self) -> str:
        """The content type without its parameters, in lower case."""
        return self.content_type.partition(";")[0].strip().lower()


def decoded(answer: WireAnswer, kind: type[T]) -> T:
    """Return the body of a good answer as that type, or raise that the answer is odd."""
    if answer.media_type != "application/json":
        raise odd("content-type", answer)
    try:
        return msgspec.json.decode(answer.body, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise odd("content", answer) from None


def odd(reason: str, answer: WireAnswer) -> Unavailable:
    """Return the error for an answer that our cloud would not give."""
    return Unavailable(Code.CLOUD_ANSWER_ODD, None, reason=reason, **_facts(answer))


# ---- an answer that says no


class _ProblemDetails(msgspec.Struct, frozen=True):
    """RFC 9457, as far as it is needed."""

    type: str = ""
    server: str = ""
    since: str = ""


def refusal(answer: WireAnswer, now: dt.datetime) -> Problem:
    """Return what an answer that is not good means.

    What would stop the work is believed only from the cloud itself (`application/problem+json`):
    a proxy or a hotel's log-in page must not be able to.
    """
    facts = _facts(answer)
    wait = retry_after(answer, now)
    if answer.status in (429, 503) or (answer.status == 403 and wait is not None):
        asked = {} if wait is None else {"seconds": str(round(wait))}
        return Unavailable(Code.CLOUD_BUSY, wait, **asked, **facts)
    if answer.status == NETWORK_ASKS_FIRST:
        return odd("status", answer)
    if answer.status >= 500:
        return Unavailable(Code.CLOUD_FAILED, wait, **_why(answer), **facts)
    if answer.status < 400:
        return odd("status", answer)
    details = _details(answer)
    if details is None:
        return odd("content-type", answer)
    return _stopped(answer.status, details, facts)


def _stopped(status: int, details: _ProblemDetails, facts: dict[str, str]) -> Problem:
    name = details.type.removeprefix("urn:practice-cloud:")
    if status == 401:
        return SignInNeeded(Code.SIGN_IN_AGAIN, **facts)
    if status == 403:
        return SignInNeeded(Code.RIGHTS_MISSING, **facts)
    if name == "in-charge-elsewhere":
        return TakenOver(
            Code.ANOTHER_IN_CHARGE, **who_and_since(details.server, details.since), **facts
        )
    if name == "stale-epoch":
        return Fenced(Code.SENT_OUT_OF_ORDER, **facts)
    if name == "not-activated":
        return Misconfigured(Code.NOT_ACTIVATED, **facts)
    return Misconfigured(Code.CLOUD_REFUSED, **facts)


def _details(answer: WireAnswer) -> _ProblemDetails | None:
    if answer.media_type != "application/problem+json":
        return None
    try:
        return msgspec.json.decode(answer.body, type=_ProblemDetails)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def _why(answer: WireAnswer) -> dict[str, str]:
    details = _details(answer)
    full = details is not None and details.type == "urn:practice-cloud:out-of-space"
    return {"reason": "out-of-space"} if full else {}


def who_and_since(server: str, since: str) -> dict[str, str]:
    """Return as facts who is in charge, as the cloud says: what looks otherwise is left out."""
    server = server if re.fullmatch(r"[\w.-]{1,100}", server) else ""
    try:
        since = dt.datetime.fromisoformat(since).isoformat()
    except ValueError:
        since = ""
    return {"server": server, "since": since}


def _facts(answer: WireAnswer) -> dict[str, str]:
    facts = {"status": str(answer.status)}
    if answer.host:
        facts["host"] = answer.host
    if re.fullmatch(r"[0-9A-Za-z-]{8,64}", answer.request_id):
        facts["request_id"] = answer.request_id
    return facts


def retry_after(answer: WireAnswer, now: dt.datetime) -> float | None:
    """Return the seconds that the answer asks us to wait (RFC 9110, 10.2.3), or None.

    A date is measured against the answer's own, so that a wrong clock here does no harm.
    """
    if re.fullmatch(r"[0-9]{1,9}", answer.retry_after):
        return min(float(answer.retry_after), LONGEST_WAIT)
    until = _http_date(answer.retry_after)
    if until is None:
        return None
    wait = (until - (_http_date(answer.date) or now)).total_seconds()
    return min(max(wait, 0.0), LONGEST_WAIT)


def _http_date(text: str) -> dt.datetime | None:
    try:
        when = parsedate_to_datetime(text)
    except ValueError:
        return None
    return when if when.tzinfo else when.replace(tzinfo=dt.UTC)


# ---- no answer at all


def causes(error: BaseException) -> Iterator[BaseException]:
    """Yield the error and all that it was made of: each library wraps in a way of its own."""
    queue: list[object] = [error]
    seen: set[int] = set()
    while queue:
        one = queue.pop(0)
        if isinstance(one, BaseException) and id(one) not in seen:
            seen.add(id(one))
            yield one
            queue += [*one.args, getattr(one, "reason", None), one.__cause__, one.__context__]


def unreachable(error: BaseException, host: str) -> Unavailable:
    """Return what an exception of the HTTP library means: nothing is known of what was asked."""
    found = list(causes(error))
    for cause in found:
        if isinstance(cause, ssl.SSLError):
            reason = distrust(cause)
            if reason:
                return Unavailable(Code.CLOUD_NOT_TRUSTED, reason=reason, host=host)
    if any(isinstance(cause, OSError) and cause.errno in _NO_WAY for cause in found):
        return Unavailable(Code.CLOUD_UNREACHABLE, reason="no-network", host=host)
    if any(_no_http(cause) for cause in found):
        return Unavailable(Code.CLOUD_ANSWER_ODD, reason="encoding", host=host)
    for kinds, reason in _REASONS:
        if any(isinstance(cause, kinds) for cause in found):
            code = Code.CLOUD_ANSWER_ODD if reason == "encoding" else Code.CLOUD_UNREACHABLE
            return Unavailable(code, reason=reason, host=host)
    return Unavailable(Code.CLOUD_UNREACHABLE, reason="broken-off", host=host)


def _no_http(error: BaseException) -> bool:
    """Tell whether something was answered that HTTP does not allow, and not just too little."""
    cut = (RemoteDisconnected, IncompleteRead)
    return isinstance(error, HTTPException | InvalidHeader) and not isinstance(error, cut)


_REASONS: tuple[tuple[tuple[type[BaseException], ...], str], ...] = (
    ((DecodeError,), "encoding"),
    ((ProxyError, requests.exceptions.ProxyError), "proxy"),
    ((socket.gaierror,), "name-unknown"),
    ((ConnectionRefusedError,), "refused"),
    ((TimeoutError, UrllibTimeout, requests.Timeout), "timed-out"),
)

_NO_WAY = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN}

_BROKEN_OFF = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError, ssl.SSLWantReadError)

_VERIFY_CODES = {
    # OpenSSL's (X509_V_ERR_..., x509_vfy.h)
    9: "not-yet",
    10: "expired",
    18: "self-signed",
    62: "wrong-host",
    64: "wrong-host",
    # Windows' (winerror.h), which truststore hands on
    0x800B0101: "expired",
    0x800B010F: "wrong-host",
}


_NO_TLS = {"WRONG_VERSION_NUMBER", "PACKET_LENGTH_TOO_LONG", "RECORD_LAYER_FAILURE"}
"""OpenSSL's names, over its versions, for an answer that isn't TLS at all, as plain HTTP is."""


def distrust(error: ssl.SSLError) -> str:
    """Return why the cloud's certificate or protocol is refused; empty: the line broke."""
    if isinstance(error, ssl.SSLCertVerificationError):
        code = getattr(error, "verify_code", 0) & 0xFFFFFFFF
        return _VERIFY_CODES.get(code, "unknown-authority")
    if isinstance(error, _BROKEN_OFF):
        return ""
    return "unprotected" if getattr(error, "reason", "") in _NO_TLS else "protocol"
