import pytest
import sqlalchemy as sa

from practicecloud.audit.activity import WORDS, told
from practicecloud.audit.audit import (
    ACTS,
    ONCE_SECONDS,
    Act,
    Wanted,
    erase_older,
    note,
    note_once,
    notes,
)
from practicecloud.audit.erasing import PORTION, Erasing
from practicecloud.online.activation import Activate, activate, deactivate
from practicecloud.people import visits
from practicecloud.people.people import add_member, add_person, add_practice
from practicecloud.people.tokens import SCOPES, Issue
from practicecloud.store import tables
from practicecloud.store.storage import open_database, reading, writing
from tests.unit.practicecloud.conftest import QUICK
from tests.unit.practicecloud.test_preparation import prepare, store

EVERYTHING = Wanted()


@pytest.fixture
def sam(engine, practice):
    with writing(engine) as connection:
        person = add_person(connection, "sam@example.com", "a password", 0, QUICK)
        add_member(connection, person, practice.practice_id, "staff")
    return person


def listed(engine, practice, wanted=EVERYTHING, before=0, limit=100):
    with reading(engine) as connection:
        return notes(connection, practice.practice_id, wanted, before, limit)


def test_what_was_noted_is_listed_the_latest_first(engine, practice, sam):
    with writing(engine) as connection:
        note(connection, practice.practice_id, sam.person_id, "looked-at", 10, '["1"]')
        note(connection, practice.practice_id, sam.person_id, "exported", 20, about="412")

    found = listed(engine, practice)

    assert [(one.act, one.at, one.contact_id, one.about) for one in found] == [
        ("exported", 20, "", "412"),
        ("looked-at", 10, '["1"]', ""),
    ]
    assert {one.person_id for one in found} == {sam.person_id}


def test_another_practice_s_notes_are_not_listed(engine, practice, sam):
    with writing(engine) as connection:
        other = add_practice(connection, "Other office", now=0)
        note(connection, other.practice_id, sam.person_id, "searched", 10)
    assert listed(engine, practice) == []


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(person_id="ann"), [5, 3, 1]),
        (Wanted(act="searched"), [4, 3, 2]),
        (Wanted(since=2, until=4), [3, 2]),
        (Wanted("ann", "searched", 2, 4), [3]),
        (Wanted("nobody"), []),
    ],
)
def test_notes_are_chosen_by_person_act_and_day(engine, practice, wanted, expected):
    rows: list[tuple[float, str, Act]] = [
        (1, "ann", "signed-in"),
        (2, "sam", "searched"),
        (3, "ann", "searched"),
        (4, "sam", "searched"),
        (5, "ann", "exported"),
    ]
    with writing(engine) as connection:
        for at, who, act in rows:
            note(connection, practice.practice_id, who, act, at)
    assert [one.at for one in listed(engine, practice, wanted)] == expected


def test_portions_follow_one_another_without_gap_or_repeat(engine, practice):
    with writing(engine) as connection:
        for _ in range(25):
            note(connection, practice.practice_id, "ann", "searched", 7)
    seen, before = [], 0
    while found := listed(engine, practice, before=before, limit=10):
        seen += [one.note_id for one in found]
        before = seen[-1]
    assert len(seen) == len(set(seen)) == 25
    assert seen == sorted(seen, reverse=True)


def test_a_look_that_is_repeated_at_once_is_noted_once(engine, practice):
    def look(at, act="looked-at", contact_id='["1"]', who="ann"):
        note_once(engine, practice.practice_id, who, act, at, contact_id)

    look(100)
    look(101)
    look(100 + ONCE_SECONDS - 1)
    assert len(listed(engine, practice)) == 1

    look(100 + ONCE_SECONDS)
    look(101, contact_id='["2"]')
    look(101, who="sam")
    look(101, act="searched", contact_id="")
    assert len(listed(engine, practice)) == 5


def test_a_clock_that_was_set_back_hides_no_look(engine, practice):
    note_once(engine, practice.practice_id, "ann", "searched", 1000)
    note_once(engine, practice.practice_id, "ann", "searched", 10)
    assert len(listed(engine, practice)) == 2


def test_what_is_too_old_is_erased_a_portion_at_a_time(engine, practice):
    with writing(engine) as connection:
        for at in range(10):
            note(connection, practice.practice_id, "ann", "searched", at)
        assert erase_older(connection, 7, most=5) == 5
        assert erase_older(connection, 7, most=5) == 2
        assert erase_older(connection, 7, most=5) == 0
    assert [one.at for one in listed(engine, practice)] == [9, 8, 7]


