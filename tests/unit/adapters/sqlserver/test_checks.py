"""What is told of a database in SQL Server, check by check."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from practicesync.adapters.sqlserver.checks import Examined, database_checks
from practicesync.adapters.sqlserver.probe import Wanted
from practicesync.adapters.sqlserver.source import SqlServerSource
from practicesync.core.check import Check
from practicesync.core.check_words import told
from practicesync.core.errors import Code, Misconfigured, Problem, Unavailable
from practicesync.core.profile import Profile
from tests.contract.practice import LAYOUTS
from tests.contract.sql_server import PracticeInSqlServer
from tests.sqlserver.direct import DirectDriver
from tests.sqlserver.model.database import Database
from tests.sqlserver.model.server import PASSWORD, ModelServer

ALL = [
    "database",
    "encryption",
    "tables",
    "columns",
    "reading",
    "rights",
    "change-tracking",
    "finding-changes",
    "restore",
    "snapshot",
]


@dataclass
class Place:
    """A practice with a login that may read it and see what changes."""

    major: int = 15
    versions: bool = True
    closed: Problem | None = None
    server: ModelServer = field(init=False)
    database: Database = field(init=False)
    profile: Profile = field(init=False)

    def __post_init__(self) -> None:
        self.server = ModelServer(major=self.major)
        self.database = self.server.create_database("Practice")
        driver = DirectDriver(self.server)
        said = f"UID=sa;PWD={PASSWORD};Database=Practice"
        practice = PracticeInSqlServer(
            LAYOUTS["int"],
            lambda autocommit: driver.connect(said, autocommit=autocommit),
            self.versions,
        )
        practice.track()
        self.profile = practice.profile()
        self.server.create_login("reader")
        self.database.admit("reader")
        for table in [*practice.tables(), "Employee"]:
            self.database.grant("reader", "SELECT", f"dbo.{table}")
            self.database.grant("reader", "VIEW CHANGE TRACKING", f"dbo.{table}")

    def connect(self) -> Any:
        if self.closed:
            raise self.closed
        said = f"UID=reader;PWD={PASSWORD};Database=Practice"
        return DirectDriver(self.server).connect(said, autocommit=True)

    def source(self) -> SqlServerSource:
        return SqlServerSource(self.connect, self.profile)

    def checks(self, more: str = "", wanted: Wanted = "auto") -> dict[str, Check]:
        database = f"Server=db;Database=Practice;{more}"
        source = self.source()
        examined = Examined(source, self.profile, database, wanted)
        made = {check.id.value: check for check in database_checks(examined)}
        source.close()
        assert list(made) == ALL
        assert len(self.server.sessions) == 0, "a connection is left open"
        return made


def results(checks: dict[str, Check]) -> dict[str, str]:
    """Return what isn't in order."""
    return {id_: check.result for id_, check in checks.items() if check.result != "pass"}


def test_a_database_in_order_has_nothing_to_complain_of():
    assert results(Place().checks()) == {}


@pytest.mark.parametrize(
    ("major", "name"),
    [(12, "SQL Server 2014 Express"), (15, "SQL Server 2019 Express"), (16, "SQL Server 2022 Ex")],
)
def test_the_server_is_named_as_people_know_it(major, name):
    assert told(Place(major).checks()["database"]).sentence.startswith(name)


@pytest.mark.parametrize(
    "problem",
    [
        Unavailable(Code.SERVER_SILENT, host="db"),
        Misconfigured(Code.SECRET_MISSING),
        Misconfigured(Code.DRIVER_MISSING),
    ],
    ids=lambda problem: problem.code.name,
)
def test_what_keeps_it_shut_is_told_and_nothing_else_is_looked_at(problem):
    checks = Place(closed=problem).checks()

    assert checks["database"].code is problem.code
    assert set(results(checks)) == set(ALL)
    assert {check.result for check in checks.values()} == {"fail", "skipped"}


