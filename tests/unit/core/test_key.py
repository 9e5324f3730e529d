"""Key text is a JSON array of strings, the same for the same key wherever it comes from."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practicesync.core.errors import Code, Misconfigured
from practicesync.core.key import Key, key_in_path, key_parts, key_text

parts = st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=3).map(tuple)


@pytest.mark.parametrize(
    ("columns", "text"),
    [
        (["10482"], '["10482"]'),
        (("AU", "17"), '["AU","17"]'),
        (["Ünï", '"\\'], '["Ünï","\\"\\\\"]'),
        (["🐨"], '["🐨"]'),
        ([""], '[""]'),
    ],
)
def test_a_key_is_written_without_spaces_and_escapes_that_it_can_do_without(columns, text):
    assert key_text(columns) == text


@given(parts)
def test_a_key_is_read_as_it_was_written(columns):
    assert key_parts(key_text(columns)) == columns


@given(parts, parts)
def test_two_keys_have_one_text_only_if_they_are_the_same(one, other):
    assert (key_text(one) == key_text(other)) == (one == other)


@given(parts)
def test_no_key_holds_a_control_character(columns):
    assert all(character >= " " for character in key_text(columns))


@pytest.mark.parametrize(
    "text", ["", "10482", '"10482"', "[10482]", '{"a":"b"}', '["10482"', "[[]]"]
)
def test_what_is_no_key_text_is_refused_and_not_quoted(text):
    with pytest.raises(Misconfigured) as found:
        key_parts(Key(text))

    assert found.value.code is Code.KEY_UNREADABLE
    assert found.value.args == (Code.KEY_UNREADABLE.value,)


def test_a_key_is_one_segment_of_a_path():
    assert key_in_path(Key('["10482"]')) == "%5B%2210482%22%5D"
    assert "/" not in key_in_path(key_text(["a/b"]))


@given(parts)
def test_a_path_holds_the_whole_key(columns):
    path = key_in_path(key_text(columns))

    assert path.isascii()
    assert unquote(path) == key_text(columns)
