"""The suite of this name, on a real server."""

from tests.sqlserver.conformance.test_ordering import *  # noqa: F403  # the tests are the module
