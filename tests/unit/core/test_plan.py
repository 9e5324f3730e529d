"""What is done about a contact follows from what is known to be online, and from nothing else."""

import pytest

from practicesync.core.action import Delete, Held, Upsert
from practicesync.core.contact import Contact
from practicesync.core.digest import UNKNOWN, Digest
from practicesync.core.key import Key
from practicesync.core.plan import plan, plan_missing

KEY = Key('["1"]')
CONTACT = Contact(id=KEY, kind="person", status="active", name="First")
HERE, THERE = Digest(b"here"), Digest(b"there")


@pytest.mark.parametrize(
    "held", [None, Held(None), Held(UNKNOWN), Held(THERE), Held(THERE, confirmed=True)]
)
def test_what_is_not_known_to_be_online_as_it_is_goes_there(held):
    assert plan(CONTACT, HERE, held) == Upsert(KEY, CONTACT)


@pytest.mark.parametrize("confirmed", [False, True])
def test_what_is_online_as_it_is_stays_as_it_is(confirmed):
    assert plan(CONTACT, HERE, Held(HERE, confirmed)) is None


@pytest.mark.parametrize("held", [Held(HERE), Held(UNKNOWN), Held(HERE, confirmed=True)])
def test_what_is_gone_and_may_be_online_is_deleted(held):
    assert plan_missing(KEY, held) == Delete(KEY)


@pytest.mark.parametrize("held", [None, Held(None)])
def test_what_is_gone_and_was_never_online_needs_nothing(held):
    assert plan_missing(KEY, held) is None
