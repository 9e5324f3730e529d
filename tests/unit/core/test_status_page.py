"""The page of everything that the status can say leaves nothing out and reads as a person talks."""

import re

import pytest

from practicesync.core.errors import Code
from practicesync.core.phase import SIGNS, Phase
from tests.status_page import (
    IN_A_COMMAND,
    OF_A_PHASE,
    OF_A_START,
    RECORDS,
    misconfigured,
    status_page,
)
from tests.unit.core.test_error_table import FORBIDDEN

PAGE = status_page()

NOT_FOR_PEOPLE = re.compile(
    r"\b1 (contacts|deletions|changes|seconds|minutes|hours|mistakes)\b"
    r"|\b(a|an) few second\b|\bNone\b|\bnull\b|Code\.|Phase\.|\{|\}|\?\?|  \.| ,|\.\.(?!\.)",
)

SIGNS_OF_MARKDOWN = re.compile(r"^(## .*|```|\| code.*|\|---.*)$", re.MULTILINE)


@pytest.mark.parametrize("phase", Phase)
def test_every_phase_is_on_the_page_with_its_colour_and_shape(phase):
    name = phase.value.replace("_", " ").capitalize()
    sign = SIGNS[phase]

    assert f"\n## {name} ({sign.colour.value}, {sign.shape.value})\n\n```\n" in PAGE


@pytest.mark.parametrize("code", Code)
def test_every_code_is_on_the_page(code):
    assert code.value in PAGE


def test_a_code_that_only_a_command_says_has_no_phase():
    placed = {code for codes in OF_A_PHASE.values() for code in codes} | {*misconfigured()}

    assert placed.isdisjoint(IN_A_COMMAND)
    assert {*OF_A_START}.isdisjoint(IN_A_COMMAND)


def test_nothing_on_the_page_is_in_a_word_of_the_trade():
    told = (
        SIGNS_OF_MARKDOWN.sub("", PAGE)
        .replace("https://", "")
        .replace("http://", "")
        .replace(RECORDS, "")
    )

    assert [match[0] for match in FORBIDDEN.finditer(told)] == []


def test_one_is_never_told_in_the_plural_and_nothing_of_the_code_shows():
    assert [match[0] for match in NOT_FOR_PEOPLE.finditer(PAGE)] == []


def test_every_sentence_ends_and_every_trouble_says_what_to_do():
    rows = re.findall(r"^\| PS-\S+ \| (.+) \| (.+) \|$", PAGE, re.MULTILINE)

    assert len(rows) > len(Code)
    for sentence, remedy in rows:
        assert sentence.endswith(".")
        assert remedy.endswith(".")
        assert sentence[0].isupper() or sentence.startswith('"')
