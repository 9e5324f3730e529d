"""The suite of this name, on a real server."""

from tests.sqlserver.conformance.test_change_tracking import *  # noqa: F403  # the tests are the module
