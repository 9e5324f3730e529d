"""People read no word of the trade, on a page of the online side or of its documentation."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
CLOUD = ROOT / "src" / "practicecloud"
TEMPLATES = sorted((CLOUD / "templates").glob("*.html"))
SCRIPTS = sorted((CLOUD / "static").glob("*.js"))
PAGES = [ROOT / "docs" / f"{name}.md" for name in (
    "people", "notices", "moving", "first-run", "online",
)]  # fmt: skip

FORBIDDEN = re.compile(
    r"\b(park(ed|ing)|acknowledg\w+|feeds?|probe[sd]?|scan(s|ned|ning)?|reconcil\w+|profiles?"
    r"|leases?|epochs?|taken over|held dele\w+|journals?|sinks?|sources?|dirty)\b",
    re.IGNORECASE,
)
ALLOWED = ("the setting `profile`", "source venv/bin/activate", "<source media=")
"""The name of a setting, a command of the shell, and a tag of HTML."""


def of_template(text: str) -> str:
    """Return what a template shows: its text, and texts in attributes and in expressions."""
    text = re.sub(r"{#.*?#}|{%.*?%}", " ", text, flags=re.DOTALL)
    within = re.findall(r"{{(.*?)}}", text, re.DOTALL)
    shown = [literal for each in within for literal in re.findall(r'"([^"]*)"', each)]
    text = re.sub(r"{{.*?}}", " ", text, flags=re.DOTALL)
    shown += re.findall(r'(?:aria-label|placeholder|title|alt)="([^"]*)"', text)
    return "\n".join([re.sub(r"<[^>]*>", " ", text), *shown])


def of_script(text: str) -> str:
    """Return the texts of a script, on which no other program's words depend."""
    found: list[str] = re.findall(r'"[^"\n]*"|`[^`]*`', text)
    return "\n".join(found)


def of_page(text: str) -> str:
    """Return a page of the documentation without what is allowed there."""
    for words in ALLOWED:
        text = text.replace(words, "")
    return text


def found_in(file: Path) -> list[str]:
    text = file.read_text(encoding="utf-8")
    shown = {".html": of_template, ".js": of_script, ".md": of_page}[file.suffix](text)
    return [match[0] for match in FORBIDDEN.finditer(shown)]


@pytest.mark.parametrize("file", [*TEMPLATES, *SCRIPTS, *PAGES], ids=lambda file: file.name)
def test_no_word_of_the_trade_is_shown(file):
    assert found_in(file) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.html", "{% if x %}<p>Two contacts are\nparked.</p>{% endif %}"),
        ("a.html", '<input placeholder="Lease">'),
        ("a.html", '<p>{{ "Reconciled" if done else "" }}</p>'),
        ("a.js", 'found.textContent = "The epoch is over.";'),
        ("a.md", "Look into the profile."),
    ],
)
def test_a_word_of_the_trade_is_found(tmp_path, name, text):
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert len(found_in(tmp_path / name)) == 1


def test_what_only_the_program_reads_is_left_alone(tmp_path):
    template = (
        '{# parked #}<p class="dirty">{{ scan.epoch }}</p>{% for one in parked %}{% endfor %}'
    )
    (tmp_path / "a.html").write_text(template, encoding="utf-8")
    (tmp_path / "a.js").write_text("const dirty = journal; // parked", encoding="utf-8")
    assert found_in(tmp_path / "a.html") + found_in(tmp_path / "a.js") == []


def test_every_picture_is_shown_on_a_page():
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    pictures = [file.name for file in (ROOT / "docs" / "images").iterdir()]
    assert pictures
    assert [name for name in pictures if f"images/{name}" not in text] == []
