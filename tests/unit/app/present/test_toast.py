from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from practicesync.app.present.toast import (
    ASKED_FOR,
    LASTED,
    LONGEST,
    NEEDS_OTHERS,
    TELL_THEM,
    Story,
    Told,
    toast,
)
from practicesync.core.phase import SIGNS, Colour, Phase
from practicesync.core.phase_words import Today
from tests.status_page import NOW, ZONE, shown, shown_in

DAY = Today(NOW, ZONE)
NIGHT = Today(NOW.replace(hour=22), ZONE)
DOWN, GREEN = shown(Phase.UNAVAILABLE, {}), shown(Phase.IN_SYNC, {})
BLUE, SIGN_IN = shown(Phase.RETRYING, {}), shown(Phase.SIGN_IN_NEEDED, {})

NEEDS, WELL = "Practice Sync needs you", "Practice Sync is well again"
TROUBLE = [phase for phase in Phase if SIGNS[phase].colour is Colour.RED and phase not in ASKED_FOR]


def told(*scenes, today=DAY, story=None):
    """Return when something is told, for statuses at these seconds."""
    story, found = story or Story(), []
    for face, second in scenes:
        story, message = toast(story, face, today, float(second), may_ask=True)
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
    assert told(*scenes) == [(70, NEEDS), (310, WELL)]


def test_red_that_passes_within_a_minute_is_not_told():
    assert told((DOWN, 0), (DOWN, 50), (GREEN, 59), (DOWN, 70), (DOWN, 100)) == []


def test_blue_in_between_neither_heals_nor_begins_anew():
    scenes = [(DOWN, 0), (BLUE, 30), (DOWN, 40), (DOWN, 60), (BLUE, 70), (DOWN, 80), (DOWN, 200)]
    assert told(*scenes) == [(60, NEEDS)]


def test_what_heals_by_itself_waits_for_the_morning():
    assert told((DOWN, 0), (DOWN, 3600), today=NIGHT) == []
    story, _ = toast(Story(), DOWN, NIGHT, 0.0, may_ask=True)
    _, message = toast(story, DOWN, DAY, 36_000.0, may_ask=True)
    assert message is not None


def test_what_needs_a_person_is_told_at_night_as_well():
    assert told((SIGN_IN, 0), (SIGN_IN, LASTED), today=NIGHT) == [(LASTED, NEEDS)]


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
        story, _ = toast(Story(), face, DAY, 0.0, may_ask=True)
        _, message = toast(story, face, DAY, LASTED, may_ask=True)
        assert message is not None
        assert len(message.text.encode("utf-16-le")) // 2 <= LONGEST
        assert "practicesync " not in message.text


def test_what_healed_by_itself_at_night_is_told_in_the_morning():
    down = [(DOWN, 0), (DOWN, 60)]
    story = Story()
    for face, second in down:
        story, _ = toast(story, face, DAY, float(second), may_ask=True)
    story, message = toast(story, GREEN, NIGHT, 600.0, may_ask=True)
    assert message is None

    assert told((GREEN, 36_000), (GREEN, 36_010), story=story) == [(36_000, WELL)]


def test_what_a_person_has_mended_is_told_at_night_as_well():
    scenes = [(SIGN_IN, 0), (SIGN_IN, 60), (GREEN, 70)]
    assert told(*scenes, today=NIGHT) == [(60, NEEDS), (70, WELL)]


def earlier(face, *, by_itself=False):
    """Return what an icon knows that came up after another one has told of that."""
    return Story(told=Told(face.code, by_itself, earlier=True))


def test_an_icon_started_anew_does_not_tell_again_what_was_told():
    scenes = [(SIGN_IN, 0), (SIGN_IN, 60), (SIGN_IN, 600)]
    assert told(*scenes, story=earlier(SIGN_IN)) == []


def test_an_icon_started_anew_tells_that_it_has_healed():
    assert told((BLUE, 0), (GREEN, 5), (GREEN, 9), story=earlier(SIGN_IN)) == [(5, WELL)]
    assert told((SIGN_IN, 0), (GREEN, 90), story=earlier(SIGN_IN)) == [(90, WELL)]


def test_an_icon_started_anew_tells_of_other_trouble():
    scenes = [(DOWN, 0), (DOWN, 59), (DOWN, 60), (DOWN, 600), (GREEN, 700)]
    assert told(*scenes, story=earlier(SIGN_IN)) == [(60, NEEDS), (700, WELL)]


def test_other_trouble_after_what_was_told_is_no_change_for_the_worse():
    assert told((SIGN_IN, 0), (SIGN_IN, 60), (DOWN, 70), (DOWN, 600)) == [(60, NEEDS)]


def test_what_needs_a_person_is_told_after_what_would_have_healed_by_itself():
    scenes = [(DOWN, 0), (DOWN, 60), (SIGN_IN, 70), (SIGN_IN, 129), (SIGN_IN, 130), (SIGN_IN, 600)]
    assert told(*scenes, (GREEN, 700)) == [(60, NEEDS), (130, NEEDS), (700, WELL)]


@pytest.mark.parametrize("phase", TROUBLE)
def test_who_may_only_look_is_told_whom_to_tell(phase):
    for face in shown_in(phase):
        story, _ = toast(Story(), face, DAY, 0.0, may_ask=False)
        _, message = toast(story, face, DAY, LASTED, may_ask=False)
        assert message is not None
        assert message.title == NEEDS_OTHERS
        short = msgspec.structs.replace(face, sentence="It is red.")
        _, message = toast(story, short, DAY, LASTED, may_ask=False)
        assert message is not None
        assert message.text == f"It is red. {TELL_THEM}"
