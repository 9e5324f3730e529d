"""Records become contacts, and contacts that differ have different hashes."""

from itertools import combinations

import pytest

from practicesync.adapters.aggregate import Plan, plan
from practicesync.adapters.assembly import Found, assemble, hash_of, row
from practicesync.core.key import Key
from practicesync.core.profile import Child, Column, Profile

KEY = Key('["1"]')

PROFILE = Profile(
    name="test",
    status="tested",
    table="Contact",
    key=("ID",),
    fields={"name": Column("Name")},
    children=(Child("phones", "Phone", ("PhoneID",), {"number": Column("No")}, ("ID",)),),
)


@pytest.fixture
def planned() -> Plan:
    return plan(PROFILE, lambda table, column: "int")


def test_children_go_to_their_contacts(planned):
    found = assemble(planned, [(1, "One"), (2, "Two")], [[(2, "22"), (1, "11"), (2, "23")]])

    assert [row(planned, one, None).children["phones"] for one in found] == [
        [{"number": "11"}],
        [{"number": "22"}, {"number": "23"}],
    ]


def test_child_without_its_contact_is_ignored(planned):
    (found,) = assemble(planned, [(1, "One")], [[(7, "77"), (None, "00")]])

    assert found.children == ([],)


def test_first_of_equal_keys_counts(planned):
    (found,) = assemble(planned, [(1, "One"), (1, "Another")], [[]])

    assert found.columns == (1, "One")


def test_contact_without_a_key_is_none(planned):
    assert assemble(planned, [(None, "Nobody")], [[]]) == []


DIFFERENT = [
    Found(KEY, ("ab", "c"), ()),
    Found(KEY, ("a", "bc"), ()),
    Found(KEY, ("abc", ""), ()),
    Found(KEY, ("abc", None), ()),
    Found(KEY, (None, "abc"), ()),
    Found(KEY, ("abc",), ()),
    Found(KEY, ("1",), ()),
    Found(KEY, (1,), ()),
    Found(KEY, (1.5,), ()),
    Found(KEY, (True,), ()),
    Found(KEY, (b"1",), ()),
    Found(KEY, ("\ud800",), ()),
    Found(KEY, ("\ud801",), ()),
    Found(KEY, ("\\ud800",), ()),
    Found(KEY, ("\ud800é",), ()),
    Found(KEY, ("\ud800è",), ()),
    Found(KEY, (), ([("a",)], [])),
    Found(KEY, (), ([], [("a",)])),
    Found(KEY, (), ([("a",), ("a",)], [])),
    Found(KEY, (), ([("a", "a")], [])),
    Found(KEY, ("a",), ([], [])),
    Found(KEY, (("a", None),), ()),
    Found(KEY, (("a", ""),), ()),
]


def test_no_two_contacts_that_differ_have_the_same_hash():
    alike = [
        pair for pair in combinations(DIFFERENT, 2) if hash_of(pair[0], 0) == hash_of(pair[1], 0)
    ]

    assert alike == []


def test_hash_does_not_cover_the_key():
    first = Found(KEY, (1, "a"), ([(1, "child")],))
    second = Found(Key('["2"]'), (2, "a"), ([(2, "child")],))

    assert hash_of(first, 1) == hash_of(second, 1)


def test_child_that_holds_its_key_as_text_is_found(planned):
    (found,) = assemble(planned, [(1, "One")], [[("1", "11")]])

    assert found.children == ([("1", "11")],)
