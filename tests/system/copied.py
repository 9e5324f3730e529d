"""A worker on a computer that a test names: the app's own, but for what tells computers apart."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from practicesync.app.worker.equipment import Equipment
from practicesync.app.worker.run import run_worker
from tests.system.installation import Installation


@dataclass(frozen=True)
class InstallationOn(Installation):
    """An installation on the computer of that name."""

    machine: str

    def command(self, *arguments: str) -> list[str]:
        if arguments != ("run",):
            return super().command(*arguments)
        return [sys.executable, "-m", "tests.system.copied", str(self.state), self.machine]

    def copied_to(self, state: Path, machine: str) -> InstallationOn:
        """Copy all of its files to another computer, as of this moment."""
        shutil.copytree(self.state, state, ignore=shutil.ignore_patterns("worker.lock"))
        return InstallationOn(state, machine, patience=self.patience)


if __name__ == "__main__":
    place, name = sys.argv[1:]
    sys.exit(run_worker(Path(place), equipment=Equipment(traits=lambda _: {"system": name})))
