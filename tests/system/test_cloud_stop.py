"""The online side ends when it is told to, whoever is connected, and has nothing to complain of."""

import contextlib
import signal
import socket
import sqlite3
import ssl
import threading
import time
from contextlib import closing
from urllib.parse import urlsplit

import pytest

from tests.system.cloud import serving, session, start_cloud
from tests.system.cloud_agent import Caller, tokens, upsert


@contextlib.contextmanager
def connected(cloud):
    """Give a connection on which nothing was said yet."""
    context = ssl.create_default_context(cafile=cloud.ca_file)
    port = urlsplit(cloud.base_url).port
    with (
        socket.create_connection(("127.0.0.1", port), timeout=30) as plain,
        context.wrap_socket(plain, server_hostname="127.0.0.1") as safe,
    ):
        yield safe


def ask(connection, request, *headers):
    lines = [f"{request} HTTP/1.1", "Host: 127.0.0.1", *headers, "", ""]
    connection.sendall("\r\n".join(lines).encode())


def until_deaf(cloud):
    """Wait until the process has begun to end: it listens no more."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", urlsplit(cloud.base_url).port)).close()
        except ConnectionRefusedError:
            return
        time.sleep(0.02)
    raise AssertionError("it still listens")


@contextlib.contextmanager
def held_up(cloud):
    """Hold the database, so that a batch waits; give the answers to it, which come later."""
    answers = []
    with (
        Caller(cloud, tokens(cloud)["access_token"]) as caller,
        closing(sqlite3.connect(cloud.folder / "cloud.db", isolation_level=None)) as other,
    ):
        epoch = caller.activate().json()["epoch"]
        other.execute("BEGIN IMMEDIATE")
        batch = threading.Thread(target=lambda: answers.append(caller.send(upsert("1", epoch, 1))))
        batch.start()
        time.sleep(0.5)  # it is on its way: where it isn't yet, the test fails and shows it
        yield answers, other
        batch.join()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_at_once_though_clients_stay_connected(tmp_path, number):
    with start_cloud(tmp_path) as cloud, connected(cloud) as silent, connected(cloud) as idle:
        ask(idle, "GET /healthz")
        assert b"200 OK" in idle.recv(10_000)
        cloud.process.send_signal(number)
        assert cloud.process.wait(10) == 0
        assert silent.recv(1) == b""
    assert (tmp_path / "cloud.log").read_text() == ""


def test_what_is_under_way_when_it_ends_is_answered(tmp_path):
    with start_cloud(tmp_path) as cloud:
        with held_up(cloud) as (answers, other):
            cloud.process.terminate()
            until_deaf(cloud)
            other.execute("COMMIT")
        assert cloud.process.wait(10) == 0
    assert answers[0].json()["outcomes"][0]["outcome"] == "stored"
    assert answers[0].headers["Connection"] == "close"
    assert (tmp_path / "cloud.log").read_text() == ""


def test_what_takes_too_long_when_it_ends_is_refused(tmp_path):
    with start_cloud(tmp_path) as cloud, connected(cloud) as slow:
        ask(slow, "POST /oauth/token", "Content-Length: 100")
        with held_up(cloud) as (answers, _):
            cloud.process.terminate()
            refused = slow.recv(10_000)
        assert cloud.process.wait(10) == 0
    assert refused.startswith(b"HTTP/1.1 503 ")
    assert b"retry-after: 2" in refused.lower()
    assert (answers[0].status_code, answers[0].headers["Retry-After"]) == (503, "2")
    assert (tmp_path / "cloud.log").read_text() == ""


def test_several_workers_serve_one_database_and_end_together(tmp_path):
    with start_cloud(tmp_path) as first:
        pass
    with (
        serving(tmp_path, first.database, "--workers", "2") as (address, process),
        session(first) as http,
    ):
        for _ in range(10):
            assert http.get(f"{address}/readyz", timeout=30).json() == {"status": "ready"}
        process.terminate()
        assert process.wait(20) == 0
    assert (tmp_path / "cloud.log").read_text() == ""
