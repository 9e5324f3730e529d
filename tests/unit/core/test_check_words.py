"""Every check can be told to a person, whatever came of it and whatever is known."""

import re

import pytest

from practicesync.core.check import CheckId, failed, passed, skipped, warned
from practicesync.core.check_words import PASSES, SKIPS, WAYS, examination_exit, summary, told
from practicesync.core.errors import Code, Misconfigured
from tests.unit.core.test_error_table import FORBIDDEN

KNOWN = {
    "free": "82.8 GB",
    "server": "SQL Server 2019 Express",
    "login": "practicesync",
    "tables": "7 tables",
    "way": WAYS["diff"],
    "reason": "That is so.",
    "who": "admin@example.com",
    "role": "administrator",
    "service": "MYOB OnTheGo API Service",
    "host": "contacts.example",
    "on": "That is on.",
}


def is_told(text: str) -> bool:
    """Tell whether it is whole sentences with nothing left to fill in."""
    whole = re.fullmatch(r"[A-Z0-9a-z].*\.", text) is not None
    return whole and not re.search(r"[\[\]{}|]|  | \.", text) and not FORBIDDEN.search(text)


@pytest.mark.parametrize("facts", [{}, KNOWN], ids=["nothing known", "all known"])
@pytest.mark.parametrize("id_", CheckId)
def test_every_check_in_order_has_a_sentence(id_, facts):
    made = told(passed(id_, **facts))

    assert is_told(made.sentence), made
    assert (made.result, made.code, made.remedy, made.help) == ("pass", "", "", "")


@pytest.mark.parametrize("facts", [{}, KNOWN], ids=["nothing known", "all known"])
@pytest.mark.parametrize("why", SKIPS)
def test_every_check_that_was_left_out_says_why(why, facts):
    assert is_told(told(skipped(CheckId.SERVICE, why, **facts)).sentence)


def test_no_sentence_is_left_over():
    assert set(PASSES) == set(CheckId)


def test_what_is_wrong_says_what_the_error_table_says():
    made = told(failed(CheckId.TABLES, Misconfigured(Code.TABLE_MISSING, table="dbo.Phone")))

    assert (made.code, made.help, made.result) == ("PS-SRC-03", "ps-src-03", "fail")
    assert "dbo.Phone" in made.sentence
    assert made.remedy


def test_a_better_way_is_told_beside_the_one_that_is_taken():
    assert told(passed(CheckId.CHANGES, better="Do that.")).remedy == "Do that."


def made(*checks):
    return [told(check) for check in checks]


WRONG_TABLE = failed(CheckId.TABLES, Misconfigured(Code.TABLE_MISSING))
WRONG_CLOUD = failed(CheckId.CLOUD, Misconfigured(Code.CLOUD_NOT_TRUSTED))
WARNING = warned(CheckId.RIGHTS, Code.LOGIN_MAY_WRITE)
LEFT_OUT = skipped(CheckId.SERVICE, "not-windows")


@pytest.mark.parametrize(
    ("checks", "code"),
    [
        ([], 0),
        ([WARNING, LEFT_OUT], 0),
        ([WARNING, WRONG_TABLE, WRONG_CLOUD], 2),
        ([WRONG_CLOUD, WRONG_TABLE], 5),
    ],
)
def test_the_first_that_is_wrong_decides_how_the_command_ends(checks, code):
    assert examination_exit(made(*checks)) == code


@pytest.mark.parametrize(
    ("checks", "sentence"),
    [
        ([LEFT_OUT], "Everything that was looked at is in order."),
        ([WARNING], "1 warning."),
        ([WRONG_TABLE, WARNING], "1 thing is wrong and 1 warning."),
        ([WRONG_TABLE, WRONG_CLOUD], "2 things are wrong."),
    ],
)
def test_all_of_it_is_said_in_a_sentence(checks, sentence):
    assert summary(made(*checks)) == sentence
