"""The generator's truth against what the agent reads and cleans: two roads to the same contact."""

import json
from importlib.resources import files

import pytest

from practicesync.adapters.sqlite_source import SqliteSource
from practicesync.core.cleaning import clean
from practicesync.core.digest import canonical
from practicesync.core.errors import Rejected
from practicesync.core.profile import Profile
from practicesync.core.profile_text import parse_profile
from practicesync.demo.desk import Desk
from practicesync.demo.edits import MORE, TWENTY, bring_back, change_note, delete, edit
from practicesync.demo.practice import expected, make_practice


def source_of(practice):
    text = files("practicesync.profiles").joinpath("demo.toml").read_text("utf-8")
    profile = parse_profile(text, "demo")
    assert isinstance(profile, Profile)
    return SqliteSource(f"sqlite:///{practice.path}", profile)


def cleaned(source):
    """All contacts as the agent would send them, and those that it would not."""
    sent, not_sent, position = {}, {}, None
    while True:
        page = source.page(position, 500)
        for row in page.rows:
            try:
                sent[row.key] = json.loads(canonical(clean(row).contact))
            except Rejected as rejected:
                not_sent[row.key] = (rejected.code.value, rejected.field)
        if (position := page.next) is None:
            return sent, not_sent


def differing(one, other):
    return {key for key in one.keys() | other.keys() if one.get(key) != other.get(key)}


@pytest.mark.parametrize(("contacts", "seed"), [(10, 1), (1_000, 2), (1_000, 2009)])
def test_the_cleaned_database_is_what_the_generator_began_with(tmp_path, contacts, seed):
    practice = make_practice(tmp_path / "practice.db", contacts, seed)
    source = source_of(practice)
    sent, not_sent = cleaned(source)
    source.close()
    assert not differing(sent, expected(practice))
    assert not_sent == practice.truth.not_sent()


@pytest.mark.parametrize("contacts", [10, 60, 300])
def test_each_edit_changes_the_keys_that_it_names_and_no_others(tmp_path, contacts):
    practice = make_practice(tmp_path / "practice.db", contacts)
    source, desk = source_of(practice), Desk(practice)
    before, _ = cleaned(source)
    for how in TWENTY + MORE:
        done = edit(desk, how)
        after, _ = cleaned(source)
        assert differing(before, after) == set(done.keys), how.__doc__
        assert not differing(after, expected(practice)), how.__doc__
        before = after
    source.close()
    desk.close()


def test_there_are_twenty_edits_and_two_of_them_delete(tmp_path):
    practice = make_practice(tmp_path / "practice.db", 300)
    desk, before = Desk(practice), expected(practice)
    what = [edit(desk, how).what for how in TWENTY]
    desk.close()
    assert len(set(what)) == 19
    assert what.count("delete a contact") == 2
    assert len(before.keys() - expected(practice).keys()) == 1


def test_a_contact_comes_back_as_it_was(tmp_path):
    practice = make_practice(tmp_path / "practice.db", 300)
    desk, before = Desk(practice), expected(practice)
    gone = edit(desk, delete)
    assert gone.keys[0] not in expected(practice)
    back = edit(desk, bring_back)
    desk.close()
    assert back.keys == gone.keys
    assert expected(practice) == before


def test_an_edit_that_the_practice_has_no_contact_for_becomes_a_note(tmp_path):
    practice = make_practice(tmp_path / "practice.db", 10)
    desk = Desk(practice)
    assert edit(desk, bring_back).what == edit(desk, change_note).what
    desk.close()


def test_the_version_column_counts_up_with_every_edit_of_a_contact(tmp_path):
    practice = make_practice(tmp_path / "practice.db", 10)
    desk = Desk(practice)
    highest = []
    for _ in range(2):
        edit(desk, change_note)
        highest.append(desk.store.rows("SELECT MAX(RowVersion) FROM Contact"))
    desk.close()
    assert highest == [[(10_011,)], [(10_012,)]]
