"""Listens: HTTPS by uvicorn, until it is told to end."""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
import ssl
import sys
import time
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from practicecloud.app import create_app
from practicecloud.people.beginning import first_link
from practicecloud.settings import handed_over, taken_over
from practicecloud.store.storage import DATABASE_VARIABLE, open_database
from practicecloud.web.connection import Connection
from practicecloud.web.listen import Listen

LAST_RESORT = 30
"""Seconds after which connections are dropped that should have ended long before."""


class _Announcing(uvicorn.Server):
    """Says on standard output where it listens, once it does."""

    address = ""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            announce(self.address)


def announce(address: str) -> None:
    """Print the one line that a parent process waits for."""
    print(json.dumps({"listening": address}), flush=True)


def serve(listen: Listen) -> None:
    """Answer requests until SIGTERM or Ctrl+C; what is under way then is answered or refused."""
    # Authlib and others log tokens when asked for everything: they are not asked.
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    os.environ[DATABASE_VARIABLE] = listen.database
    os.environ.update(handed_over(listen.settings))
    here = bound(listen.host, listen.port)
    config = uvicorn.Config(
        "practicecloud.commands.serve:worker",
        factory=True,
        workers=listen.workers,
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=bool(listen.proxies),
        forwarded_allow_ips=list(listen.proxies),
        http=Connection,
        timeout_graceful_shutdown=LAST_RESORT,
        ssl_certfile=listen.tls_cert,
        ssl_keyfile=listen.tls_key,
        ssl_context_factory=_modern_tls if listen.tls_cert else None,
    )
    scheme = "https" if listen.tls_cert else "http"
    address = f"{scheme}://{listen.host}:{here.getsockname()[1]}"
    _welcome(listen, address)
    if listen.workers > 1:
        announce(address)
        Multiprocess(config, sockets=[here]).run()
        return
    for number in (signal.SIGTERM, signal.SIGINT):
        # uvicorn takes these while it runs and raises them again at its end: by then all is done.
        signal.signal(number, _done)
    server = _Announcing(config)
    server.address = address
    server.run(sockets=[here])


def _welcome(listen: Listen, address: str) -> None:
    """Where nobody can sign in yet, say on standard error how the first administrator does."""
    engine = open_database(listen.database)
    link = first_link(engine, listen.settings.public_url or address, time.time())
    engine.dispose()
    if not link:
        return
    lines = [
        "Nobody can sign in here yet. Open this link to become the first administrator.",
        "It works once, within 24 hours, and until this is started again:",
        link,
    ]
    if not listen.settings.public_url:
        lines.append("If people reach this under another address, put that in front of /welcome.")
    print("\n".join(lines), file=sys.stderr, flush=True)


def _modern_tls(config: uvicorn.Config, default: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
    """Return the context of that certificate, from TLS 1.2 on."""
    del config
    context = default()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _done(_number: int, _frame: object) -> None:
    """Take no notice: serving has ended already."""


def worker() -> FastAPI:
    """Return the application of one worker process."""
    engine = open_database(os.environ[DATABASE_VARIABLE])
    return create_app(engine, time.time, taken_over(os.environ))


def bound(host: str, port: int) -> socket.socket:
    """Return a socket that listens there. Raises OSError if the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    here = socket.socket(family)
    here.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    here.bind((host, port))
    here.listen(2048)
    here.set_inheritable(True)
    return here
