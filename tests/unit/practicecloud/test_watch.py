import threading

import msgspec
import pytest
import sqlalchemy as sa

from practicecloud.notices import outbox
from practicecloud.notices.notice_settings import NoticeSettings, keep_settings
from practicecloud.notices.posting import caller
from practicecloud.notices.watch import Watch
from practicecloud.online.activation import deactivate
from practicecloud.online.standing import standing_of
from practicecloud.people.people import Role, add_member, add_person, add_practice
from practicecloud.settings import HOUR, MINUTE, MailServer, Settings
from practicecloud.store import tables
from practicecloud.store.storage import put, reading, writing
from tests.unit.practicecloud.conftest import QUICK
from tests.unit.practicecloud.test_standing import NINE, access, beat, begin

SETTINGS = Settings("https://contacts.example", mail=MailServer("mail.example", 587, "c@b.example"))


@pytest.fixture
def office(engine, practice):
    """A practice with two administrators and somebody else, whose server reports at nine."""
    roles: dict[str, Role] = {"ann": "administrator", "bob": "administrator", "cy": "staff"}
    with writing(engine) as connection:
        for name, role in roles.items():
            person = add_person(connection, f"{name}@example.com", "a password", 0, QUICK)
            add_member(connection, person, practice.practice_id, role)
    begin(engine, practice)
    beat(engine, practice)
    return practice


def watch(engine, begun, ended, settings=SETTINGS, every=MINUTE):
    """Look from one moment to the other, in seconds since nine."""
    now = begun
    one = Watch(engine, lambda: NINE + now, settings)
    while now <= ended:
        one.look()
        now += every


def messages(engine, state="waiting"):
    table = tables.outbox
    with reading(engine) as connection:
        query = sa.select(table).where(table.c.state == state)
        rows = connection.execute(query.order_by(table.c.created_at, table.c.recipient))
        return [(row.recipient.partition("@")[0], row.subject, row.text) for row in rows]


def to_whom(engine, state="waiting"):
    return [recipient for recipient, *_ in messages(engine, state)]


def test_an_hour_of_silence_is_told_to_the_administrators_once(engine, office):
    watch(engine, 0, HOUR - MINUTE)
    assert messages(engine) == []

    watch(engine, HOUR, 3 * HOUR, every=5 * MINUTE)
    assert to_whom(engine) == ["ann", "bob"]
    _, subject, text = messages(engine)[0]
    assert subject == "Contacts sync of Main office needs attention"
    assert "has needed attention since 9:02." in text


@pytest.mark.parametrize("phase", ["scheduled", "paused"])
def test_nobody_is_told_of_what_somebody_has_chosen(engine, office, phase):
    watch(engine, 0, 50 * MINUTE, every=5 * MINUTE)  # silent, and not told yet
    for minute in range(50, 5 * 60, 5):
        at = minute * MINUTE
        beat(engine, office, NINE + at, phase=phase, colour="red", shape="bars", sentence="Later.")
        watch(engine, at, at)
    assert messages(engine) == []

    watch(engine, 5 * HOUR, 6 * HOUR, every=5 * MINUTE)
    assert to_whom(engine) == ["ann", "bob"]


def test_silence_is_told_although_the_last_report_came_while_the_clock_was_ahead(engine, office):
    ahead = NINE + 10 * HOUR
    with writing(engine) as connection:
        put(connection, tables.listening, [{"id": 1, "since": NINE - HOUR, "looked_at": ahead}])
    beat(engine, office, now=ahead)

    watch(engine, 0, 10 * MINUTE, every=5 * MINUTE)
    with reading(engine) as connection:
        assert not standing_of(connection, office.practice_id, NINE + 10 * MINUTE).silent
    assert messages(engine) == []
    watch(engine, 15 * MINUTE, 80 * MINUTE, every=5 * MINUTE)

    assert to_whom(engine) == ["ann", "bob"]


def test_a_report_from_a_clock_that_was_ahead_vouches_for_nobody_when_its_time_comes(
    engine, office
):
    beat(engine, office, now=NINE + 10 * HOUR)

    watch(engine, 0, 10 * HOUR + 10 * MINUTE, every=5 * MINUTE)

    with reading(engine) as connection:
        shown = standing_of(connection, office.practice_id, NINE + 10 * HOUR + 10 * MINUTE)
    assert (shown.colour, shown.silent) == ("red", True)


