"""Posts a signed JSON text to an address that a practice has named, and nowhere else."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from urllib.parse import SplitResult, urlsplit

import msgspec

from practicecloud.notices.outbox import NotDelivered, Waiting

LONGEST = 500
PATIENCE = 10.0
"""Seconds that each step of the other side may take."""

AT_MOST = 30.0
"""Seconds that all of them may take together, once it is connected."""

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")

_GIVEN_OUT = ipaddress.IPv6Network("2000::/3")
"""Whatever is on the internet by IPv6 is in here: the rest is for networks of one's own."""

_NOBODYS = (
    ipaddress.ip_network("192.0.0.0/24"),
    ipaddress.ip_network("192.88.99.0/24"),
    ipaddress.ip_network("3fff::/20"),
)
"""Networks for protocols and examples, which not every Python knows of."""

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class Hook(msgspec.Struct, frozen=True):
    """Where to post, what signs it, and whether addresses of our own network will do."""

    url: str
    secret: str
    private: bool = False


def trouble_with(url: str, *, private: bool = False) -> str:
    """Say in a sentence what is wrong with a webhook's address, or return an empty text."""
    whole = "Give the whole address of the webhook, as https://alerts.example/practice."
    if len(url) > LONGEST or not url.isascii() or not url.isprintable() or " " in url:
        return whole
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return whole
    if parts.scheme != "https":
        return "A webhook's address begins with https://, so that nobody reads along."
    if not parts.hostname or port == 0 or parts.username is not None or parts.fragment:
        return whole
    if not private and _is_literally_private(parts.hostname):
        return "That address is in a private network, where this online side may not call."
    return ""


def call(hook: Hook, waiting: Waiting, now: float) -> None:
    """Post a text; the answer is not read beyond its status. Raises `NotDelivered`."""
    parts = urlsplit(hook.url)
    host, port = parts.hostname or "", parts.port or 443
    address = _allowed(host, port, private=hook.private)
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    connection = _Pinned(host, port, address, context)
    body = waiting.text.encode()
    try:
        connection.connect()
        with _ended_after(AT_MOST, connection):
            connection.request("POST", _target(parts), body, _headers(hook, waiting, body, now))
            status = connection.getresponse().status
    except ssl.SSLCertVerificationError:
        raise NotDelivered("certificate") from None
    except (OSError, http.client.HTTPException):
        raise NotDelivered("away") from None
    finally:
        connection.close()
    if status == 410:
        raise NotDelivered("gone", for_good=True)
    if not 200 <= status < 300:
        raise NotDelivered("refused")


def signature(secret: str, body: bytes, now: float) -> str:
    """Return what shows that a text is ours and when it was sent."""
    at = str(int(now))
    mark = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={mark}"


def is_public(address: IpAddress) -> bool:
    """Tell whether an address is out on the internet, whatever it is wrapped in."""
    inner: IpAddress | None = None
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inner = ipaddress.IPv4Address(address.packed[-4:])
        if address.teredo is not None:
            return False
    if inner is not None:
        return is_public(inner)
    if address.version == 6 and address not in _GIVEN_OUT:
        return False
    if any(address in one for one in _NOBODYS):
        return False
    return address.is_global and not address.is_multicast


class _Pinned(http.client.HTTPSConnection):
    """Goes to the address that was looked at, not to what the name says a moment later."""

    def __init__(self, host: str, port: int, address: str, context: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=PATIENCE, context=context)
        self._address = address
        self._tls = context

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), PATIENCE)
        try:
            self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise


@contextlib.contextmanager
def _ended_after(seconds: float, connection: http.client.HTTPSConnection) -> Iterator[None]:
    """End a connection whose other end drips its answer."""

    def end() -> None:
        if connection.sock is not None:
            with contextlib.suppress(OSError):
                connection.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _allowed(host: str, port: int, *, private: bool) -> str:
    """Return an address of the host, if all of them may be called."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotDelivered("unknown-host") from None
    addresses = [str(one[4][0]).partition("%")[0] for one in found]
    if not private and not all(is_public(ipaddress.ip_address(one)) for one in addresses):
        raise NotDelivered("private", for_good=True)
    return addresses[0]


def _is_literally_private(host: str) -> bool:
    try:
        return not is_public(ipaddress.ip_address(host))
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".internal"))


def _target(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _headers(hook: Hook, waiting: Waiting, body: bytes, now: float) -> dict[str, str]:
    return {
        "Content-Type": "application/json",
        "User-Agent": "Practice-Cloud",
        "X-Practice-Cloud-Event": waiting.subject,
        "X-Practice-Cloud-Delivery": waiting.message_id,
        "X-Practice-Cloud-Signature": signature(hook.secret, body, now),
    }
