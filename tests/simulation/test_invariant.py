"""A key that the cursor has passed is online and current, or something waits for it."""

import pytest

from practicesync.core.digest import UNKNOWN, Digest
from practicesync.core.key import Key
from tests.simulation.invariant import Standing, uncovered

KEY, OTHER = Key('["1"]'), Key('["2"]')
NOW, LATER, OLD = Digest(b"now"), Digest(b"later"), Digest(b"old")


def lost(*digests: Digest | None, **standing) -> bool:
    """Tell whether a key that has held these is lost while it stands so."""
    stands = {KEY: Standing(**standing)} if standing else {}
    return uncovered({KEY: set(digests)}, stands) == [KEY]


def test_what_is_online_as_it_was_when_the_cursor_passed_is_covered():
    assert not lost(NOW, believed=NOW, online=NOW, waits=False)


def test_what_is_online_as_it_has_been_since_is_covered():
    assert not lost(NOW, LATER, believed=LATER, online=LATER, waits=False)


def test_what_is_online_as_it_was_before_is_lost():
    assert lost(NOW, LATER, believed=OLD, online=OLD, waits=False)


def test_what_is_nowhere_although_it_should_be_online_is_lost():
    assert lost(NOW)
    assert lost(NOW, believed=None, online=None, waits=False)


def test_what_is_gone_and_nowhere_is_covered():
    assert not lost(None)


def test_what_is_gone_and_still_online_is_lost():
    assert lost(None, believed=NOW, online=NOW, waits=False)


def test_what_waits_is_covered_whatever_is_online():
    assert not lost(NOW, believed=OLD, online=None, waits=True)


@pytest.mark.parametrize("believed", [None, OLD])
def test_a_wrong_belief_is_a_loss_for_nothing_will_mend_it(believed):
    assert lost(NOW, believed=believed, online=NOW, waits=False)


def test_what_is_not_known_is_sent_again_and_so_covered():
    assert not lost(NOW, believed=UNKNOWN, online=NOW, waits=False)
    assert lost(NOW, believed=UNKNOWN, online=OLD, waits=False)


def test_every_lost_key_is_named_in_order():
    assert uncovered({OTHER: {NOW}, KEY: {NOW}}, {}) == [KEY, OTHER]
    assert uncovered({}, {}) == []
