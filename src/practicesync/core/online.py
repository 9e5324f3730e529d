"""What the online side tells of itself."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from practicesync.core.digest import Digest
from practicesync.core.key import Key


class Preparing(msgspec.Struct, frozen=True):
    """How far the cloud is with making uploaded contacts findable."""

    done: int
    total: int
    ready: bool


class OnlinePage(msgspec.Struct, frozen=True):
    """Some of what is online, and behind which key the next page begins (None: that is all)."""

    digests: Sequence[tuple[Key, Digest]]
    next: Key | None
