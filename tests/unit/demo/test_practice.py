import sqlite3
from contextlib import closing

import pytest

from practicesync.core.abn import valid_abn
from practicesync.demo.dirt import SENDABLE
from practicesync.demo.practice import MARKER, NOT_SENT, expected, make_practice
from practicesync.demo.schema import COLUMNS


def rows(practice, statement):
    with closing(sqlite3.connect(practice.path)) as database:
        return database.execute(statement).fetchall()


def everything(practice):
    return {table: rows(practice, f"SELECT * FROM {table}") for table in COLUMNS}


@pytest.fixture(scope="module")
def practice(tmp_path_factory):
    return make_practice(tmp_path_factory.mktemp("practice") / "practice.db", 1_000)


def test_same_seed_makes_the_same_practice(tmp_path):
    one = make_practice(tmp_path / "one.db", 200, seed=3)
    same = make_practice(tmp_path / "same.db", 200, seed=3)
    other = make_practice(tmp_path / "other.db", 200, seed=4)
    assert everything(one) == everything(same)
    assert expected(one) == expected(same)
    assert everything(one) != everything(other)


@pytest.mark.parametrize("contacts", [10, 11, 57, 1_000])
def test_any_practice_has_three_contacts_that_cannot_be_sent(tmp_path, contacts):
    practice = make_practice(tmp_path / "practice.db", contacts)
    assert rows(practice, "SELECT COUNT(*) FROM Contact") == [(contacts,)]
    assert len(practice.truth.not_sent()) == NOT_SENT == 3
    assert len(expected(practice)) == contacts - 3
    assert practice.truth.not_sent().keys() <= {f'["{10_000 + n}"]' for n in range(1, 11)}


def test_a_practice_of_fewer_than_ten_is_refused(tmp_path):
    with pytest.raises(ValueError, match="at least 10"):
        make_practice(tmp_path / "practice.db", 9)
    assert not (tmp_path / "practice.db").exists()


def test_every_name_street_and_email_carries_the_marker(practice):
    for contact in expected(practice).values():
        texts = [contact["name"], contact.get("last", MARKER), *contact.get("emails", [])]
        texts += [address["lines"][-1] for address in contact.get("addresses", [])]
        texts += [contact.get(field, MARKER) for field in ("partner", "family_group")]
        assert all(MARKER in text.lower() for text in texts), texts


def test_there_is_one_active_administrator_to_activate_with(practice):
    employees = rows(practice, "SELECT Email, Status, SecurityRole FROM Employee")
    assert (practice.administrator, "A", "ADMIN") in employees
    assert [e for e in employees if e[1:] == ("A", "ADMIN")] == [
        (practice.administrator, "A", "ADMIN")
    ]
    assert any(status == "I" for _, status, _ in employees)


def test_all_that_a_practice_has_is_there(practice):
    contacts = expected(practice).values()
    kinds = {(c["kind"], c["contact_type"], c["status"]) for c in contacts}
    assert {
        ("person", "Individual", "closed"),
        ("organisation", "Company", "active"),
        ("organisation", "Trust", "active"),
        ("organisation", "Partnership", "active"),
        ("organisation", "Superannuation Fund", "active"),
    } <= kinds
    relations = {a["relation"] for c in contacts for a in c.get("associations", [])}
    assert {"Spouse of", "Director of", "Has director", "Trustee of", "Has trustee"} == relations
    shared = "SELECT 1 FROM ContactAddress GROUP BY AddressID HAVING COUNT(*) > 1"
    assert rows(practice, shared)
    names = [c["name"] for c in contacts]
    assert len(set(names)) < len(names), "some bear the same name"
    assert {len(name) for name in names} >= {60}


def test_what_people_type_is_in_the_database(practice):
    names = " ".join(name or "" for (name,) in rows(practice, "SELECT Name FROM Contact"))
    for typed in ("\0", "\x07", "<script>", "DROP TABLE", "\U0001f389", "\u0301", '"', "\u05d9"):
        assert typed in names, typed
    emails = [email for (email,) in rows(practice, "SELECT Email FROM ContactEmail")]
    assert "No Email Address" in emails
    assert any(email.count("@") == 3 for email in emails)


def test_every_association_leads_to_a_contact(practice):
    lost = "SELECT 1 FROM Association WHERE OtherContactID NOT IN (SELECT ContactID FROM Contact)"
    assert rows(practice, lost) == []


def test_invented_abns_pass_the_register_s_check(practice):
    numbers = [c["abn"] for c in expected(practice).values() if "abn" in c]
    valid = [number for number in numbers if valid_abn(number)]
    assert len(valid) > 200
    assert len(numbers) > len(valid), "a few have a slip in them"


def test_each_way_of_being_dirty_says_what_it_is():
    assert len({dirt.__doc__ for dirt in SENDABLE}) == len(SENDABLE)
