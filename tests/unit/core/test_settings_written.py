"""Settings that get one practice more, and all that stays as it was written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from practicesync.core.settings import Settings, parse_settings
from practicesync.core.settings_written import changes, practice_named, with_practice

ONE = {
    "name": "Main office",
    "database": r"Server=PRACSRV01\SQLEXPRESS;Database=AE",
    "profile": "ae",
    "cloud": "https://contacts.example",
}
BY_HAND = """\
# ours
[agent]
poll_interval = 1.0   # quick

[[practice]]
name = "North"   # the branch
database = 'Server=S;Database=AE'
cloud = "https://contacts.example"
guard = { count = 3, percent = 1 }

[ledger]
kept = true
"""


def parsed(text: str) -> Settings:
    found = parse_settings(text, "config.toml")
    assert isinstance(found, Settings), found
    return found


def test_the_first_practice_makes_settings() -> None:
    text = with_practice("", "Main office", ONE)

    (practice,) = parsed(text).practices
    assert practice.database == ONE["database"]
    assert text.startswith("#")


def test_one_more_practice_leaves_everything_else_as_it_is() -> None:
    text = with_practice(BY_HAND, "Main office", ONE)

    for line in BY_HAND.splitlines():
        assert line in text
    assert [one.name for one in parsed(text).practices] == ["North", "Main office"]
    assert parsed(text).ledger == {"kept": True}


def test_a_change_keeps_comments_and_what_was_not_said() -> None:
    text = with_practice(BY_HAND, "north", {"cloud": "https://other.example"})

    assert "# the branch" in text
    (practice,) = parsed(text).practices
    assert (practice.cloud, practice.guard.count) == ("https://other.example", 3)
    assert text.replace("https://other.example", "https://contacts.example") == BY_HAND


def test_what_is_taken_away_is_empty_and_what_never_was_is_not_written() -> None:
    text = with_practice(BY_HAND, "North", {"database_user": "", "ca_file": ""})

    assert text == BY_HAND


def test_only_what_becomes_another_is_a_change_and_no_login_is_shown() -> None:
    before = practice_named(with_practice("", "Main office", ONE), "main office")
    assert before is not None
    found = changes(before, ONE | {"database": "Server=S;Database=AE;UID=sa"})

    assert [one.entry for one in found] == ["database"]
    assert found[0].after == "Server=S;Database=AE;UID=(left out)"


def test_practices_that_are_written_in_brackets_stay() -> None:
    text = """\
practice = [{ name = "North", database = "Server=S;Database=AE", cloud = "https://x.example" }]
[agent]
poll_interval = 1.0
"""
    found = parsed(with_practice(text, "Main office", ONE))

    assert [one.name for one in found.practices] == ["North", "Main office"]
    assert found.agent.poll_interval == 1.0


_NORTH = '{ name = "North", database = "Server=S;Database=A#E", cloud = "https://x.example" }'


@pytest.mark.parametrize(
    "listed",
    [
        f'practice = [ # list\n  {_NORTH}, # don\'t "touch"\n  # end\n] # ours\n',
        f'practice = [ # list\n  {_NORTH} # don\'t "touch"\n  , # end\n] # ours\n',
        '# list\npractice = [ # don\'t "touch"\n  # end\n] # ours\n',
    ],
    ids=["usual", "comma below a comment", "empty"],
)
def test_comments_between_practices_in_brackets_stay(listed: str) -> None:
    text = with_practice(listed + "[agent]\npoll_interval = 1.0\n", "Main office", ONE)

    for comment in ("# list", '# don\'t "touch"', "# end", "# ours"):
        assert text.count(comment) == 1
    written = parsed(text)
    assert written.practices[-1].database == ONE["database"]
    if "North" in listed:
        assert written.practices[0].database == "Server=S;Database=A#E"
    assert written.agent.poll_interval == 1.0


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_whatever_is_typed_can_be_written(value: str) -> None:
    parse_settings(with_practice(BY_HAND, "North", {"ca_file": value, "name": value}), "x")


@settings(deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(
        lambda text: text.isprintable() and text.strip()
    )
)
def test_whatever_is_written_is_read_as_it_was_meant(value: str) -> None:
    text = with_practice(BY_HAND, "North", {"ca_file": value})

    assert parsed(text).practices[0].ca_file == value.strip()
