"""`practicesync profile`: real commands, Microsoft's driver, and the tests' SQL Server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from practicesync.adapters.sqlserver.connection import Bounds, Session
from practicesync.adapters.sqlserver.stocktaking import take_stock
from practicesync.adapters.vault import FileKeyStore, FileVault
from practicesync.bootstrap import read_profile
from practicesync.core.error_table import Exit
from practicesync.core.fit import findings
from practicesync.core.profile import Profile
from practicesync.core.secret_names import DATABASE_PASSWORD, kept_as
from tests.sqlserver.adventureworks import PEOPLE, schema
from tests.sqlserver.conformance.site import NAME, direct_site, model, wire_site
from tests.sqlserver.drivers import microsoft_driver
from tests.sqlserver.model.server import PASSWORD, ModelServer
from tests.sqlserver.wire.server import tds_server
from tests.system.installation import Done, Installation

SETTINGS = """
[[practice]]
name = "Harbour"
database = {database}
database_user = "sa"
profile = "{layout}"
cloud = "https://localhost:1"
"""
OWN = """
name = "own"
status = "starting point"
[contact]
table = "Person.Persons"
key = ["BusinessEntityID"]
fields = { first = "FirstName" }
"""


class Office:
    """A server with the sample database, and a folder whose settings name it."""

    def __init__(self, state: Path, port: int) -> None:
        driver = microsoft_driver()
        server = driver.server.format(port=port)
        self.database = f"Driver={driver.file};{server};Database={NAME};{driver.more}"
        self.installation = Installation(state)

    def profile(self, *arguments: str, entered: str = "") -> Done:
        return self.installation.call("profile", *arguments, entered=entered)

    def checked(self, *arguments: str) -> tuple[int, dict[str, Any]]:
        done = self.profile("check", *arguments, "--json")
        return done.code, json.loads(done.out or "{}")

    def settle(self, layout: str = "adventureworks", word: str = PASSWORD) -> None:
        """Write the settings, and have the password kept as `set-secret` has it."""
        settings = SETTINGS.format(database=json.dumps(self.database), layout=layout)
        self.installation.write(settings)
        private = self.installation.config.parent
        vault = FileVault(private / "vault.bin", FileKeyStore(private / "vault.key"))
        vault.put(kept_as(DATABASE_PASSWORD, "Harbour"), word)


@pytest.fixture(scope="module")
def server() -> ModelServer:
    return model()


@pytest.fixture(scope="module")
def port(server: ModelServer) -> Iterator[int]:
    with tds_server(server) as wire:
        site = wire_site(server, wire.port)
        site.run(*schema(), *PEOPLE)
        site.close()
        yield wire.port


@pytest.fixture
def office(tmp_path: Path, port: int) -> Office:
    return Office(tmp_path / "state", port)


def test_layout_that_fits_is_said_to_fit(office):
    office.settle()
    done = office.profile("check")

    assert (done.code, done.err) == (Exit.DONE, "")
    assert done.out == (
        "The database layout adventureworks fits: 6 tables and 24 columns are there, and it finds"
        " 3 contacts.\n"
    )


def test_layout_that_does_not_fit_is_told_with_what_is_near(office, tmp_path):
    own = tmp_path / "own.toml"
    own.write_text(OWN, "utf-8")
    office.settle()
    code, told = office.checked(str(own))

    assert (code, told["layout"], told["fits"]) == (Exit.INCOMPLETE, "own", False)
    (finding,) = told["findings"]
    assert finding["sentence"] == "Person.Persons is not there; Person.Person is."


def test_another_database_is_looked_at_with_a_login_of_its_own(office):
    named = ("--database", office.database, "--user", "sa", "--password-stdin")
    done = office.profile("check", "adventureworks", *named, entered=f"{PASSWORD}\n")
    wrong = office.profile("check", "adventureworks", *named, entered="no\n")

    assert (done.code, done.err) == (Exit.DONE, "")
    assert wrong.code == Exit.DATABASE
    assert "PS-SRC-12" in wrong.err
    assert PASSWORD not in done.out + wrong.out + wrong.err


def test_layout_with_mistakes_is_told_before_any_database_is_asked(office, tmp_path):
    own = tmp_path / "own.toml"
    own.write_text('name = "own"', "utf-8")
    done = office.profile("check", str(own), "--database", "Server=127.0.0.1,1")

    assert done.code == Exit.USAGE
    assert "PS-CFG-05" in done.err


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--database", "Server=x"), "name the database layout"),
        (("demo", "--database", "sqlite:///x.db"), "SQL Server alone"),
        (("--practice", "Nobody"), "no such practice"),
    ],
)
def test_what_can_not_be_checked_is_refused_with_the_reason(office, arguments, reason):
    office.settle()
    done = office.profile("check", *arguments)

    assert done.code == Exit.USAGE
    assert reason in done.err


def test_password_that_nobody_has_given_is_asked_for(office):
    office.settle()
    (office.installation.config.parent / "vault.bin").unlink()
    done = office.profile("check")

    assert "PS-SRC-22" in done.err
    assert "set-secret" in done.err


def test_statements_are_printed_with_the_types_of_the_database(office):
    named = ("--database", office.database, "--user", "sa", "--password-stdin")
    done = office.profile(
        "explain", "adventureworks", "--way", "diff", *named, entered=f"{PASSWORD}\n"
    )
    assumed = office.profile("explain", "adventureworks", "--way", "diff")

    assert (done.code, assumed.code) == (Exit.DONE, Exit.DONE)
    assert "-- Assumed: every key is int" not in done.out
    assert "-- Assumed: every key is int" in assumed.out
    assert "FROM [Person].[Person] AS c" in done.out


def test_statements_are_facts_for_scripts(office):
    done = office.profile("explain", "adventureworks", "--json")
    ways = {one["way"]: one for one in map(json.loads, done.out.splitlines())}

    assert set(ways) == {"change-tracking", "rowversion", "diff"}
    assert ways["rowversion"]["statements"] == []
    assert "no rowversion column of Person.Person" in ways["rowversion"]["why_not"]
    assert all(one["sql"] for one in ways["diff"]["statements"])


def test_tables_to_try_things_out_on_are_those_that_the_demo_layout_reads(office):
    done = office.installation.call("demo-database", "--sql-server")
    site = direct_site()
    site.run(*(one for one in done.out.split(";\n") if one.strip()))
    profile = read_profile("demo", Path())
    assert isinstance(profile, Profile)
    inventory = take_stock(lambda: Session(site.connect, Bounds()), profile)

    assert done.code == Exit.DONE
    assert {one.kind for one in findings(profile, inventory)} == {"no contacts"}
    site.close()


def test_way_that_is_none_is_refused(office):
    done = office.profile("explain", "adventureworks", "--way", "magic")

    assert done.code == Exit.USAGE
    assert "change-tracking, rowversion, diff" in done.err


def test_layouts_are_listed_with_how_far_they_are(office):
    office.settle(layout="own.toml")
    own = office.installation.config.parent / "own.toml"
    own.write_text(OWN.replace("Persons", "Person"), "utf-8")
    done = office.profile("list")
    listed = dict(line.split("  ", 1) for line in done.out.splitlines())

    assert done.code == Exit.DONE
    assert listed["demo"].strip() == "tested"
    assert listed["ae"].strip() == "a starting point: not tried on a real database yet"
    assert listed["own.toml"].strip().startswith("your own file, a starting point")


def test_own_layout_with_mistakes_is_listed_as_that(office):
    office.settle(layout="own.toml")
    own = office.installation.config.parent / "own.toml"
    own.write_text('name = "own"', "utf-8")
    done = office.profile("list", "--json")
    listed = {one["name"]: one for one in map(json.loads, done.out.splitlines())}

    assert listed["own.toml"]["code"] == "PS-CFG-05"
    assert listed["demo"] == {
        "name": "demo",
        "status": "tested",
        "own": False,
        "table": "dbo.Contact",
        "mistakes": 0,
        "code": "",
    }
