import pytest

from practicesync.app.tray.pulse import LONGEST_STEP, Pulse

WALL = 1_700_000_000.0


@pytest.fixture
def pulse():
    """Give a pulse that has just seen a beat, at 100 seconds."""
    pulse = Pulse()
    assert not pulse.is_silent(WALL, WALL, 100.0)
    return pulse


def test_a_heart_that_beats_is_never_silent(pulse):
    for step in range(1, 100):
        assert not pulse.is_silent(WALL + 10 * step, WALL, 100.0 + 10 * step)


def test_half_a_minute_without_a_beat_is_silence(pulse):
    assert not pulse.is_silent(WALL, WALL, 110.0)
    assert not pulse.is_silent(WALL, WALL, 120.0)
    assert not pulse.is_silent(WALL, WALL, 130.0)
    assert pulse.is_silent(WALL, WALL, 140.0)


def test_a_clock_that_is_set_says_nothing(pulse):
    assert not pulse.is_silent(WALL, WALL + 86_400, 110.0)
    assert not pulse.is_silent(WALL - 86_400, WALL - 86_400, 120.0)


def test_a_sleep_of_the_computer_is_no_silence(pulse):
    assert not pulse.is_silent(WALL, WALL + 28_800, 28_900.0)
    assert not pulse.is_silent(WALL, WALL + 28_805, 28_905.0)
    assert pulse.is_silent(WALL, WALL, 28_905.0 + LONGEST_STEP)


def test_a_heart_that_ended_in_good_order_is_silent_at_once(pulse):
    assert pulse.is_silent(None, WALL, 101.0)
    assert pulse.is_silent(None, WALL, 102.0)
    assert not pulse.is_silent(WALL + 3, WALL, 103.0)


@pytest.mark.parametrize(("age", "silent"), [(0, False), (29, False), (31, True), (-31, True)])
def test_at_the_first_look_the_clock_on_the_wall_tells(age, silent):
    assert Pulse().is_silent(WALL - age, WALL, 100.0) is silent


def test_a_heart_that_was_silent_at_the_first_look_lives_with_its_next_beat():
    pulse = Pulse()
    assert pulse.is_silent(WALL - 60, WALL, 100.0)
    assert pulse.is_silent(WALL - 60, WALL, 110.0)
    assert not pulse.is_silent(WALL, WALL, 111.0)
