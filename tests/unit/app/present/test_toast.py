from __future__ import annotations

import datetime as dt

import pytest

from practicesync.app.present.toast import ASKED_FOR, LASTED, LONGEST, Story, toast
from practicesync.core.phase import SIGNS, Colour, Phase
from practicesync.core.phase_words import Today
from tests.status_page import NOW, ZONE, shown, shown_in

DAY = Today(NOW, ZONE)
NIGHT = Today(NOW.replace(hour=22), ZONE)
DOWN, GREEN = shown(Phase.UNAVAILABLE, {}), shown(Phase.IN_SYNC, {})
BLUE, SIGN_IN = shown(Phase.RETRYING, {}), shown(Phase.SIGN_IN_NEEDED, {})

TROUBLE = [phase for phase in Phase if SIGNS[phase].colour is Colour.RED and phase not in ASKED_FOR]


def told(*scenes, today=DAY):
    """Return when something is told, for statuses at these seconds."""
    story, found = Story(), []
    for face, second in scenes:
        story, message = toast(story, face, today, float(second))
        if message:
            found.append((second, message.title))
    return found


def test_red_is_told_once_it_has_lasted_a_minute_and_once_when_it_is_over():
    scenes = [
        (GREEN, 0),
        (DOWN, 10),
        (DOWN, 69),
        (DOWN, 70),
        (DOWN, 300),
        (GREEN, 310),
        (GREEN, 320),
    ]
    assert told(*scenes) == [(70, "Practice Sync needs you"), (310, "Practice Sync is well again")]


def test_red_that_passes_within_a_minute_is_not_told():
    assert told((DOWN, 0), (DOWN, 50), (GREEN, 59), (DOWN, 70), (DOWN, 100)) == []


def test_blue_in_between_neither_heals_nor_begins_anew():
    scenes = [(DOWN, 0), (BLUE, 30), (DOWN, 40), (DOWN, 60), (BLUE, 70), (DOWN, 80), (DOWN, 200)]
    assert told(*scenes) == [(60, "Practice Sync needs you")]


def test_what_heals_by_itself_waits_for_the_morning():
    assert told((DOWN, 0), (DOWN, 3600), today=NIGHT) == []
    story, _ = toast(Story(), DOWN, NIGHT, 0.0)
    _, message = toast(story, DOWN, DAY, 36_000.0)
    assert message is not None


def test_what_needs_a_person_is_told_at_night_as_well():
    assert told((SIGN_IN, 0), (SIGN_IN, LASTED), today=NIGHT) == [
        (LASTED, "Practice Sync needs you")
    ]


@pytest.mark.parametrize(("hour", "minute"), [(19, 0), (6, 59)])
def test_the_night_begins_at_seven_and_ends_at_seven(hour, minute):
    at = Today(NOW.replace(hour=hour, minute=minute), ZONE)
    assert told((DOWN, 0), (DOWN, 61), today=at) == []
    after = Today(at.now + dt.timedelta(hours=12), ZONE)
    assert told((DOWN, 0), (DOWN, 61), today=after) != []


@pytest.mark.parametrize("phase", sorted(ASKED_FOR))
def test_nobody_is_told_what_they_have_asked_for(phase):
    face = shown(phase, {})
    assert told((face, 0), (face, 600)) == []


@pytest.mark.parametrize("phase", TROUBLE)
def test_a_message_fits_and_names_no_command(phase):
    for face in shown_in(phase):
        story, _ = toast(Story(), face, DAY, 0.0)
        _, message = toast(story, face, DAY, LASTED)
        assert message is not None
        assert len(message.text.encode("utf-16-le")) // 2 <= LONGEST
        assert "practicesync " not in message.text
