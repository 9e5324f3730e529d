"""Thousands of stories are played for each way of finding changes, and nothing is lost."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from itertools import chain

import pytest

from tests.interleavings.mutants import MUTANTS, parts_of
from tests.interleavings.play import Play, WayName, lost
from tests.interleavings.regressions import REGRESSIONS
from tests.interleavings.story import Story, shortest, story, told

COUNT = int(os.environ.get("PRACTICESYNC_INTERLEAVINGS", "2000"))
"""Stories for each way; one in twenty of them is new each time."""

BLOCKS = range(8)
"""A test plays one of so many blocks of them: none may take long."""

ENOUGH = 1500
"""Stories within which a mutant must be caught."""


def seeds(block: int, count: int) -> Iterator[int]:
    fresh = count // 20
    yield from range(count - fresh)[block :: len(BLOCKS)]
    chance = random.SystemRandom()
    yield from (chance.randrange(10**6, 10**9) for _ in range(fresh)[block :: len(BLOCKS)])


def assert_nothing_is_lost(way: WayName, block: int, count: int = COUNT) -> None:
    for seed in seeds(block, count):
        if lost(way, story(seed)):
            short = shortest(story(seed), lambda one: bool(lost(way, one)))
            pytest.fail(f"seed {seed}, {lost(way, short)}\n{told(short)}", pytrace=False)


@pytest.mark.parametrize("block", BLOCKS)
def test_change_tracking_loses_nothing(block: int) -> None:
    assert_nothing_is_lost("change-tracking", block)


@pytest.mark.parametrize("block", BLOCKS)
def test_rowversion_loses_nothing(block: int) -> None:
    assert_nothing_is_lost("rowversion", block)


@pytest.mark.parametrize("block", BLOCKS)
def test_comparing_loses_nothing(block: int) -> None:
    assert_nothing_is_lost("diff", block)


@pytest.mark.parametrize("block", BLOCKS)
def test_going_from_one_way_to_another_loses_nothing(block: int) -> None:
    assert_nothing_is_lost("chosen", block, COUNT // 4)


@pytest.mark.parametrize("name", REGRESSIONS)
def test_what_was_lost_once_is_lost_no_more(name: str) -> None:
    way, was_lost = REGRESSIONS[name]

    assert lost(way, was_lost) == ""


@pytest.mark.parametrize("name", MUTANTS)
def test_a_mutant_is_caught(name: str) -> None:
    mutant, way = MUTANTS[name]
    parts = parts_of(mutant)
    short = [one for its, one in REGRESSIONS.values() if its == way]
    stories = chain(short, map(story, range(ENOUGH)))

    assert any(lost(way, one, parts) for one in stories), f"not caught: {name}"


def test_a_story_is_played_the_same_twice() -> None:
    def played(one: Story) -> tuple[list[str], object]:
        play = Play("change-tracking", one)
        play.run()
        return play.trace, play.cloud.contacts

    assert played(story(7)) == played(story(7))
