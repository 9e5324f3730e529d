"""The place where engines are tried out."""

import pytest

from tests.unit.engine.workplace import Workplace


@pytest.fixture
def place() -> Workplace:
    """A practice without contacts, a cloud that knows nothing, and a worker that has started."""
    return Workplace()


@pytest.fixture
def begun(place: Workplace) -> Workplace:
    """The same with a cycle that has begun, and no runner in its way."""
    place.cycle.begin()
    place.turn()
    place.line.asked.clear()
    place.database.asked.clear()
    return place
