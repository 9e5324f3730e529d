"""What `practicesync doctor` says of a SQL Server: a real command, Microsoft's driver, a model."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
import trustme

from practicesync.adapters.vault import FileKeyStore, FileVault
from practicesync.core.errors import Code
from practicesync.core.secret_names import DATABASE_PASSWORD, kept_as
from tests.fakes.wire import Reply, WireServer, wire_server
from tests.sqlserver.drivers import microsoft_driver
from tests.sqlserver.engine import SqlError
from tests.sqlserver.model.database import Database, State
from tests.sqlserver.model.server import ModelServer
from tests.sqlserver.wire.greeting import Protection, server_context
from tests.sqlserver.wire.server import TdsServer, tds_server
from tests.system.installation import Done, Installation

TABLES = ("dbo.Contact", "dbo.Phone", "dbo.Employee")
FOLLOWED = TABLES[:2]
LOGIN = "practicesync"
LAYOUT = """
name = "doctor"
status = "tested"
[contact]
table = "dbo.Contact"
key = ["ContactID"]
[contact.fields]
name = "Name"
[[contact.children]]
name = "phones"
table = "dbo.Phone"
key = ["PhoneID"]
parent = ["ContactID"]
fields = { number = "Number" }
[employee]
table = "dbo.Employee"
key = ["EmployeeID"]
fields = { email = "Email" }
"""


@dataclass
class Practice:
    """A practice with a database server, an online side and settings, all of it in order."""

    state: Path
    server: ModelServer
    authority: trustme.CA
    cloud: WireServer
    host: str = "localhost"
    certificate: str = "localhost"
    trusts: bool = True
    user: str = LOGIN
    password: str = ""
    name: str = "Practice"
    more: str = ""
    changes: str = "auto"
    before: Callable[[TdsServer], object] = bool
    port: int = 0

    @property
    def database(self) -> Database:
        found = self.server.find_database("Practice")
        assert found is not None
        return found

    def doctor(self, *options: str) -> Done:
        """Serve the database and run the command to its end."""
        file = self.state / "server.pem"
        issued = self.authority.issue_cert(self.certificate)
        issued.private_key_and_cert_chain_pem.write_to_path(str(file))
        protection = Protection(server_context(str(file)), required=True)
        with tds_server(self.server, protection, version=self.server.version) as wire:
            self.before(wire)
            self.port = wire.port
            self._settle(wire.port)
            return Installation(self.state).call(*options, "doctor", "--here", env=self._env())

    def _settle(self, port: int) -> None:
        at = self.state / "private"
        driver = microsoft_driver()
        database = (
            f"Driver={driver.file};Server=tcp:{self.host},{port};Database={self.name};{self.more}"
        )
        Installation(self.state).write(f"""
