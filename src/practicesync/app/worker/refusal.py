"""Commands that will not be carried out."""

from __future__ import annotations

from collections.abc import Sequence

from practicesync.core.errors import Code, Misconfigured


class Refusal(Misconfigured):
    """This command will not be carried out."""

    def __init__(self, reason: str) -> None:
        super().__init__(Code.COMMAND_REFUSED, reason=reason)


class WhichPractice(Refusal):
    """There are several practices, and the command is for one; `names` are those it may be for."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__("say which practice with --practice")
        self.facts = {**self.facts, "practices": ", ".join(names)}


class NotYours(Refusal):
    """The answer would stay with the worker's own account, which can hand no file to another."""

    def __init__(self, account: str) -> None:
        super().__init__(
            f"only the account {account} may read the answer, so ask as that one:"
            f" sudo -u {account} practicesync"
        )
