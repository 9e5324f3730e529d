"""What the demo measured, and whether everything matches."""

from __future__ import annotations

import dataclasses
import json
import statistics
from collections.abc import Mapping
from dataclasses import dataclass

from rich.table import Table

from practicesync.demo.edits import TWENTY
from practicesync.demo.practice import NOT_SENT
from practicesync.demo.truth import Shown

DELETES = 2
"""How many of the twenty edits delete a contact."""


@dataclass(frozen=True)
class Figures:
    """Counted through the online side's API, against values made by the generator.

    `edit_to_online_ms` runs from an edit's commit to its being found online.
    """

    in_database: int
    online: int
    not_sent: int
    mismatched: int
    upload_seconds: float
    processing_seconds: float
    edit_to_online_ms: tuple[int, ...]
    deletes_online: int

    @property
    def matches(self) -> bool:
        """Tell whether the online copy is exactly what it should be."""
        return (
            self.mismatched == 0
            and self.not_sent == NOT_SENT
            and self.online + self.not_sent == self.in_database
            and len(self.edit_to_online_ms) == len(TWENTY)
            and self.deletes_online == DELETES
        )

    def as_json(self) -> str:
        """Return the figures as one line of JSON."""
        return json.dumps(dataclasses.asdict(self))

    def as_table(self) -> Table:
        """Return the figures for people."""
        table = Table(show_header=False, box=None, pad_edge=False)
        times = sorted(self.edit_to_online_ms)
        rows = {
            "contacts in the database": f"{self.in_database:,}",
            "online": f"{self.online:,}",
            "not sent (on purpose)": f"{self.not_sent:,}",
            "different from what they should be": f"{self.mismatched:,}",
            "uploading": f"{self.upload_seconds:.1f} s",
            "being prepared online": f"{self.processing_seconds:.1f} s",
            "edits found online": str(len(times)),
            "deletions gone online": str(self.deletes_online),
        }
        if times:
            middle = statistics.median(times) / 1000
            rows["from edit to online"] = (
                f"{middle:.2f} s in the middle, {times[-1] / 1000:.2f} s at most"
            )
        for name, value in rows.items():
            table.add_row(name, value)
        return table


def mismatches(online: Mapping[str, Shown], expected: Mapping[str, Shown]) -> int:
    """Return how many contacts are not online as they should be, or should not be at all."""
    keys = online.keys() | expected.keys()
    return sum(online.get(key) != expected.get(key) for key in keys)
