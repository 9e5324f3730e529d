"""What only a real server can show: its types, its patience, its log."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from practicesync.adapters.sqlserver.connection import Bounds, odbc
from practicesync.adapters.sqlserver.source import SqlServerSource
from practicesync.core.errors import Code, Unavailable
from practicesync.core.key import Key
from practicesync.core.profile import Profile
from practicesync.core.profile_text import parse_profile
from tests.sqlserver.conformance.site import Site

PROFILE = """
name = "live"
status = "tested"
[contact]
table = "dbo.Contact"
key = ["ContactID"]
fields = { name = "Value" }
"""
UMLAUTS = "Zoë Ångström 👋"
TYPES = {
    "tinyint": ("255", 255),
    "bigint": ("9223372036854775807", 2**63 - 1),
    "bit": ("1", True),
    "decimal(38, 10)": ("123456789012345678.0123456789", "123456789012345678.0123456789"),
    "money": ("922337203685477.5807", "922337203685477.5807"),
    "float": ("0.1", 0.1),
    "real": ("0.5", 0.5),
    "nvarchar(20)": (f"N'{UMLAUTS}'", UMLAUTS),
    "nvarchar(max)": (f"N'{'x' * 9000}'", "x" * 9000),
    "nchar(4)": ("N'ab'", "ab  "),
    "varchar(20) COLLATE Latin1_General_CI_AS": ("'Zoë'", "Zoë"),
    "date": ("'2024-02-29'", "2024-02-29"),
    "datetime": ("'2024-02-29T23:59:59.997'", "2024-02-29T23:59:59.997000"),
    "smalldatetime": ("'2024-02-29T23:58:00'", "2024-02-29T23:58:00"),
    "datetime2(3)": ("'0001-01-01T00:00:00.001'", "0001-01-01T00:00:00.001000"),
    "datetimeoffset(0)": ("'2024-02-29T10:00:00 +09:30'", "2024-02-29T10:00:00+09:30"),
    "uniqueidentifier": (
        "'0000000A-0000-0000-0000-00000000000B'",
        "0000000A-0000-0000-0000-00000000000B",
    ),
    "varbinary(8)": ("0x00ff", b"\x00\xff"),
}

Read = Callable[..., SqlServerSource]


@pytest.fixture
def read(scratch: Site) -> Iterator[Read]:
    """Make a source over the scratch database, as the agent would."""
    made: list[SqlServerSource] = []

    def source(bounds: Bounds | None = None, *, hashed: bool = False) -> SqlServerSource:
        profile = parse_profile(PROFILE, "live.toml")
        assert isinstance(profile, Profile)
        limits = bounds or Bounds()
        found = SqlServerSource(
            lambda: odbc(scratch.connection_string, limits, careful=False),
            profile,
            bounds=limits,
            hashed=hashed,
        )
        made.append(found)
        return found

    yield source
    for one in made:
        one.close()


def contacts(site: Site, type_: str, value: str) -> None:
    site.run(
        f"CREATE TABLE dbo.Contact (ContactID int NOT NULL PRIMARY KEY, Value {type_} NULL)",
        f"INSERT INTO dbo.Contact VALUES (1, {value})",
        "INSERT INTO dbo.Contact VALUES (2, NULL)",
    )


@pytest.mark.parametrize("type_", TYPES)
def test_value_comes_as_it_was_stored(scratch, read, type_):
    stored, told = TYPES[type_]
    contacts(scratch, type_, stored)

    one, two = (row.fields["name"] for row in read().read([Key('["1"]'), Key('["2"]')]))

    assert (one, two) == (told, None)


@pytest.mark.parametrize("type_", TYPES)
def test_change_of_a_value_changes_the_servers_hash(scratch, read, type_):
    contacts(scratch, type_, TYPES[type_][0])
    source = read(hashed=True)
    before = dict(source.hashes(None, 9)[0])
    scratch.run("UPDATE dbo.Contact SET Value = NULL WHERE ContactID = 1")

    after = dict(source.hashes(None, 9)[0])

    assert before[Key('["1"]')] != after[Key('["1"]')]
    assert before[Key('["2"]')] == after[Key('["2"]')]


def test_row_that_somebody_holds_ends_the_wait_and_no_more(scratch, read):
    contacts(scratch, "int", "1")
    source = read(Bounds(lock=1))
    assert source.count() == 2
    working = scratch.connect(autocommit=False)
    working.execute("UPDATE dbo.Contact SET Value = 2 WHERE ContactID = 1")

    with pytest.raises(Unavailable) as caught:
        source.read([Key('["1"]')])
    working.rollback()

    assert caught.value.code is Code.DATABASE_BUSY
    assert [row.fields["name"] for row in source.read([Key('["1"]')])] == [1]


def test_statement_that_takes_too_long_is_cancelled(scratch, read):
    contacts(scratch, "int", "1")
    source = read(Bounds(query=1, lock=30))
    assert source.count() == 2
    working = scratch.connect(autocommit=False)
    working.execute("UPDATE dbo.Contact SET Value = 2 WHERE ContactID = 1")

    with pytest.raises(Unavailable):
        source.read([Key('["1"]')])
    working.rollback()

    assert [row.fields["name"] for row in source.read([Key('["1"]')])] == [1]


def test_late_commit_of_somebody_else_is_read_when_it_is_there(scratch, read):
    contacts(scratch, "int", "1")
    scratch.run("ALTER DATABASE CURRENT SET ALLOW_SNAPSHOT_ISOLATION ON")
    source = read()
    working = scratch.connect(autocommit=False)
    working.execute("UPDATE dbo.Contact SET Value = 2 WHERE ContactID = 1")

    before = [row.fields["name"] for row in source.read([Key('["1"]')])]
    working.commit()
    after = [row.fields["name"] for row in source.read([Key('["1"]')])]

    assert (before, after) == ([1], [2])


def test_gate_moves_when_somebody_commits(scratch, read):
    contacts(scratch, "int", "1")
    source = read()
    before = source.gate()
    scratch.run("UPDATE dbo.Contact SET Value = 2 WHERE ContactID = 1")

    assert before is not None
    assert source.gate() != before