[[practice]]
name = "Main office"
database = '{database}'
database_user = "{self.user}"
profile = "doctor.toml"
changes = "{self.changes}"
cloud = "{self.cloud.url}"
ca_file = "{self.cloud.ca_file}"
""")
        (at / "doctor.toml").write_text(LAYOUT)
        vault = FileVault(at / "vault.bin", FileKeyStore(at / "vault.key"))
        vault.put(kept_as(DATABASE_PASSWORD, "Main office"), self.password or self.server.password)

    def _env(self) -> dict[str, str]:
        trusted = self.state / "trusted.pem"
        (self.authority if self.trusts else trustme.CA()).cert_pem.write_to_path(str(trusted))
        return os.environ | {"SSL_CERT_FILE": str(trusted)}


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[WireServer]:
    def health(_: object) -> Reply:
        return Reply(headers={"Date": format_datetime(datetime.now(UTC), usegmt=True)})

    with wire_server(tmp_path, health) as cloud:
        yield cloud


@pytest.fixture
def practice(tmp_path: Path, authority: trustme.CA, cloud: WireServer) -> Practice:
    return in_order(tmp_path / "state", authority, cloud)


def in_order(state: Path, authority: trustme.CA, cloud: WireServer) -> Practice:
    """Return a practice whose login may do what it has to, and no more."""
    server = ModelServer(major=15)
    made = Practice(state, server, authority, cloud)
    made.state.mkdir()
    server.create_database("Practice")
    run(
        server,
        "CREATE TABLE dbo.Contact (ContactID int NOT NULL PRIMARY KEY, Name nvarchar(50))",
        "CREATE TABLE dbo.Phone (PhoneID int NOT NULL PRIMARY KEY, ContactID int NOT NULL,"
        " Number nvarchar(20))",
        "CREATE TABLE dbo.Employee (EmployeeID int NOT NULL PRIMARY KEY, Email nvarchar(50))",
    )
    server.create_login(LOGIN)
    made.database.admit(LOGIN)
    made.database.track_changes()
    for table in TABLES:
        made.database.grant(LOGIN, "SELECT", table)
    for table in FOLLOWED:
        made.database.track(table)
        made.database.grant(LOGIN, "VIEW CHANGE TRACKING", table)
    return made


def run(server: ModelServer, *statements: str) -> None:
    from tests.sqlserver.engine import Login

    session = server.login(Login("sa", server.password, "Practice"))
    for statement in statements:
        session.execute(statement)
    session.close()


def checks_of(done: Done) -> dict[str, dict[str, Any]]:
    assert done.err == "", done
    return {one["id"]: one for one in json.loads(done.out)["checks"]}


@dataclass(frozen=True)
class Case:
    """What is wrong, and what `doctor` has to say of it."""

    name: str
    wrong: Callable[[Practice], object]
    check: str
    code: Code
    sentence: str
    exit: int = 4


def is_(**values: object) -> Callable[[Practice], None]:
    """Return what gives the practice these values."""

    def wrong(practice: Practice) -> None:
        for name, value in values.items():
            setattr(practice, name, value)

    return wrong


def account(**values: object) -> Callable[[Practice], None]:
    """Return what gives the login these values."""

    def wrong(practice: Practice) -> None:
        for name, value in values.items():
            setattr(practice.server.accounts[LOGIN], name, value)

    return wrong


def lose_a_column(practice: Practice) -> None:
    practice.database.drop_table(practice.database.table(("dbo", "Phone")))
    run(
        practice.server,
        "CREATE TABLE dbo.Phone (PhoneID int NOT NULL PRIMARY KEY, ContactID int NOT NULL)",
    )
    practice.database.grant(LOGIN, "SELECT", "dbo.Phone")


AWAY = [
    Case(
        "server not found",
        is_(host="no-such-server.invalid"),
        "database",
        Code.SERVER_UNKNOWN,
        "There is no computer called no-such-server.invalid on this network.",
    ),
    Case(
        "port closed",
        is_(before=TdsServer.refuse),
        "database",
        Code.SERVER_SILENT,
        "SQL Server doesn't answer on localhost at port {port}.",
    ),
]
"""For these Microsoft's driver takes its whole login time-out."""

FAILURES = [
    Case(
        "certificate not trusted",
        is_(trusts=False),
        "database",
        Code.SERVER_NOT_TRUSTED,
        "This computer doesn't trust the certificate of the database server, so nothing was sent to"
        " it, not even the password.",
    ),
    Case(
        "wrong host name in certificate",
        is_(certificate="other.example"),
        "database",
        Code.SERVER_OTHER_NAME,
        "The database server's certificate was issued for another name than the one in the"
        " settings, so nothing was sent to it.",
    ),
    Case(
        "login failed",
        is_(password="wrong"),
        "database",
        Code.LOGIN_FAILED,
        "The database server refused the sign-in of Practice Sync (error 18456).",
    ),
    Case(
        "password expired",
        account(password_expired=True),
        "database",
        Code.PASSWORD_EXPIRED,
        "The password that Practice Sync signs in to the database with has expired.",
    ),
    Case(
        "password must be changed",
        account(must_change_password=True),
        "database",
        Code.PASSWORD_EXPIRED,
        "The password that Practice Sync signs in to the database with has expired.",
    ),
    Case(
        "database missing",
        is_(name="Practise"),
        "database",
        Code.DATABASE_NOT_FOUND,
        "The practice database isn't where the settings say: Practise.",
    ),
    Case(
        "database offline",
        lambda practice: setattr(practice.database, "state", State.OFFLINE),
        "database",
        Code.DATABASE_OFFLINE,
        "The database server answers, but the practice database is offline, is being restored, or"
        " somebody works in it alone.",
    ),
    Case(
        "no user in the database",
        lambda practice: practice.database.users.clear(),
        "database",
        Code.LOGIN_FAILED,
        "The database server refused the sign-in of Practice Sync (error 4060).",
    ),
    Case(
        "table missing",
        lambda practice: practice.database.drop_table(practice.database.table(("dbo", "Phone"))),
        "tables",
        Code.TABLE_MISSING,
        "The practice database doesn't have dbo.Phone, which the database layout names.",
        2,
    ),
    Case(
        "column missing",
        lose_a_column,
        "columns",
        Code.COLUMN_MISSING,
        "The table dbo.Phone doesn't have the column Number, which the database layout names.",
        2,
    ),
    Case(
        "no right to read a table",
        lambda practice: practice.database.revoke(LOGIN, "SELECT", "dbo.Phone"),
        "reading",
        Code.NO_RIGHT_TO_READ,
        "The login of Practice Sync isn't allowed to read dbo.Phone.",
    ),
]

