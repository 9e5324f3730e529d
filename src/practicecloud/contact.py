"""A contact as the contract has it: its shape, its canonical encoding and its digest."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

_50 = Annotated[str, Meta(max_length=50)]
_100 = Annotated[str, Meta(max_length=100)]
_200 = Annotated[str, Meta(max_length=200)]
ContactId = Annotated[str, Meta(min_length=4, max_length=400)]

# Members are declared in the order of their names: that is the canonical order.


class Phone(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A number under its type."""

    number: _50
    type: _50


class Address(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """An address under its type."""

    city: _100 = ""
    country: _100 = ""
    lines: Annotated[tuple[_200, ...], Meta(max_length=6)] = ()
    postcode: Annotated[str, Meta(max_length=20)] = ""
    state: _50 = ""
    type: _50


class Association(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A relation to another contact."""

    contact: ContactId
    relation: _100


class Contact(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """One contact of a practice."""

    abn: Annotated[str, Meta(max_length=20)] = ""
    addressee: _200 = ""
    addresses: Annotated[tuple[Address, ...], Meta(max_length=20)] = ()
    aliases: Annotated[tuple[_200, ...], Meta(max_length=20)] = ()
    associations: Annotated[tuple[Association, ...], Meta(max_length=500)] = ()
    code: _50 = ""
    contact_type: _100 = ""
    department: _200 = ""
    emails: Annotated[tuple[Annotated[str, Meta(max_length=254)], ...], Meta(max_length=20)] = ()
    extras: Annotated[dict[str, Annotated[str, Meta(max_length=4000)]], Meta(max_length=50)] = {}
    family_group: _200 = ""
    first: _100 = ""
    id: ContactId
    is_client: bool = False
    kind: Literal["person", "organisation"]
    last: _100 = ""
    middle: _100 = ""
    name: Annotated[str, Meta(min_length=1, max_length=200)]
    office: _200 = ""
    partner: _200 = ""
    phones: Annotated[tuple[Phone, ...], Meta(max_length=20)] = ()
    salutation: _200 = ""
    status: Literal["active", "closed"]
    suffix: _50 = ""
    title: _50 = ""


class RefusedContact(Exception):
    """The contact can't be stored because of that field; carries no value of it."""

    def __init__(self, code: str, field: str) -> None:
        super().__init__(code, field)
        self.code = code
        self.field = field


NAME_MISSING = "PS-REC-01"
TOO_LONG = "PS-REC-02"
TOO_MANY = "PS-REC-03"
REFUSED = "PS-REC-04"

_NUL_ESCAPED = b"\\u0000"
"""The only way in which JSON can write the character NUL."""

_decoder = msgspec.json.Decoder(Contact)
_encoder = msgspec.json.Encoder()


def read_contact(text: bytes) -> Contact:
    """Return the contact of this JSON text. Raises `RefusedContact`."""
    try:
        contact = _decoder.decode(text)
    except msgspec.ValidationError as wrong:
        raise _refusal(str(wrong)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise RefusedContact(REFUSED, "contact") from None
    check_id(contact.id)
    if _NUL_ESCAPED in text:
        _refuse_nul(contact)
    for field, types in (
        ("phones", [phone.type for phone in contact.phones]),
        ("addresses", [address.type for address in contact.addresses]),
    ):
        if types and max(Counter(types).values()) > 1:
            raise RefusedContact(REFUSED, f"{field}.type")
    return contact


def stored_contact(body: bytes) -> Contact:
    """Return the contact of a body that was stored as canonical encoding.

    It is without the character NUL, which was stored once and no index takes.
    """
    contact = _decoder.decode(body)
    return _without_nul(contact) if _NUL_ESCAPED in body else contact


def check_id(contact_id: str) -> None:
    """Refuse an id that is not canonical key text."""
    if len(contact_id) > 400:
        raise RefusedContact(TOO_LONG, "id")
    try:
        parts = json.loads(contact_id)
    except ValueError:
        raise RefusedContact(REFUSED, "id") from None
    if "\\u0000" in contact_id and any("\x00" in text for text, _ in _texts(parts, "id")):
        raise RefusedContact(REFUSED, "id")
    texts = isinstance(parts, list) and parts and all(isinstance(part, str) for part in parts)
    if not texts or json.dumps(parts, ensure_ascii=False, separators=(",", ":")) != contact_id:
        raise RefusedContact(REFUSED, "id")


def canonical(contact: Contact) -> bytes:
    """Return the canonical encoding: RFC 8785, empty and false members left out, UTF-8."""
    if contact.extras:
        # RFC 8785 orders member names by their UTF-16 code units.
        names = sorted(contact.extras, key=lambda name: name.encode("utf-16-be"))
        full = {name: contact.extras[name] for name in names if contact.extras[name]}
        contact = msgspec.structs.replace(contact, extras=full)
    return _encoder.encode(contact)


def digest(key: bytes, encoding: bytes) -> bytes:
    """Return the keyed digest of a canonical encoding, 16 bytes."""
    return hmac.digest(key, encoding, hashlib.sha256)[:16]


def _without_nul(value: Any) -> Any:
    match value:
        case str():
            return value.replace("\x00", "")
        case tuple():
            return tuple(_without_nul(one) for one in value)
        case dict():
            return {_without_nul(name): _without_nul(one) for name, one in value.items()}
        case msgspec.Struct():
            members = msgspec.structs.asdict(value)
            return type(value)(**{name: _without_nul(one) for name, one in members.items()})
    return value


def _refuse_nul(contact: Contact) -> None:
    """Refuse a text with the character NUL, which PostgreSQL does not take."""
    for text, field in _texts(msgspec.to_builtins(contact), ""):
        if "\x00" in text:
            raise RefusedContact(REFUSED, field)


def _texts(value: object, field: str) -> Iterator[tuple[str, str]]:
    """Yield each text in a value with the field it stands in; names of extras are texts too."""
    if isinstance(value, str):
        yield value, field
    elif isinstance(value, dict):
        for name, member in value.items():
            if field == "extras":
                yield name, field
                yield member, field
            else:
                yield from _texts(member, f"{field}.{name}".lstrip("."))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one, field)


def _refusal(complaint: str) -> RefusedContact:
    """Name code and field of a complaint; the complaint itself may quote a value."""
    place = re.search(r"at `\$\.([a-z_.\[\]0-9]+)", complaint)
    field = re.sub(r"\[[0-9.]*\]", "", place.group(1)) if place else ""
    if missing := re.search(r"missing required field `([a-z_]+)`", complaint):
        field = f"{field}.{missing.group(1)}".lstrip(".")
    if re.match(r"Expected `str` of length <=", complaint):
        return RefusedContact(TOO_LONG, field or "contact")
    if re.match(r"Expected `(array|object)` of length <=", complaint):
        return RefusedContact(TOO_MANY, field or "contact")
    if field == "name":
        return RefusedContact(NAME_MISSING, "name")
    return RefusedContact(REFUSED, field or "contact")
