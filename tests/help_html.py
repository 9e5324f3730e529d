"""Markdown as the plain HTML of the help: links lead to its own pages, pictures are the icons."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.icons import DARK, DRAWINGS

Lead = Callable[[str], str | None]
"""Where a link of the Markdown leads in the help; None: nowhere, its words stay."""

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")

_MANY = 3
"""Columns that fit side by side."""

_CODE = re.compile(r"\bPS-[A-Z]{3}-\d\d\b")

_COLOURS = dict(zip(DARK, ("green", "blue", "red"), strict=True))


def rendered(markdown: str, lead: Lead) -> str:
    """Return the HTML of a text: headings can be led to, and cells know their column."""
    tokens = _without_pictures(_MARKDOWN.parse(markdown))
    _name_headings(tokens)
    _label_cells(tokens)
    for token in tokens:
        if token.children is not None:
            token.children = list(_inline(token.children, lead))
        if token.type == "fence":
            # What is wider than the page is moved by the keyboard, too.
            token.type, token.content = "html_block", _code(token.content)
    return str(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))


def _without_pictures(tokens: Sequence[Token]) -> list[Token]:
    """Return the page without the pictures of other pages: the help brings icons alone."""
    kept: list[Token] = []
    for token in tokens:
        kept.append(token)
        children = token.children or []
        if children and all(_is_picture(one) for one in children):
            del kept[-2:]  # the paragraph that it is all of: its end is left out below
        elif token.type == "paragraph_close" and kept[-2].type != "inline":
            kept.pop()
    return kept


def _is_picture(token: Token) -> bool:
    return token.type == "image" and not str(token.attrGet("src")).endswith(".svg")


def slug(heading: str) -> str:
    """Return the anchor that a heading has wherever Markdown is read."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def escaped(text: str) -> str:
    """Return a text as it stands in HTML."""
    signs = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"))
    for sign, instead in signs:
        text = text.replace(sign, instead)
    return text


def icon(drawing: Path, told: str) -> str:
    """Return a drawing of the icons as a picture in the text, in the colours of the page."""
    svg = " ".join(drawing.read_text(encoding="utf-8").split()).replace("> <", "><")
    for colour, name in _COLOURS.items():
        svg = svg.replace(f'fill="{colour}"', f'class="{name}"')
    head = f'<svg class="icon" role="img" aria-label="{escaped(told)}"'
    return svg.replace('<svg xmlns="http://www.w3.org/2000/svg"', head, 1)


def _name_headings(tokens: Sequence[Token]) -> None:
    for opening, inside in pairwise(tokens):
        if opening.type == "heading_open" and opening.tag != "h1":
            opening.attrSet("id", slug(_words(inside)))


def _words(inside: Token) -> str:
    return "".join(one.content for one in inside.children or ())


def _label_cells(tokens: Sequence[Token]) -> None:
    """Give each cell its column's heading: on a phone, and in a wide table, a row is a block."""
    table, columns, column = tokens[0], list[str](), 0
    for opening, inside in pairwise(tokens):
        if opening.type == "table_open":
            table, columns = opening, []
        elif opening.type == "thead_close" and len(columns) > _MANY:
            table.attrSet("class", "wide")
        elif opening.type == "tr_open":
            column = 0
        elif opening.type == "th_open":
            columns.append(_words(inside)[:1].upper() + _words(inside)[1:])
        elif opening.type == "td_open":
            if columns[column] and column:
                opening.attrSet("data-label", columns[column])
            column += 1


def _inline(tokens: Sequence[Token], lead: Lead) -> Iterator[Token]:
    """Yield the parts of a line: links lead within the help, and icons are drawn."""
    target: str | None = None
    for token in tokens:
        match token.type:
            case "link_open":
                target = lead(str(token.attrGet("href")))
                if target is not None:
                    token.attrSet("href", target)
                    yield token
            case "link_close":
                if target is not None:
                    yield token
                target = None
            case "image":
                drawing = DRAWINGS / Path(str(token.attrGet("src"))).name
                yield _html(icon(drawing, token.content))
            case "text":
                yield _html(_with_codes(token.content, in_link=target is not None))
            case _:
                yield token


def _with_codes(text: str, *, in_link: bool) -> str:
    """Return a text in which each code leads to its page, and isn't torn at the end of a line."""

    def told(code: re.Match[str]) -> str:
        if in_link:
            return f'<span class="code">{code[0]}</span>'
        return f'<a class="code" href="{code[0].lower()}.html">{code[0]}</a>'

    return _CODE.sub(told, escaped(text))


def _html(content: str) -> Token:
    return Token("html_inline", "", 0, content=content)


def _code(content: str) -> str:
    return f'<pre tabindex="0"><code>{escaped(content)}</code></pre>\n'
