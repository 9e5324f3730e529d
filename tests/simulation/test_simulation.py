"""The simulator's seeds hold, and each broken worker is caught."""

from __future__ import annotations

import random

import pytest

from tests.simulation.mutants import MUTANTS
from tests.simulation.play import play
from tests.simulation.world import Broken

FIXED = 250
FRESH = 50
ENOUGH = 400
"""Seeds within which a mutant must be caught; the slowest needs about a hundred."""


@pytest.mark.parametrize("first", range(0, FIXED, 50))
def test_fixed_seeds_hold(first: int) -> None:
    effects = sum(play(seed).effects for seed in range(first, first + 50))
    assert effects > 1000


def test_fresh_seeds_hold() -> None:
    seeds = [random.SystemRandom().randrange(10**6, 10**9) for _ in range(FRESH)]
    for seed in seeds:
        try:
            play(seed)
        except Broken as broken:
            pytest.fail(f"{broken}; again: python3 dev.py simulate --replay {seed}")
    assert len(set(seeds)) > 1


@pytest.mark.parametrize("name", MUTANTS)
def test_mutant_is_caught(name: str) -> None:
    for seed in range(ENOUGH):
        try:
            play(seed, MUTANTS[name])
        except Broken:
            return
    pytest.fail(f"{ENOUGH} seeds did not catch: {name}")


def test_a_seed_plays_the_same_twice() -> None:
    assert play(11).trace == play(11).trace
