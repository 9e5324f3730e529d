import itertools
import math
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practicesync.core.abn import valid_abn
from practicesync.core.cleaning import EXTRA, Note, What, clean
from practicesync.core.contact import LIMITS, MOST, Contact
from practicesync.core.digest import canonical
from practicesync.core.errors import Code, Rejected
from practicesync.core.key import Key
from practicesync.core.mailbox import mailboxes
from practicesync.core.row import Row
from practicesync.core.text import tidy

TEXT_FIELDS = [
    name
    for name in LIMITS
    if "." not in name and name not in {"id", "extras", "aliases", "emails", "associations"}
]


def row(key='["1"]', children=None, **fields):
    return Row(Key(key), {"name": "Ann Lee", **fields}, children or {})


def row_of(contact: Contact) -> Row:
    """A database that holds the clean contact."""
    fields = {name: getattr(contact, name) for name in TEXT_FIELDS}
    fields |= {"kind": contact.kind, "status": contact.status, "is_client": contact.is_client}
    fields |= {EXTRA + name: text for name, text in contact.extras.items()}
    children: dict[str, list[dict[str, object]]] = {
        "aliases": [{"alias": alias} for alias in contact.aliases],
        "emails": [{"address": email} for email in contact.emails],
        "phones": [{"type": p.type, "number": p.number} for p in contact.phones],
        "addresses": [
            {
                "type": a.type,
                "lines": list(a.lines),
                "city": a.city,
                "state": a.state,
                "postcode": a.postcode,
                "country": a.country,
            }
            for a in contact.addresses
        ],
        "associations": [
            {"contact": a.contact, "relation": a.relation} for a in contact.associations
        ],
    }
    return Row(contact.id, fields, children)


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.binary(max_size=30),
    st.text(st.characters(), max_size=30),
    st.text(" \t\r\n\x00\u2028é\u0301\ud800\U0001f600a@b.co;,/", max_size=20),
    st.sampled_from(["person", "closed", "yes", "ann@example.net", "51 824 753 556", "W" * 300]),
)


def children(*names):
    return st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(names, VALUES)), max_size=4)


ADDRESSES = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "lines": st.one_of(VALUES, st.lists(VALUES, max_size=7)),
            **dict.fromkeys(["type", "city", "state", "postcode", "country"], VALUES),
        },
    ),
    max_size=3,
)
ROWS = st.builds(
    Row,
    st.one_of(st.just(Key('["1"]')), st.text(st.characters(), max_size=10).map(Key)),
    st.fixed_dictionaries(
        {},
        optional=dict.fromkeys(
            [*TEXT_FIELDS, "kind", "status", "is_client", "extras.notes"], VALUES
        ),
    ),
    st.fixed_dictionaries(
        {},
        optional={
            "phones": children("type", "number"),
            "emails": children("address"),
            "aliases": children("alias"),
            "addresses": ADDRESSES,
            "associations": children("contact", "relation"),
        },
    ),
)


@given(ROWS)
def test_anything_becomes_a_sendable_contact_or_is_refused_by_field(dirty):
    contact, refused = outcome(dirty)
    assert (contact is None) == bool(refused)
    if contact is None:
        return
    assert canonical(contact)
    assert contact.name
    for text in texts(contact):
        assert text == text.strip()
        assert unicodedata.is_normalized("NFC", text)
        assert not any(unicodedata.category(letter) in ("Cc", "Zl", "Zp") for letter in text)


@given(ROWS)
def test_cleaning_a_clean_contact_changes_nothing(dirty):
    contact, _refused = outcome(dirty)
    if contact is None:
        return
    again = clean(row_of(contact))
    assert again.contact == contact
    assert {note.what for note in again.notes} <= {What.ABN_INVALID}


def outcome(dirty: Row) -> tuple[Contact | None, str]:
    """The contact, or the field that it is refused for."""
    try:
        return clean(dirty).contact, ""
    except Rejected as rejected:
        return None, rejected.field


