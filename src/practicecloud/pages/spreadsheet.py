"""Writes contacts as CSV for spreadsheets; no text of a contact is taken for a formula there."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Final

from practicecloud.contact import Address, Contact

MEDIA_TYPE: Final = "text/csv; charset=utf-8"

HEADINGS: Final = (
    "Name", "Kind", "Contact type", "Client", "Code", "Status", "Title", "First name",
    "Middle name", "Last name", "Suffix", "Salutation", "Addressee", "Also known as", "E-mails",
    "Phones", "Addresses", "ABN", "Partner", "Office", "Department", "Family group", "More",
)  # fmt: skip

BYTE_ORDER_MARK: Final = "\ufeff".encode()
"""Comes first, or Excel takes UTF-8 for something else."""

_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""How a cell begins that a spreadsheet calculates; in East Asia also with signs of full width."""

_BLANKS = ("\t", "\r", "\n")
"""A cell that begins like this may be split, and then its rest be calculated."""


def heading() -> bytes:
    """Return the beginning of the file."""
    return BYTE_ORDER_MARK + written([HEADINGS])


def rows(contacts: Iterable[Contact]) -> bytes:
    """Return the rows of these contacts."""
    return written(_cells(contact) for contact in contacts)


def written(lines: Iterable[Iterable[str]]) -> bytes:
    """Return lines of cells as CSV in which no cell is a formula."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([_safe(cell) for cell in line] for line in lines)
    return text.getvalue().encode()


def _cells(contact: Contact) -> tuple[str, ...]:
    return (
        contact.name, contact.kind, contact.contact_type, "yes" if contact.is_client else "no",
        contact.code, contact.status, contact.title, contact.first,
        contact.middle, contact.last, contact.suffix, contact.salutation, contact.addressee,
        "; ".join(contact.aliases), "; ".join(contact.emails),
        "; ".join(_labelled(phone.type, phone.number) for phone in contact.phones),
        "; ".join(_labelled(place.type, _in_a_line(place)) for place in contact.addresses),
        contact.abn, contact.partner, contact.office, contact.department, contact.family_group,
        "; ".join(_labelled(label, text) for label, text in contact.extras.items()),
    )  # fmt: skip


def _labelled(label: str, text: str) -> str:
    return f"{label}: {text}" if label else text


def _in_a_line(place: Address) -> str:
    parts = (*place.lines, place.city, place.state, place.postcode, place.country)
    return ", ".join(filter(None, parts))


def _safe(cell: str) -> str:
    risky = cell.startswith(_BLANKS) or cell.lstrip().startswith(_FORMULA)
    return f"'{cell}" if risky else cell
