"""What a thread that was silent for too long comes back with is dropped."""

from __future__ import annotations

import pytest

from practicesync.core.errors import Code, Unavailable
from tests.unit.engine.workplace import Workplace, key


@pytest.fixture
def place() -> Workplace:
    place = Workplace()
    place.cycle.begin()
    return place


def test_what_was_read_by_a_disowned_thread_is_neither_sent_nor_settled(place: Workplace) -> None:
    place.put(1)
    place.sync()
    place.put(1, name="Second")
    place.look()
    place.database.takes = lambda what: place.cycle.disown()
    with pytest.raises(Unavailable) as raised:
        place.cycle.turn()
    assert raised.value.code is Code.STUCK
    assert place.online() == {key(1): "First"}
    assert place.journal.dirty(0, 10) == [key(1)]

    place.database.takes = lambda what: None
    place.turn()
    assert place.online() == {key(1): "Second"}


def test_a_read_of_a_disowned_thread_proves_no_delete(place: Workplace) -> None:
    place.put(1)
    place.sync()
    place.drop(1)
    place.look()
    place.database.takes = lambda what: place.cycle.disown()
    with pytest.raises(Unavailable):
        place.cycle.turn()

    assert place.journal.dirty(0, 10) == [key(1)]
    assert place.journal.dirty(1, 10) == []


def test_a_look_of_a_disowned_thread_begins_no_full_check(place: Workplace) -> None:
    place.put(1)
    place.sync()
    place.put(1, name="Second")
    place.practice.clean_up()
    place.put(2)
    place.practice.clean_up()
    place.database.takes = lambda what: place.cycle.disown()
    with pytest.raises(Unavailable):
        place.cycle.look()

    assert place.journal.scan() is None