def texts(contact: Contact):
    yield from (getattr(contact, name) for name in TEXT_FIELDS)
    yield from contact.aliases
    yield from contact.emails
    yield from contact.extras.values()
    for phone in contact.phones:
        yield from (phone.type, phone.number)
    for address in contact.addresses:
        yield from (address.type, address.city, address.state, address.postcode, address.country)
        yield from address.lines


@pytest.mark.parametrize("field", TEXT_FIELDS)
def test_a_text_one_letter_too_long_is_refused_under_its_field(field):
    limit = LIMITS[field]
    assert getattr(clean(row(**{field: "W" * limit})).contact, field) == "W" * limit
    with pytest.raises(Rejected) as refused:
        clean(row(**{field: "W" * (limit + 1)}))
    assert (refused.value.code, refused.value.field) == (Code.FIELD_TOO_LONG, field)


CHILD_TEXTS = [
    ("aliases", "aliases", {"alias": ...}),
    ("phones", "phones.type", {"type": ..., "number": "1"}),
    ("phones", "phones.number", {"type": "Home", "number": ...}),
    ("addresses", "addresses.type", {"type": ..., "city": "Perth"}),
    ("addresses", "addresses.lines", {"type": "Home", "lines": [...]}),
    ("addresses", "addresses.city", {"type": "Home", "city": ...}),
    ("addresses", "addresses.state", {"type": "Home", "state": ...}),
    ("addresses", "addresses.postcode", {"type": "Home", "postcode": ...}),
    ("addresses", "addresses.country", {"type": "Home", "country": ...}),
    ("associations", "associations.contact", {"contact": ..., "relation": "Spouse of"}),
    ("associations", "associations.relation", {"contact": '["2"]', "relation": ...}),
]


@pytest.mark.parametrize(("name", "field", "shape"), CHILD_TEXTS)
def test_a_child_text_one_letter_too_long_is_refused_under_its_field(name, field, shape):
    def with_length(size):
        filled = {
            member: "W" * size if value is ... else ["W" * size] if value == [...] else value
            for member, value in shape.items()
        }
        return row(children={name: [filled]})

    assert len(getattr(clean(with_length(LIMITS[field])).contact, name)) == 1
    with pytest.raises(Rejected) as refused:
        clean(with_length(LIMITS[field] + 1))
    assert (refused.value.code, refused.value.field) == (Code.FIELD_TOO_LONG, field)


MANY = {
    "aliases": lambda n: {"alias": f"Ann {n}"},
    "emails": lambda n: {"address": f"ann{n}@example.net"},
    "phones": lambda n: {"type": f"Home {n}", "number": "1"},
    "addresses": lambda n: {"type": f"Home {n}", "city": "Perth"},
    "associations": lambda n: {"contact": f'["{n}"]', "relation": "Director of"},
}


@pytest.mark.parametrize("name", MANY)
def test_one_entry_too_many_is_refused_under_its_list(name):
    entries = [MANY[name](n) for n in range(MOST[name])]
    assert len(getattr(clean(row(children={name: entries})).contact, name)) == MOST[name]
    with pytest.raises(Rejected) as refused:
        clean(row(children={name: [*entries, MANY[name]("more")]}))
    assert (refused.value.code, refused.value.field) == (Code.TOO_MANY, name)


def test_too_many_extras_are_refused():
    fields = {f"extras.note{n}": "x" for n in range(MOST["extras"] + 1)}
    with pytest.raises(Rejected) as refused:
        clean(row(**fields))
    assert (refused.value.code, refused.value.field) == (Code.TOO_MANY, "extras")


def test_an_extra_one_letter_too_long_is_refused_under_its_name():
    limit = LIMITS["extras"]
    assert clean(row(**{"extras.notes": "W" * limit})).contact.extras == {"notes": "W" * limit}
    with pytest.raises(Rejected) as refused:
        clean(row(**{"extras.notes": "W" * (limit + 1)}))
    assert (refused.value.code, refused.value.field) == (Code.FIELD_TOO_LONG, "extras.notes")


