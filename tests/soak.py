"""Kills a real worker at random moments, over and over: `python3 dev.py soak --kills 200`."""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.system.cloud import Cloud, start_cloud
from tests.system.conftest import another
from tests.system.installation import Installation
from tests.system.killing import BATCH, Killed, Killer

A_PRACTICE = 50
"""Kills until the next practice begins, so that many come in the midst of a first upload."""

CONTACTS = 15_000

A_SLOW_COMPUTER = 600.0
"""Seconds that a worker may take to come to rest."""


def kill(online: Cloud, folder: Path, kills: int, seed: int) -> Iterator[Killed]:
    """Kill the workers of one practice after another, that many times in all."""
    for number, first in enumerate(range(0, kills, A_PRACTICE)):
        place = folder / f"practice-{number}"
        place.mkdir()
        office, server = (
            another(online, place.name),
            Installation(place / "state", patience=A_SLOW_COMPUTER),
        )
        yield Killer(office, server, CONTACTS, seed + number).run(min(A_PRACTICE, kills - first))


def told(killed: Sequence[Killed], seed: int) -> dict[str, int]:
    """Return what came of it, as counts."""
    lives = [count for one in killed for count in one.sent_twice]
    return {
        "seed": seed,
        "kills": sum(one.kills for one in killed),
        "during_upload": sum(one.during_upload for one in killed),
        "edits": sum(one.edits for one in killed),
        "wrong": sum(len(one.wrong) for one in killed),
        "lives_that_sent_twice": sum(count > 0 for count in lives),
        "sent_twice_at_most": max(lives, default=0),
    }


def holds(counts: dict[str, int]) -> bool:
    """Tell whether everything is online as it is, and no life sent more than a batch twice."""
    return counts["wrong"] == 0 and counts["sent_twice_at_most"] <= BATCH


def soak(kills: int, seed: int) -> int:
    """Kill that often, print one line of JSON and return the exit code."""
    began = time.monotonic()
    killed: list[Killed] = []
    reason = ""
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        place = Path(folder)
        try:
            with start_cloud(place / "online") as online:
                for one in kill(online, place, kills, seed):
                    killed.append(one)
                    print(f"{sum(each.kills for each in killed)} of {kills}", file=sys.stderr)
        except AssertionError as broken:
            reason = str(broken) or "a worker did not do what was waited for"
    counts = told(killed, seed)
    counts["seconds"] = round(time.monotonic() - began)
    print(json.dumps(counts))
    if reason:
        print(reason, file=sys.stderr)
    return 0 if holds(counts) and not reason else 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line and soak."""
    parser = argparse.ArgumentParser(prog="dev.py soak", description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="how many (default 200)")
    parser.add_argument("--seed", type=int, help="what decides the moments (default: any)")
    chosen = parser.parse_args(arguments)
    seed = chosen.seed if chosen.seed is not None else random.SystemRandom().randrange(10**6)
    return soak(max(chosen.kills, 1), seed)


if __name__ == "__main__":
    sys.exit(main())
