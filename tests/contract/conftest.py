"""The practices that the suites of `Source` and `Feed` run against."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.practice import LAYOUTS, Practice, PracticeInFile, PracticeInMemory


@pytest.fixture(params=["sqlite", "memory"])
def store(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=LAYOUTS)
def practice(request: pytest.FixtureRequest, store: str, tmp_path: Path) -> Iterator[Practice]:
    """A practice of three contacts: 1 has all there is, 2 has a phone, 3 has its name alone."""
    layout = LAYOUTS[request.param]
    file = PracticeInFile(layout, tmp_path / "practice.db") if store == "sqlite" else None
    made: Practice = file or PracticeInMemory(layout)
    first, second, third = (layout.parts(number) for number in (1, 2, 3))
    edits = made.begin()
    edits.contact(first, "First")
    edits.client(first, "Partner")
    edits.phone(11, first, "1100")
    edits.phone(12, first, "1200")
    edits.address(21, "Ballarat")
    edits.address(22, "Hobart")
    edits.link(21, first, "Street")
    edits.link(22, first, "Postal")
    edits.contact(second, "Second")
    edits.phone(13, second, "1300")
    edits.contact(third, "Third")
    edits.employee("admin@example.com", active=True, role="administrator")
    edits.employee("left@example.com", active=False, role="staff")
    edits.commit()
    yield made
    if file:
        file.close()
