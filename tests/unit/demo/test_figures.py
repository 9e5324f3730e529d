import dataclasses
import json

import pytest

from practicesync.demo.figures import Figures, mismatches

GOOD = Figures(
    in_database=10,
    online=7,
    not_sent=3,
    mismatched=0,
    upload_seconds=1.0,
    processing_seconds=0.5,
    edit_to_online_ms=(300,) * 20,
    deletes_online=2,
)


def test_everything_matches_only_if_each_figure_does():
    assert GOOD.matches


@pytest.mark.parametrize(
    "wrong",
    [
        {"mismatched": 1},
        {"online": 6},
        {"not_sent": 2, "online": 8},
        {"edit_to_online_ms": (300,) * 19},
        {"deletes_online": 1},
    ],
    ids=str,
)
def test_one_wrong_figure_is_no_match(wrong):
    assert not dataclasses.replace(GOOD, **wrong).matches


def test_a_contact_that_differs_is_missing_or_too_many_is_a_mismatch():
    expected = {"a": {"name": "Ann"}, "b": {"name": "Lee"}}
    assert mismatches(expected, expected) == 0
    assert mismatches({"a": {"name": "Ann"}, "b": {"name": "Leo"}}, expected) == 1
    assert mismatches({"a": {"name": "Ann"}}, expected) == 1
    assert mismatches({**expected, "c": {"name": "May"}}, expected) == 1


def test_the_last_line_has_the_agreed_names():
    assert list(json.loads(GOOD.as_json())) == [
        "in_database",
        "online",
        "not_sent",
        "mismatched",
        "upload_seconds",
        "processing_seconds",
        "edit_to_online_ms",
        "deletes_online",
    ]
