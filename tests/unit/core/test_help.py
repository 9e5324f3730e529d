"""Every code has help that somebody who isn't a programmer can follow."""

import re
from pathlib import Path

import pytest

from practicesync.app.cli import app
from practicesync.core.error_table import help_anchor
from practicesync.core.errors import Code
from practicesync.core.help import HELP, SEND
from tests.command_page import commands_page
from tests.unit.core.test_error_table import FORBIDDEN, every_code

DOCS = Path(__file__).parents[3] / "docs"
PAGES = ("troubleshooting.md", "privacy.md", "how-sync-works.md")

_IN_QUOTES = re.compile(r"`[^`]*`")
_FENCES = re.compile(r"(?ms)^```.*?^```")


def texts(code: Code) -> list[str]:
    told = HELP[code]
    return [*told.causes, *told.steps, told.send or SEND]


def test_every_code_has_help_and_no_help_is_left_over():
    assert set(HELP) == set(Code)


@every_code
def test_help_names_a_cause_and_a_step(code):
    assert HELP[code].causes
    assert HELP[code].steps


@every_code
def test_no_word_of_the_trade_is_in_the_help(code):
    said = [_IN_QUOTES.sub("", text) for text in texts(code)]

    assert [text for text in said if FORBIDDEN.search(text)] == []


@every_code
def test_help_is_in_sentences(code):
    for text in texts(code):
        assert text.endswith((".", ", or"))
        assert text == text.strip()
        assert "  " not in text


@every_code
def test_the_page_has_a_heading_under_the_anchor_that_messages_name(code):
    page = (DOCS / "troubleshooting.md").read_text(encoding="utf-8")

    assert page.count(f'<a id="{help_anchor(code)}"></a>\n\n### {code.value} ') == 1


def commands_in(text: str) -> set[str]:
    """Return the commands that a text tells people to type."""
    return set(
        re.findall(r"`practicesync ((?!-)[a-z-]+(?: (?:list|retry|leave-out|export))?)", text)
    )


@pytest.mark.parametrize("name", [*PAGES, "security.md", "../README.md"])
def test_pages_name_only_commands_that_exist(name):
    there = set(re.findall(r"(?m)^## (.+)$", commands_page()))
    asked = commands_in((DOCS / name).read_text(encoding="utf-8"))

    assert app.info.name == "practicesync"
    assert asked <= there


@pytest.mark.parametrize("name", [*PAGES, "security.md", "../README.md"])
def test_links_lead_somewhere(name):
    page = (DOCS / name).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]*)(?:#[^)]*)?\)", page):
        if target and "://" not in target:
            assert (DOCS / name).parent.joinpath(target).resolve().exists(), target


@pytest.mark.parametrize("name", PAGES)
def test_pages_for_people_have_no_word_of_the_trade(name):
    page = (DOCS / name).read_text(encoding="utf-8")
    said = _IN_QUOTES.sub("", _FENCES.sub("", page))
    said = re.sub(r"\]\([^)]*\)", "]", said)

    assert [match[0] for match in FORBIDDEN.finditer(said)] == []


def test_every_test_that_the_security_page_names_is_there():
    page = (DOCS / "security.md").read_text(encoding="utf-8")
    tests = "".join(path.read_text(encoding="utf-8") for path in DOCS.parent.glob("tests/**/*.py"))
    named = set(re.findall(r"`(test_\w+)`", page))

    assert len(named) > 40
    assert {name for name in named if f"def {name}(" not in tests} == set()
