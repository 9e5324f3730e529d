"""What every `Feed` promises, on a real server."""

import pytest

from tests.contract.test_feed import *  # noqa: F403  # the tests are the module


@pytest.fixture(params=["diff-live", "rowversion-live", "tracking-live"])  # type: ignore[no-redef]
def store(request: pytest.FixtureRequest) -> str:
    return str(request.param)
