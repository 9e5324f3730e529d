"""Writes a contact as a vCard, as phones and mail programs take it.

Version 3.0 (RFC 2426), not 4.0: Outlook and older phones don't read 4.0, and all read 3.0.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

from practicecloud.contact import Address, Contact, Phone
from practicecloud.search.search import fold

MEDIA_TYPE: Final = "text/vcard; charset=utf-8"

LINE_OCTETS: Final = 75
"""Octets of one line at most; what is longer goes on in the next, which begins with a space."""

_PHONES = (("mobile", "CELL"), ("cell", "CELL"), ("fax", "FAX"), ("home", "HOME"), ("work", "WORK"))
"""The first word that the type of a number holds, and what vCards call that."""

_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def vcard(contact: Contact) -> bytes:
    """Return the contact as a vCard."""
    lines = ["BEGIN:VCARD", "VERSION:3.0", *_names(contact)]
    lines += [_phone(phone) for phone in contact.phones]
    lines += [f"EMAIL;TYPE=INTERNET:{_escaped(email)}" for email in contact.emails]
    lines += [_address(address) for address in contact.addresses]
    notes = (("Code", contact.code), ("ABN", contact.abn))
    note = "\n".join(f"{label}: {text}" for label, text in notes if text)
    if note:
        lines.append(f"NOTE:{_escaped(note)}")
    lines.append("END:VCARD")
    return b"".join(_folded(line) for line in lines)


def _names(contact: Contact) -> Iterator[str]:
    yield f"FN:{_escaped(contact.name)}"
    if contact.kind == "organisation":
        yield f"N:{_joined(contact.name, '', '', '', '')}"
        yield f"ORG:{_escaped(contact.name)}"
        yield "X-ABSHOWAS:COMPANY"  # or phones take it for a person
    else:
        last = contact.last or ("" if contact.first else contact.name)
        names = _joined(last, contact.first, contact.middle, contact.title, contact.suffix)
        yield f"N:{names}"
    if contact.aliases:
        yield "NICKNAME:" + ",".join(_escaped(alias) for alias in contact.aliases)


def _phone(phone: Phone) -> str:
    kind = fold(phone.type)
    means = next((means for word, means in _PHONES if word in kind), "VOICE")
    return f"TEL;TYPE={means}:{_escaped(phone.number)}"


def _address(address: Address) -> str:
    kind = "HOME" if "home" in fold(address.type) else "WORK"
    street = "\n".join(address.lines)
    place = (address.city, address.state, address.postcode, address.country)
    return f"ADR;TYPE={kind}:{_joined('', '', street, *place)}"


def _joined(*parts: str) -> str:
    return ";".join(_escaped(part) for part in parts)


def _escaped(text: str) -> str:
    """Return a text that can end neither its line nor its part of the line."""
    lines = ("".join(filter(_is_text, line)) for line in text.splitlines())
    return "\n".join(lines).translate(_ESCAPES)


def _is_text(sign: str) -> bool:
    return unicodedata.category(sign) != "Cc"


def _folded(line: str) -> bytes:
    """Return the line as several that are short enough; no sign is cut in two."""
    folded, length = bytearray(), 0
    for sign in line:
        octets = sign.encode()
        if length + len(octets) > LINE_OCTETS:
            folded += b"\r\n "
            length = 1
        folded += octets
        length += len(octets)
    return bytes(folded) + b"\r\n"
