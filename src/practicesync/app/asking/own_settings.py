"""The settings of this computer, as whoever asks for them is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from practicesync.core.change import Change
from practicesync.core.mistake import Mistake


class OwnSettings(msgspec.Struct, frozen=True):
    """What is written, by name, each as a person types it; `basis` names these settings.

    `changes` is what has become another. Where there are `mistakes`, nothing has.
    """

    values: Mapping[str, str]
    basis: str
    changes: Sequence[Change] = ()
    mistakes: Sequence[Mistake] = ()
