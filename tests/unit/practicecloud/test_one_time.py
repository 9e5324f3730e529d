import threading
from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa

from practicecloud.people import one_time
from practicecloud.people.one_time import GOOD_FOR, Maker
from practicecloud.store import tables
from practicecloud.store.storage import writing


def test_a_link_is_good_once(engine):
    with writing(engine) as connection:
        token = one_time.make(connection, "reset", "sam", 0)
        assert one_time.take(connection, "reset", token, 1) is not None
        assert one_time.take(connection, "reset", token, 1) is None


def test_of_two_who_take_a_link_at_once_one_gets_it(engine):
    def take(token, gate):
        gate.wait(30)
        with writing(engine) as connection:
            return one_time.take(connection, "reset", token, 1) is not None

    with ThreadPoolExecutor(2) as pool:
        for _ in range(10):
            with writing(engine) as connection:
                token = one_time.make(connection, "reset", "sam", 0)
            gate = threading.Barrier(2)
            taken = [pool.submit(take, token, gate) for _ in range(2)]
            assert sorted(one.result(30) for one in taken) == [False, True]


def test_to_look_at_a_link_does_not_use_it_up(engine):
    with writing(engine) as connection:
        token = one_time.make(connection, "reset", "sam", 0)
        assert one_time.found(connection, "reset", token, 1) is not None
        assert one_time.take(connection, "reset", token, 1) is not None


def test_a_link_ends_with_its_time(engine):
    with writing(engine) as connection:
        for purpose, seconds in GOOD_FOR.items():
            token = one_time.make(connection, purpose, "sam", 0)
            assert one_time.found(connection, purpose, token, seconds - 1) is not None
            assert one_time.found(connection, purpose, token, seconds) is None
            assert one_time.take(connection, purpose, token, seconds) is None


def test_a_link_opens_the_page_of_its_purpose_alone(engine):
    with writing(engine) as connection:
        token = one_time.make(connection, "reset", "sam", 0)
        assert one_time.take(connection, "invite", token, 1) is None
        assert one_time.take(connection, "welcome", token, 1) is None


def test_a_new_link_ends_the_old_one_of_the_same_subject_alone(engine):
    with writing(engine) as connection:
        old = one_time.make(connection, "reset", "sam", 0)
        other = one_time.make(connection, "reset", "alex", 0)
        new = one_time.make(connection, "reset", "sam", 0)
        assert one_time.found(connection, "reset", old, 1) is None
        assert one_time.found(connection, "reset", other, 1) is not None
        assert one_time.found(connection, "reset", new, 1) is not None


def test_the_links_of_an_administrator_end_together(engine):
    mine, theirs = Maker("here", "sam", shared=True), Maker("elsewhere", "sam", shared=True)
    with writing(engine) as connection:
        gone = one_time.make(connection, "reset", "alex", 0, mine)
        kept = one_time.make(connection, "reset", "kim", 0, theirs)
        one_time.end_made_by(connection, "here", "sam")
        assert one_time.found(connection, "reset", gone, 1) is None
        assert one_time.found(connection, "reset", kept, 1) is not None


def test_no_token_is_kept(engine):
    with writing(engine) as connection:
        token = one_time.make(connection, "reset", "sam", 0)
        assert token[:20] not in str(connection.execute(sa.select(tables.one_time_link)).all())


def test_a_link_leads_to_its_page():
    found = one_time.address("https://contacts.example/", "invite", "abc")
    assert found == "https://contacts.example/join?token=abc"
