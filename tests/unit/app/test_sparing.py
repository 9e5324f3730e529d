"""What others can cause as often as they like fills no log."""

import datetime as dt

from practicesync.app.worker.sparing import Sparing

NOON = dt.datetime(2026, 5, 3, 12, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def test_so_many_lines_an_hour_are_let_through_and_the_others_counted():
    sparing = Sparing(3)

    assert [sparing.lets_through(NOON) for _ in range(5)] == [True, True, True, False, False]
    assert sparing.left_out(NOON + HOUR / 2) == 0
    assert sparing.left_out(NOON + HOUR) == 2
    assert sparing.left_out(NOON + HOUR) == 0
    assert sparing.lets_through(NOON + HOUR)


def test_an_hour_with_little_to_say_is_no_news():
    sparing = Sparing(3)
    sparing.lets_through(NOON)

    assert sparing.left_out(NOON + HOUR) == 0


def test_a_clock_that_is_set_back_does_not_silence_it_for_days():
    sparing = Sparing(1)
    for _ in range(2):
        sparing.lets_through(NOON)

    assert sparing.left_out(NOON - 3 * HOUR) == 1
    assert sparing.lets_through(NOON - 3 * HOUR)
