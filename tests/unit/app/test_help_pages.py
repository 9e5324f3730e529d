"""The help that comes with the program: whole, true to its sources, and nothing leads nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import msgspec
import pytest

from practicesync.app import help_place
from practicesync.app.present.face import face
from practicesync.app.present.menu import menu
from practicesync.app.present.shown import Act, ActKind, Item, Seen, Submenu
from practicesync.app.present.window import LINKS, window
from practicesync.app.present.wording import in_window
from practicesync.core.error_table import explain
from practicesync.core.errors import Code
from practicesync.core.help import HELP, SEND
from practicesync.core.snapshot import Links
from practicesync.core.status import WORST_FIRST
from tests.command_page import commands_page
from tests.help_html import slug
from tests.help_pages import BUILT, DOCS, NAMES, WRITTEN, in_help, lead, source
from tests.reference import HELP as PAGES
from tests.status_page import TODAY, shown_in
from tests.unit.core.test_error_table import FORBIDDEN, every_code
from tests.unit.core.test_help import commands_in

ROOT = DOCS.parent
EVERY_DOCUMENT = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *WRITTEN.glob("*.md")])
EVERY_PAGE = sorted(path.name for path in BUILT.glob("*.html"))

ONLINE = {"People", "Servers", "Notices", "Activity"}
"""What the online side's own menu calls its pages."""

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_FENCES = re.compile(r"(?ms)^```.*?^```")
_IN_QUOTES = re.compile(r"`[^`]*`")


class Read(HTMLParser):
    """A page as a browser takes it: its words, anchors and links."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.ids += [value for name, value in attrs if name == "id"]
        self.links += [value for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


def read(name: str) -> Read:
    return Read((BUILT / name).read_text(encoding="utf-8"))


def every_seen() -> Iterator[Seen]:
    """Yield what a viewer sees in every phase, as one who may ask and as one who may not."""
    for phase in WORST_FIRST:
        for status in shown_in(phase):
            seen = Seen(status=status, silent=False, today=TODAY, starts_with_windows=True)
            yield seen
            yield msgspec.structs.replace(seen, may_ask=False)


def acts(seen: Seen) -> Iterator[tuple[str, Act]]:
    """Yield every label of menu and window with what a click on it asks for."""
    for entry in menu(seen):
        if isinstance(entry, Item):
            yield entry.label, entry.act
        if isinstance(entry, Submenu):
            yield from ((one.label, one.act) for one in entry.entries)
    shown = window(seen)
    rows = [row.button for row in (*shown.attention, *shown.facts) if row.button]
    called = shown.call.buttons if shown.call else ()
    for button in (*shown.buttons, *shown.links, *called, *rows):
        yield button.label, button.act


def bare(label: str) -> str:
    """Return a label as a sentence names it: **Close this icon**."""
    return re.sub(r"\.\.\.$| \(.*\)$", "", label)


def labels(seen: Seen) -> set[str]:
    named = {bare(label) for label, _ in acts(seen)}
    return named | {entry.label for entry in menu(seen) if isinstance(entry, Submenu)}


def test_the_pages_are_as_their_sources_say():
    stale = [name for name, page in PAGES.items() if _built(name) != page()]

    assert stale == []
    assert set(EVERY_PAGE) == set(PAGES)


def _built(name: str) -> str:
    path = BUILT / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


@every_code
def test_every_code_has_a_page_in_the_words_of_the_window(code):
    told, more = explain(code), HELP[code]
    page = read(f"{told.help}.html")

    assert page.tags.count("h1") == 1
    assert f"{told.title} {code.value} {in_window(told.sentence)}" in page.text
    for text in (in_help(told.remedy), *more.causes, *more.steps, more.send or SEND):
        assert Read(_plain(text)).text in page.text


def _plain(markdown: str) -> str:
    """Return the words of a line of Markdown."""
    return re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", markdown).replace("*", "").replace("`", "")


@pytest.mark.parametrize("name", EVERY_PAGE)
def test_every_link_of_the_help_leads_somewhere(name):
    page = read(name)

    assert len(page.ids) == len(set(page.ids))
    for link in page.links:
        target, _, anchor = link.partition("#")
        assert (BUILT / (target or name)).is_file(), link
        if anchor:
            assert anchor in read(target or name).ids, link


@pytest.mark.parametrize("name", EVERY_PAGE)
def test_no_page_runs_anything_or_asks_a_network(name):
    page = read(name)

    assert not {"script", "iframe", "img", "form"} & set(page.tags)
    assert [link for link in page.links if urlsplit(link).scheme or link.startswith("//")] == []


def test_every_page_is_found_from_the_first_one():
    first = read("index.html")
    listed = read("troubleshooting.html")

    assert {f"{name}.html" for name in NAMES} <= set(first.links)
    assert {f"{explain(code).help}.html" for code in Code} <= set(listed.links)


@pytest.mark.parametrize("name", EVERY_PAGE)
def test_a_page_with_many_headings_begins_with_a_list_of_them(name):
    text = (BUILT / name).read_text(encoding="utf-8").partition("<nav")[0]
    anchors = [f"#{anchor}" for anchor in re.findall(r'<h2 id="([^"]+)"', text)]
    listed = re.findall(r'href="(#[^"]+)"', text.partition("<h2 ")[0])

    assert [link for link in listed if link != "#text"] == (anchors if len(anchors) > 11 else [])


def test_a_link_that_leads_nowhere_is_not_built():
    with pytest.raises(ValueError, match="no page for"):
        lead("where.md")


def opened(address: str) -> Path:
    return Path(unquote(urlsplit(address).path))


def test_every_link_of_menu_and_window_opens_a_page_of_its_own():
    kinds = (ActKind.HELP, ActKind.SUPPORT, ActKind.PRIVACY)
    asked = {act for seen in every_seen() for _, act in acts(seen) if act.kind in kinds}

    assert {act.kind for act in asked} == set(kinds)
    for act in asked:
        wanted = {
            ActKind.HELP: act.argument or "index",
            ActKind.SUPPORT: "support",
            ActKind.PRIVACY: "security",
        }[act.kind]
        path = opened(help_place.address(act, Links()))
        assert (path.stem, path.is_file()) == (wanted, True)


def test_how_to_fix_this_opens_the_help_of_what_is_shown():
    shown = [(seen, act) for seen in every_seen() for label, act in acts(seen) if "fix" in label]

    assert shown
    assert {act.argument == face(seen).help != "" for seen, act in shown} == {True}


@pytest.mark.parametrize(
    "anchor", ["ps-xyz-99", "../help_pages/index", "help.css", "#", "PS-CLD-01"]
)
def test_what_has_no_page_leads_to_the_list_of_all_messages(anchor):
    assert opened(help_place.page(anchor)) == BUILT / "troubleshooting.html"


def test_an_address_has_nothing_after_a_hash():
    assert all("#" not in help_place.page(explain(code).help) for code in Code)


def test_pages_of_the_practices_own_take_the_place_of_ours():
    own = Links(guide="https://it.example/guide", support="https://it.example/help", privacy="p")

    assert help_place.address(Act(ActKind.HELP), own) == own.guide
    assert help_place.address(Act(ActKind.HELP, "ps-cld-01"), own) == f"{own.guide}#ps-cld-01"
    assert help_place.address(Act(ActKind.SUPPORT), own) == own.support
    assert help_place.address(Act(ActKind.PRIVACY), own) == "p"


@pytest.mark.parametrize("path", sorted(WRITTEN.glob("*.md")), ids=lambda path: path.stem)
def test_what_is_written_for_the_help_has_no_word_of_the_trade(path):
    said = _IN_QUOTES.sub("", path.read_text(encoding="utf-8"))
    said = re.sub(r"\]\([^)]*\)", "]", said)

    assert [match[0] for match in FORBIDDEN.finditer(said)] == []


def every_text() -> Iterator[tuple[str, str]]:
    """Yield everything that the help says in Markdown, with where it stands."""
    for name in NAMES:
        yield name, source(name).read_text(encoding="utf-8")
    for code in Code:
        yield code.value, "\n".join((*HELP[code].causes, *HELP[code].steps, HELP[code].send))


def test_every_command_and_option_that_the_help_names_is_there():
    usage = dict(re.findall(r"(?ms)^## (.+?)\n\n(.+?)(?=^## |\Z)", commands_page()))
    for where, text in every_text():
        assert commands_in(text) <= set(usage), where
        for command, options in re.findall(r"`practicesync ([a-z-]+)((?: --?[a-z-]+)+)", text):
            for option in re.findall(r"--[a-z-]+", options):
                assert option in usage[command], f"{where}: {command} {option}"


def named(text: str) -> set[str]:
    """Return the labels that a text names in bold: what ends like a sentence is no label."""
    return {bold for bold in _BOLD.findall(_FENCES.sub("", text)) if bold[-1] not in ".,:?"}


def test_the_help_names_only_labels_that_are_there():
    there = set().union(*(labels(seen) for seen in every_seen())) | ONLINE
    for where, text in every_text():
        if where in NAMES and source(where).parent != WRITTEN:
            continue  # documents name the pages of the online side, and give weight to words
        assert named(text) <= there, where


@every_code
def test_what_the_help_of_a_message_names_is_there_while_it_is_shown(code):
    wanted = named(" ".join(HELP[code].steps))
    shows = [one for one in every_seen() if one.may_ask and face(one).code == code.value]

    assert [(face(one).phase, wanted - labels(one)) for one in shows if wanted - labels(one)] == []


def headings(path: Path) -> Sequence[str]:
    text = _FENCES.sub("", path.read_text(encoding="utf-8"))
    own = re.findall(r'<a id="([^"]+)"></a>', text)
    found = [slug(_plain(heading)) for heading in re.findall(r"(?m)^#+ (.+)$", text)]
    return [*own, *found]


@pytest.mark.parametrize("path", EVERY_DOCUMENT, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_of_the_documents_leads_somewhere(path):
    text = _IN_QUOTES.sub("", _FENCES.sub("", path.read_text(encoding="utf-8")))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" in target:
            continue
        place, _, anchor = target.partition("#")
        leads = path.parent / place if place else path
        if path.parent == WRITTEN and place.endswith(".md"):
            leads = source(Path(place).stem)  # a page of the help may be a document
        assert leads.exists(), target
        if anchor and leads.suffix == ".md":
            known = [slug_.lower() for slug_ in headings(leads)]
            assert anchor in known or anchor.upper() in list(Code), target


def test_links_of_the_window_are_those_of_the_help():
    kinds = {button.act.kind for button in LINKS}

    assert {ActKind.HELP, ActKind.SUPPORT, ActKind.PRIVACY} <= kinds
