"""What an icon has told its person, for the one that comes up after it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from practicesync.app.present.toast import Told


class ToldFile:
    """A file of the person's own, there while trouble that was told lasts."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Told | None:
        """Return what an icon before this one has told, if that is known."""
        try:
            told = msgspec.json.decode(self._path.read_bytes(), type=Told)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return None
        return msgspec.structs.replace(told, earlier=True)

    def keep(self, told: Told | None) -> None:
        """Keep that; where it can't be written, the next icon may tell it once more."""
        try:
            if told is None:
                self._path.unlink(missing_ok=True)
                return
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_bytes(msgspec.json.encode(told))
        except OSError:
            return
