"""Who may not ask is told of now and then, and pushes nobody's command out of the list."""

import datetime as dt
import uuid

from practicesync.app.worker.outsiders import MOST_SHOWN, Outsiders
from practicesync.core.command import Dropped

NOON = dt.datetime(2026, 5, 3, 12, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def dropped(owner: str = "nobody", *, named: bool = True) -> Dropped:
    return Dropped(str(uuid.uuid4()) if named else "", owner, "outsider")


def test_each_account_is_told_of_once_an_hour():
    outsiders = Outsiders()
    told = [
        outsiders.is_news(dropped(owner), NOON + after)
        for owner, after in [
            ("nobody", dt.timedelta(0)),
            ("nobody", HOUR / 2),
            ("games", HOUR / 2),
            ("nobody", HOUR),
            ("nobody", HOUR * 1.5),
        ]
    ]

    assert told == [True, False, True, True, False]


def test_a_clock_that_was_set_back_silences_nobody_for_long():
    outsiders = Outsiders()
    assert outsiders.is_news(dropped(), NOON + dt.timedelta(days=30))

    assert outsiders.is_news(dropped(), NOON)


def test_a_refusal_is_shown_with_its_account_and_its_reason():
    outsiders = Outsiders()
    one = dropped()

    outsiders.is_news(one, NOON)

    [shown] = outsiders.shown
    assert (shown.id, shown.command, shown.outcome, shown.by) == (one.id, "", "refused", "nobody")
    assert "only its administrators may ask it" in shown.sentence


def test_however_many_accounts_ask_only_a_few_are_shown():
    outsiders = Outsiders()

    for number in range(5_000):
        outsiders.is_news(dropped(f"{number}"), NOON)

    assert len(outsiders.shown) == MOST_SHOWN
    assert not outsiders.is_news(dropped("one more"), NOON)


def test_a_file_that_has_no_id_is_told_and_not_shown():
    outsiders = Outsiders()

    assert outsiders.is_news(dropped(named=False), NOON)
    assert outsiders.shown == ()
