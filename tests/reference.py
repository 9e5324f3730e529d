"""The reference pages that are made from the program, so that they cannot drift from it.

`python -m tests.reference` writes them anew; a test compares them.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from practicesync.core.error_table import ENTRIES, explain
from practicesync.core.errors import Code
from practicesync.core.snapshot import Status
from tests.command_page import cloud_page, commands_page
from tests.help_pages import BUILT, help_pages
from tests.profile_schema import profile_schema
from tests.status_page import status_page
from tests.troubleshooting_page import troubleshooting_page
from tests.window_page import window_page

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"

_AREAS = {
    "SRC": "The practice database",
    "CLD": "The online copy",
    "AUT": "Signing in",
    "CFG": "Settings and database layout",
    "REC": "One contact",
    "SYS": "This computer",
    "LED": "The ledger",
}

_TOP = """\
# What each code means

Every message of Practice Sync has a code.
The code is the same on the screen, in the log and here.
Likely causes are under [troubleshooting](../troubleshooting.md).
This page is made from the program's own table: `python -m tests.reference` writes it anew.
"""


def error_page() -> str:
    """Return the page in Markdown, one heading a code."""
    lines = [_TOP]
    area = ""
    for code in Code:
        if (named := code.value.split("-")[1]) != area:
            area = named
            lines.append(f"## {_AREAS[area]}\n")
        lines.append(_section(code))
    return "\n".join(lines)


def _section(code: Code) -> str:
    told = explain(code)
    return (
        f'<a id="{told.help}"></a>\n\n'
        f"### {code.value} {told.title}\n\n"
        f"{told.sentence}\n\n"
        f"What to do: {told.remedy}\n\n"
        f"A command that ends with it has exit code {ENTRIES[code].exit.value}.\n"
    )


def status_schema() -> str:
    """Return the JSON Schema of `public/status.json`."""
    schema = msgspec.json.schema(Status)
    for part in schema["$defs"].values():
        # Python 3.13 takes the indent out of docstrings, older ones keep it.
        if "description" in part:
            part["description"] = inspect.cleandoc(part["description"])
    draft = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return json.dumps(draft | schema, indent=2) + "\n"


def layout_schema() -> str:
    """Return the JSON Schema of database layouts."""
    return json.dumps(profile_schema(), indent=1, ensure_ascii=False) + "\n"


PAGES: Mapping[str, Callable[[], str]] = {
    "commands.md": commands_page,
    "error-codes.md": error_page,
    "practicecloud.md": cloud_page,
    "profile.schema.json": layout_schema,
    "status.schema.json": status_schema,
    "what-status-says.md": status_page,
    "what-the-window-says.md": window_page,
    "../troubleshooting.md": lambda: troubleshooting_page(_AREAS),
}

HELP: Mapping[str, Callable[[], str]] = help_pages(_AREAS)

if __name__ == "__main__":
    for folder, pages in ((FOLDER, PAGES), (BUILT, HELP)):
        for name, page in pages.items():
            (folder / name).write_text(page(), encoding="utf-8", newline="\n")
