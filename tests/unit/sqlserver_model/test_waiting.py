"""Behind the wire each session has its thread, and waits for locks as long as it is told to."""

import threading

import pytest

from tests.sqlserver.engine import Login, SqlError
from tests.sqlserver.model.server import ModelServer
from tests.sqlserver.model.table import TableColumn
from tests.sqlserver.model.types import INT
from tests.sqlserver.model.work import Work

ALL = "SELECT ContactID FROM dbo.Contact"
AT_MOST = 10  # seconds; only catches a hang


@pytest.fixture
def patient():
    server = ModelServer(patient=True)
    database = server.create_database("Practice")
    database.create_table("Contact", [TableColumn("ContactID", INT)], ["ContactID"])
    return server, database, server.login(Login("sa", server.password, "Practice"))


def in_thread(session, found):
    def read():
        try:
            (result,) = session.execute(ALL)
            found.append(list(result.rows))
        except SqlError as error:
            found.append(error.number)

    thread = threading.Thread(target=read)
    thread.start()
    return thread


def test_a_reader_goes_on_when_the_edit_is_committed(patient):
    _, database, session = patient
    work = Work(database)
    work.insert("Contact", ContactID=1)
    waiting = threading.Event()
    database.hooks.on_wait = lambda _: waiting.set()
    found: list[object] = []
    thread = in_thread(session, found)
    assert waiting.wait(AT_MOST)
    work.commit()
    thread.join(AT_MOST)

    assert found == [[(1,)]]


def test_a_reader_gives_up_when_its_time_is_over(patient):
    _, database, session = patient
    session.execute("SET LOCK_TIMEOUT 1")
    Work(database).insert("Contact", ContactID=1)

    with pytest.raises(SqlError) as caught:
        session.execute(ALL)
    assert caught.value.number == 1222


def test_others_work_while_somebody_waits(patient):
    server, database, session = patient
    work = Work(database)
    work.insert("Contact", ContactID=1)
    waiting = threading.Event()
    database.hooks.on_wait = lambda _: waiting.set()
    found: list[object] = []
    thread = in_thread(session, found)
    assert waiting.wait(AT_MOST)
    (answer,) = server.login(Login("sa", server.password, "Practice")).execute("SELECT @@SPID")
    work.rollback()
    thread.join(AT_MOST)

    assert (list(answer.rows), found) == ([(52,)], [[]])
