import json
from pathlib import Path

import msgspec
import pytest

from practicecloud.contact import RefusedContact, canonical, check_id, digest, read_contact
from practicesync.core.contact import LIMITS, MOST
from practicesync.core.contact import Contact as AgentsContact
from practicesync.core.digest import canonical as agents_canonical

VECTORS = json.loads(
    (Path(__file__).parents[3] / "docs/reference/digest-vectors.json").read_text(encoding="utf-8")
)["vectors"]

SMALL = {"id": '["1"]', "kind": "person", "status": "active", "name": "Example, Sam"}


def text(**members: object) -> bytes:
    return json.dumps(SMALL | members).encode()


def refusal(sent: bytes) -> tuple[str, str]:
    with pytest.raises(RefusedContact) as refused:
        read_contact(sent)
    return refused.value.code, refused.value.field


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_encoding_and_digest_are_the_contracts(vector):
    contact = read_contact(json.dumps(vector["contact"]).encode())
    assert canonical(contact).decode() == vector["canonical"]
    assert digest(bytes.fromhex(vector["key"]), canonical(contact)).hex() == vector["digest"]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_the_agent_encodes_alike(vector):
    contact = msgspec.convert(vector["contact"], AgentsContact)
    assert agents_canonical(contact).decode() == vector["canonical"]


def test_a_stored_encoding_reads_back_as_the_same_contact():
    for vector in VECTORS:
        contact = read_contact(vector["canonical"].encode())
        assert canonical(contact).decode() == vector["canonical"]


def long_one(field: str, length: int) -> dict[str, object]:
    """Return members in which that field has that many signs, each of four bytes."""
    value = "\U0001f600" * length
    if field == "extras":
        return {"extras": {"note": value}}
    if field in ("aliases", "emails"):
        return {field: [value]}
    if "." not in field:
        return {field: value}
    name, member = field.split(".")
    entries: dict[str, dict[str, object]] = {
        "phones": {"type": "Home", "number": "1"},
        "addresses": {"type": "Street"},
        "associations": {"contact": '["2"]', "relation": "director"},
    }
    return {name: [entries[name] | {member: [value] if member == "lines" else value}]}


TEXTS = [field for field in LIMITS if field not in ("id", "associations.contact")]


@pytest.mark.parametrize("field", TEXTS)
def test_the_longest_text_is_taken_and_a_longer_one_refused(field):
    read_contact(text(**long_one(field, LIMITS[field])))
    assert refusal(text(**long_one(field, LIMITS[field] + 1))) == ("PS-REC-02", field)


def many(field: str, count: int) -> dict[str, object]:
    entries: dict[str, list[object]] = {
        "aliases": [str(n) for n in range(count)],
        "emails": [str(n) for n in range(count)],
        "phones": [{"type": str(n), "number": "1"} for n in range(count)],
        "addresses": [{"type": str(n)} for n in range(count)],
        "associations": [{"contact": f'["{n}"]', "relation": ""} for n in range(count)],
    }
    if field == "extras":
        return {"extras": {str(n): "x" for n in range(count)}}
    if field == "addresses.lines":
        return {"addresses": [{"type": "Street", "lines": ["x"] * count}]}
    return {field: entries[field]}


@pytest.mark.parametrize("field", MOST)
def test_the_most_entries_are_taken_and_one_more_refused(field):
    read_contact(text(**many(field, MOST[field])))
    assert refusal(text(**many(field, MOST[field] + 1))) == ("PS-REC-03", field)


def test_a_contact_without_a_name_is_refused_for_its_name():
    assert refusal(text(name="")) == ("PS-REC-01", "name")


@pytest.mark.parametrize(
    ("members", "field"),
    [
        ({"kind": "company"}, "kind"),
        ({"is_client": "yes"}, "is_client"),
        ({"tax_file_number": "x"}, "contact"),
        ({"phones": [{"type": "Home"}]}, "phones.number"),
        ({"phones": [{"type": "Home", "number": digit} for digit in "12"]}, "phones.type"),
        ({"addresses": [{"type": "Street"}, {"type": "Street"}]}, "addresses.type"),
        ({"id": "10482"}, "id"),
        ({"id": '["10482" ]'}, "id"),
        ({"extras": {"note": 7}}, "extras"),
    ],
)  # fmt: skip
def test_a_wrong_shape_is_refused_with_its_field(members, field):
    assert refusal(text(**members)) == ("PS-REC-04", field)


def test_half_of_a_surrogate_pair_is_refused():
    assert refusal(text().replace(b"Sam", b"\\ud800")) == ("PS-REC-04", "contact")


NUL_IN: dict[str, dict[str, object]] = {
    "name": {"name": "a\0b"},
    "addresses.lines": {"addresses": [{"type": "Street", "lines": ["1 Test Street", "\0"]}]},
    "phones.number": {"phones": [{"type": "Home", "number": "\0"}]},
    "associations.contact": {"associations": [{"contact": '["2\0"]', "relation": "x"}]},
    "associations.relation": {"associations": [{"contact": '["2"]', "relation": "a\0b"}]},
    "emails": {"emails": ["\0"]},
    "extras": {"extras": {"note": "\0"}},
}


@pytest.mark.parametrize("field", NUL_IN)
def test_a_text_that_a_database_does_not_take_is_refused_with_its_field(field):
    assert refusal(text(**NUL_IN[field])) == ("PS-REC-04", field)


def test_a_name_of_extras_that_a_database_does_not_take_is_refused():
    assert refusal(text(extras={"a\0b": "x"})) == ("PS-REC-04", "extras")


def test_a_text_that_only_looks_like_it_is_taken():
    assert read_contact(text(name="\\u0000")).name == "\\u0000"
    check_id(json.dumps(["\\u0000"]))


def test_a_refusal_never_quotes_the_value():
    with pytest.raises(RefusedContact) as refused:
        read_contact(text(kind="Zyxwv", secret_Zyxwv="Zyxwv"))
    assert "Zyxwv" not in repr(refused.value)
    assert refused.value.__cause__ is None


@pytest.mark.parametrize("good", ['["1"]', '["AU","17"]', '["ü\\"x"]', '[""]'])
def test_canonical_key_text_is_an_id(good):
    check_id(good)


@pytest.mark.parametrize(
    "bad", ["[]", "[1]", '{"a":"b"}', "x", '["\\u00fc"]', '["1"] ', "", '["\\u0000"]']
)
def test_anything_else_is_no_id(bad):
    with pytest.raises(RefusedContact):
        check_id(bad)


def test_an_id_that_is_too_long_is_refused():
    with pytest.raises(RefusedContact, match="PS-REC-02"):
        check_id(json.dumps(["x" * 397]))
