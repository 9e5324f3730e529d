"""What somebody got wrong in a file that people write."""

from __future__ import annotations

import msgspec


class Mistake(msgspec.Struct, frozen=True):
    """One mistake: the entry (``contact.key``), what is wrong with it and what to do about it.

    The sentence names the file; neither quotes a secret.
    """

    key: str
    sentence: str
    remedy: str
