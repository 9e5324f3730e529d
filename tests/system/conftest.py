"""What the tests with real processes share: one online side, and a practice for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from practicesync.demo.practice import Practice, make_practice
from tests.system.cloud import Cloud, add_practice, add_user, start_cloud
from tests.system.installation import Installation


@pytest.fixture(scope="session")
def everybodys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    """The online side of all practices that keep apart from one another."""
    with start_cloud(tmp_path_factory.mktemp("everybodys")) as cloud:
        yield cloud


@pytest.fixture(scope="module")
def online(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    """The module's own online side, for tests that look at more of it than one practice."""
    with start_cloud(tmp_path_factory.mktemp("online")) as cloud:
        yield cloud


def another(online: Cloud, name: str) -> Cloud:
    """Add a practice with an administrator to that online side."""
    email = f"{name}@example.com".lower()
    practice_id = add_practice(online.database, name)
    password = add_user(online.database, email, practice_id, "administrator")
    return replace(
        online, practice_id=practice_id, practice_name=name, email=email, password=password
    )


@pytest.fixture
def office(everybodys: Cloud, tmp_path: Path) -> Cloud:
    """A practice that nobody has activated yet."""
    return another(everybodys, tmp_path.name)


@pytest.fixture
def server(tmp_path: Path) -> Installation:
    return Installation(tmp_path / "state")


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    """A practice's own database with ten contacts, of which seven can be sent."""
    return make_practice(tmp_path / "practice.db", contacts=10)