def test_two_watches_at_once_tell_it_once(engine, office):
    watch(engine, 0, HOUR - MINUTE, every=5 * MINUTE)
    threads = [
        threading.Thread(target=watch, args=(engine, HOUR, HOUR + 20 * MINUTE, SETTINGS, MINUTE))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert to_whom(engine) == ["ann", "bob"]


def test_trouble_and_its_message_are_kept_together_or_not_at_all(engine, office, monkeypatch):
    watch(engine, 0, HOUR - MINUTE, every=5 * MINUTE)

    def crash(*_args, **_more):
        raise RuntimeError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(outbox, "put", crash)
        watch(engine, HOUR, HOUR)
    assert messages(engine) == []
    watch(engine, HOUR + 1, HOUR + 1)
    assert to_whom(engine) == ["ann", "bob"]


def test_a_practice_that_can_not_be_looked_at_hides_no_other(engine, office, monkeypatch, caplog):
    with writing(engine) as connection:
        other = add_practice(connection, "Other office", now=0)
        keep_settings(connection, other.practice_id, NoticeSettings(addresses=("x@example.com",)))
    begin(engine, other)
    beat(engine, other)
    watch(engine, 0, HOUR - MINUTE, every=5 * MINUTE)
    put = outbox.put

    def fails(connection, message, *args, **more):
        if message.practice_id == office.practice_id:
            raise RuntimeError("zyxwv")
        return put(connection, message, *args, **more)

    monkeypatch.setattr(outbox, "put", fails)
    watch(engine, HOUR, HOUR)
    assert to_whom(engine) == ["x"]
    assert "error=RuntimeError" in caplog.text
    assert "zyxwv" not in caplog.text


def test_who_heard_of_it_hears_of_its_end_and_who_did_not_hears_nothing(engine, office):
    watch(engine, 0, HOUR, every=5 * MINUTE)
    with writing(engine) as connection:
        table = tables.outbox
        (ann,) = connection.scalars(sa.select(table.c.id).where(table.c.recipient.like("ann%")))
        outbox.sent(connection, ann, NINE + HOUR)
    for minute in range(0, 20, 4):
        beat(engine, office, now=NINE + HOUR + minute * MINUTE)
        watch(engine, HOUR + minute * MINUTE, HOUR + minute * MINUTE)

    assert [(to, subject) for to, subject, _ in messages(engine)] == [
        ("ann", "Contacts sync of Main office works again")
    ]
    assert to_whom(engine, "withdrawn") == ["bob"]


def test_a_restart_forgets_nothing(engine, office):
    for minute in range(0, 121, 5):
        watch(engine, minute * MINUTE, minute * MINUTE)
    assert to_whom(engine) == ["ann", "bob"]


def test_nobody_is_told_of_silence_while_the_online_side_itself_was_away(engine, office):
    watch(engine, 0, 0)
    back = 5 * HOUR
    watch(engine, back, back + 10 * MINUTE, every=MINUTE)
    assert messages(engine) == []
    # Whoever does not report then either is silent, and has been all the while.
    watch(engine, back + 11 * MINUTE, back + 16 * MINUTE, every=MINUTE)
    assert to_whom(engine) == ["ann", "bob"]


def test_contacts_sync_that_was_stopped_on_purpose_is_told_to_nobody(engine, office):
    watch(engine, 0, HOUR - MINUTE, every=5 * MINUTE)
    with writing(engine) as connection:
        deactivate(connection, access(office), NINE + HOUR, keep=True)
    watch(engine, HOUR, 4 * HOUR, every=5 * MINUTE)
    assert messages(engine) == []


def test_a_practice_in_sync_is_told_to_nobody(engine, office):
    for minute in range(0, 180, 5):
        beat(engine, office, now=NINE + minute * MINUTE)
        watch(engine, minute * MINUTE, minute * MINUTE)
    assert messages(engine) == []


def test_it_is_told_as_soon_as_there_is_a_way_to(engine, office):
    mute = msgspec.structs.replace(SETTINGS, mail=None)
    watch(engine, 0, 2 * HOUR, mute, every=5 * MINUTE)
    assert messages(engine) == []
    watch(engine, 2 * HOUR, 2 * HOUR + MINUTE)
    assert to_whom(engine) == ["ann", "bob"]


def test_a_practice_chooses_who_is_told(engine, office):
    wanted = NoticeSettings(
        by_mail=False,
        addresses=("it@example.com",),
        webhook="https://alerts.example/office",
        webhook_secret="s",
    )
    with writing(engine) as connection:
        keep_settings(connection, office.practice_id, wanted)
    watch(engine, 0, HOUR, every=5 * MINUTE)

    (call, mail) = sorted(messages(engine))
    assert (call[0], call[1]) == ("https://alerts.example/office", "trouble")
    event = msgspec.json.decode(call[2])
    assert (event["since"], event["silent"]) == ("2026-03-02T01:02:00+00:00", True)
    assert event["page"] == f"https://contacts.example/practices/{office.practice_id}"
    assert mail[0] == "it"


def test_red_that_the_server_reports_is_told_although_it_reports(engine, office):
    red = {"colour": "red", "shape": "cross", "phase": "unavailable", "code": "PS-SRC-01"}
    for minute in range(0, 66, 5):
        sentence = "The database does not answer."
        beat(engine, office, now=NINE + minute * MINUTE, sentence=sentence, **red)
        watch(engine, minute * MINUTE, minute * MINUTE)
    assert to_whom(engine) == ["ann", "bob"]
    assert "The database does not answer." in messages(engine)[0][2]
    assert "PS-SRC-01" in messages(engine)[0][2]


def test_a_webhook_that_was_changed_meanwhile_is_not_called(engine, office):
    wanted = NoticeSettings(webhook="https://127.0.0.1:1/old", webhook_secret="old")
    waiting = outbox.Waiting("id", "webhook", office.practice_id, wanted.webhook, "", "", 0.0, 0)
    with writing(engine) as connection:
        new = msgspec.structs.replace(wanted, webhook="https://127.0.0.1:1/new")
        keep_settings(connection, office.practice_id, new)

    with pytest.raises(outbox.NotDelivered) as trouble:
        caller(engine, lambda: NINE, SETTINGS)(waiting)
    assert (trouble.value.why, trouble.value.for_good) == ("changed", True)
