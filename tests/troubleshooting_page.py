"""The page `docs/troubleshooting.md`, made from the error table and the help beside it."""

from __future__ import annotations

from collections.abc import Mapping

from practicesync.core.error_table import explain
from practicesync.core.errors import Code
from practicesync.core.help import HELP, SEND

_TOP = """\
# Troubleshooting

Every message of Practice Sync has a code: find yours below.
You see it with `practicesync status` and `practicesync logs`.

Before you read on:

- Blue heals by itself. Red for more than a minute is worth a look here.
- Nothing is lost while it is red: what changes in the practice goes online when it is green again.
- Your practice database is only ever read, so nothing here can harm it.

If you are still stuck, send support the code, and since when it has been shown.
Add the file that `practicesync support-file` writes.
There is no name, number or address in it ([why](privacy.md)).

This page is made from the program: `python -m tests.reference` writes it anew.
"""


def troubleshooting_page(areas: Mapping[str, str]) -> str:
    """Return the page in Markdown, one heading a code; `areas` are the headings above them."""
    lines = [_TOP, _contents()]
    area = ""
    for code in Code:
        if (named := code.value.split("-")[1]) != area:
            area = named
            lines.append(f"## {areas[area]}\n")
        lines.append(_section(code))
    return "\n".join(lines)


def _contents() -> str:
    rows = ["| code | what it says |", "|---|---|"]
    rows += [
        f"| [{told.code.value}](#{told.help}) | {told.title} |"
        for told in (explain(code) for code in Code)
    ]
    return "\n".join(rows) + "\n"


def _section(code: Code) -> str:
    told, more = explain(code), HELP[code]
    causes = "\n".join(f"- {cause}" for cause in more.causes)
    steps = "\n".join(f"{number}. {step}" for number, step in enumerate(more.steps, 1))
    return (
        f'<a id="{told.help}"></a>\n\n'
        f"### {code.value} {told.title}\n\n"
        f"{told.sentence}\n\n"
        f"Likely causes:\n\n{causes}\n\n"
        f"What to do: {told.remedy}\n\n{steps}\n\n"
        f"For support: {more.send or SEND}\n"
    )
