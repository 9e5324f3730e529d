"""Which way of finding changes a layout and its columns allow."""

from __future__ import annotations

import pytest

from practicesync.adapters.sqlserver.explained import explained, not_possible
from practicesync.adapters.sqlserver.probe import probe
from practicesync.adapters.sqlserver.watched import primary_keys
from practicesync.core.errors import Code, Misconfigured
from practicesync.core.profile import Profile
from practicesync.core.profile_text import parse_profile
from tests.unit.adapters.sqlserver.practice import PROFILE

COUNTING = PROFILE.replace('key = ["ContactID"]', 'key = ["ContactID"]\nversion = "Edition"')


def table(kind):
    return (
        "CREATE TABLE dbo.Contact (ContactID int NOT NULL PRIMARY KEY, Name nvarchar(50),"
        f" Edition {kind})"
    )


@pytest.mark.parametrize("kind", ["int", "bigint", "datetime", "binary(8)"])
def test_column_that_sql_server_does_not_count_in_is_no_rowversion(practice, kind):
    source = practice.source(table(kind), layout=COUNTING)

    way = probe(source)

    assert way.kind == "diff"
    assert "dbo.Contact.Edition is not rowversion, so contacts are compared" in way.reason
    with pytest.raises(Misconfigured) as refused:
        probe(source, "rowversion")
    assert refused.value.code is Code.WAY_NOT_POSSIBLE


def test_column_that_sql_server_counts_in_is_a_rowversion(practice):
    assert probe(practice.source(table("rowversion"), layout=COUNTING)).kind == "rowversion"


@pytest.mark.parametrize(("kind", "possible"), [("rowversion", True), ("bigint", False)])
def test_nothing_is_explained_of_a_way_that_is_not_taken(practice, kind, possible):
    opened = practice.opened(table(kind), layout=COUNTING)
    profile = parse_profile(COUNTING, "small.toml")
    assert isinstance(profile, Profile)
    keys = dict(primary_keys(opened.session, ["dbo.Contact"]))

    shown = list(explained(profile, opened.catalog, keys, "rowversion"))
    why_not = not_possible(profile, opened.catalog, keys, "rowversion")

    assert (bool(shown), why_not == "") == (possible, possible)
