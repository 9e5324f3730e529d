"""One way in which a database layout and a database differ."""

from __future__ import annotations

from typing import Literal

import msgspec

Weight = Literal["wrong", "note"]
"""With something wrong nothing can be synced as the layout says; a note is good to know."""

Kind = Literal[
    "table missing",
    "column missing",
    "no right to read",
    "field type",
    "key type",
    "key types differ",
    "key not unique",
    "key may be empty",
    "version type",
    "condition refused",
    "no contacts",
    "changes not followed",
    "codes not listed",
    "texts too long",
]

GRANT = "`practicesync enable-tracking --print` prints the rights that Practice Sync needs."


class Finding(msgspec.Struct, frozen=True):
    """One difference: what is so, and what to do about it."""

    kind: Kind
    weight: Weight
    table: str
    column: str
    sentence: str
    remedy: str
