"""A table that belongs to contacts is followed whatever it is keyed by."""

import pytest

from practicesync.adapters.sqlserver.access import Keeps
from practicesync.adapters.sqlserver.rowversion_feed import RowversionFeed
from practicesync.adapters.sqlserver.source import SqlServerSource
from practicesync.adapters.sqlserver.tracking_feed import TrackingFeed
from practicesync.core.key import Key
from practicesync.core.profile import Profile
from practicesync.core.profile_text import parse_profile
from practicesync.core.row import Changes
from tests.fakes.known import MemoryKnown
from tests.sqlserver.conformance.site import NAME, direct_site

PROFILE = """
name = "notes"
status = "tested"
[contact]
table = "dbo.Contact"
key = ["ContactID"]
version = "RV"
fields = { name = "Name" }
[[contact.children]]
name = "emails"
table = "dbo.Note"
key = ["K"]
parent = ["ContactID"]
version = "RV"
fields = { address = "Text" }
"""

KEYS = {
    "bit": ["0", "1"],
    "tinyint": ["1", "2", "3"],
    "decimal(18, 0)": ["1", "2", "3"],
    "decimal(9, 2)": ["1.25", "1.50", "2"],
    "money": ["1.25", "1.5", "2"],
    "float": ["0.1", "0.2", "1E+300"],
    "real": ["0.1", "0.2", "0.3"],
    "date": ["'2024-02-28'", "'2024-02-29'", "'2024-03-01'"],
    "time": ["'10:00:00'", "'10:00:00.5'", "'10:00:01'"],
    "datetime": ["'2024-02-29T10:00:00.003'", "'2024-02-29T10:00:00.007'", "'2024-03-01'"],
    "smalldatetime": ["'2024-02-29T10:00:00'", "'2024-02-29T10:01:00'", "'2024-03-01'"],
    "datetime2": ["'2024-02-29T10:00:00.000001'", "'2024-02-29T10:00:00.000002'", "'2024-03-01'"],
    "datetimeoffset": ["'2024-02-29T10:00:00+10:00'", "'2024-02-29T10:00:00+09:30'"],
    "uniqueidentifier": ["'0000000A-0000-0000-0000-000000000002'", "NEWID()"],
    "binary(3)": ["0x00ff00", "0x00ff01", "0xff0000"],
    "varbinary(3)": ["0x00ff", "0x00ff01", "0x"],
    "char(3)": ["'a'", "'b'", "'C'"],
    "nvarchar(9) COLLATE Latin1_General_BIN2": ["N'a '", "N'A'", "N'b'"],
}
KEEPS: dict[type, Keeps] = {TrackingFeed: "needed", RowversionFeed: "all"}


@pytest.mark.parametrize("feed_type", KEEPS, ids=["change-tracking", "rowversion"])
@pytest.mark.parametrize("kind", KEYS)
def test_changes_are_told_one_by_one_whatever_the_key(kind, feed_type):
    site = direct_site()
    site.run(
        f"ALTER DATABASE {NAME} SET CHANGE_TRACKING = ON",
        "CREATE TABLE dbo.Contact (ContactID int PRIMARY KEY, Name nvarchar(9), RV rowversion)",
        f"CREATE TABLE dbo.Note (K {kind} PRIMARY KEY, ContactID int, Text nvarchar(9),"
        " RV rowversion)",
        *(f"ALTER TABLE dbo.{table} ENABLE CHANGE_TRACKING" for table in ("Contact", "Note")),
        *(f"INSERT INTO dbo.Contact VALUES ({n}, 'Name', DEFAULT)" for n in range(3)),
    )
    profile = parse_profile(PROFILE, "notes.toml")
    assert isinstance(profile, Profile), profile
    source = SqlServerSource(site.connect, profile, keeps=KEEPS[feed_type])
    known = MemoryKnown()
    feed = (
        TrackingFeed(source, 1)
        if feed_type is TrackingFeed
        else RowversionFeed(source, lambda: 0.0, 1)
    )
    cursor = feed.now()
    site.run(
        *(
            f"INSERT INTO dbo.Note (K, ContactID, Text) VALUES ({key}, {n}, '')"
            for n, key in enumerate(KEYS[kind])
        )
    )

    told: list[Key] = []
    more = True
    while more:
        assert len(told) < 9
        changes = feed.poll(cursor, known)
        assert isinstance(changes, Changes)
        cursor, more = changes.cursor, changes.more
        told += [seen.key for seen in changes.seen]
        known.saw(changes)

    assert set(told) >= {f'["{n}"]' for n in range(len(KEYS[kind]))}
    source.close()
    site.close()
