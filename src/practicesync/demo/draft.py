"""A contact on its way into the demo database: what it should show, and what is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from practicesync.demo.schema import COLUMNS
from practicesync.demo.truth import Known, Shown, Truth

Value = str | int | None

FIELD_COLUMNS = {
    "code": "ClientCode",
    "kind": "ContactType",
    "title": "Title",
    "first": "FirstName",
    "middle": "MiddleName",
    "last": "LastName",
    "suffix": "Suffix",
    "name": "Name",
    "salutation": "Salutation",
    "addressee": "Addressee",
    "contact_type": "Category",
    "is_client": "IsClient",
    "status": "Status",
    "abn": "ABN",
}
"""Where the fields of a contact are kept."""

_CODES: dict[Value, Value] = {"person": "P", "organisation": "O", "active": "A", "closed": "C"}
_CLIENT = ("partner", "office", "department")


@dataclass
class Draft:
    """A contact before it is written.

    `stored` holds the columns whose value differs from what is shown.
    Phones are (type, number, shown) with None for one that is not shown; e-mails are a field
    and the addresses in it; associations are (other contact, relation).
    """

    id: int
    shown: Shown
    family: int | None = None
    stored: dict[str, Value] = field(default_factory=dict)
    phones: list[tuple[str | None, str, Shown | None]] = field(default_factory=list)
    emails: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    aliases: list[tuple[str, str]] = field(default_factory=list)
    addresses: dict[int, str] = field(default_factory=dict)
    associations: list[tuple[int, str]] = field(default_factory=list)
    refused: tuple[str, str] | None = None

    def has_phone(self, type_: str, number: str) -> None:
        """Add a number that is shown as it is stored."""
        self.phones.append((type_, number, {"type": type_, "number": number}))

    def has_email(self, address: str) -> None:
        """Add an address that is shown as it is stored."""
        self.emails.append((address, (address,)))


class Tables:
    """New rows of the demo database in memory; the truth about them is kept up to date.

    `taken` holds the highest id that each table has already.
    """

    def __init__(self, truth: Truth, taken: Mapping[str, int] | None = None) -> None:
        self.rows: dict[str, list[tuple[Value, ...]]] = {name: [] for name in COLUMNS}
        self.truth = truth
        self._taken = taken or {}

    def add(self, table: str, *values: Value) -> int:
        """Add a row under the table's next id, and return that."""
        rows = self.rows[table]
        row = self._taken.get(table, 0) + len(rows) + 1
        rows.append((row, *values))
        return row

    def add_place(self, place: Shown) -> int:
        """Add an address and return its id."""
        lines = [*place.get("lines", []), None, None][:2]
        rest = [place.get(name) for name in ("city", "state", "postcode", "country")]
        address = self.add("Address", *lines, *rest)
        self.truth.places[address] = {name: value for name, value in place.items() if value}
        return address

    def write(self, draft: Draft) -> None:
        """Add the contact with everything that belongs to it."""
        shown = {name: value for name, value in draft.shown.items() if value}
        known = Known(shown, addresses=draft.addresses, refused=draft.refused)
        self.truth.contacts[draft.id] = known
        self.rows["Contact"].append(contact_row(draft))
        if any(name in shown for name in _CLIENT):
            self.rows["Client"].append((draft.id, *(shown.get(name) for name in _CLIENT)))
        for type_, number, phone in draft.phones:
            known.phones[self.add("ContactPhone", draft.id, type_, number)] = phone
        for text, emails in draft.emails:
            known.emails[self.add("ContactEmail", draft.id, text)] = emails
        for text, alias in draft.aliases:
            known.aliases[self.add("ContactAlias", draft.id, text)] = alias
        for address, type_ in draft.addresses.items():
            self.rows["ContactAddress"].append((draft.id, address, type_))
        for other, relation in draft.associations:
            known.associations[self.add("Association", draft.id, other, relation)] = (
                other,
                relation,
            )


def contact_row(draft: Draft) -> tuple[Value, ...]:
    """Return the contact's own row, in the order of its table's columns."""
    values = {column: _code(draft.shown.get(name)) for name, column in FIELD_COLUMNS.items()}
    values["IsClient"] = int(bool(draft.shown.get("is_client")))
    values |= draft.stored
    notes = values.pop("Notes1", draft.shown.get("extras", {}).get("notes"))
    abn = values.pop("ABN")
    return (draft.id, *values.values(), draft.family, abn, notes, draft.id)


def _code(value: Value) -> Value:
    """Return the value as the database abbreviates it."""
    return _CODES.get(value, value)
