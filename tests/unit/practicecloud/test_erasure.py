"""An online copy that is erased: seen by nobody from the first moment, and gone in portions."""

import json

import pytest
import sqlalchemy as sa

from practicecloud.online.activation import Activate, activate, deactivate
from practicecloud.online.batch import Item, apply_batch, judge
from practicecloud.online.erasure import PORTION
from practicecloud.online.preparation import Preparation, Step, portion, progress, take_step
from practicecloud.people.people import add_practice
from practicecloud.people.tokens import SCOPES, Issue
from practicecloud.problems import Problem
from practicecloud.search.lookup import bodies_of, body_of, digests, find
from practicecloud.store import index_tables, tables
from practicecloud.store.storage import reading, writing
from tests.unit.practicecloud.test_preparation import found, prepare, store

NAMES = [f"Name {n:04}" for n in range(PORTION + 1)]


def access_of(practice):
    return Issue(
        "issue", None, "family", "person", "admin@example.com", practice.practice_id,
        practice.name, " ".join(SCOPES), frozenset(SCOPES), True, False,
    )  # fmt: skip


@pytest.fixture
def full(engine, practice):
    """A practice whose server is in charge and all of whose contacts can be found."""
    with writing(engine) as connection:
        activate(connection, access_of(practice), Activate("SRV", "one"), 1)
    store(engine, practice, *NAMES, associations=[{"contact": '["Other"]', "relation": "Owner"}])
    prepare(engine, practice)
    return practice


def erase(engine, practice):
    with writing(engine) as connection:
        deactivate(connection, access_of(practice), 2, keep=False)


def erase_some(engine, practice):
    with writing(engine) as connection:
        return portion(connection, practice.practice_id)


def left(engine):
    """Return how many rows each table holds that a copy is in."""
    index = (index_tables.directory, index_tables.entry, index_tables.word)
    held = (tables.contact, tables.migration, *index, index_tables.association)
    with reading(engine) as connection:
        return [connection.scalar(sa.select(sa.func.count()).select_from(one)) for one in held]


def seen(engine, practice):
    """Return everything that anybody can read of the copy."""
    of = practice.practice_id
    ids = [json.dumps([name]) for name in NAMES]
    with reading(engine) as connection:
        page = find(connection, of, "", "", 500)
        bodies = [body_of(connection, of, one) for one in ids]
        return [
            *page.contacts(),
            *([page.next] if page.next else []),
            *(body for body in bodies if body),
            *bodies_of(connection, of, ids),
            *digests(connection, of, "", 500)[0],
        ]


def test_nobody_sees_any_of_it_from_the_first_moment_to_the_last(engine, full):
    assert len(seen(engine, full)) == 4 * len(NAMES)
    erase(engine, full)

    assert seen(engine, full) == []
    while erase_some(engine, full):
        assert seen(engine, full) == []
        with reading(engine) as connection:
            assert progress(connection, full.practice_id).step == "none"

    assert left(engine) == [0, 0, 0, 0, 0, 0]


def test_it_goes_in_portions_that_a_crash_may_interrupt(engine, full):
    erase(engine, full)
    assert erase_some(engine, full)
    with pytest.raises(RuntimeError), writing(engine) as connection:  # noqa: PT012  # the crash
        portion(connection, full.practice_id)
        raise RuntimeError
    assert left(engine)[0] == 1

    Preparation(engine).look()

    assert left(engine) == [0, 0, 0, 0, 0, 0]


def test_a_copy_that_nothing_was_ever_in_is_erased_as_well(engine, practice):
    erase(engine, practice)

    Preparation(engine).look()

    assert left(engine) == [0, 0, 0, 0, 0, 0]


def test_another_practice_keeps_all_of_its_own(engine, full):
    with writing(engine) as connection:
        other = add_practice(connection, "Other office", now=0)
    store(engine, other, "Example")
    prepare(engine, other)
    erase(engine, full)

    Preparation(engine).look()

    assert found(engine, other, "example") == (["Example"], None)
    assert left(engine) == [1, 1, 1, 1, 1, 0]


def test_contacts_that_come_again_wait_until_the_old_ones_are_gone(engine, full):
    erase(engine, full)
    with writing(engine) as connection:
        begun = activate(connection, access_of(full), Activate("SRV", "one"), 3)
    item = Item("delete", '["Name 0000"]', begun.epoch, 1)

    for refused in (
        lambda connection: take_step(connection, full.practice_id, Step("uploading", 1)),
        lambda connection: apply_batch(connection, full.practice_id, [judge(item)], {begun.epoch}),
    ):
        with pytest.raises(Problem) as caught, writing(engine) as connection:
            refused(connection)
        assert (caught.value.name, caught.value.retry_after) == ("unavailable", 5)

    Preparation(engine).look()
    store(engine, full, "Example")
    prepare(engine, full)
    assert found(engine, full, "") == (["Example"], None)
