"""The practices that the suites of `Source` and `Feed` run against."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.practice import LAYOUTS, Layout, PracticeInFile, PracticeInMemory, fill
from tests.contract.sql_server import PracticeInSqlServer
from tests.sqlserver.conformance.site import direct_site

OpenedPractice = PracticeInFile | PracticeInMemory | PracticeInSqlServer


@pytest.fixture(params=["sqlite", "memory", "sqlserver"])
def store(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=LAYOUTS)
def practice(
    request: pytest.FixtureRequest, store: str, tmp_path: Path
) -> Iterator[OpenedPractice]:
    """A practice of three contacts: 1 has all there is, 2 has a phone, 3 has its name alone."""
    layout = LAYOUTS[request.param]
    made = opened(store, layout, tmp_path)
    fill(made)
    yield made
    if not isinstance(made, PracticeInMemory):
        made.close()


def opened(store: str, layout: Layout, folder: Path) -> OpenedPractice:
    if store == "sqlite":
        return PracticeInFile(layout, folder / "practice.db")
    if store == "sqlserver":
        site = direct_site()
        site.run("ALTER DATABASE [Practice] SET ALLOW_SNAPSHOT_ISOLATION ON")
        return PracticeInSqlServer(layout, lambda autocommit: site.connect(autocommit=autocommit))
    return PracticeInMemory(layout)
