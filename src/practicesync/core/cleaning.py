"""From a row of the practice database to the contact that may go online.

Cleaning is pure, and cleaning what is clean changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Literal, TypeVar

import msgspec

from practicesync.core.abn import valid_abn
from practicesync.core.contact import LIMITS, MOST, Address, Association, Contact, Phone
from practicesync.core.errors import Code, Rejected
from practicesync.core.key import Key
from practicesync.core.mailbox import mailboxes
from practicesync.core.row import Row
from practicesync.core.text import is_sendable, tidy

OTHER = "Other"
"""The type of a number or address that has none."""

EXTRA = "extras."
"""Fields whose name begins so become extras."""

_Child = Mapping[str, object]
_Entry = TypeVar("_Entry")
_TRUE = frozenset({"true", "t", "yes", "y", "1", "-1", "on"})
_FALSE = frozenset({"", "false", "f", "no", "n", "0", "off"})


class What(StrEnum):
    """What cleaning did, in words for a preview."""

    NOT_AN_EMAIL = "not an e-mail address: left out"
    SEVERAL_EMAILS = "several e-mail addresses in one field: taken apart"
    DUPLICATE = "there twice: sent once"
    SECOND_OF_TYPE = "another of the same type: only the first is sent"
    TYPE_MISSING = f"has no type: sent as {OTHER}"
    INCOMPLETE = "incomplete: left out"
    ABN_INVALID = "not a valid ABN: sent as it is"
    NAME_MADE = "empty: made from first, middle and last name"
    UNKNOWN_VALUE = "a value that the database layout does not explain: sent as the default"


class Note(msgspec.Struct, frozen=True):
    """Something that cleaning did to a field; it never carries a value."""

    field: str
    what: What


class Cleaned(msgspec.Struct, frozen=True):
    """A contact that fits the contract, and what was done to make it so."""

    contact: Contact
    notes: tuple[Note, ...] = ()


def clean(row: Row) -> Cleaned:
    """Return the row as a contact; raises `Rejected` with the field if it can't be sent."""
    fields = row.fields
    notes: list[Note] = []

    def text(field: str) -> str:
        value = fields.get(field)
        return "" if value is None or value == "" else _limited(tidy(value), field)

    first, middle, last = text("first"), text("middle"), text("last")
    contact = Contact(
        id=_key(row.key, "id"),
        kind=_kind(fields.get("kind"), notes),
        status=_status(fields.get("status"), notes),
        name=text("name") or _name_of((first, middle, last), notes),
        code=text("code"),
        title=text("title"),
        first=first,
        middle=middle,
        last=last,
        suffix=text("suffix"),
        salutation=text("salutation"),
        addressee=text("addressee"),
        contact_type=text("contact_type"),
        is_client=_truth(fields.get("is_client"), notes),
        partner=text("partner"),
        office=text("office"),
        department=text("department"),
        family_group=text("family_group"),
        aliases=_children(row, "aliases", _aliases, notes),
        emails=_children(row, "emails", _emails, notes),
        phones=_children(row, "phones", _phones, notes),
        addresses=_children(row, "addresses", _addresses, notes),
        associations=_children(row, "associations", _associations, notes),
        abn=_abn(text("abn"), notes),
        extras=_extras(fields),
    )
    return Cleaned(contact, tuple(notes))


def _limited(text: str, field: str) -> str:
    """Return the text if the contract takes one of that length in that field."""
    if len(text) > LIMITS[field]:
        raise Rejected(Code.FIELD_TOO_LONG, field)
    return text


def _key(key: str, field: str) -> Key:
    """Return a key as it is: cleaning one would make it another contact's."""
    if not is_sendable(key):
        raise Rejected(Code.FIELD_REFUSED, field)
    return Key(_limited(key, field))


def _kind(value: object, notes: list[Note]) -> Literal["person", "organisation"]:
    text = tidy(value)
    if text == "organisation":
        return "organisation"
    if text not in ("person", ""):
        notes.append(Note("kind", What.UNKNOWN_VALUE))
    return "person"


def _status(value: object, notes: list[Note]) -> Literal["active", "closed"]:
    text = tidy(value)
    if text == "closed":
        return "closed"
    if text not in ("active", ""):
        notes.append(Note("status", What.UNKNOWN_VALUE))
    return "active"


def _truth(value: object, notes: list[Note]) -> bool:
    """Return a truth value however the database spells it: as a bit, a number or a word."""
    match value:
        case None:
            return False
        case bool() | int() | float():
            return value != 0
        case bytes() if value.count(0) + value.count(1) == len(value):
            return 1 in value
    word = tidy(value).casefold()
    if word not in _TRUE and word not in _FALSE:
        notes.append(Note("is_client", What.UNKNOWN_VALUE))
    return word in _TRUE


def _name_of(parts: Iterable[str], notes: list[Note]) -> str:
    """Return first, middle and last name as one, for a contact whose name field is empty."""
    name = " ".join(filter(None, parts))
    if not name:
        raise Rejected(Code.NAME_MISSING, "name")
    notes.append(Note("name", What.NAME_MADE))
    return _limited(name, "name")


