"""What is found out about a server and its columns, and what is said when some are missing."""

import pytest

from practicesync.core.errors import Code, Misconfigured
from tests.unit.adapters.sqlserver.practice import CONTACT, PROFILE, SmallPractice

CLIENT = """
[[contact.joins]]
table = "dbo.Client"
key = ["ContactID"]
fields = { partner = "Partner", office = "Office" }
"""

COLUMNS = [
    ("int", "int", ""),
    ("decimal(18, 0)", "int", ""),
    ("decimal(9, 2)", "text", ""),
    ("uniqueidentifier", "guid", ""),
    ("nvarchar(20)", "nocase", "Latin1_General_CI_AS"),
    ("char(6)", "text", "Latin1_General_BIN2"),
]


@pytest.mark.parametrize(("declared", "kind", "collation"), COLUMNS, ids=[c[0] for c in COLUMNS])
def test_type_of_a_key_is_that_of_its_column(practice, declared, kind, collation):
    type_ = f"{declared} COLLATE {collation}" if collation else declared
    table = f"CREATE TABLE dbo.Contact (ContactID {type_} NOT NULL PRIMARY KEY, Name nchar(1))"

    catalog = practice.opened(table).catalog

    found = catalog.type_of("dbo.Contact", "CONTACTID")
    assert (found.declared, found.collation) == (declared, collation)
    assert catalog.kind("dbo.Contact", "contactid") == kind


@pytest.mark.parametrize(("major", "gated"), [(12, False), (13, True), (16, True)])
def test_log_is_looked_at_where_the_server_tells_of_it(major, gated):
    """https://learn.microsoft.com/sql/relational-databases/system-dynamic-management-views/sys-dm-db-log-stats-transact-sql"""
    practice = SmallPractice(major)

    server = practice.opened(CONTACT).catalog.server

    assert (server.major, server.gated) == (major, gated)
    practice.close()


@pytest.mark.parametrize(("version", "gated"), [("13.0.4001.0", False), ("13.0.5026.0", True)])
def test_log_is_looked_at_from_the_second_service_pack_of_2016_on(practice, version, gated):
    """https://learn.microsoft.com/sql/relational-databases/system-dynamic-management-views/sys-dm-db-log-stats-transact-sql"""
    practice.server.version = version

    assert practice.opened(CONTACT).catalog.server.gated is gated


def test_log_is_not_looked_at_by_who_may_not(practice):
    practice.site.run(CONTACT)
    practice.admit("reader", ["dbo.Contact"])
    source = practice.source(user="reader")

    with source.connected() as opened:
        assert not opened.catalog.server.gated
        assert opened.catalog.server.database == "Practice"
    assert source.gate() is None


def test_every_missing_table_is_named(practice):
    with pytest.raises(Misconfigured) as caught:
        practice.opened(layout=PROFILE + CLIENT)

    assert caught.value.code is Code.TABLE_MISSING
    assert caught.value.facts["table"] == "dbo.Contact, dbo.Client"


def test_every_missing_column_is_named(practice):
    tables = ["CREATE TABLE dbo.Contact (ContactID int NOT NULL PRIMARY KEY, Nome nchar(1))"]
    tables.append("CREATE TABLE dbo.Client (ContactID int NOT NULL PRIMARY KEY, PARTNER nchar(1))")

    with pytest.raises(Misconfigured) as caught:
        practice.opened(*tables, layout=PROFILE + CLIENT)

    assert caught.value.code is Code.COLUMN_MISSING
    assert caught.value.facts["column"] == "dbo.Contact.Name, dbo.Client.Office"


def test_columns_of_one_table_are_named_without_it(practice):
    with pytest.raises(Misconfigured) as caught:
        practice.opened("CREATE TABLE dbo.Contact (ContactID int NOT NULL PRIMARY KEY)")

    assert (caught.value.facts["table"], caught.value.facts["column"]) == ("dbo.Contact", "Name")


def test_table_that_may_not_be_read_is_not_called_missing(practice):
    """The catalog hides it: https://learn.microsoft.com/sql/relational-databases/security/metadata-visibility-configuration"""
    practice.site.run(CONTACT, "CREATE TABLE dbo.Client (ContactID int, Partner int, Office int)")
    practice.admit("reader", ["dbo.Contact"])

    with pytest.raises(Misconfigured) as caught:
        practice.source(layout=PROFILE + CLIENT, user="reader").count()

    assert caught.value.code is Code.NO_RIGHT_TO_READ
    assert caught.value.facts["table"] == "dbo.Client"


def test_failed_look_leaves_no_connection(practice):
    with pytest.raises(Misconfigured):
        practice.opened()

    assert practice.server.sessions == []


def test_fork_changes_when_the_database_is_restored(practice):
    before = practice.opened(CONTACT).fork
    practice.database.restore(practice.database.backup())

    after = practice.opened().fork

    assert before
    assert after
    assert before != after
