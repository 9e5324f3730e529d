"""What setting a practice up would change, as whoever asks is told."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from practicesync.core.change import Change
from practicesync.core.mistake import Mistake


class Planned(msgspec.Struct, frozen=True):
    """What would be written. `basis` names the settings that it was planned for.

    `practices` are the names of those that are set up; `missing` the entries that nobody has said;
    `login` is who signs in to the database server, empty where no Windows account can;
    `script` the rights that it needs there.
    """

    basis: str
    practices: Sequence[str]
    name: str
    new: bool
    active: bool
    changes: Sequence[Change]
    missing: Sequence[str]
    mistakes: Sequence[Mistake]
    server: bool
    login: str
    script: str
