"""Whether a practice's copy may be shown: half of one that is being erased may not."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from practicecloud.store import tables

ERASING: Final = "erasing"
"""The step of a copy that is being erased."""


def is_whole(practice_id: str) -> sa.ColumnElement[bool]:
    """Return the condition that the practice's copy is not being erased."""
    steps = tables.migration
    here = sa.select(steps.c.step).where(
        steps.c.practice_id == practice_id, steps.c.step == ERASING
    )
    return ~here.exists()
