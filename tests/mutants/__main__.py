"""Breaks the program and asks the tests: `python3 dev.py mutants [NAME ...]`."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from queue import Queue

from tests.mutants.mutant import Mutant
from tests.mutants.table import MUTANTS
from tests.mutants.workbench import NotAsked, Verdict, Workbench, workbench


def chosen(names: Sequence[str]) -> Sequence[Mutant]:
    """Return the mutants whose name or file has one of those texts in it; all if there is none."""
    if not names:
        return MUTANTS
    return [one for one in MUTANTS if any(name in one.name or name in one.file for name in names)]


def tell(mutants: Sequence[Mutant], processes: int) -> int:
    """Judge each, print a line about it, and return 1 if one has survived."""
    started = time.monotonic()
    survived = 0
    with ExitStack() as stack:
        first = stack.enter_context(workbench())
        first.check(mutants)
        free: Queue[Workbench] = Queue()
        for number in range(processes):
            free.put(stack.enter_context(workbench(first)) if number else first)

        def judged(mutant: Mutant) -> Verdict:
            bench = free.get()
            try:
                return bench.judge(mutant)
            finally:
                free.put(bench)

        pool = stack.enter_context(ThreadPoolExecutor(processes))
        for verdict in pool.map(judged, mutants):
            survived += not verdict.caught
            word = "caught" if verdict.caught else "SURVIVED"
            print(f"{word:<9}{verdict.seconds:6.1f} s  {verdict.mutant.name}", flush=True)
            if verdict.why:
                print(f"{verdict.mutant.file}: {verdict.why}", flush=True)
    seconds = time.monotonic() - started
    print(f"{len(mutants)} mutants, {survived} survived, {seconds:.0f} s")
    return 1 if survived else 0


def main() -> int:
    """Read the command line and judge."""
    parser = argparse.ArgumentParser(prog="dev.py mutants", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="a part of a name or a file")
    parser.add_argument("--list", action="store_true", help="print the names alone")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, metavar="N")
    asked = parser.parse_args()
    mutants = chosen(asked.names)
    if not mutants:
        parser.error("there is no mutant of that name: --list prints them all")
    if asked.list:
        print("\n".join(one.name for one in mutants))
        return 0
    try:
        return tell(mutants, max(1, asked.processes))
    except NotAsked as why:
        print(f"Nothing was judged: {why}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
