"""Breaks the program and asks the tests: `python3 dev.py mutants [NAME ...]`."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence

from tests.mutants.mutant import Mutant
from tests.mutants.table import MUTANTS
from tests.mutants.workbench import NotAsked, workbench


def chosen(names: Sequence[str]) -> Sequence[Mutant]:
    """Return the mutants whose name or file has one of those texts in it; all if there is none."""
    if not names:
        return MUTANTS
    return [one for one in MUTANTS if any(name in one.name or name in one.file for name in names)]


def tell(mutants: Sequence[Mutant]) -> int:
    """Judge each, print a line about it, and return 1 if one has survived."""
    started = time.monotonic()
    survived = 0
    with workbench() as bench:
        bench.check(mutants)
        for mutant in mutants:
            verdict = bench.judge(mutant)
            survived += not verdict.caught
            word = "caught" if verdict.caught else "SURVIVED"
            print(f"{word:<9}{verdict.seconds:6.1f} s  {mutant.name}", flush=True)
            if verdict.why:
                print(f"{mutant.file}: {verdict.why}", flush=True)
    seconds = time.monotonic() - started
    print(f"{len(mutants)} mutants, {survived} survived, {seconds:.0f} s")
    return 1 if survived else 0


def main() -> int:
    """Read the command line and judge."""
    parser = argparse.ArgumentParser(prog="dev.py mutants", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="a part of a name or a file")
    parser.add_argument("--list", action="store_true", help="print the names alone")
    asked = parser.parse_args()
    mutants = chosen(asked.names)
    if not mutants:
        parser.error("there is no mutant of that name: --list prints them all")
    if asked.list:
        print("\n".join(one.name for one in mutants))
        return 0
    try:
        return tell(mutants)
    except NotAsked as why:
        print(f"Nothing was judged: {why}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
