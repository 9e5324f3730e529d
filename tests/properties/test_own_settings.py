"""However ``[agent]`` is written, a change says what was asked for and leaves the rest."""

from __future__ import annotations

import tomllib
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from practicesync.core.own_settings import value_of
from practicesync.core.own_settings_written import with_own

_AGENT = {
    "poll_interval": ("1.0", "2", "5e0"),
    "full_check_at": ('"02:00"', "'03:00'", "02:00:00"),
    "proxy": ('""', "'http://p:1'"),
    "log_level": ('"INFO"',),
}
_LINKS = {
    "guide": ('""', '"https://g.example"'),
    "support": ("'mailto:a@b.example'",),
    "privacy": ('"https://p.example"',),
}
_NEW = {
    "poll_interval": ("30", "0.5"),
    "full_check_at": ("04:00",),
    "proxy": ("", "http://q:2"),
    "log_level": ("DEBUG",),
    "links.guide": ("", "https://n.example"),
    "links.support": ("mailto:x@y.example", "a\"b'\\"),
    "links.privacy": ("https://z.example",),
}
_NOTE = "# keep this"
_PRACTICES = (
    '[[practice]]\nname = "a"',
    '[[practice]]\nname = "a"\n[[practice]]\nname = "b"\n[practice.guard]\ncount = 3',
    'practice = [\n  { name = "a" }, # x\n]',
)


@st.composite
def some(draw: st.DrawFn, table: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """Return some of the entries, each with one of its values."""
    names = draw(st.lists(st.sampled_from(sorted(table)), unique=True))
    return {name: draw(st.sampled_from(table[name])) for name in names}


def lines(entries: dict[str, str], above: str = "") -> list[str]:
    return [f"{above}{name} = {value}  {_NOTE}" for name, value in entries.items()]


def inline(entries: dict[str, str]) -> str:
    return "{ " + ", ".join(f"{name} = {value}" for name, value in entries.items()) + " }"


@st.composite
def written(draw: st.DrawFn) -> str:
    """Return settings as somebody may have written them."""
    agent, links = draw(some(_AGENT)), draw(some(_LINKS))
    practice = draw(st.sampled_from(_PRACTICES))
    top, tables = ([practice], []) if practice.startswith("practice") else ([], [practice])
    match draw(st.sampled_from(("inline", "dotted", "tables", "one table", "no table"))):
        case "inline":
            top.append(f"agent = {inline(agent | {'links': inline(links)})}")
        case "dotted":
            top += [*lines(agent, "agent."), *lines(links, "agent.links.")]
        case "tables":
            tables.append("\n".join(["[agent]", *lines(agent)]))
            tables.append("\n".join(["[agent.links]", *lines(links)]))
        case "one table":
            body = [*lines(agent), *lines(links, "links.")]
            tables.append("\n".join(["[agent]", *draw(st.permutations(body))]))
        case _ if links:
            tables.append("\n".join(["[agent.links]", *lines(links)]))
    tables = draw(st.permutations(tables))
    text = "\n\n".join([f"# ours {_NOTE}", *draw(st.permutations(top)), *tables])
    return text + draw(st.sampled_from(("", "\n", "\n\n# the end\n")))


def expected(text: str, entries: dict[str, str]) -> dict[str, Any]:
    whole = tomllib.loads(text)
    for name, value in entries.items():
        *above, key = ["agent", *name.split(".")]
        table = whole
        for one in above:
            table = table.setdefault(one, {})
        table[key] = value_of(name, value)
    return whole


@settings(max_examples=300, deadline=None)
@given(written(), some(_NEW))
def test_it_says_what_was_asked_for_and_keeps_the_rest(text, entries) -> None:
    after = with_own(text, entries)

    assert tomllib.loads(after) == expected(text, entries)
    assert after.count(_NOTE) == text.count(_NOTE)
    assert "# the end" in after or "# the end" not in text
