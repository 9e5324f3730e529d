"""The online side's disk is full: it says so, the agent tells it, and everything arrives later."""

import sqlite3
from contextlib import closing

import pytest

from practicesync.demo.practice import make_practice
from tests.system.cloud import start_cloud
from tests.system.cloud_agent import Caller, tokens, upsert
from tests.system.disk import full, small_disk
from tests.system.installation import settings
from tests.system.test_state_faults import delete_phones, until_sent


@pytest.fixture
def small(tmp_path):
    """An online side on a disk of its own, and whether that disk could be had."""
    with small_disk(tmp_path / "small") as mounted, start_cloud(tmp_path / "small") as cloud:
        yield cloud, mounted


def test_without_room_writing_is_refused_and_reading_goes_on(small):
    cloud, mounted = small
    with Caller(cloud, tokens(cloud)["access_token"]) as caller:
        epoch = caller.activate().json()["epoch"]
        caller.send(upsert("1", epoch, 1))
        batch = [upsert(f"{n}", epoch, 2, aliases=["x" * 200] * 4) for n in range(2, 200)]
        with full(cloud.folder, cloud.process, mounted):
            refused = caller.send(*batch)
            assert refused.status_code == (507 if mounted else 500)
            if mounted:
                assert refused.json()["type"] == "urn:practice-cloud:out-of-space"
                assert refused.headers["Retry-After"] == "60"
            assert caller("GET", "/contacts/%5B%221%22%5D").json()["name"] == "Sample"
        outcomes = caller.send(*batch).json()["outcomes"]
        assert {one["outcome"] for one in outcomes} == {"stored"}
    with closing(sqlite3.connect(cloud.database.removeprefix("sqlite:///"))) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_the_agent_tells_that_the_online_side_has_no_room_and_loses_nothing(
    small, server, tmp_path
):
    cloud, mounted = small
    practice = make_practice(tmp_path / "practice.db", contacts=10)
    server.write(settings(practice.path, cloud))
    with server.running() as worker:
        server.activate(cloud)
        server.until_phase("attention")
        with full(cloud.folder, cloud.process, mounted):
            delete_phones(practice)
            shown = server.until(lambda shown: shown["code"] == "PS-CLD-03")
            assert shown["colour"] != "green"
            assert ("it has no room left" in shown["sentence"]) is mounted
        server.call("sync-now")
        until_sent(cloud)
        server.until_phase("attention")
        assert worker.poll() is None
