"""Commands that will not be carried out."""

from __future__ import annotations

from practicesync.core.errors import Code, Misconfigured


class Refusal(Misconfigured):
    """This command will not be carried out."""

    def __init__(self, reason: str) -> None:
        super().__init__(Code.COMMAND_REFUSED, reason=reason)
