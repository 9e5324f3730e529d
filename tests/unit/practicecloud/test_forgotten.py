import re
from dataclasses import dataclass, field
from functools import partial

import pytest
import sqlalchemy as sa

from practicecloud.app import create_app
from practicecloud.notices import forgotten, outbox
from practicecloud.notices.courier import Courier
from practicecloud.people import resets
from practicecloud.settings import MailServer, Settings
from practicecloud.store import tables
from practicecloud.store.storage import reading, writing
from tests.unit.practicecloud.asking import asking

KNOWN, UNKNOWN = "admin@example.com", "nobody@example.com"
PUBLIC = "https://contacts.example"
NOW = 1000.0


@dataclass
class Statements:
    """What a database was asked, without the values."""

    engine: sa.Engine
    seen: list[str] = field(default_factory=list)

    def __enter__(self):
        sa.event.listen(self.engine, "before_cursor_execute", self._note)
        return self.seen

    def __exit__(self, *_):
        sa.event.remove(self.engine, "before_cursor_execute", self._note)

    def _note(self, *told):
        self.seen.append(told[2])


@pytest.fixture
def desk(engine, grant):
    """An online side on which admin@example.com signs in."""
    assert grant
    return engine


def ask(engine, email):
    with writing(engine) as connection:
        forgotten.ask(connection, email, NOW)


def looking_up(engine):
    finder = partial(forgotten.mail_link, engine, lambda: NOW, PUBLIC)
    return Courier(engine, lambda: NOW, "reset", finder)


def kept(engine):
    with reading(engine) as connection:
        return connection.execute(sa.select(tables.outbox)).all()


def test_the_form_does_the_same_for_who_has_an_account_and_who_has_none(desk):
    settings = Settings(public_url=PUBLIC, mail=MailServer("127.0.0.1", 9, "cloud@example.com"))
    done = []
    with asking(create_app(desk, lambda: NOW, settings)) as made:
        page = made.get("/reset")
        made.headers["Cookie"] = page.headers["Set-Cookie"].partition(";")[0]
        csrf = re.search(r'name="csrf" value="([^"]+)"', page.text)
        assert csrf
        for email in ("first@example.com", KNOWN, UNKNOWN):
            with Statements(desk) as seen:
                answer = made.post("/reset/ask", {"csrf": csrf.group(1), "email": email})
            done.append((answer.status, answer.text, seen))

    # The first aside: it alone is the first of its address.
    assert done[1] == done[2]
    assert done[1][0] == 200
    assert [row.recipient for row in kept(desk)] == ["first@example.com", KNOWN, UNKNOWN]


def test_who_has_an_account_gets_a_link_and_nothing_is_kept_of_who_has_none(desk):
    ask(desk, KNOWN)
    ask(desk, UNKNOWN)
    courier = looking_up(desk)
    assert courier.carry()
    assert courier.carry()
    assert not courier.carry()

    (mail,) = kept(desk)
    assert (mail.way, mail.recipient, mail.state) == ("mail", KNOWN, "waiting")
    link = re.search(rf"{PUBLIC}/reset\?token=(\S+)", mail.text)
    assert link
    with reading(desk) as connection:
        person = resets.whose(connection, link.group(1), NOW)
    assert person is not None
    assert person.email == KNOWN


def test_of_two_who_look_up_at_once_one_mails_a_link(desk):
    ask(desk, KNOWN)
    with writing(desk) as connection:
        waiting = outbox.take(connection, "reset", NOW)
    assert waiting is not None
    for _ in range(2):
        forgotten.mail_link(desk, lambda: NOW, PUBLIC, waiting)

    assert [row.way for row in kept(desk)] == ["mail"]


def test_nobody_s_letter_box_is_filled_by_asking(desk):
    for _ in range(forgotten.MAILS_TO_ONE.at_once + 2):
        ask(desk, KNOWN)
    assert len(kept(desk)) == forgotten.MAILS_TO_ONE.at_once


@pytest.mark.parametrize("text", ["", "nobody", "a@b\n", "a" * 300 + "@example.com"])
def test_what_is_no_address_is_not_kept(desk, text):
    ask(desk, text)
    assert kept(desk) == []
