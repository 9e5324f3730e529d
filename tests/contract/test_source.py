"""What every `Source` promises, over every kind of key."""

from collections.abc import Callable

import pytest

from practicesync.core.key import Key, key_text
from practicesync.core.row import Employee, Page, Row
from tests.contract.practice import Edits, Practice, SourceAndHashes

UNKNOWN = 77


@pytest.fixture
def source(practice: Practice):
    source = practice.source()
    yield source
    source.close()


def edit(practice: Practice, *edits: Callable[[Edits], None]) -> None:
    transaction = practice.begin()
    for one in edits:
        one(transaction)
    transaction.commit()


def one(source: SourceAndHashes, key: Key) -> Row:
    (row,) = source.read([key])
    return row


def pages(source: SourceAndHashes, limit: int) -> list[Page]:
    found = [source.page(None, limit)]
    while (position := found[-1].next) is not None:
        found.append(source.page(position, limit))
    return found


def hashed(source: SourceAndHashes) -> dict[Key, bytes]:
    hashes, position = source.hashes(None, 100)
    assert position is None
    return dict(hashes)


@pytest.mark.parametrize("limit", [1, 2, 3, 4])
def test_every_contact_is_on_exactly_one_page(practice, source, limit):
    keys = [row.key for page in pages(source, limit) for row in page.rows]

    assert sorted(keys) == sorted(practice.layout.key(number) for number in (1, 2, 3))


def test_no_page_is_longer_than_asked_for(source):
    assert [len(page.rows) for page in pages(source, 2)] == [2, 1]


def test_last_page_has_no_next(source):
    assert source.page(None, 3).next is None


def test_pages_are_ordered_as_the_database_orders_its_keys(practice, source):
    edit(practice, *(lambda e, n=n: e.contact(practice.layout.parts(n), "x") for n in range(4, 30)))

    keys = [row.key for page in pages(source, 4) for row in page.rows]

    assert len(keys) == len(set(keys)) == 29


def test_contact_that_comes_behind_the_position_is_still_met(practice, source):
    first = source.page(None, 2)
    edit(practice, lambda e: e.contact(practice.layout.parts(9), "Ninth"))

    rest = source.page(first.next, 10)

    assert practice.layout.key(9) in [row.key for row in rest.rows]


def test_page_reads_what_read_reads(source):
    for row in source.page(None, 10).rows:
        assert one(source, row.key) == row


def test_fields_of_joined_tables_are_the_contacts(practice, source):
    assert one(source, practice.layout.key(1)).fields == {"name": "First", "partner": "Partner"}


def test_field_of_a_joined_table_without_a_row_is_none(practice, source):
    assert one(source, practice.layout.key(2)).fields == {"name": "Second", "partner": None}


def test_children_come_in_the_order_of_their_keys(practice, source):
    edit(practice, lambda e: e.phone(10, practice.layout.parts(1), "1000"))

    phones = one(source, practice.layout.key(1)).children["phones"]

    assert [phone["number"] for phone in phones] == ["1000", "1100", "1200"]


def test_linked_children_have_the_fields_of_the_link(practice, source):
    assert one(source, practice.layout.key(1)).children["addresses"] == [
        {"type": "Street", "lines": (None, None), "city": "Ballarat"},
        {"type": "Postal", "lines": (None, None), "city": "Hobart"},
    ]


def test_contact_without_children_has_empty_lists(practice, source):
    assert one(source, practice.layout.key(3)).children == {"phones": [], "addresses": []}


def test_child_of_a_contact_that_is_not_there_is_ignored(practice, source):
    edit(practice, lambda e: e.phone(99, practice.layout.parts(UNKNOWN), "9900"))

    assert source.read([practice.layout.key(UNKNOWN)]) == []
    assert source.count() == 3


def test_only_keys_that_exist_are_read(practice, source):
    asked = [practice.layout.key(number) for number in (3, UNKNOWN, 1)]

    assert {row.key for row in source.read(asked)} == {asked[0], asked[2]}


def test_row_comes_only_under_the_key_that_was_asked_for(practice, source):
    other = key_text([part.upper() + " " for part in practice.layout.parts(1)])

    assert source.read([other]) == []


@pytest.mark.parametrize("key", [key_text(["1", "1", "1"]), key_text([]), key_text(["\ud800"])])
def test_key_that_can_not_be_there_is_not_found(source, key):
    assert source.read([key]) == []