WARNINGS = [
    Case(
        "no right to see changes",
        lambda practice: practice.database.revoke(LOGIN, "VIEW CHANGE TRACKING", "dbo.Phone"),
        "change-tracking",
        Code.NO_RIGHT_TO_CHANGES,
        "The login of Practice Sync isn't allowed to see the changes that SQL Server has tracked in"
        " dbo.Phone.",
        0,
    ),
    Case(
        "tracking off",
        lambda practice: practice.database.track("dbo.Phone", enable=False),
        "change-tracking",
        Code.TRACKING_OFF,
        "SQL Server doesn't track changes in dbo.Phone.",
        0,
    ),
    Case(
        "sa",
        is_(user="sa"),
        "rights",
        Code.LOGIN_IS_ADMINISTRATOR,
        "Practice Sync signs in as an administrator of the whole database server, such as sa.",
        0,
    ),
    Case(
        "may write one table",
        lambda practice: practice.database.grant(LOGIN, "UPDATE", "dbo.Phone"),
        "rights",
        Code.LOGIN_MAY_WRITE,
        "The login of Practice Sync could change data in dbo.Phone.",
        0,
    ),
    Case(
        "may write by its role",
        lambda practice: practice.database.users[LOGIN].roles.add("db_datawriter"),
        "rights",
        Code.LOGIN_MAY_WRITE,
        "The login of Practice Sync could change data in dbo.Contact, dbo.Phone, dbo.Employee.",
        0,
    ),
    Case(
        "certificate not checked",
        is_(trusts=False, more="TrustServerCertificate=yes;"),
        "encryption",
        Code.CONNECTION_NOT_PROTECTED,
        "The settings waive the check of the database server's certificate, so somebody on the"
        " network could pose as the server.",
        0,
    ),
]


def ids(cases: list[Case]) -> list[str]:
    return [case.name for case in cases]


def found(practice: Practice, case: Case, result: str) -> None:
    """Assert that exactly that is found, in whole words."""
    case.wrong(practice)

    done = practice.doctor("--json")

    checks = checks_of(done)
    wrong = [one for one in checks.values() if one["result"] in ("warn", "fail")]
    assert [(one["id"], one["code"], one["result"]) for one in wrong] == [
        (case.check, case.code, result)
    ]
    [one] = wrong
    expected = case.sentence.format(port=practice.port)
    assert one["sentence"].startswith(expected), one["sentence"]
    assert one["remedy"].endswith(".")
    assert one["help"] == case.code.lower()
    for told in checks.values():
        assert not re.search(r"[\[\]{}|]|  ", told["sentence"] + told["remedy"]), told
    assert done.code == case.exit


def test_a_server_that_is_not_there_is_named(
    tmp_path: Path, authority: trustme.CA, cloud: WireServer
):
    practices = [in_order(tmp_path / f"state{n}", authority, cloud) for n in range(len(AWAY))]

    with ThreadPoolExecutor() as pool:  # at once, because each takes its time
        list(pool.map(found, practices, AWAY, ["fail"] * len(AWAY)))


@pytest.mark.parametrize("case", FAILURES, ids=ids(FAILURES))
def test_what_is_wrong_is_named(practice: Practice, case: Case):
    found(practice, case, "fail")


@pytest.mark.parametrize("case", WARNINGS, ids=ids(WARNINGS))
def test_what_would_be_better_is_a_warning(practice: Practice, case: Case):
    found(practice, case, "warn")


def test_a_practice_in_order_has_nothing_to_complain_of(practice: Practice):
    done = practice.doctor("--json")

    checks = checks_of(done)
    assert {one["result"] for one in checks.values()} <= {"pass", "skipped"}, checks
    assert done.code == 0
    assert checks["database"]["sentence"] == (
        "SQL Server 2019 Express answers; login practicesync."
    )


def test_what_fails_in_between_is_told_and_the_rest_is_looked_at(practice: Practice):
    def locked(sql: str) -> None:
        if "TOP (0)" in sql:
            raise SqlError(1222, "Lock request time out period exceeded.", 16)

    practice.database.hooks.before_statement = locked

    done = practice.doctor("--json")

    wrong = [one for one in json.loads(done.out)["checks"] if one["result"] == "fail"]
    assert [(one["id"], one["code"]) for one in wrong] == [("database", Code.DATABASE_BUSY)]
    assert checks_of(done)["cloud"]["result"] == "pass"


def test_why_checks_are_left_out_is_read_once(practice: Practice):
    practice.database.state = State.OFFLINE

    said = practice.doctor().out

    assert said.count("Not looked at, because the database can't be read.") == 1
