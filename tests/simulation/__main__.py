"""Plays many seeds: `python3 dev.py simulate --seeds 2000`."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import time
import traceback

from tests.simulation.play import play
from tests.simulation.world import Broken, World


def one(seed: int) -> tuple[int, str, int]:
    """Play a seed; return it with what broke (empty: nothing) and its number of effects."""
    try:
        world: World = play(seed)
    except (Exception, Broken) as broken:  # noqa: BLE001 - whatever it is, the seed is broken
        where = traceback.extract_tb(broken.__traceback__)[-1]
        return seed, f"{type(broken).__name__}: {broken} ({where.name})", 0
    return seed, "", world.effects


def many(seeds: range, processes: int) -> list[tuple[int, str]]:
    """Play the seeds and print a line about each that broke; return those."""
    started = time.monotonic()
    broken, effects = [], 0
    with multiprocessing.Pool(processes) as pool:
        for seed, why, count in pool.imap_unordered(one, seeds, chunksize=10):
            effects += count
            if why:
                broken.append((seed, why))
                print(f"seed {seed}: {why}")
                print(f"  again: python3 dev.py simulate --replay {seed}")
    seconds = time.monotonic() - started
    print(f"{len(seeds):,} seeds, {effects:,} effects, {len(broken)} broken, {seconds:.1f} s")
    return broken


def main() -> int:
    """Read the command line and play."""
    parser = argparse.ArgumentParser(prog="dev.py simulate", description=__doc__)
    parser.add_argument("--seeds", type=int, default=2000, help="how many (default 2000)")
    parser.add_argument("--first", type=int, default=0, help="the first seed (default 0)")
    parser.add_argument("--replay", type=int, help="play this one and print what happened")
    chosen = parser.parse_args()
    if chosen.replay is not None:
        world = play(chosen.replay, talk=True)
        print(f"seed {chosen.replay} holds: {world.effects} effects")
        return 0
    seeds = range(chosen.first, chosen.first + chosen.seeds)
    return 1 if many(seeds, os.cpu_count() or 1) else 0


if __name__ == "__main__":
    sys.exit(main())
