import csv
import io

import pytest

from practicecloud.app import create_app
from practicecloud.audit import audit
from practicecloud.oauth import copies
from practicecloud.people import tokens, visits
from practicecloud.people.people import add_member, add_person
from practicecloud.settings import DAY
from practicecloud.store import tables
from practicecloud.store.storage import reading, writing
from practicecloud.web import browser
from tests.unit.practicecloud.asking import asking
from tests.unit.practicecloud.conftest import QUICK

NOW = 1_800_000_000.0


class Office:
    """A practice with an administrator, Ann, and Sam of the staff, who use the real application."""

    def __init__(self, engine, practice, made):
        self.engine, self.made, self.practice_id = engine, made, practice.practice_id
        self.place = f"/practices/{practice.practice_id}/activity"
        self.ann, self.sam = self.enter("ann", "administrator"), self.enter("sam", "staff")

    def enter(self, name, role):
        with writing(self.engine) as connection:
            person = add_person(connection, f"{name}@example.com", "a password", 0, QUICK)
            add_member(connection, person, self.practice_id, role)
            return person, visits.begin(connection, person, NOW)

    def note(self, who, act, at, contact_id="", about=""):
        with writing(self.engine) as connection:
            mine = self.practice_id
            audit.note(connection, mine, who[0].person_id, act, at, contact_id, about=about)

    def note_many(self, who, numbers):
        with writing(self.engine) as connection:
            for number in numbers:
                mine = self.practice_id
                audit.note(connection, mine, who[0].person_id, "exported", NOW, about=str(number))

    def get(self, who, more=""):
        return self.made.get(f"{self.place}{more}", {"Cookie": f"{browser.VISIT}={who[1]}"})

    def post(self, who, more, **fields):
        self.made.headers["Cookie"] = f"{browser.VISIT}={who[1]}"
        return self.made.post(f"{self.place}{more}", fields)

    def csrf(self, who):
        return browser.form_token(who[1])


@pytest.fixture
def office(engine, practice):
    with asking(create_app(engine, lambda: NOW)) as made:
        yield Office(engine, practice, made)


def sheet(answer):
    return list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig"))))


def test_administrators_see_who_has_done_what_and_staff_do_not(office):
    office.note(office.sam, "searched", NOW - 60)
    shown = office.get(office.ann)
    assert shown.status == 200
    assert "searched the contacts" in shown.text
    assert "erased after 400 days" in shown.text
    for refused in (office.get(office.sam), office.get(office.sam, ".csv")):
        assert refused.status == 403
        assert "searched" not in refused.text


def test_nothing_is_said_where_nothing_was_noted(office):
    assert "Nothing like that was noted." in office.get(office.ann, "?act=exported").text


def test_a_day_a_person_and_an_act_can_be_chosen(office):
    office.note(office.sam, "searched", NOW)
    office.note(office.ann, "exported", NOW - 2 * DAY, about="7")
    sams = f"?person={office.sam[0].person_id}"
    for chosen in (sams, "?act=searched", "?day=2027-01-15"):
        shown = office.get(office.ann, chosen).text
        assert "searched the contacts" in shown
        assert "exported 7 contacts" not in shown


@pytest.mark.parametrize(
    "more",
    [
        "?day=tomorrow",
        "?day=9999-12-31",
        "?day=0001-01-01",
        "?act=none",
        "?person=%00",
        "?before=0",
    ],
)
def test_what_makes_no_sense_is_not_a_fault_of_ours(office, more):
    assert office.get(office.ann, more).status == 200


def test_what_is_chosen_can_be_kept_as_a_spreadsheet(office):
    office.note(office.sam, "looked-at", NOW - 5, '["=1+1"]')
    office.note(office.ann, "signed-in", NOW - 6)
    answer = office.get(office.ann, f".csv?act=looked-at&person={office.sam[0].person_id}")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert sheet(answer)[1:] == [
        [
            "2027-01-15 07:59:55+00:00",
            "sam@example.com",
            "looked at a contact that is no longer online",
            "Looked at a contact",
            '["=1+1"]',
        ]
    ]
    assert "exported the list of who did what" in office.get(office.ann).text


def test_a_spreadsheet_holds_more_than_a_page_and_each_note_once(office):
    office.note_many(office.sam, range(1201))
    lines = sheet(office.get(office.ann, ".csv?act=exported"))
    assert [line[2] for line in lines[1:]] == [
        "exported 1 contact" if number == 1 else f"exported {number:,} contacts"
        for number in reversed(range(1201))
    ]


def test_older_notes_are_a_page_further(office):
    office.note_many(office.sam, range(100, 201))
    first = office.get(office.ann)
    assert "exported 200 contacts" in first.text
    assert "exported 100 contacts" not in first.text
    before = first.text.partition("before=")[2].partition('"')[0]
    older = office.get(office.ann, f"?before={before}")
    assert "exported 100 contacts" in older.text
    assert "exported 101 contacts" not in older.text


def copied(office, server="PRACSRV"):
    """Use a used-up refresh token of a server that Ann has signed in, and return its note's id."""
    grant = tokens.Grant(office.ann[0].person_id, office.practice_id, " ".join(tokens.SCOPES))
    pair = tokens.new_pair()
    with writing(office.engine) as connection:
        family = tokens.begin_family(connection, grant, NOW)
        tokens.issue_pair(connection, family, None, pair, NOW)
        found = tokens.by_refresh_token(connection, pair.refresh, NOW)
        assert found is not None
        connection.execute(
            tables.family.update().values(server=server)  # as the server itself says
        )
        copies.noticed(connection, found, NOW)
        copies.noticed(connection, found, NOW)
        (only,) = copies.unread(connection, office.practice_id)
    return only.copied_id


def test_a_copied_sign_in_is_shown_to_administrators_until_one_has_read_it(office):
    copied_id = copied(office)
    warning = "A copy of PRACSRV's sign-in was used."
    assert warning in office.get(office.ann).text
    assert (
        warning
        not in office.made.get(
            f"/practices/{office.practice_id}", {"Cookie": f"{browser.VISIT}={office.sam[1]}"}
        ).text
    )

    fields = {"copied": copied_id}
    assert office.post(office.ann, "/read", **fields).status == 403
    assert office.post(office.sam, "/read", **fields, csrf=office.csrf(office.sam)).status == 403
    assert warning in office.get(office.ann).text

    read = office.post(office.ann, "/read", **fields, csrf=office.csrf(office.ann))
    assert read.status == 303
    shown = office.get(office.ann).text
    assert warning not in shown
    assert "read the warning about PRACSRV" in shown
    assert "signed PRACSRV in: a copy of that sign-in was used" in shown


def test_each_administrator_is_written_to_once_and_staff_are_not(office):
    office.enter("bob", "administrator")
    copied(office, server="PRAC\r\nBcc: thief@example.com\r\n\r\nSRV")
    table = tables.outbox
    with reading(office.engine) as connection:
        mails = connection.execute(table.select().order_by(table.c.recipient)).all()
    assert [mail.recipient for mail in mails] == ["ann@example.com", "bob@example.com"]
    for mail in mails:
        assert mail.subject == "A copy of PRACBcc: thief@example.comSRV's sign-in was used"
        assert "practicesync activate" in mail.text
        assert "Main office" in mail.text


def test_another_practice_s_warning_can_not_be_taken_away(office, engine, practice):
    copied_id = copied(office)
    with writing(engine) as connection:
        copies.read(connection, "another", copied_id, office.ann[0].person_id, NOW)
        assert copies.unread(connection, practice.practice_id)
        assert not copies.unread(connection, "another")
