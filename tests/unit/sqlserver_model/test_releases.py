"""What older releases of SQL Server don't know."""

import pytest

from tests.sqlserver.conformance.site import value
from tests.sqlserver.direct import DirectDriver
from tests.sqlserver.model.server import RELEASES, ModelServer

LONG = "SELECT HASHBYTES('SHA2_256', CAST(? AS varbinary(max)) + CAST(? AS varbinary(max)))"


def connected(major):
    server = ModelServer(major=major)
    server.create_database("Practice")
    return DirectDriver(server).connect(
        f"UID=sa;PWD={server.password};Database=Practice", autocommit=True
    )


@pytest.mark.parametrize("major", RELEASES)
def test_it_says_which_it_is(major):
    connection = connected(major)
    version = value(connection, "SELECT SERVERPROPERTY('ProductVersion')")
    level = value(
        connection, "SELECT compatibility_level FROM sys.databases WHERE name = 'Practice'"
    )

    assert (int(version.split(".")[0]), level) == (major, major * 10)
    assert RELEASES[major][0] in value(connection, "SELECT @@VERSION")


def test_before_2016_a_digest_is_of_8000_bytes_at_most(number):
    assert number(connected(12).execute, LONG, b"a" * 5000, b"b" * 3001) == 8152
    assert value(connected(12), LONG, b"a" * 5000, b"b" * 3000) is not None
    assert value(connected(13), LONG, b"a" * 5000, b"b" * 3001) is not None


def test_before_2017_there_is_no_trim(number):
    assert number(connected(13).execute, "SELECT TRIM(N' a ')") == 195
    assert value(connected(14), "SELECT TRIM(N' a ')") == "a"


def test_before_2016_the_log_is_not_told(number):
    wanted = "SELECT log_end_lsn FROM sys.dm_db_log_stats(DB_ID())"

    assert number(connected(12).execute, wanted) == 208
    assert value(connected(13), wanted) is not None
