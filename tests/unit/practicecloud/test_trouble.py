import pytest

from practicecloud.notices.trouble import Trouble, follow
from practicecloud.online.standing import Standing
from practicecloud.settings import HOUR, MINUTE, Settings

SETTINGS = Settings(notice_after=HOUR, calm_after=5 * MINUTE)
GREEN = Standing("green", "tick", "All is well.")
BLUE = Standing("blue", "arrows", "Syncing.")
RED = Standing("red", "cross", "The database does not answer.")
OFF = Standing("red", "cross", "Not activated.", awaited=False)


def silent(since):
    return Standing("red", "cross", "Silent.", as_of=since, silent=True)


def told(*seen):
    """Return the news that come of what is seen at which minute, and what is held in the end."""
    held, news = None, []
    for number, (minute, standing) in enumerate(seen):
        held, said = follow(held, standing, minute * MINUTE, SETTINGS, f"id-{number}")
        if said:
            news.append((minute, said))
    return news, held


def test_an_hour_of_red_is_told_once_and_its_end_once():
    news, held = told(
        (0, RED), (59, RED), (60, RED), (61, RED), (500, RED), (501, GREEN), (505, GREEN),
        (506, GREEN), (507, GREEN),
    )  # fmt: skip
    assert news == [(60, "trouble"), (506, "healed")]
    assert held is None


def test_silence_counts_from_the_last_report():
    news, held = told((15, silent(0)), (59, silent(0)), (60, silent(0)))
    assert news == [(60, "trouble")]
    assert held is not None
    assert held.since == 0


def test_red_that_is_better_for_a_moment_is_one_trouble():
    news, _ = told((0, RED), (30, BLUE), (31, RED), (40, GREEN), (44, RED), (60, RED), (90, GREEN),
                   (91, RED), (95, RED), (120, RED))  # fmt: skip
    assert news == [(60, "trouble")]


@pytest.mark.parametrize("better", [GREEN, BLUE])
def test_red_that_has_been_over_for_long_enough_is_forgotten(better):
    news, held = told((0, RED), (50, better), (55, better), (56, RED), (100, RED))
    assert news == []
    assert held == Trouble("id-3", 56 * MINUTE)


def test_it_is_over_when_all_is_in_sync_and_not_before():
    news, _ = told((0, RED), (60, RED), (61, BLUE), (200, BLUE), (201, GREEN))
    assert news == [(60, "trouble"), (201, "healed")]


def test_what_is_better_just_now_is_not_told():
    news, _ = told((0, RED), (58, BLUE), (61, BLUE), (62, RED))
    assert news == [(62, "trouble")]


def test_who_stops_contacts_sync_hears_nothing_more():
    assert told((0, RED), (30, OFF), (200, OFF)) == ([], None)
    assert told((0, RED), (60, RED), (61, OFF), (100, GREEN)) == ([(60, "trouble")], None)
    assert told((0, OFF), (200, OFF)) == ([], None)


def test_a_practice_in_sync_has_no_trouble():
    assert told((0, GREEN), (1, BLUE), (2, GREEN)) == ([], None)


def test_a_clock_that_was_set_back_delays_and_loses_nothing():
    news, _ = told((100, RED), (160, RED), (165, GREEN), (10, GREEN), (16, GREEN))
    assert news == [(160, "trouble"), (16, "healed")]


def test_trouble_that_began_while_the_clock_was_ahead_is_told_an_hour_after_it_was_set_right():
    news, held = told((600, RED), (0, RED), (59, RED), (60, RED))
    assert news == [(60, "trouble")]
    assert held is not None
    assert held.since == 0
