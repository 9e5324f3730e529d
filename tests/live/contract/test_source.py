"""What every `Source` promises, on a real server."""

from tests.contract.test_source import *  # noqa: F403  # the tests are the module
