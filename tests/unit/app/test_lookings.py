"""Looks that go on at the same time: so many, and each tells who asked for it what it found."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator

import pytest

from practicesync.app.asking.reply import Answer
from practicesync.app.worker.lookings import Lookings
from practicesync.app.worker.refusal import Refusal
from practicesync.core.command import Command

NOON = dt.datetime(2026, 5, 3, 12, 0, tzinfo=dt.UTC)
AT_MOST = 10.0  # seconds; a limit that only catches a hang


class Desk:
    """Two may look at once, each until `go_on` is set."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.lookings = Lookings[str](2, lambda _: None, lambda: 0.0)

    def looked(self, finding: str) -> Iterator[str]:
        self.go_on.wait(AT_MOST)
        yield finding

    def begin(self, finding: str) -> str:
        return str(self.lookings.begin(self.looked(finding)).detail["id"])

    def look(self, id_: str) -> Answer:
        asked = Command("one", "setup", None, NOON, {"id": id_, "seen": 0})
        return self.lookings.look(asked, "found")

    def found(self, id_: str) -> object:
        for _ in range(1000):
            answer = self.look(id_)
            if answer.outcome == "done":
                return answer.detail["found"]
            threading.Event().wait(AT_MOST / 1000)
        raise AssertionError("it never ends")


def test_as_many_look_at_once_as_may_and_no_more():
    desk = Desk()
    ids = [desk.begin("first"), desk.begin("second")]

    with pytest.raises(Refusal):
        desk.begin("third")

    desk.go_on.set()
    assert [desk.found(one) for one in ids] == [["first"], ["second"]]
    assert desk.found(desk.begin("third")) == ["third"]
