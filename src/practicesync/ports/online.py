"""What the engine asks of where records go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from practicesync.core.action import (
    Action,
    Epoch,
    Fence,
    Outcome,
    SequenceNumber,
)
from practicesync.core.key import Key
from practicesync.core.online import OnlinePage, Preparing


class Sink(Protocol):
    """Where records go."""

    def begin(self) -> Fence:
        """Ask for a new epoch. Raises `TakenOver` if another server is in charge."""

    def apply(
        self, epoch: Epoch, sequence: SequenceNumber, actions: Sequence[Action]
    ) -> Sequence[Outcome]:
        """Apply the actions and return one outcome for each, in their order.

        After an error nothing is known about what has happened to them. Raises `Fenced` if a
        later epoch has been issued.
        """

    def confirm(self, epoch: Epoch) -> None:
        """Ask whether this server is in charge under that epoch, and no later one is issued.

        Raises `TakenOver` if another server is, `Misconfigured` if none is, and `Fenced` if a
        later or an earlier epoch holds.
        """

    def online(self, after: Key | None, limit: int) -> OnlinePage:
        """Return up to `limit` contacts that are online, behind `after`, each once."""

    def uploading(self, total: int) -> None:
        """Say that a first upload of that many contacts begins."""

    def uploaded(self) -> None:
        """Say that the first upload is complete, so that the contacts can be prepared."""

    def preparing(self) -> Preparing:
        """Ask how far the preparation is."""
