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
