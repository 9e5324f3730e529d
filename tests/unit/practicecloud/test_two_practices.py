"""Two practices with contacts of the same keys have nothing to do with each other."""

import json

import pytest
import sqlalchemy as sa

from practicecloud.contact import stored_contact
from practicecloud.online.activation import deactivate
from practicecloud.online.preparation import Preparation, progress
from practicecloud.people.people import add_practice
from practicecloud.people.tokens import SCOPES, Issue
from practicecloud.search.lookup import body_of, digests, find, names_of
from practicecloud.store import index_tables, tables
from practicecloud.store.storage import reading, writing
from tests.unit.practicecloud.test_preparation import prepare, store

KEY = json.dumps(["Example"])


@pytest.fixture
def other(engine, practice):
    """Another practice; the first has `Example`, this one `Example` and `Sample`."""
    with writing(engine) as connection:
        made = add_practice(connection, "Other office", now=0)
    store(engine, practice, "Example", code="OURS")
    store(engine, made, "Example", "Sample", code="THEIRS")
    for one in (practice, made):
        prepare(engine, one)
    return made


def test_what_is_found_is_the_practice_s_own(engine, practice, other):
    with reading(engine) as connection:
        found = find(connection, practice.practice_id, "", "", 50).contacts()

    assert [(one.name, one.code) for one in found] == [("Example", "OURS")]


def test_what_is_read_is_the_practice_s_own(engine, practice, other):
    with reading(engine) as connection:
        body = body_of(connection, practice.practice_id, KEY)
        elsewhere = body_of(connection, practice.practice_id, json.dumps(["Sample"]))

    assert body is not None
    assert stored_contact(body).code == "OURS"
    assert elsewhere is None


def test_digests_names_and_counts_are_the_practice_s_own(engine, practice, other):
    keys = [KEY, json.dumps(["Sample"])]
    with reading(engine) as connection:
        listed, _ = digests(connection, practice.practice_id, "", 50)
        names = names_of(connection, practice.practice_id, keys)
        stands = progress(connection, practice.practice_id)

    assert [key for key, _ in listed] == [KEY]
    assert names == {KEY: "Example"}
    assert (stands.done, stands.total) == (1, 1)


def test_erasing_one_copy_leaves_the_other(engine, practice, other):
    access = Issue(
        "issue", None, "family", "person", "admin@example.com",
        practice.practice_id, practice.name, " ".join(SCOPES), frozenset(SCOPES), True, False,
    )  # fmt: skip
    with writing(engine) as connection:
        deactivate(connection, access, 9, keep=False)
    Preparation(engine).look()

    with reading(engine) as connection:
        assert counted(connection, tables.contact) == 2
        assert progress(connection, other.practice_id).total == 2
        assert counted(connection, index_tables.directory) == 1
        assert counted(connection, index_tables.entry) == 2
        assert counted(connection, index_tables.word) == 4  # two names and twice a code


def counted(connection, table):
    return connection.scalar(sa.select(sa.func.count()).select_from(table))
