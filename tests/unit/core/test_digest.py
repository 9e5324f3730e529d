"""The canonical encoding and the digest are the contract's, which the online side shares."""

import hashlib
import hmac
import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from practicesync.core.contact import Address, Association, Contact, Phone
from practicesync.core.digest import SIZE, UNKNOWN, Seal, canonical
from practicesync.core.key import Key
from practicesync.core.row import Hash

ROOT = Path(__file__).resolve().parents[3]
VECTORS = json.loads((ROOT / "docs/reference/digest-vectors.json").read_text("utf-8"))["vectors"]
SEAL = Seal(bytes(range(32)))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


def contact(**values) -> Contact:
    return msgspec.structs.replace(
        Contact(id=Key('["1"]'), kind="person", status="active", name="First"), **values
    )


def named(vector: dict[str, str]) -> str:
    return vector["name"]


@pytest.mark.parametrize("vector", VECTORS, ids=named)
def test_each_vector_has_its_encoding_and_digest(vector):
    made = msgspec.convert(vector["contact"], Contact)

    assert canonical(made).decode() == vector["canonical"]
    assert Seal(bytes.fromhex(vector["key"])).digest(made).hex() == vector["digest"]


def by_the_rules(made: Contact) -> str:
    """The encoding, written anew from the contract's prose: RFC 8785 without numbers."""

    def write(value: object) -> str:
        if isinstance(value, dict):
            names = sorted(value, key=lambda name: str(name).encode("utf-16-be"))
            return "{" + ",".join(f"{write(name)}:{write(value[name])}" for name in names) + "}"
        if isinstance(value, list | tuple):
            return "[" + ",".join(write(one) for one in value) + "]"
        return json.dumps(value, ensure_ascii=False)

    members = msgspec.structs.asdict(made)
    lists = {
        "phones": ("type", "number"),
        "addresses": ("type",),
        "associations": ("contact", "relation"),
    }
    for name, always in lists.items():
        members[name] = [
            {
                key: value
                for key, value in msgspec.structs.asdict(one).items()
                if value or key in always
            }
            for one in members[name]
        ]
    members["extras"] = {name: text for name, text in members["extras"].items() if text}
    always = ("id", "kind", "status", "name")
    return write({name: value for name, value in members.items() if value or name in always})


contacts = st.builds(
    Contact,
    id=TEXTS.map(Key),
    kind=st.sampled_from(["person", "organisation"]),
    status=st.sampled_from(["active", "closed"]),
    name=TEXTS,
    code=TEXTS,
    is_client=st.booleans(),
    aliases=st.lists(TEXTS, max_size=3).map(tuple),
    phones=st.lists(st.builds(Phone, TEXTS, TEXTS), max_size=2).map(tuple),
    addresses=st.lists(
        st.builds(Address, TEXTS, st.lists(TEXTS, max_size=2).map(tuple), TEXTS), max_size=2
    ).map(tuple),
    associations=st.lists(st.builds(Association, TEXTS.map(Key), TEXTS), max_size=2).map(tuple),
    extras=st.dictionaries(TEXTS, TEXTS, max_size=4),
)


@given(contacts)
def test_any_contact_is_encoded_by_the_rules(made):
    assert canonical(made).decode() == by_the_rules(made)


def test_names_are_in_the_order_of_utf_16_not_of_unicode():
    made = contact(extras={"\uffee": "2", "\U0001f600": "1"})

    assert canonical(made).decode().index("\U0001f600") < canonical(made).decode().index("\uffee")


@given(contacts, contacts)
def test_two_contacts_share_a_digest_only_if_they_are_the_same(one, other):
    same = by_the_rules(one) == by_the_rules(other)

    assert (SEAL.digest(one) == SEAL.digest(other)) is same


def test_a_digest_is_the_first_half_of_an_hmac():
    full = hmac.new(bytes(range(32)), canonical(contact()), hashlib.sha256).digest()

    assert SEAL.digest(contact()) == full[:SIZE]
    assert len(SEAL.digest(contact())) == SIZE == 16


def test_what_is_unknown_is_no_digest():
    assert SEAL.digest(contact()) != UNKNOWN


def test_another_key_has_another_name_digest_and_stamp():
    other = Seal(bytes(32))
    hash_ = Hash(b"hash")

    assert SEAL.key_id != other.key_id
    assert SEAL.digest(contact()) != other.digest(contact())
    assert SEAL.stamp(hash_) != other.stamp(hash_)
    assert Seal(bytes(range(32))).key_id == SEAL.key_id


def test_neither_name_nor_stamp_tells_what_it_is_made_of():
    hash_ = Hash(hashlib.sha256(b"a row").digest())

    assert bytes(range(32)).hex() not in SEAL.key_id
    assert hash_[:SIZE] != SEAL.stamp(hash_)
    assert len(SEAL.stamp(hash_)) == SIZE