def test_a_database_that_is_not_there_is_told_by_its_name():
    checks = Place(closed=Misconfigured(Code.DATABASE_NOT_FOUND)).checks()

    assert checks["database"].facts == {"path": "Practice"}


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ("Encrypt=no", "open"),
        ("Encrypt=Optional;TrustServerCertificate=yes", "open"),
        ("TrustServerCertificate=yes", "trusting"),
        ("Encrypt=yes;trustservercertificate=True", "trusting"),
    ],
)
def test_a_connection_that_is_not_protected_is_a_warning(more, reason):
    checks = Place().checks(more)

    assert results(checks) == {"encryption": "warn"}
    assert checks["encryption"].facts == {"reason": reason}


@pytest.mark.parametrize("more", ["", "Encrypt=yes", "Encrypt=strict;TrustServerCertificate=no"])
def test_a_connection_that_is_protected_is_in_order(more):
    assert results(Place().checks(more)) == {}


def test_a_table_that_is_missing_is_no_fault_of_its_columns():
    place = Place()
    place.database.drop_table(place.database.table(("dbo", "Phone")))

    assert results(place.checks()) == {
        "tables": "fail",
        "columns": "skipped",
        "reading": "skipped",
        "change-tracking": "skipped",
        "finding-changes": "skipped",
    }


def test_tables_that_are_hidden_are_not_said_to_be_missing():
    place = Place()
    for table in ("dbo.Phone", "dbo.Client"):
        place.database.revoke("reader", "SELECT", table)
        place.database.revoke("reader", "VIEW CHANGE TRACKING", table)

    checks = place.checks()

    assert checks["reading"].facts == {"table": "dbo.Client, dbo.Phone"}
    assert checks["tables"].result == "pass"
    assert checks["columns"].result == "skipped"


def test_a_table_that_is_seen_and_may_not_be_read_is_told():
    place = Place()
    place.database.revoke("reader", "SELECT", "dbo.Phone")

    checks = place.checks()

    assert (checks["reading"].code, checks["columns"].result) == (Code.NO_RIGHT_TO_READ, "pass")


def test_the_rights_are_looked_at_even_where_a_table_is_missing():
    place = Place()
    place.database.drop_table(place.database.table(("dbo", "Phone")))
    place.database.grant("reader", "DELETE", "dbo.Contact")

    assert place.checks()["rights"].code is Code.LOGIN_MAY_WRITE


def test_without_tracking_the_way_that_is_taken_is_told_with_a_better_one():
    place = Place()
    place.database.track("dbo.Phone", enable=False)

    checks = place.checks()

    assert results(checks) == {"change-tracking": "warn"}
    way = told(checks["finding-changes"])
    assert "by the version that SQL Server gives each row" in way.sentence
    assert "enable-tracking" in way.remedy


def test_contacts_that_have_to_be_compared_are_told_with_the_reason():
    place = Place(versions=False)
    place.database.track("dbo.Phone", enable=False)

    assert "by comparing all contacts" in told(place.checks()["finding-changes"]).sentence


def test_tracking_that_is_off_matters_not_to_who_chose_another_way():
    place = Place()
    place.database.track("dbo.Phone", enable=False)

    assert results(place.checks(wanted="rowversion")) == {"change-tracking": "skipped"}


def test_a_way_that_was_chosen_and_is_not_possible_is_wrong():
    place = Place()
    place.database.track("dbo.Phone", enable=False)

    checks = place.checks(wanted="change-tracking")

    assert results(checks) == {"change-tracking": "warn", "finding-changes": "fail"}
    assert checks["finding-changes"].code is Code.WAY_NOT_POSSIBLE


def test_snapshot_isolation_is_told_on_and_off():
    place = Place()
    off = told(place.checks()["snapshot"])
    place.database.allow_snapshot = True

    assert (off.result, "off" in off.sentence) == ("pass", True)
    assert "is on" in told(place.checks()["snapshot"]).sentence
