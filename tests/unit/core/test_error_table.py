"""Every code can be told to a person, whatever is known about it."""

import re

import pytest

from practicesync.core.error_table import ENTRIES, Exit, exit_code, explain
from practicesync.core.errors import Code, Misconfigured
from tests.reference import FOLDER, PAGES

FACTS = {
    "practices": "Main office, Branch",
    "table": "dbo.Contact",
    "column": "ClientCode",
    "path": "practice.db",
    "host": "db.example",
    "key": "practice[0].cloud",
    "field": "phones.number",
    "file": "config.toml",
    "server": "NEWSRV",
    "since": "9:02",
    "seconds": "30",
    "reason": "that is so",
    "time": "30 seconds",
    "mistake": "that is so",
    "remedy": "Do that.",
    "contacts": "12 contacts",
    "not_sent": "12 contacts were",
    "deletions": "12 deletions are",
    "until": "10:15",
    "number": "18456",
    "port": "1433",
    "obstacle": "That is so",
    "why": "that is so,",
    "who": "admin@example.com",
    "free": "1.2 GB",
    "service": "Practice Service",
    "practice": "Main office",
    "layout": "ae",
    "fit": "14 of 50 columns are there",
}

# The left column of the style guide's list of words, and words of the trade.
FORBIDDEN = re.compile(
    r"\b(parked|acknowledged|feed|probe|scan|reconcile|profile|lease|epoch|taken over|held"
    r"|journal|sink|source|dirty|token|https?|exception|null|invalid|retry|daemon|timeout)\b",
    re.IGNORECASE,
)
VERBS = {
    "Activate",
    "Add",
    "Ask",
    "Check",
    "Choose",
    "Connect",
    "Correct",
    "Free",
    "Give",
    "Leave",
    "Look",
    "Make",
    "Put",
    "Remove",
    "Resume",
    "Save",
    "Set",
    "Shorten",
    "Sign",
    "Start",
    "Stop",
    "Wait",
}

every_code = pytest.mark.parametrize("code", Code, ids=lambda code: code.name)


def texts(code: Code) -> list[str]:
    told = [explain(code), explain(code, FACTS)]
    return [text for t in told for text in (t.title, t.sentence, t.remedy)]


def test_every_code_has_an_entry_and_no_entry_is_left_over():
    assert set(ENTRIES) == set(Code)


@every_code
def test_no_word_of_the_trade_is_told(code):
    assert [text for text in texts(code) if FORBIDDEN.search(text)] == []


@every_code
def test_sentences_are_one_or_two_and_end_with_a_full_stop(code):
    for told in (explain(code), explain(code, FACTS)):
        for text in (told.sentence, told.remedy):
            assert text.endswith(".")
            assert 1 <= len(re.findall(r"\.(?= [A-Z]|$)", text)) <= 2
        assert not told.title.endswith(".")


@every_code
def test_the_remedy_begins_with_what_to_do(code):
    assert explain(code).remedy.split()[0].strip(",:") in VERBS


@every_code
def test_what_to_do_about_a_reason_is_as_good_as_about_the_code(code):
    entry = ENTRIES[code]
    assert set(entry.remedies) <= set(entry.reasons)
    for reason, remedy in entry.remedies.items():
        assert explain(code, {"reason": reason}).remedy == remedy
        assert remedy.split()[0] in VERBS
        assert remedy.endswith(".")
        assert not FORBIDDEN.search(remedy)


@every_code
def test_nothing_of_the_template_is_left(code):
    for text in texts(code):
        assert not re.search(r"[{}|]|  | [.,:]|\[(?!0\])", text)
        assert text == text.strip()


@every_code
def test_each_fact_may_be_missing(code):
    for missing in FACTS:
        some = {name: fact for name, fact in FACTS.items() if name != missing}
        assert "{" not in explain(code, some).sentence


@every_code
def test_placeholders_are_known_and_have_an_alternative(code):
    entry = ENTRIES[code]
    text = entry.sentence + entry.remedy
    assert set(re.findall(r"\{(\w+)\}", text)) <= set(FACTS)
    assert "{" not in re.sub(r"\[[^|\]]*\|[^\]]*\]", "", text)


@every_code
def test_what_is_told_only_sometimes_depends_on_a_fact(code):
    entry = ENTRIES[code]
    for text in (entry.sentence, entry.remedy, *entry.remedies.values()):
        assert [known for known in re.findall(r"\[([^|\]]*)\|", text) if "{" not in known] == []


def test_facts_are_told():
    assert "dbo.Contact doesn't have the column ClientCode" in (
        explain(Code.COLUMN_MISSING, FACTS).sentence
    )
    assert "a table" in explain(Code.TABLE_MISSING, {"table": ""}).sentence


def test_a_field_is_told_by_the_name_that_people_know():
    told = explain(Code.FIELD_TOO_LONG, {"field": "phones.number"})

    assert told.sentence == (
        "A contact with a text that is too long (phone number) can't go online."
    )


def test_red_says_which_certificate_is_not_trusted():
    told = explain(Code.CLOUD_NOT_TRUSTED, {"reason": "self-signed"})

    assert "the certificate vouches for itself" in told.sentence


def test_a_reason_is_told_in_words_or_not_at_all():
    def sentence(reason: str) -> str:
        return explain(Code.COMMAND_REFUSED, {"reason": reason}).sentence

    start, rest = "Practice Sync didn't do what it was asked to", " Nothing has changed."
    assert sentence("expired") == f"{start}: it was asked more than ten minutes ago.{rest}"
    assert sentence("no such practice") == f"{start}: no such practice.{rest}"
    assert sentence("some-word-of-the-log") == f"{start}.{rest}"


@every_code
def test_reasons_are_in_words_for_people(code):
    for words in ENTRIES[code].reasons.values():
        assert not FORBIDDEN.search(words)
        assert words[-1].isalpha()


def test_a_setting_is_named_by_its_key_or_by_its_name():
    assert "proxy is wrong" in explain(Code.SETTING_WRONG, {"setting": "proxy"}).sentence


def test_a_fact_stays_on_one_short_line():
    told = explain(Code.DATABASE_NOT_FOUND, {"path": "a\nb\x00c{table}[x|y]" + "d" * 1000})

    assert told.sentence.isprintable()
    assert "abc{table}[x|y]dd" in told.sentence
    assert len(told.sentence) < 400


def test_a_problem_is_told_from_its_facts():
    problem = Misconfigured(Code.TABLE_MISSING, table="dbo.Client")

    assert "dbo.Client" in explain(problem.code, problem.facts).sentence


@pytest.mark.parametrize(
    ("area", "exits"),
    [
        ("SRC", {Exit.DATABASE, Exit.USAGE}),
        ("CLD", {Exit.CLOUD, Exit.PERSON_NEEDED}),
        ("AUT", {Exit.PERSON_NEEDED}),
        ("CFG", {Exit.USAGE}),
        ("REC", {Exit.INCOMPLETE}),
    ],
)
def test_a_command_ends_with_the_exit_code_of_the_area(area, exits):
    assert {exit_code(code) for code in Code if code.value.startswith(f"PS-{area}-")} == exits


def test_only_a_bug_is_unexpected():
    assert [code for code in Code if exit_code(code) is Exit.UNEXPECTED] == [Code.UNEXPECTED]


@pytest.mark.parametrize("name", PAGES)
def test_the_reference_pages_are_up_to_date(name):
    assert (FOLDER / name).read_text(encoding="utf-8") == PAGES[name]()
