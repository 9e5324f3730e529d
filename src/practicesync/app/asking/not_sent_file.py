"""The list of what was not sent as a file for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from practicesync.adapters.publish import publish
from practicesync.app.asking.parts import Part, plain_key
from practicesync.core.errors import Code, Misconfigured, Problem
from practicesync.core.granted import NotSent, NotSentList

COLUMNS = (
    "Practice",
    "Key",
    "Client code",
    "Name",
    "Code",
    "Reason",
    "What to do",
    "Since",
    "Left out",
)

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for the beginning of a formula, or may strip before one."""


def write_not_sent(parts: Sequence[Part[NotSentList]], path: Path) -> int:
    """Write the lists to a file that only this account may read; return how many contacts.

    Raises `Misconfigured` where it can't be written.
    """
    try:
        publish(path.absolute(), csv_of(parts).encode("utf-8-sig"), 0o600)
    except Problem:
        raise Misconfigured(Code.FILE_NOT_WRITTEN, path=str(path)) from None
    return sum(len(part.answer.contacts) for part in parts)


def csv_of(parts: Sequence[Part[NotSentList]]) -> str:
    """Return the lists as CSV in which no cell is a formula."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for part in parts:
        writer.writerows(
            [_harmless(cell) for cell in _row(part, one)] for one in part.answer.contacts
        )
    return file.getvalue()


def _row(part: Part[NotSentList], one: NotSent) -> tuple[str, ...]:
    return (
        part.practice,
        plain_key(one.key),
        one.client_code,
        one.name,
        one.code,
        one.sentence,
        one.remedy,
        one.since.isoformat(timespec="seconds"),
        "yes" if one.left_out else "",
    )


def _harmless(cell: str) -> str:
    """Return a cell that a spreadsheet shows and never works out."""
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell
