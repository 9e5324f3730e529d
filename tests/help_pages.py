"""The help that comes with the program: plain pages for a browser, without network or script.

`assets/help` has what is written for them, `docs` what they share with the documents, and the
error table what is said of each code. `python -m tests.reference` writes them anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path

from practicesync.app.present.wording import in_window
from practicesync.core.error_table import ENTRIES, Explained, explain
from practicesync.core.errors import Code
from practicesync.core.help import HELP, SEND
from tests.help_html import escaped, rendered
from tests.icons import ROOT

BUILT = ROOT / "src" / "practicesync" / "app" / "help_pages"
WRITTEN = ROOT / "assets" / "help"
DOCS = ROOT / "docs"

START, MESSAGES = "index", "troubleshooting"

GROUPS: Mapping[str, tuple[str, ...]] = {
    "Every day": ("icon", "first-run", "how-sync-works"),
    "When something is wrong": (MESSAGES, "services", "missing-contacts", "other", "support"),
    "Looking after it": ("moving", "security", "privacy", "people", "notices"),
    "For whoever looks after the server": ("sql-server", "database-layouts", "profile", "commands"),
}
"""The pages beside the first one, as the list on each of them shows them."""

NAMES = (START, *(name for names in GROUPS.values() for name in names))

LONG = 12
"""Headings from which on a page has a list of them at its top."""

NOT_HERE = frozenset({"state-folder.md", "adventureworks.toml", "profile.schema.json"})
"""What the documents link to and only developers need: in the help it stays words."""

_FOR_DEVELOPERS = re.compile(
    r"(?m)^.*`python -m tests\.reference`.*\n"
    r"|^.*\(reference/(?:what-status-says|wire-faults)\.md\).*\n"
    r"| \(\[why\]\(decisions/[^)]*\)\)"
)
"""What the documents say of how they are made, and of pages that the help doesn't have."""

Areas = Mapping[str, str]


def help_pages(areas: Areas) -> Mapping[str, Callable[[], str]]:
    """Return each page's file name and how to make it; `areas` are the headings above codes."""
    topics = {f"{name}.html": partial(_topic, name, areas) for name in NAMES}
    codes = {f"{code.value.lower()}.html": partial(_code, code) for code in Code}
    return {**topics, **codes}


def source(name: str) -> Path:
    """Return the Markdown of a page: what is written for the help goes before a document."""
    places = (WRITTEN, DOCS, DOCS / "reference")
    return next(path for place in places if (path := place / f"{name}.md").exists())


def lead(href: str) -> str | None:
    """Return where a link of the Markdown leads in the help, None for what isn't part of it."""
    path, _, anchor = href.partition("#")
    name = Path(path).name
    if anchor.upper() in list(Code):
        return f"{anchor}.html"
    if not name:
        return f"#{anchor}"
    if name.removesuffix(".md") in NAMES:
        return name.removesuffix("md") + (f"html#{anchor}" if anchor else "html")
    if name in NOT_HERE or "://" in href:
        return None
    raise ValueError(f"the help has no page for {href}")


def _topic(name: str, areas: Areas) -> str:
    body = rendered(_markdown(name), lead)
    if name == MESSAGES:
        body += "".join(_messages(areas))
    return _page(_title(name), _with_list(body), here=name)


def _with_list(body: str) -> str:
    """Return a page with a list of its headings at the top, where there are many."""
    headings = re.findall(r'<h2 id="([^"]+)">(.+?)</h2>', body)
    if len(headings) < LONG:
        return body
    rows = "\n".join(f'<li><a href="#{anchor}">{words}</a></li>' for anchor, words in headings)
    listed = f'<ul class="here" aria-label="On this page">\n{rows}\n</ul>\n'
    head, first, rest = body.partition("<h2 ")
    return f"{head}{listed}{first}{rest}"


def _messages(areas: Areas) -> Iterator[str]:
    """Yield the list of all codes, under the headings of their areas."""
    for area, heading in areas.items():
        told = [explain(code) for code in Code if code.value.split("-")[1] == area]
        if told:
            rows = "".join(_message(one) for one in told)
            yield f'<h2 id="{area.lower()}">{heading}</h2>\n<ul class="codes">\n{rows}</ul>\n'


def _message(told: Explained) -> str:
    link = f'<a href="{told.help}.html">{escaped(told.title)}</a>'
    return f'<li>{link} <span class="quiet">{told.code.value}</span></li>\n'


def _code(code: Code) -> str:
    told = explain(code)
    body = rendered("\n".join(_lines(told)), lead)
    return _page(f"{code.value} {told.title}", body, here=MESSAGES)


def _lines(told: Explained) -> Iterator[str]:
    """Yield what is said of a code in Markdown, in the words of the window."""
    more = HELP[told.code]
    yield f"# {told.title}\n\n`{told.code.value}`\n"
    yield f"> {in_window(told.sentence)}\n"
    yield f"## What to do\n\n{in_help(told.remedy)}\n"
    yield from (f"{number}. {step}" for number, step in enumerate(more.steps, 1))
    reasons = ENTRIES[told.code].remedies
    if reasons:
        yield "\n## If the window says why\n\n| it says | what to do |\n|---|---|"
        yield from (_reason(told.code, reason) for reason in reasons)
    yield "\n## Likely causes\n"
    yield from (f"- {cause}" for cause in more.causes)
    yield f"\n## What to send to support\n\n{more.send or SEND}\n"
    yield f"[All messages]({MESSAGES}.md) · [Contact support](support.md)"


def in_help(remedy: str) -> str:
    """Return what to do as the help says it: whoever reads it has found the help."""
    return in_window(remedy).removesuffix(" The help shows how.")


def _reason(code: Code, reason: str) -> str:
    told = ENTRIES[code].reasons[reason]
    remedy = explain(code, {"reason": reason}).remedy
    return f"| {told[0].upper() + told[1:]} | {in_help(remedy)} |"


@cache
def _markdown(name: str) -> str:
    text = source(name).read_text(encoding="utf-8")
    return _FOR_DEVELOPERS.sub("", text)


def _title(name: str) -> str:
    first = re.match(r"# (.+)", _markdown(name))
    assert first, f"{name}.md begins with its heading"
    return first[1].replace("`", "")


def _page(title: str, body: str, *, here: str) -> str:
    template = (WRITTEN / "page.html").read_text(encoding="utf-8")
    parts = {
        "title": escaped(title),
        "body": body.strip(),
        "nav": "\n".join(_nav(here)),
        "home": ' aria-current="page"' if here == START else "",
    }
    for name, value in parts.items():
        template = template.replace(f"<!-- {name} -->", value)
    return template


def _nav(here: str) -> Iterator[str]:
    for heading, names in GROUPS.items():
        yield f"<h2>{heading}</h2>\n<ul>"
        for name in names:
            current = ' aria-current="page"' if name == here else ""
            label = escaped(_title(name).partition(":")[0])
            yield f'<li><a href="{name}.html"{current}>{label}</a></li>'
        yield "</ul>"
