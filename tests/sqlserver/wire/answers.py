"""Sends results row by row, and stops where the client wants no more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NoReturn

from tests.sqlserver.engine import Result
from tests.sqlserver.wire import tokens
from tests.sqlserver.wire.encoding import wired
from tests.sqlserver.wire.packets import Channel, Kind, Outgoing
from tests.sqlserver.wire.tokens import Done, Status


class Attention(Exception):
    """The client gave up on its request."""


class Answer:
    """One answer on its way; `sent_row` is told of each row."""

    def __init__(self, channel: Channel, sent_row: Callable[[], None]) -> None:
        self._channel = channel
        self._outgoing = Outgoing(channel)
        self._sent_row = sent_row

    def write(self, token: bytes) -> None:
        self._outgoing.write(token)

    def results(self, results: Sequence[Result | int], kind: Done) -> None:
        """Send all results of a statement; within a procedure, more is always to come."""
        for left, result in zip(range(len(results) - 1, -1, -1), results, strict=True):
            last = not left and kind is Done.BATCH
            status = Status.FINAL if last else Status.MORE
            edited = isinstance(result, int)
            count = result if isinstance(result, int) else self._rows(result)
            self.write(tokens.counted(kind, status, count, edited=edited))
        if not results and kind is Done.BATCH:
            self.write(tokens.done(kind))

    def _rows(self, result: Result) -> int:
        how = [wired(column.type, nullable=column.nullable) for column in result.columns]
        self.write(tokens.columns(result.columns, how))
        count, packets = 0, self._outgoing.packets
        for values in result.rows:
            self.write(tokens.row(values, how))
            count += 1
            self._sent_row()
            if self._outgoing.packets > packets:
                packets = self._outgoing.packets
                self._stop_if_asked()
        return count

    def _stop_if_asked(self) -> None:
        if self._channel.attention():
            raise Attention

    def slow_down(self, pause: float) -> None:
        """Wait so many seconds before each byte of this answer."""
        self._channel.pause = pause

    def hang_until_attention(self) -> NoReturn:
        while self._channel.read().kind is not Kind.ATTENTION:
            pass
        raise Attention

    def hang_for_good(self) -> NoReturn:
        """Listen to nothing, until the connection ends."""
        while True:
            self._channel.read()

    def flush(self) -> None:
        """Send what there is so far."""
        self._outgoing.flush()

    def end(self) -> None:
        self._outgoing.end()
