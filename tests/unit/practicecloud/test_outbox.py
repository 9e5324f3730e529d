import contextlib
import sqlite3
import threading

import pytest
import sqlalchemy as sa

from practicecloud.notices import courier, outbox, watch
from practicecloud.notices.courier import Courier
from practicecloud.notices.outbox import (
    DAY,
    FIRST_PAUSE,
    HANDS_ON,
    KEPT,
    LONGEST_PAUSE,
    Call,
    Message,
)
from practicecloud.notices.outbox import NotDelivered as Undelivered
from practicecloud.settings import AHEAD, Settings
from practicecloud.store import tables
from practicecloud.store.storage import reading, writing

MAIL = Message("sam@example.com", "New password", "https://contacts.example/reset?token=zyxwv")


class Post:
    """Carries messages at a time of its own, and fails as it is told."""

    def __init__(self, engine, now=0.0):
        self.engine, self.now = engine, now
        self.carried = []
        self.fails = []
        self.courier = Courier(engine, lambda: self.now, "mail", self.carry)

    def carry(self, waiting):
        if self.fails:
            raise self.fails.pop(0)
        self.carried.append(waiting.recipient)

    def at(self, now):
        """Deliver all that is due then, and return to whom."""
        self.now = now
        before = len(self.carried)
        while self.courier.carry():
            pass
        return self.carried[before:]


@pytest.fixture
def post(engine):
    return Post(engine)


def put(engine, message=MAIL, now=0.0, about=""):
    with writing(engine) as connection:
        return outbox.put(connection, message, now, about=about)


def kept(engine):
    table = tables.outbox
    with reading(engine) as connection:
        rows = connection.execute(sa.select(table).order_by(table.c.created_at))
        return [(row.state, row.text, row.trouble) for row in rows]


def test_a_message_is_delivered_once_and_its_text_erased(engine, post):
    put(engine)

    assert post.at(0) == ["sam@example.com"]
    assert post.at(10 * DAY) == []
    assert kept(engine) == [("sent", "", "")]


def test_a_message_that_is_not_true_after_all_is_not_delivered(engine, post):
    with contextlib.suppress(LookupError), writing(engine) as connection:
        outbox.put(connection, MAIL, 0.0)
        raise LookupError

    assert post.at(1) == []


def test_a_message_is_tried_again_after_longer_and_longer_pauses(engine, post):
    put(engine)
    post.fails = [Undelivered("away"), Undelivered("away")]

    assert post.at(0) == []
    assert kept(engine) == [("waiting", MAIL.text, "away")]
    assert post.at(FIRST_PAUSE - 1) == []
    assert post.at(FIRST_PAUSE) == []
    assert post.at(3 * FIRST_PAUSE - 1) == []
    assert post.at(3 * FIRST_PAUSE) == ["sam@example.com"]
    assert [outbox.pause(failures) for failures in (0, 1, 2, 50)] == [30, 60, 120, LONGEST_PAUSE]


def test_a_message_that_is_refused_for_good_is_not_tried_again(engine, post):
    put(engine)
    post.fails = [Undelivered("recipient", for_good=True)]

    assert post.at(0) == []
    assert post.at(DAY) == []
    assert kept(engine) == [("failed", "", "recipient")]


def test_a_message_is_given_up_when_it_is_of_no_use_any_more(engine, post):
    put(engine, Message("sam@example.com", "Link", "secret", good_for=3600))
    post.fails = [Undelivered("away")]
    post.at(0)

    assert post.at(3600) == []
    with writing(engine) as connection:
        outbox.clear(connection, 3600)
    assert kept(engine) == [("failed", "", "away")]


def test_what_became_of_messages_is_forgotten_after_a_month(engine, post):
    put(engine)
    post.at(0)
    put(engine, now=KEPT - 1)
    with writing(engine) as connection:
        outbox.clear(connection, KEPT)
    assert kept(engine) == [("waiting", MAIL.text, "")]


def test_nobody_else_delivers_what_somebody_has_taken_until_that_one_must_have_ended(engine, post):
    put(engine)
    with writing(engine) as connection:
        assert outbox.take(connection, "mail", 0) is not None  # and then its process was killed

    assert post.at(HANDS_ON - 1) == []
    assert post.at(HANDS_ON) == ["sam@example.com"]


