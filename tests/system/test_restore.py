"""The online side is put back to a backup: servers go on, and send what is lacking."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa

from practicecloud.contact import stored_contact
from practicecloud.search.lookup import body_of
from practicecloud.store.storage import open_database, reading
from practicesync.demo.practice import Practice, make_practice
from tests.system.cloud import COMMAND, Cloud, serving, session, start_cloud, stop, submit
from tests.system.installation import Installation, settings
from tests.system.postgres import Server


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    return make_practice(tmp_path / "practice.db", contacts=20)


@pytest.fixture
def online(tmp_path: Path) -> Iterator[Cloud]:
    with start_cloud(tmp_path / "online") as cloud:
        yield cloud


def practicecloud(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, check=False, timeout=60
    )


def rename(practice: Practice, name: str) -> str:
    """Rename the first contact that is online, and return its id there."""
    with closing(sqlite3.connect(practice.path)) as database, database:
        (key,) = database.execute(
            "SELECT ContactID FROM Contact WHERE ContactType = 'P' ORDER BY ContactID LIMIT 1"
        ).fetchone()
        database.execute("UPDATE Contact SET LastName = ? WHERE ContactID = ?", (name, key))
    return json.dumps([str(key)])


def last_name(database: str, practice_id: str, contact_id: str) -> str:
    engine = open_database(database)
    with reading(engine) as connection:
        body = body_of(connection, practice_id, contact_id)
    engine.dispose()
    return stored_contact(body).last if body else ""


def until_online(server: Installation, database: str, cloud: Cloud, key: str, name: str) -> None:
    server.until(lambda _: last_name(database, cloud.practice_id, key) == name)


@contextlib.contextmanager
def again(cloud: Cloud, database: str) -> Iterator[None]:
    """Run the online side at the address at which it was."""
    port = urlsplit(cloud.base_url).port or 0
    with serving(cloud.folder, database, port=port):
        yield


def test_servers_heal_what_a_restored_backup_lacks(server, online, practice, tmp_path):
    copy = tmp_path / "yesterday.db"
    server.write(settings(practice.path, online))
    with session(online) as browser, server.running():
        page = browser.get(f"{online.base_url}/sign-in", timeout=30)
        submit(browser, page, {"email": online.email, "password": online.password})
        server.activate(online)
        server.until_phase("attention")
        assert practicecloud("backup", str(copy), "--database", online.database).returncode == 0

        key = rename(practice, "Thereafter")
        until_online(server, online.database, online, key, "Thereafter")
        busy = practicecloud("restore", str(copy), "--database", online.database)
        assert busy.returncode == 2
        assert "stop `practicecloud serve` first" in busy.stderr

        stop(online.process)
        done = practicecloud("restore", str(copy), "--database", online.database)
        assert done.returncode == 0, done.stderr
        assert last_name(online.database, online.practice_id, key) != "Thereafter"

        with again(online, online.database):
            there = browser.get(
                f"{online.base_url}/practices/{online.practice_id}",
                allow_redirects=False,
                timeout=30,
            )
            assert there.headers["Location"].startswith("/sign-in")
            assert server.call("check").code == 0
            until_online(server, online.database, online, key, "Thereafter")
            server.until_phase("attention")


def pg(folder: Path, program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's own programs as Debian keeps them."""
    (binary,) = list(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))[-1:]
    subprocess.run(
        [str(binary), "--host", str(folder), "--username", "practicecloud", *arguments],
        check=True,
        timeout=60,
        capture_output=True,
        env={**os.environ, "PGOPTIONS": ""},
    )


def test_a_dump_of_postgresql_is_a_backup(postgres: Server, tmp_path):
    dump = tmp_path / "cloud.dump"
    with postgres.database() as url, postgres.database() as restored:
        assert practicecloud("practice", "add", "Main office", "--database", url).returncode == 0
        pg(postgres.folder, "pg_dump", "--format=custom", f"--file={dump}", _name(url))
        pg(postgres.folder, "pg_restore", f"--dbname={_name(restored)}", str(dump))
        done = practicecloud("restored", "--database", restored)
        assert done.returncode == 0, done.stderr
        listed = practicecloud("practice", "list", "--database", restored)
        assert "Main office" in listed.stdout


def _name(url: str) -> str:
    return str(sa.make_url(url).database)


def test_without_a_folder_a_restore_says_what_to_do(online, tmp_path):
    copy = tmp_path / "yesterday.db"
    assert practicecloud("backup", str(copy), "--database", online.database).returncode == 0
    nowhere = f"sqlite:///{tmp_path}/state/cloud.db"
    said = practicecloud("restore", str(copy), "--database", nowhere)
    assert said.returncode == 2
    assert "start the service once first" in said.stderr


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_postgresql_is_told_its_own_way(tmp_path, command):
    file = tmp_path / "file"
    file.touch()
    url = "postgresql+psycopg://nobody@/nothing"
    said = practicecloud(command, str(file), "--database", url)
    assert said.returncode == 2
    assert "pg_" in said.stderr
