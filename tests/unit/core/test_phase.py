"""Phases follow each other as the golden table says, and in no other way."""

import itertools
from pathlib import Path

import pytest

from practicesync.core.phase import (
    SIGNS,
    TRANSITIONS,
    Colour,
    Event,
    ImpossibleTransition,
    Phase,
    Shape,
    after,
)
from practicesync.core.status import WORST_FIRST

GOLDEN = Path(__file__).with_name("phases.txt")


def golden() -> dict[tuple[Phase, Event], Phase]:
    """The table: a paragraph a phase, a line an event that may happen in it."""
    table = {}
    for paragraph in GOLDEN.read_text(encoding="utf-8").split("\n\n"):
        phase, *lines = paragraph.splitlines()
        for line in lines:
            event, following = line.split(" -> ")
            table[Phase(phase), Event(event.strip())] = Phase(following)
    return table


def reachable(start: Phase) -> set[Phase]:
    met, todo = set[Phase](), [start]
    while todo:
        phase = todo.pop()
        if phase not in met:
            met.add(phase)
            todo += TRANSITIONS[phase].values()
    return met


@pytest.mark.parametrize("phase", Phase)
@pytest.mark.parametrize("event", Event)
def test_each_event_leads_where_the_table_says_or_nowhere(phase, event):
    following = golden().get((phase, event))

    if following:
        assert after(phase, event) is following
    else:
        with pytest.raises(ImpossibleTransition, match=f"^{event} in {phase}$"):
            after(phase, event)


@pytest.mark.parametrize("phase", Phase)
def test_every_phase_can_be_reached_left_and_come_back_to_green(phase):
    assert phase in reachable(Phase.STARTING)
    assert set(TRANSITIONS[phase].values()) - {phase}
    assert Phase.IN_SYNC in reachable(phase)


@pytest.mark.parametrize("phase", Phase)
def test_a_worker_that_stops_beating_is_seen_in_every_phase(phase):
    assert after(phase, Event.BEAT_MISSED) is Phase.NOT_RUNNING


# The design's table of colours and shapes.
SHOWN = {
    (Colour.GREEN, Shape.TICK): {Phase.IN_SYNC},
    (Colour.RED, Shape.CLOCK): {Phase.SCHEDULED},
    (Colour.RED, Shape.BARS): {Phase.PAUSED},
    (Colour.BLUE, Shape.ARROWS): {
        Phase.STARTING,
        Phase.SIGNING_IN,
        Phase.UPLOADING,
        Phase.PROCESSING,
        Phase.SYNCING,
        Phase.RETRYING,
    },
}


@pytest.mark.parametrize("phase", Phase)
def test_every_phase_has_its_colour_and_shape(phase):
    listed = [sign for sign, phases in SHOWN.items() if phase in phases]
    sign = SIGNS[phase]

    assert [(sign.colour, sign.shape)] == (listed or [(Colour.RED, Shape.CROSS)])


def test_no_shape_stands_for_two_colours():
    for one, other in itertools.combinations(SIGNS.values(), 2):
        assert one.colour is other.colour or one.shape is not other.shape


def test_an_outage_stays_unavailable_however_often_it_fails_again():
    assert after(Phase.RETRYING, Event.FAILED_FOR_LONG) is Phase.UNAVAILABLE
    assert after(Phase.UNAVAILABLE, Event.FAILED) is Phase.UNAVAILABLE


def test_the_worst_phase_of_several_has_the_worst_colour():
    assert set(WORST_FIRST) == set(Phase)
    rank = [Colour.RED, Colour.BLUE, Colour.GREEN]
    colours = [rank.index(SIGNS[phase].colour) for phase in WORST_FIRST]
    assert colours == sorted(colours)
