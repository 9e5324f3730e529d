"""The table of mutants is true of the program as it is, and a handful is tried in each run."""

from __future__ import annotations

import ast
import datetime as dt
import functools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.mutants.mutant import Mutant
from tests.mutants.table import MUTANTS
from tests.mutants.workbench import ROOT, NotAsked, Workbench, broken_text, workbench

HANDFUL = 3
QUICK = ("unit/core/", "unit/engine/", "unit/adapters/", "unit/app/", "unit/practicecloud/")

LIMIT = Mutant(
    "the guard lets twice as many through",
    "practicesync/core/guard.py",
    "    count: int = 10\n",
    "    count: int = 20\n",
    ("unit/core/test_guard.py::test_the_limits_are_ten_and_five_percent",),
)


@pytest.fixture(scope="module")
def bench() -> Iterator[Workbench]:
    with workbench() as made:
        yield made


@functools.cache
def named_in(module: str) -> set[str]:
    """Return the names of the tests that stand in that module."""
    tree = ast.parse((ROOT / "tests" / module).read_bytes())
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda one: one.name)
def test_a_mutant_s_text_is_there_once_and_its_tests_exist(mutant: Mutant) -> None:
    before = (ROOT / "src" / mutant.file).read_text(encoding="utf-8")
    after = broken_text(before, mutant)

    assert after != before
    if mutant.file.endswith(".py"):
        ast.parse(after)
    for test in mutant.tests:
        module, _, name = test.partition("::")
        assert name in named_in(module), test


def test_no_two_mutants_are_alike() -> None:
    names = Counter(one.name for one in MUTANTS)
    breaks = Counter((one.file, one.old, one.new) for one in MUTANTS)

    assert [name for name, times in names.items() if times > 1] == []
    assert [found for found, times in breaks.items() if times > 1] == []


def of_today() -> Sequence[Mutant]:
    """Return some of those that are quick to judge, on each day others."""
    quick = [one for one in MUTANTS if all(test.startswith(QUICK) for test in one.tests)]
    start = dt.datetime.now(dt.UTC).date().toordinal() * HANDFUL
    return [quick[(start + number) % len(quick)] for number in range(HANDFUL)]


def test_the_mutants_of_today_are_caught(bench: Workbench) -> None:
    mutants = of_today()
    bench.check(mutants)
    verdicts = [bench.judge(mutant) for mutant in mutants]

    assert [f"{one.mutant.name}: {one.why}" for one in verdicts if not one.caught] == []


def test_what_no_test_sees_survives(bench: Workbench) -> None:
    harmless = replace(LIMIT, new="    count: int = 5 + 5\n")

    assert not bench.judge(harmless).caught
    assert bench.judge(LIMIT).caught


def test_what_can_not_even_be_imported_is_no_catch(bench: Workbench) -> None:
    verdict = bench.judge(replace(LIMIT, new="    count: int = nothing\n"))

    assert not verdict.caught
    assert "pytest ended with" in verdict.why


def test_tests_that_are_red_anyway_are_not_asked(bench: Workbench) -> None:
    with pytest.raises(NotAsked, match="although nothing is broken"):
        bench.check([replace(LIMIT, tests=("unit/core/test_guard.py::test_that_there_is_not",))])


def test_other_sources_than_the_copy_s_are_not_asked(tmp_path: Path) -> None:
    with pytest.raises(NotAsked, match="other sources"):
        Workbench(tmp_path).check([LIMIT])


@pytest.mark.parametrize("old", ["    count: int = 11\n", "deletions."])
def test_a_text_that_is_not_there_once_is_no_mutant(old: str) -> None:
    before = (ROOT / "src" / LIMIT.file).read_text(encoding="utf-8")

    with pytest.raises(ValueError, match="times in"):
        broken_text(before, replace(LIMIT, old=old))
