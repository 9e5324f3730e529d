import os
import sqlite3
from contextlib import closing

import pytest
import sqlalchemy as sa

from practicecloud.audit import audit
from practicecloud.audit.audit import Wanted, notes
from practicecloud.commands.backup import InUse, NoFolder, NotACopy, back_up, put_back, settle
from practicecloud.notices import outbox
from practicecloud.notices.outbox import Message
from practicecloud.people import one_time, visits
from practicecloud.people.people import add_member, add_person, add_practice, practices
from practicecloud.store import tables
from practicecloud.store.storage import open_database, reading, writing
from tests.unit.practicecloud.conftest import QUICK


@pytest.fixture
def file(tmp_path):
    return tmp_path / "cloud.db"


@pytest.fixture
def running(file):
    """The database, open as a process has it that serves."""
    engine = open_database(f"sqlite:///{file}")
    yield engine
    engine.dispose()


def add(engine, name):
    with writing(engine) as connection:
        return add_practice(connection, name, 0)


def names(engine):
    with reading(engine) as connection:
        return [one.name for one in practices(connection)]


def names_in(file):
    engine = open_database(f"sqlite:///{file}")
    found = names(engine)
    engine.dispose()
    return found


def test_what_is_committed_is_in_the_copy_while_somebody_writes(running, file, tmp_path):
    add(running, "First")
    copy = tmp_path / "copy.db"
    with writing(running) as connection:
        add_practice(connection, "Not yet", 0)
        connection.execute(sa.select(tables.practice)).all()
        back_up(file, copy)
    assert names_in(copy) == ["First"]
    assert names(running) == ["First", "Not yet"]


def test_a_copy_is_one_file_that_nobody_else_may_read(running, file, tmp_path):
    add(running, "First")
    folder = tmp_path / "copies"
    folder.mkdir()
    back_up(file, folder / "copy.db")
    assert [one.name for one in folder.iterdir()] == ["copy.db"]
    assert (folder / "copy.db").stat().st_mode & 0o077 == 0


def test_no_backup_is_overwritten(running, file, tmp_path):
    copy = tmp_path / "copy.db"
    copy.write_text("precious")
    with pytest.raises(FileExistsError):
        back_up(file, copy)
    assert copy.read_text() == "precious"


def damage(file):
    with file.open("r+b") as opened:
        opened.seek(4096)
        opened.write(b"\xff" * 40_000)


def test_a_damaged_database_makes_no_backup(running, file, tmp_path):
    add(running, "First")
    running.dispose()
    damage(file)
    with pytest.raises(NotACopy):
        back_up(file, tmp_path / "copy.db")
    assert not list(tmp_path.glob("copy*"))


def test_what_is_put_back_is_there_and_what_was_there_is_kept(running, file, tmp_path):
    add(running, "First")
    back_up(file, tmp_path / "copy.db")
    add(running, "Later")
    running.dispose()
    file.chmod(0o640)

    put_back(tmp_path / "copy.db", file)

    assert names_in(file) == ["First"]
    assert names_in(tmp_path / "cloud.db.before-1") == ["First", "Later"]
    assert names_in(tmp_path / "copy.db") == ["First"]
    assert file.stat().st_mode & 0o777 == 0o640
    put_back(tmp_path / "copy.db", file)
    assert (tmp_path / "cloud.db.before-2").exists()


def test_nothing_is_put_in_the_place_of_a_database_in_use(running, file, tmp_path):
    add(running, "First")
    back_up(file, tmp_path / "copy.db")
    add(running, "Later")
    with pytest.raises(InUse):
        put_back(tmp_path / "copy.db", file)
    assert names(running) == ["First", "Later"]
    assert not list(tmp_path.glob("*.before-*"))


def test_a_damaged_database_is_replaced(running, file, tmp_path):
    add(running, "First")
    back_up(file, tmp_path / "copy.db")
    add(running, "Later")
    running.dispose()
    file.write_bytes(b"not a database" * 1000)
    (tmp_path / "cloud.db-wal").write_bytes(b"of another time" * 1000)

    put_back(tmp_path / "copy.db", file)

    assert names_in(file) == ["First"]
    assert (tmp_path / "cloud.db.before-1").read_bytes().startswith(b"not a database")


@pytest.mark.parametrize("kind", ["damaged", "text", "another database"])
def test_what_is_no_copy_is_not_put_back(running, file, tmp_path, kind):
    add(running, "First")
    copy = tmp_path / "copy.db"
    if kind == "damaged":
        back_up(file, copy)
        damage(copy)
    elif kind == "text":
        copy.write_text("no database at all")
    else:
        with closing(sqlite3.connect(copy)) as other:
            other.execute("CREATE TABLE practice (id)")
    running.dispose()
    with pytest.raises(NotACopy):
        put_back(copy, file)
    assert names_in(file) == ["First"]


def test_it_is_put_back_where_there_is_nothing(running, file, tmp_path):
    add(running, "First")
    back_up(file, tmp_path / "copy.db")
    put_back(tmp_path / "copy.db", tmp_path / "new.db")
    assert names_in(tmp_path / "new.db") == ["First"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives away")
def test_what_root_puts_back_belongs_to_whom_it_belonged(running, file, tmp_path):
    add(running, "First")
    back_up(file, tmp_path / "copy.db")
    running.dispose()
    os.chown(file, 1234, 1234)
    put_back(tmp_path / "copy.db", file)
    assert (file.stat().st_uid, file.stat().st_gid) == (1234, 1234)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives away")
def test_what_root_puts_where_there_was_nothing_belongs_to_the_folder_s_owner(
    running, file, tmp_path
):
    add(running, "First")
    back_up(file, tmp_path / "copy.db")
    folder = tmp_path / "state"
    folder.mkdir()
    os.chown(folder, 1234, 1235)
    put_back(tmp_path / "copy.db", folder / "cloud.db")
    held = (folder / "cloud.db").stat()
    assert (held.st_uid, held.st_gid, held.st_mode & 0o777) == (1234, 1235, 0o600)


def test_nothing_is_put_where_there_is_no_folder(running, file, tmp_path):
    add(running, "First")
    back_up(file, tmp_path / "copy.db")
    with pytest.raises(NoFolder):
        put_back(tmp_path / "copy.db", tmp_path / "state" / "cloud.db")
    assert not (tmp_path / "state").exists()


def test_what_a_restored_database_has_woken_is_ended(engine, practice):
    with writing(engine) as connection:
        person = add_person(connection, "ann@example.com", "a password", 0, QUICK)
        add_member(connection, person, practice.practice_id, "administrator")
        cookie = visits.begin(connection, person, 1)
        token = one_time.make(connection, "reset", person.person_id, 1)
        outbox.put(connection, Message("ann@example.com", "Old news", "…"), 1)

        settle(connection, 2)

        assert visits.visitor(connection, cookie, 2) is None
        assert one_time.found(connection, "reset", token, 2) is None
        assert not outbox.is_due(connection, "mail", 3)
        (latest, *_) = notes(connection, practice.practice_id, Wanted(), 0, 10)
        assert (latest.act, latest.person_id) == ("restored", audit.OPERATOR)