def test_each_act_has_words():
    assert set(WORDS) == set(ACTS)


def test_contacts_and_people_are_named_as_they_are_called_today(engine, practice, sam):
    store(engine, practice, "Example")
    prepare(engine, practice)
    mine, at = practice.practice_id, 5.0
    with writing(engine) as connection:
        note(connection, mine, sam.person_id, "looked-at", at, '["Example"]')
        note(connection, mine, sam.person_id, "looked-at", at, '["Gone"]')
        note(connection, mine, sam.person_id, "exported", at, about="1412")
        note(connection, mine, "who has left", "removed", at, about=sam.person_id)
        note(connection, mine, sam.person_id, "taken-over", at, about="NEWSRV")

        said = told(connection, mine, notes(connection, mine, EVERYTHING, 0, 10)[::-1])

    assert [f"{one.who} {one.what}" for one in said] == [
        "sam@example.com looked at Example",
        "sam@example.com looked at a contact that is no longer online",
        "sam@example.com exported 1,412 contacts",
        "Somebody who has left removed sam@example.com",
        "sam@example.com put NEWSRV in charge in place of another server",
    ]
    assert [one.contact_id for one in said] == ['["Example"]', "", "", "", ""]


def test_no_name_is_kept_with_a_note(engine, practice, sam):
    store(engine, practice, "Zorblinski")
    prepare(engine, practice)
    note_once(engine, practice.practice_id, sam.person_id, "looked-at", 1, '["7"]')
    with reading(engine) as connection:
        row = connection.execute(sa.select(tables.activity)).one()
    assert "sam@" not in repr(row)
    assert "Zorblinski" not in repr(row)


def test_who_is_put_in_charge_and_who_ends_it_is_noted(engine, practice, sam):
    access = Issue(
        "issue", None, "family", sam.person_id, sam.email, practice.practice_id, practice.name,
        " ".join(SCOPES), frozenset(SCOPES), True, False,
    )  # fmt: skip
    with writing(engine) as connection:
        activate(connection, access, Activate("OLDSRV", "one"), 1)
        activate(connection, access, Activate("OLDSRV", "one", first=False), 2)
        activate(connection, access, Activate("NEWSRV", "two", take_over=True), 3)
        deactivate(connection, access, 4, keep=True)
        deactivate(connection, access, 5, keep=False)

    assert [(one.act, one.at, one.about) for one in listed(engine, practice)[::-1]] == [
        ("activated", 1, "OLDSRV"),
        ("taken-over", 3, "NEWSRV"),
        ("deactivated", 4, "NEWSRV"),
        ("copy-erased", 5, ""),
    ]
    assert {one.person_id for one in listed(engine, practice)} == {sam.person_id}


def test_a_sign_in_is_noted_in_each_practice_of_the_person(engine, practice, sam):
    with writing(engine) as connection:
        other = add_practice(connection, "Other office", now=0)
        foreign = add_practice(connection, "Foreign office", now=0)
        add_member(connection, sam, other.practice_id, "staff")
        visits.begin(connection, sam, 3)
    for mine in (practice, other):
        assert [(one.act, one.at) for one in listed(engine, mine)] == [("signed-in", 3)]
    assert listed(engine, foreign) == []


def test_what_is_too_old_is_erased_however_much_it_is(engine, practice):
    with writing(engine) as connection:
        for at in range(PORTION + 7):
            note(connection, practice.practice_id, "ann", "searched", at / 1000)
        note(connection, practice.practice_id, "ann", "exported", 90)

    assert Erasing(engine, lambda: 100.0, kept=50).erase() == PORTION + 7
    assert [one.act for one in listed(engine, practice)] == ["exported"]


def test_where_nothing_can_be_written_people_look_on_and_the_log_tells(engine, practice, caplog):
    busy = open_database(engine.url.render_as_string(hide_password=False))
    busy.dispose()  # what it opens from here on waits for nobody
    with writing(engine) as connection:
        if busy.dialect.name == "sqlite":
            sa.event.listen(busy, "connect", lambda made, _: made.execute("PRAGMA busy_timeout=0"))
        else:
            connection.exec_driver_sql("LOCK TABLE activity IN EXCLUSIVE MODE")
            give_up = "SET lock_timeout = '10ms'"
            sa.event.listen(busy, "begin", lambda made: made.exec_driver_sql(give_up))
        note_once(busy, practice.practice_id, "ann", "looked-at", 1, '["7"]')
    assert listed(busy, practice) == []
    assert "A look was not noted" in caplog.text
    assert '["7"]' not in caplog.text
    busy.dispose()
