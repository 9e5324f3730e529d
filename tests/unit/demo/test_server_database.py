"""The demo practice in SQL Server: the same contacts and the same edits as in a file."""

import json
import re
from collections.abc import Iterator

import pytest

from practicesync.adapters.sqlserver.source import SqlServerSource
from practicesync.bootstrap import read_profile
from practicesync.core.cleaning import clean
from practicesync.core.digest import canonical
from practicesync.core.errors import Rejected
from practicesync.core.profile import Profile, columns_needed
from practicesync.demo.desk import Desk
from practicesync.demo.edits import MORE, TWENTY, edit
from practicesync.demo.practice import Practice, expected, make_practice_in
from practicesync.demo.schema import COLUMNS, KEYS, SCHEMA
from practicesync.demo.server_database import ServerDatabase, columns
from practicesync.demo.stop import DemoFailed
from tests.sqlserver.conformance.site import Site
from tests.sqlserver.direct import DirectDriver
from tests.sqlserver.drivers import microsoft_driver
from tests.sqlserver.model.server import ModelServer
from tests.sqlserver.wire.server import TdsServer, tds_server

CONTACTS = 60


@pytest.fixture
def server() -> ModelServer:
    return ModelServer(patient=True)


@pytest.fixture
def wire(server: ModelServer) -> Iterator[TdsServer]:
    with tds_server(server) as wire:
        yield wire


@pytest.fixture
def database(server: ModelServer, wire: TdsServer) -> Iterator[ServerDatabase]:
    said = microsoft_driver().connection_string(wire.port, user="sa", word=server.password)
    database = ServerDatabase(said)
    yield database
    database.drop()


@pytest.fixture
def practice(database: ServerDatabase) -> Practice:
    return make_practice_in(database, CONTACTS)


@pytest.fixture
def source(server: ModelServer, practice: Practice, database: ServerDatabase) -> SqlServerSource:
    driver = DirectDriver(server)
    said = f"UID=sa;PWD={server.password};Database={database.name}"
    site = Site(lambda autocommit: driver.connect(said, autocommit=autocommit))
    return SqlServerSource(site.connect, layout())


def layout() -> Profile:
    profile = read_profile("demo", None)  # type: ignore[arg-type]  # it is shipped: no folder
    assert isinstance(profile, Profile)
    return profile


def cleaned(source):
    """All contacts as the agent would send them, and those that it would not."""
    sent, not_sent = {}, {}
    for row in source.page(None, 1_000).rows:
        try:
            sent[row.key] = json.loads(canonical(clean(row).contact))
        except Rejected as rejected:
            not_sent[row.key] = (rejected.code.value, rejected.field)
    return sent, not_sent


def test_tables_are_those_of_the_file():
    made = re.findall(r"CREATE TABLE (\w+) \((.*?)\n\);", SCHEMA, re.DOTALL)
    of_file = {
        table: [
            name
            for name in (line.split()[0] for line in text.strip().splitlines())
            if name not in ("RowVersion", "PRIMARY")
        ]
        for table, text in made
    }

    assert columns() == of_file
    assert list(columns()) == list(COLUMNS)
    assert all(key == columns()[table][0] for table, key in KEYS.items())


def test_tables_have_what_the_layout_reads():
    for table, needed in columns_needed(layout()).items():
        assert set(needed) - {"RowVersion"} <= set(columns()[table.removeprefix("dbo.")])


def test_practice_is_what_the_generator_began_with(practice, source):
    sent, not_sent = cleaned(source)
    source.close()

    assert sent == expected(practice)
    assert not_sent == practice.truth.not_sent()


def test_each_edit_changes_the_keys_that_it_names_and_no_others(practice, source):
    desk = Desk(practice)
    before, _ = cleaned(source)
    for how in TWENTY + MORE:
        done = edit(desk, how)
        after, _ = cleaned(source)
        changed = {key for key in before | after if before.get(key) != after.get(key)}
        assert changed == set(done.keys), how.__doc__
        assert after == expected(practice), how.__doc__
        before = after
    source.close()
    desk.close()


def test_database_is_gone_afterwards(server, database, practice):
    desk = Desk(practice)
    assert desk.count() == CONTACTS
    desk.close()
    names = {one.name for one in server.databases}
    database.drop()

    assert database.name in names
    assert database.name not in {one.name for one in server.databases}


def test_database_that_can_not_be_dropped_is_named(server, database, practice):
    account = server.accounts["sa"]
    word, account.password = account.password, "changed meanwhile"
    with pytest.raises(DemoFailed, match=database.name):
        database.drop()
    account.password = word


def test_no_setting_holds_the_password(server, database):
    settings = database.settings

    assert database.password == server.password
    assert server.password not in json.dumps(settings)
    assert settings["database_user"] == "sa"
    assert settings["database"].endswith(f";Database={database.name}")
    assert "Database=Practice;" not in settings["database"]


def test_server_that_refuses_is_told_by_its_number(server, wire):
    said = microsoft_driver().connection_string(wire.port, user="sa", word="wrong")
    database = ServerDatabase(said)

    with pytest.raises(DemoFailed, match="18456"):
        make_practice_in(database, CONTACTS)
    database.drop()  # there is nothing to be dropped