def test_many_keys_are_read_at_once(practice, source):
    numbers = range(4, 1300)
    edit(practice, *(lambda e, n=n: e.contact(practice.layout.parts(n), f"{n}") for n in numbers))
    asked = [practice.layout.key(number) for number in numbers]

    assert {row.key: row.fields["name"] for row in source.read(asked)} == {
        key: str(number) for key, number in zip(asked, numbers, strict=True)
    }


def test_key_asked_for_twice_is_read_once(practice, source):
    assert len(source.read([practice.layout.key(1)] * 2)) == 1


def test_each_read_is_fresh(practice, source):
    one(source, practice.layout.key(1))
    edit(practice, lambda e: e.contact(practice.layout.parts(1), "Renamed"))

    assert one(source, practice.layout.key(1)).fields["name"] == "Renamed"


def test_edits_are_seen_only_once_they_are_committed(practice, source):
    transaction = practice.begin()
    transaction.contact(practice.layout.parts(1), "Renamed")

    assert one(source, practice.layout.key(1)).fields["name"] == "First"
    transaction.commit()
    assert one(source, practice.layout.key(1)).fields["name"] == "Renamed"


def test_key_is_the_same_however_the_database_lets_it_be_written(practice, source):
    layout = practice.layout
    edit(practice, lambda e: e.rename(layout.parts(1), layout.rewritten(1)))

    row = one(source, practice.layout.key(1))

    assert row.fields["partner"] == "Partner"
    assert len(row.children["phones"]) == len(row.children["addresses"]) == 2


def test_contacts_are_counted(practice, source):
    edit(practice, lambda e: e.drop(practice.layout.parts(2)))

    assert source.count() == 2


@pytest.mark.parametrize("email", ["admin@example.com", " Admin@Example.com "])
def test_employee_is_found_by_address_however_it_is_written(source, email):
    assert source.employee(email) == Employee(active=True, role="administrator")


def test_employee_who_has_left_is_not_active(source):
    assert source.employee("left@example.com") == Employee(active=False, role="staff")


def test_unknown_employee_is_none(source):
    assert source.employee("nobody@example.com") is None


def test_closed_source_opens_again(source):
    source.close()

    assert source.count() == 3


CHANGES: dict[str, Callable[[Edits, Practice], None]] = {
    "field": lambda e, p: e.contact(p.layout.parts(1), "Renamed"),
    "joined field": lambda e, p: e.client(p.layout.parts(1), "Another"),
    "joined row gone": lambda e, p: e.drop_client(p.layout.parts(1)),
    "child added": lambda e, p: e.phone(14, p.layout.parts(1), "1400"),
    "child changed": lambda e, p: e.phone(11, p.layout.parts(1), "1101"),
    "child gone": lambda e, p: e.drop_phone(12),
    "linked child changed": lambda e, p: e.address(22, "Launceston"),
    "link changed": lambda e, p: e.link(22, p.layout.parts(1), "Street"),
    "link gone": lambda e, p: e.unlink(21, p.layout.parts(1)),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_hash_changes_with_everything_that_the_layout_names(practice, source, change):
    before = hashed(source)
    edit(practice, lambda e: change(e, practice))
    after = hashed(source)

    assert {key for key in before if before[key] != after[key]} == {practice.layout.key(1)}


def test_hash_is_the_same_when_nothing_that_the_layout_names_changes(practice, source):
    before = hashed(source)
    edit(practice, lambda e: e.contact(practice.layout.parts(1), "First", note="called back"))

    assert hashed(source) == before


def test_hashes_are_those_of_the_rows(source):
    assert hashed(source) == {row.key: row.hash for row in source.page(None, 10).rows}


def test_hashes_and_keys_come_in_pages(practice, source):
    expected = sorted(practice.layout.key(number) for number in (1, 2, 3))
    for read in (source.hashes, source.keys):
        first, position = read(None, 2)
        second, end = read(position, 2)
        found = [item if isinstance(item, str) else item[0] for item in (*first, *second)]

        assert (len(first), len(second), end) == (2, 1, None)
        assert sorted(found) == expected


def test_gate_is_the_same_while_nothing_commits(practice, source):
    transaction = practice.begin()
    transaction.contact(practice.layout.parts(1), "Renamed")
    gate = source.gate()
    source.page(None, 10)

    assert source.gate() == gate
    transaction.commit()
    assert source.gate() != gate
