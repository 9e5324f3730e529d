"""Faults of the connection itself, and of what it is protected with."""

from __future__ import annotations

import datetime as dt
import itertools
import socket
import ssl
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import trustme

from practicesync.adapters.wire import CloudAddress
from tests.fakes.certificates import self_signed
from tests.fakes.proxy import proxy
from tests.fakes.wire import HANG_UP, SILENCE, Reply, Welcome, server_context, wire_server
from tests.faults.fault import Fault, elsewhere, spoiling
from tests.faults.office import Office

_NAMES = itertools.count()


def _folder(office: Office) -> Path:
    folder = office.folder / f"elsewhere-{next(_NAMES)}"
    folder.mkdir()
    return folder


# ---- the connection


def _nobody(office: Office) -> CloudAddress:
    with wire_server(_folder(office)) as gone:
        return gone.address


def _full(office: Office) -> CloudAddress:
    """Return the address of a computer that drops every further attempt to connect."""
    listening = office.stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
    for _ in range(4):
        waiting = office.stack.enter_context(socket.socket())
        waiting.setblocking(False)
        waiting.connect_ex(listening.getsockname())
    return CloudAddress(f"https://127.0.0.1:{listening.getsockname()[1]}", _ca(office))


def _welcomed(welcome: Welcome) -> Callable[[Office], CloudAddress]:
    def address(office: Office) -> CloudAddress:
        serving = wire_server(_folder(office), welcome=welcome)
        return office.stack.enter_context(serving).address

    return address


def _ca(office: Office) -> str:
    return str(office.server.ca_file)


def _mute(plain: socket.socket) -> socket.socket:
    while plain.recv(65_536):
        continue
    raise ConnectionAbortedError


def _hung_up(plain: socket.socket) -> socket.socket:
    plain.recv(1)
    raise ConnectionAbortedError


def _plain_http(plain: socket.socket) -> socket.socket:
    plain.recv(65_536)
    plain.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
    plain.recv(65_536)
    raise ConnectionAbortedError


def _cut(good: Reply) -> Reply:
    return replace(good, cut=len(good.encoded()) - 20)


def _cut_short(good: Reply) -> Reply:
    more = {"Content-Length": str(len(good.body) + 20)}
    return replace(good, headers=more, keep=False)


def _nowhere(office: Office) -> CloudAddress:
    return CloudAddress("https://nowhere.invalid", _ca(office))


def _no_way(office: Office) -> CloudAddress:
    """Return an address that no connection may be made to (a multicast one), so no packet goes."""
    return CloudAddress("https://224.0.0.1", _ca(office))


def _through(status: int) -> Callable[[Office], CloudAddress]:
    def address(office: Office) -> CloudAddress:
        between = office.stack.enter_context(proxy(status))
        return CloudAddress(office.server.url, _ca(office), between.url)

    return address


def _gone(office: Office) -> CloudAddress:
    with proxy() as between:
        return CloudAddress(office.server.url, _ca(office), between.url)


CONNECTION = (
    Fault("This computer has no network", elsewhere(_no_way)),
    Fault("Nothing listens at the address: the connection is refused", elsewhere(_nobody)),
    Fault("The name can't be looked up (DNS is gone)", elsewhere(_nowhere)),
    Fault("No connection comes about: packets are dropped", elsewhere(_full, "connect")),
    Fault("The connection is taken, then silence", elsewhere(_welcomed(_mute), "connect")),
    Fault("The connection ends while it is being protected", elsewhere(_welcomed(_hung_up))),
    Fault(
        "The request goes out and no answer comes (half-open connection)",
        spoiling(lambda _: SILENCE, "read"),
        arrives=True,
    ),
    Fault(
        "The answer comes byte by byte, for ever",
        spoiling(lambda good: replace(good, pause=0.05), "answer"),
        arrives=True,
    ),
    Fault("The connection is closed in place of an answer", spoiling(lambda _: HANG_UP), True),
    Fault("The connection is reset in the midst of the answer", spoiling(_cut), arrives=True),
    Fault("The connection ends before the answer does", spoiling(_cut_short), arrives=True),
)

PROXY = (
    Fault("The proxy isn't there", elsewhere(_gone)),
    Fault("The proxy asks for a password (407)", elsewhere(_through(407))),
    Fault("The proxy doesn't reach the cloud (502)", elsewhere(_through(502))),
)


# ---- what it is protected with


def _presenting(
    certificate: Callable[[trustme.CA], trustme.LeafCert],
    change: Callable[[ssl.SSLContext], None] = lambda _: None,
) -> Callable[[Office], CloudAddress]:
    """Return the address of a server with a certificate of an authority that is trusted."""

    def address(office: Office) -> CloudAddress:
        folder, authority = _folder(office), trustme.CA()
        ca_file = folder / "trusted.pem"
        authority.cert_pem.write_to_path(str(ca_file))
        context = server_context(certificate(authority))
        change(context)
        serving = office.stack.enter_context(wire_server(folder, context=context))
        return CloudAddress(serving.url, str(ca_file))

    return address


def _not_yet(authority: trustme.CA) -> trustme.LeafCert:
    tomorrow = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    return authority.issue_cert("127.0.0.1", not_before=tomorrow)


def _expired(authority: trustme.CA) -> trustme.LeafCert:
    yesterday = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
    return authority.issue_cert("127.0.0.1", not_after=yesterday)


def _old(context: ssl.SSLContext) -> None:
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1


def _self_signed(office: Office) -> CloudAddress:
    folder = _folder(office)
    context = self_signed(folder)
    return office.stack.enter_context(wire_server(folder, context=context)).address


PROTECTION = (
    Fault("The certificate has expired", elsewhere(_presenting(_expired))),
    Fault("The certificate isn't valid before tomorrow", elsewhere(_presenting(_not_yet))),
    Fault("The certificate vouches for itself", elsewhere(_self_signed)),
    Fault(
        "The certificate is another server's",
        elsewhere(_presenting(lambda authority: authority.issue_cert("other.test"))),
    ),
    Fault(
        "The certificate is from an authority that this computer doesn't know",
        elsewhere(_presenting(lambda _: trustme.CA().issue_cert("127.0.0.1"))),
    ),
    Fault(
        "The other side offers TLS 1.1 and nothing newer",
        elsewhere(_presenting(lambda authority: authority.issue_cert("127.0.0.1"), _old)),
    ),
    Fault("Plain HTTP answers at the port", elsewhere(_welcomed(_plain_http))),
)