def test_too_many_lines_of_an_address_are_refused():
    lines = [f"Line {n}" for n in range(MOST["addresses.lines"])]
    kept = clean(row(children={"addresses": [{"type": "Home", "lines": lines}]})).contact
    assert kept.addresses[0].lines == tuple(lines)
    with pytest.raises(Rejected) as refused:
        clean(row(children={"addresses": [{"type": "Home", "lines": [*lines, "more"]}]}))
    assert (refused.value.code, refused.value.field) == (Code.TOO_MANY, "addresses.lines")


def test_an_e_mail_address_that_is_too_long_is_refused():
    long = "w" * LIMITS["emails"] + "@example.net"
    with pytest.raises(Rejected) as refused:
        clean(row(children={"emails": [{"address": long}]}))
    assert (refused.value.code, refused.value.field) == (Code.FIELD_TOO_LONG, "emails")


def test_a_name_made_of_its_parts_is_refused_where_it_is_too_long():
    parts = {part: "W" * LIMITS[part] for part in ("first", "middle", "last")}
    with pytest.raises(Rejected) as refused:
        clean(row(name="", **parts))
    assert (refused.value.code, refused.value.field) == (Code.FIELD_TOO_LONG, "name")


def test_a_key_is_never_cleaned():
    key = '[" E\u0301 "]'
    assert clean(row(key)).contact.id == key


@pytest.mark.parametrize("key", ['["\ud800"]', '["' + "9" * 400 + '"]'])
def test_a_key_that_cannot_be_sent_is_refused(key):
    with pytest.raises(Rejected) as refused:
        clean(row(key))
    assert refused.value.field == "id"


@pytest.mark.parametrize("value", [True, 1, -1, 1.0, "1", "Y", "yes", "TRUE", b"\x01"], ids=repr)
def test_client_is_true_however_it_is_spelled(value):
    assert clean(row(is_client=value)).contact.is_client


@pytest.mark.parametrize(
    "value", [None, False, 0, 0.0, "", "0", "N", "no", "False", b"\x00", b""], ids=repr
)
def test_client_is_false_however_it_is_spelled(value):
    cleaned = clean(row(is_client=value))
    assert not cleaned.contact.is_client
    assert not cleaned.notes


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (7, "7"),
        (7.0, "7"),
        (1e22, "10000000000000000000000"),
        (0.5, "0.5"),
        (math.nan, ""),
        (-math.inf, ""),
        (b"Ann\xff", "Ann\ufffd"),
        ("\ufeffAnn", "\ufeffAnn"),
    ],
)
def test_a_value_is_written_as_a_person_would(value, text):
    assert tidy(value) == text


def test_a_note_never_carries_a_value():
    assert clean(row(abn="51 824 753 557")).notes == (Note("abn", What.ABN_INVALID),)


def test_a_valid_abn_is_one_by_the_register_s_rule():
    assert valid_abn("51 824 753 556") == "51824753556"
    assert valid_abn("53-004-085-616") == "53004085616"


def test_every_single_wrong_digit_of_an_abn_is_noticed():
    valid = "51824753556"
    for place, digit in itertools.product(range(11), "0123456789"):
        other = valid[:place] + digit + valid[place + 1 :]
        assert (valid_abn(other) is None) == (other != valid), other


@pytest.mark.parametrize(
    "text", ["", "5182475355", "518247535560", "5182475355x", "\uff11\uff12824753556"]
)
def test_what_is_not_eleven_digits_is_no_abn(text):
    assert valid_abn(text) is None


@pytest.mark.parametrize(
    ("text", "found", "other"),
    [
        ("ann@example.net", ["ann@example.net"], False),
        ("'ann@example.net'", ["ann@example.net"], False),
        ("ann@example.net.", ["ann@example.net"], False),
        ("o'lee@example.net", ["o'lee@example.net"], False),
        ("jürgen@bücher.example", ["jürgen@bücher.example"], False),
        ("ann@example", [], True),
        ("ann@@example.net", [], True),
        ("@example.net", [], True),
        ("ann@example.net see notes", ["ann@example.net"], True),
        (";;", [], False),
    ],
)
def test_addresses_are_found_in_what_people_write(text, found, other):
    assert mailboxes(text) == (found, other)
