"""Debian's nginx before a real Practice Cloud, by the configuration that `installer/online` has."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tests.system.cloud import Cloud, stop

CONFIGURATION = Path(__file__).parents[2] / "installer" / "online" / "nginx.conf"

_AROUND = """
daemon off;
{user}
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{}}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {servers}
}}
"""


@dataclass(frozen=True)
class Proxy:
    """A running nginx: the online side as people reach it, and where plain HTTP is refused."""

    cloud: Cloud
    plain: str
    process: subprocess.Popen[str]


def _free() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def configured(cloud: Cloud, backend: str, port: int, plain: int) -> str:
    """Return the shipped configuration with our ports, files and name; each place must be there."""
    text = CONFIGURATION.read_text(encoding="utf-8")
    for old, new in (
        (r"\n *listen \[::\]:\d+( ssl)?;", ""),
        (r"listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
        (r"listen 80;", f"listen 127.0.0.1:{plain};"),
        (r"server_name contacts\.example;", "server_name 127.0.0.1;"),
        (r"/etc/letsencrypt/\S+/fullchain\.pem", str(cloud.folder / "cert.pem")),
        (r"/etc/letsencrypt/\S+/privkey\.pem", str(cloud.folder / "key.pem")),
        (r"http://127\.0\.0\.1:8080", backend),
    ):
        text, times = re.subn(old, new, text)
        if not times:
            raise AssertionError(f"nginx.conf has no {old}")
    return text


@contextlib.contextmanager
def before(cloud: Cloud, backend: str) -> Iterator[Proxy]:
    """Run nginx before what listens at `backend` without TLS, until the block ends."""
    port, plain = _free(), _free()
    folder = cloud.folder / "nginx"
    folder.mkdir()
    user = "user root;" if os.geteuid() == 0 else ""
    servers = configured(cloud, backend, port, plain)
    file = folder / "nginx.conf"
    file.write_text(_AROUND.format(folder=folder, user=user, servers=servers), encoding="utf-8")
    with (folder / "stderr.log").open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            ["/usr/sbin/nginx", "-c", str(file), "-p", str(folder)], stderr=errors, text=True
        )
    try:
        _until_listening(process, port, folder)
        reached = replace(cloud, base_url=f"https://127.0.0.1:{port}")
        yield Proxy(reached, f"http://127.0.0.1:{plain}", process)
    finally:
        stop(process)


def _until_listening(process: subprocess.Popen[str], port: int, folder: Path) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    told = (folder / "stderr.log").read_text(encoding="utf-8")
    raise AssertionError(f"nginx did not start: {told}")
