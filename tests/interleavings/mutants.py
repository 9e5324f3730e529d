"""Workers that are made of broken text: the table of mutants, without a process for each."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from tests.interleavings.play import Parts, WayName
from tests.mutants.mutant import Mutant
from tests.mutants.sql_server import SQL_SERVER
from tests.mutants.workbench import ROOT, broken_text

MODULE = "interleavings/test_interleavings.py"

WAYS: dict[str, WayName] = {
    f"{MODULE}::test_change_tracking_loses_nothing": "change-tracking",
    f"{MODULE}::test_rowversion_loses_nothing": "rowversion",
    f"{MODULE}::test_comparing_loses_nothing": "diff",
}

MUTANTS: dict[str, tuple[Mutant, WayName]] = {
    mutant.name: (mutant, WAYS[test])
    for mutant in SQL_SERVER
    for test in mutant.tests
    if test in WAYS
}

_MADE_ANEW = (
    "practicesync.adapters.sqlserver",
    "practicesync.adapters.diff_feed",
    "practicesync.engine",
)
_SOURCES = ROOT / "src"


def parts_of(mutant: Mutant) -> Parts:
    """Return a worker's parts with the mutant's text in the place of the real one."""
    with _alone():
        _load_broken(mutant)
        sql_server = "practicesync.adapters.sqlserver"
        return Parts(
            importlib.import_module(f"{sql_server}.source").SqlServerSource,
            importlib.import_module(f"{sql_server}.tracking_feed").TrackingFeed,
            importlib.import_module(f"{sql_server}.rowversion_feed").RowversionFeed,
            importlib.import_module("practicesync.adapters.diff_feed").DiffFeed,
            importlib.import_module(f"{sql_server}.presence").Presence,
            importlib.import_module("practicesync.engine.cycle").Cycle,
        )


@contextmanager
def _alone() -> Iterator[None]:
    """Have modules that nobody else has, and put back what was there."""
    before = {name: one for name, one in sys.modules.items() if name.startswith(_MADE_ANEW)}
    for name in before:
        del sys.modules[name]
    packages = {name: sys.modules[name] for name in ("practicesync", "practicesync.adapters")}
    names = {name: dict(vars(package)) for name, package in packages.items()}
    try:
        yield
    finally:
        for name in [name for name in sys.modules if name.startswith(_MADE_ANEW)]:
            del sys.modules[name]
        sys.modules.update(before)
        for name, package in packages.items():
            vars(package).update(names[name])


def _load_broken(mutant: Mutant) -> ModuleType:
    path = _SOURCES / mutant.file
    name = ".".join(Path(mutant.file).with_suffix("").parts)
    importlib.import_module(name.rpartition(".")[0])
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    text = broken_text(path.read_text(encoding="utf-8"), mutant)
    exec(compile(text, str(path), "exec"), vars(module))  # noqa: S102 - our own text, one word off
    return module
