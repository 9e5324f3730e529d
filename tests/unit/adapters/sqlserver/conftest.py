"""What these tests read: a practice on the model of SQL Server."""

from collections.abc import Iterator

import pytest

from tests.unit.adapters.sqlserver.practice import SmallPractice


@pytest.fixture
def practice() -> Iterator[SmallPractice]:
    made = SmallPractice()
    yield made
    made.close()
