"""What a diff feed may ask, of the journal and of the fake that stands for it in other tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

import pytest

from practicesync.core.action import Online, Passed
from practicesync.core.digest import Digest, Seal
from practicesync.core.key import Key, key_text
from practicesync.core.row import Changes, Cursor, Hash, Row, Seen
from practicesync.engine.known import JournalKnown
from practicesync.ports import Known
from tests.fakes.journal import MemoryJournal
from tests.fakes.known import MemoryKnown

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
HERE = Cursor("here")
A, B, C = (key_text([str(number)]) for number in (1, 2, 3))
OLD, NEW = Hash(b"old"), Hash(b"new")


class Desk(Protocol):
    """A `Known`, and what makes it know."""

    known: Known

    def met(self, *keys: Key) -> None:
        """Read these keys with their old hash in a full check."""

    def keep(self, seen: Sequence[Seen]) -> None:
        """Keep what a look has told."""

    def begin_check(self) -> None:
        """Begin a full check."""

    def end_check(self) -> None:
        """End it."""


class InFake:
    """The fake alone."""

    def __init__(self) -> None:
        self.known = MemoryKnown()

    def met(self, *keys: Key) -> None:
        self.known.met([Row(key, {}, {}, OLD) for key in keys])

    def keep(self, seen: Sequence[Seen]) -> None:
        self.known.saw(Changes(seen, HERE))

    def begin_check(self) -> None:
        self.known.partial = True

    def end_check(self) -> None:
        self.known.partial = False


class OverJournal:
    """The real one over a journal."""

    def __init__(self) -> None:
        self.journal = MemoryJournal()
        self.seal = Seal(bytes(32))
        self.known = JournalKnown(self.journal, self.seal)

    def met(self, *keys: Key) -> None:
        stamp = self.seal.stamp(OLD)
        settled = [Online(key, Digest(b"digest"), stamp) for key in keys]
        self.journal.settle(settled, self.journal.next_sequence(), NOON)

    def keep(self, seen: Sequence[Seen]) -> None:
        self.journal.saw(seen, HERE)

    def begin_check(self) -> None:
        self.journal.begin_scan("everything", HERE, 3, NOON)

    def end_check(self) -> None:
        self.journal.settle([], self.journal.next_sequence(), NOON, Passed(None))


@pytest.fixture(params=[InFake, OverJournal])
def desk(request: pytest.FixtureRequest) -> Desk:
    made: Desk = request.param()
    made.met(A, B)
    return made


def keys(seen: Sequence[Seen]) -> list[Key]:
    return [one.key for one in seen]


def partial(desk: Desk) -> bool:
    return desk.known.partial


def test_what_has_the_same_hash_has_not_changed(desk: Desk) -> None:
    assert desk.known.changed([(A, OLD), (B, OLD)]) == []


def test_what_has_another_hash_has_changed_and_so_has_what_is_new(desk: Desk) -> None:
    assert keys(desk.known.changed([(A, NEW), (B, OLD), (C, OLD)])) == [A, C]


def test_what_was_told_and_kept_is_not_told_again(desk: Desk) -> None:
    desk.keep(desk.known.changed([(A, NEW), (C, OLD)]))

    assert desk.known.changed([(A, NEW), (C, OLD)]) == []
    assert keys(desk.known.changed([(A, OLD), (C, NEW)])) == [A, C]


def test_what_was_told_and_not_kept_is_told_again(desk: Desk) -> None:
    desk.known.changed([(A, NEW)])

    assert keys(desk.known.changed([(A, NEW)])) == [A]


def test_a_full_check_is_left_what_it_has_yet_to_meet(desk: Desk) -> None:
    assert not partial(desk)
    desk.begin_check()
    assert partial(desk)
    assert keys(desk.known.changed([(A, NEW), (C, OLD)])) == [A]

    desk.end_check()
    assert not partial(desk)
    assert C in keys(desk.known.changed([(C, OLD)]))


def test_a_pass_is_complete_when_it_has_met_every_key(desk: Desk) -> None:
    desk.known.begin()
    desk.known.changed([(A, OLD)])
    assert not desk.known.complete()

    desk.known.changed([(C, NEW)])  # a new key is none of those that were known
    assert not desk.known.complete()
    desk.known.changed([(B, NEW)])  # a changed one is
    assert desk.known.complete()


def test_each_pass_counts_from_the_start(desk: Desk) -> None:
    desk.known.begin()
    desk.known.changed([(A, OLD), (B, OLD)])
    desk.known.begin()

    assert not desk.known.complete()
    desk.known.changed([(A, OLD), (B, OLD)])
    assert desk.known.complete()


def test_what_is_in_no_page_is_gone_and_has_no_stamp(desk: Desk) -> None:
    gone = desk.known.gone(lambda: [[B], [C]])

    assert list(gone) == [Seen(A)]
    desk.keep(gone)
    assert list(desk.known.gone(lambda: [[B], [C]])) == []


def test_what_was_gone_and_is_back_is_told(desk: Desk) -> None:
    desk.keep([Seen(A)])

    assert keys(desk.known.changed([(A, OLD)])) == [A]


def test_a_plain_hash_is_never_kept() -> None:
    desk = OverJournal()
    [seen] = desk.known.changed([(A, NEW)])

    assert seen.stamp == desk.seal.stamp(NEW)
    assert not seen.stamp.startswith(NEW)