def test_a_clock_that_was_ahead_keeps_no_message_waiting(engine, post):
    put(engine, Message("new@example.com", "Subject", "text"), now=DAY)
    assert post.at(0) == ["new@example.com"]

    put(engine, Message("again@example.com", "Subject", "text"))
    post.fails = [Undelivered("away")]
    assert post.at(DAY) == []
    assert post.at(0) == ["again@example.com"]

    put(engine, Message("taken@example.com", "Subject", "text"))
    with writing(engine) as connection:
        assert outbox.take(connection, "mail", DAY) is not None
    assert post.at(0) == ["taken@example.com"]


def test_a_clock_that_is_a_little_behind_takes_nothing_out_of_another_s_hands(engine, post):
    put(engine)
    with writing(engine) as connection:
        assert outbox.take(connection, "mail", AHEAD) is not None

    assert post.at(0) == []


def test_a_process_that_is_late_does_not_bring_a_settled_message_back(engine, post):
    put(engine)
    with writing(engine) as connection:
        late = outbox.take(connection, "mail", 0)
    assert late is not None
    post.at(HANDS_ON)
    with writing(engine) as connection:
        outbox.failed(connection, late, "away", HANDS_ON + 1)

    assert kept(engine) == [("sent", "", "")]


def test_an_error_that_nobody_expected_loses_no_message(engine, post):
    put(engine)
    post.fails = [RuntimeError("bug")]
    with pytest.raises(RuntimeError):
        post.at(0)

    assert post.at(HANDS_ON) == ["sam@example.com"]


def test_several_couriers_share_the_work(engine):
    for number in range(30):
        put(engine, Message(f"sam{number}@example.com", "Subject", "text"))
    posts = [Post(engine) for _ in range(4)]
    threads = [threading.Thread(target=post.at, args=(1.0,)) for post in posts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    carried = [one for post in posts for one in post.carried]
    assert len(carried) == 30
    assert len(set(carried)) == 30


def test_what_was_not_heard_yet_is_withdrawn(engine, post):
    put(engine, Message("heard@example.com", "Trouble", "text"), about="t")
    post.at(0)
    put(engine, Message("waits@example.com", "Trouble", "text"), now=1, about="t")
    put(engine, Message("other@example.com", "Trouble", "text"), now=2, about="other")
    with writing(engine) as connection:
        unheard = outbox.withdraw(connection, "t", 10)

    assert unheard == {"waits@example.com"}
    assert post.at(20) == ["other@example.com"]
    assert kept(engine)[1] == ("withdrawn", "", "")


def test_what_is_on_its_way_is_not_withdrawn(engine):
    put(engine, about="t")
    with writing(engine) as connection:
        outbox.take(connection, "mail", 0)
        assert outbox.withdraw(connection, "t", 1) == set()


def test_mail_and_webhooks_do_not_wait_for_each_other(engine, post):
    put(engine, Call("https://alerts.example/", "test", "{}", "practice"))
    put(engine)

    assert post.at(0) == ["sam@example.com"]
    assert [state for state, *_ in kept(engine)].count("waiting") == 1


def test_trouble_with_delivery_is_logged_once_and_quotes_nobody(engine, post, caplog):
    for number in range(2):
        put(engine, Message(f"zyxwv{number}@example.com", "zyxwv", "zyxwv"))
    post.fails = [Undelivered("away")] * 3
    post.at(0)
    post.at(DAY)
    post.at(2 * DAY)

    assert [record.levelname for record in caplog.records] == ["WARNING", "WARNING"]
    assert "why=away" in caplog.text
    assert "zyxwv" not in caplog.text


@pytest.mark.parametrize("of", ["courier", "watch"])
def test_a_database_that_fails_is_logged_once(of, caplog, monkeypatch):
    monkeypatch.setattr(courier, "LOOK_EVERY", 0.01)
    monkeypatch.setattr(watch, "LOOK_EVERY", 0.01)
    away = sa.create_engine("sqlite://")
    tries = []
    enough = threading.Event()

    @sa.event.listens_for(away, "do_connect")
    def fail(*_args):
        tries.append(1)
        if len(tries) > 3:
            enough.set()
        raise sqlite3.OperationalError("zyxwv")

    work = Post(away).courier if of == "courier" else watch.Watch(away, lambda: 0.0, Settings())
    work.background.start()
    assert enough.wait(60)
    work.background.stop()

    assert [
        record.getMessage().endswith("error=OperationalError") for record in caplog.records
    ] == [True]
    assert "zyxwv" not in caplog.text
