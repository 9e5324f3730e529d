"""What the help says of one code, beyond the sentence on the screen."""

from __future__ import annotations

import msgspec


class Help(msgspec.Struct, frozen=True):
    """Likely causes, the likeliest first, and what to do, in order.

    `send` is what support needs; without it the usual is enough.
    """

    causes: tuple[str, ...]
    steps: tuple[str, ...]
    send: str = ""