def _abn(text: str, notes: list[Note]) -> str:
    if not text:
        return ""
    number = valid_abn(text)
    if number is None:
        notes.append(Note("abn", What.ABN_INVALID))
        return text
    return number


def _extras(fields: Mapping[str, object]) -> dict[str, str]:
    """Return the fields that the contract has no member for, by their name behind `EXTRA`."""
    extras = {}
    for name, value in fields.items():
        if name.startswith(EXTRA) and (text := tidy(value)):
            if len(text) > LIMITS["extras"]:
                raise Rejected(Code.FIELD_TOO_LONG, name)
            extras[name.removeprefix(EXTRA)] = text
    if len(extras) > MOST["extras"]:
        raise Rejected(Code.TOO_MANY, "extras")
    return extras


def _children(
    row: Row,
    name: str,
    entries: Callable[[Sequence[_Child], list[Note]], tuple[_Entry, ...]],
    notes: list[Note],
) -> tuple[_Entry, ...]:
    """Return the row's entries of that list, no more than the contract takes."""
    children = row.children.get(name)
    if not children:
        return ()
    found = entries(children, notes)
    if len(found) > MOST[name]:
        raise Rejected(Code.TOO_MANY, name)
    return found


def _aliases(children: Sequence[_Child], notes: list[Note]) -> tuple[str, ...]:
    aliases: dict[str, None] = {}
    for child in children:
        alias = _limited(tidy(child.get("alias")), "aliases")
        if alias in aliases:
            notes.append(Note("aliases", What.DUPLICATE))
        elif alias:
            aliases[alias] = None
    return tuple(aliases)


def _emails(children: Sequence[_Child], notes: list[Note]) -> tuple[str, ...]:
    emails: dict[str, str] = {}
    for child in children:
        text = tidy(child.get("address"))
        if not text:
            continue
        found, other = mailboxes(text)
        if other:
            notes.append(Note("emails", What.NOT_AN_EMAIL))
        if len(found) > 1:
            notes.append(Note("emails", What.SEVERAL_EMAILS))
        for email in found:
            folded = email.casefold()
            if folded in emails:
                notes.append(Note("emails", What.DUPLICATE))
            else:
                emails[folded] = _limited(email, "emails")
    return tuple(emails.values())


def _phones(children: Sequence[_Child], notes: list[Note]) -> tuple[Phone, ...]:
    phones: dict[str, Phone] = {}
    for child in children:
        number = _limited(tidy(child.get("number")), "phones.number")
        if not number:
            continue
        type_ = _type(child, "phones.type", notes)
        phone = Phone(type=type_, number=number)
        if phones.setdefault(type_.casefold(), phone) is not phone:
            notes.append(Note("phones", What.SECOND_OF_TYPE))
    return tuple(phones.values())


def _addresses(children: Sequence[_Child], notes: list[Note]) -> tuple[Address, ...]:
    addresses: dict[str, Address] = {}
    for child in children:
        lines = _lines(child.get("lines"))
        city = _limited(tidy(child.get("city")), "addresses.city")
        state = _limited(tidy(child.get("state")), "addresses.state")
        postcode = _limited(tidy(child.get("postcode")), "addresses.postcode")
        country = _limited(tidy(child.get("country")), "addresses.country")
        if not (lines or city or state or postcode or country):
            continue
        type_ = _type(child, "addresses.type", notes)
        address = Address(type_, lines, city, state, postcode, country)
        if addresses.setdefault(type_.casefold(), address) is not address:
            notes.append(Note("addresses", What.SECOND_OF_TYPE))
    return tuple(addresses.values())


def _lines(value: object) -> tuple[str, ...]:
    """Return the lines of an address that are not empty; one value alone is one line."""
    values = value if isinstance(value, list | tuple) else (value,)
    lines = tuple(_limited(line, "addresses.lines") for line in map(tidy, values) if line)
    if len(lines) > MOST["addresses.lines"]:
        raise Rejected(Code.TOO_MANY, "addresses.lines")
    return lines


def _type(child: _Child, field: str, notes: list[Note]) -> str:
    text = _limited(tidy(child.get("type")), field)
    if not text:
        notes.append(Note(field, What.TYPE_MISSING))
    return text or OTHER


def _associations(children: Sequence[_Child], notes: list[Note]) -> tuple[Association, ...]:
    associations: dict[Association, None] = {}
    for child in children:
        contact = child.get("contact")
        relation = _limited(tidy(child.get("relation")), "associations.relation")
        if not (isinstance(contact, str) and contact and relation):
            notes.append(Note("associations", What.INCOMPLETE))
            continue
        association = Association(_key(contact, "associations.contact"), relation)
        if association in associations:
            notes.append(Note("associations", What.DUPLICATE))
        else:
            associations[association] = None
    return tuple(associations)
