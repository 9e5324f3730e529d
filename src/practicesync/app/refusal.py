"""Commands that will not be carried out."""

from __future__ import annotations

from practicesync.core.errors import Code, Misconfigured


class Refusal(Misconfigured):
    """This command will not be carried out."""

    def __init__(self, reason: str) -> None:
        super().__init__(Code.COMMAND_REFUSED, reason=reason)


class NotYours(Refusal):
    """The answer stays with the worker's own account, which can hand no file to another."""

    def __init__(self) -> None:
        super().__init__("only the account that Practice Sync runs under may read the answer")
