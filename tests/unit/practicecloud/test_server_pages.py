"""What the page Servers tells where no server is signed in."""

import pytest
import sqlalchemy as sa

from practicecloud.app import create_app
from practicecloud.people import visits
from practicecloud.people.people import add_member, add_person
from practicecloud.store import tables
from practicecloud.store.storage import writing
from practicecloud.web import browser
from tests.unit.practicecloud.asking import asking
from tests.unit.practicecloud.conftest import QUICK

NOW = 1_800_000_000.0


@pytest.fixture
def page(engine, practice):
    """Return the text of the page as an administrator sees it."""
    with writing(engine) as connection:
        person = add_person(connection, "ann@example.com", "a password", 0, QUICK)
        add_member(connection, person, practice.practice_id, "administrator")
        secret = visits.begin(connection, person, NOW)
    with asking(create_app(engine, lambda: NOW)) as made:
        made.headers["Cookie"] = f"{browser.VISIT}={secret}"
        yield lambda: made.get(f"/practices/{practice.practice_id}/servers").text


def test_a_practice_that_has_never_begun_is_told_to_set_up(page):
    assert "No server is signed in yet." in page()
    assert "practicesync setup" in page()


def test_a_practice_that_was_stopped_is_told_to_activate_again(engine, practice, page):
    row = {
        "practice_id": practice.practice_id, "active": False, "epoch": 3, "server": "SERVER",
        "installation": "first", "since": NOW, "activated_by": "ann@example.com",
        "family_id": "ended",
    }  # fmt: skip
    with writing(engine) as connection:
        connection.execute(sa.insert(tables.activation).values(row))
    assert (
        "No server is signed in. To begin again, type <code>practicesync activate</code>" in page()
    )
    assert "practicesync setup" not in page()
