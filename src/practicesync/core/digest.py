"""The canonical encoding of a contact and the keyed digest over it (the contract's, exactly).

Both sides compute the digest: the agent to know what is online without keeping it, the cloud to
compare. The encoding is RFC 8785 (JSON Canonicalization Scheme) of the contact with members
that are empty or false left out; it has no numbers, so sorted keys and plain escapes are all of it.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import NewType

import msgspec

from practicesync.core.contact import Contact
from practicesync.core.row import Hash, Stamp

Digest = NewType("Digest", bytes)
"""What is known to be online, in 16 bytes. Empty: something is online, but not known what."""

UNKNOWN = Digest(b"")

SIZE = 16
"""Bytes of HMAC-SHA-256 that are kept (RFC 2104 allows half)."""

_encoder = msgspec.json.Encoder(order="sorted")


def canonical(contact: Contact) -> bytes:
    """Return the contact's canonical encoding, UTF-8."""
    if not all(contact.extras.values()):
        full = {name: text for name, text in contact.extras.items() if text}
        contact = msgspec.structs.replace(contact, extras=full)
    if any(max(name, default="") > "\uffff" for name in contact.extras):
        return msgspec.json.encode(_ordered(msgspec.to_builtins(contact)))
    return _encoder.encode(contact)


def _ordered(members: object) -> object:
    """Return the members by UTF-16 code units: beyond U+FFFF msgspec's order is another."""
    if isinstance(members, dict):
        names = sorted(members, key=lambda name: str(name).encode("utf-16-be"))
        return {name: _ordered(members[name]) for name in names}
    if isinstance(members, list | tuple):
        return [_ordered(member) for member in members]
    return members


class Seal:
    """Turns content into digests under the practice's digest key (32 bytes)."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    @property
    def key_id(self) -> str:
        """Names the key without telling it: a different id means that every digest is void."""
        return self._mac(b"key-id").hex()

    def digest(self, contact: Contact) -> Digest:
        """Return the digest of the contact's canonical encoding."""
        return Digest(self._mac(canonical(contact)))

    def stamp(self, hash_: Hash) -> Stamp:
        """Return a row's hash in the form that may be stored."""
        return Stamp(self._mac(hash_))

    def mac(self, content: bytes) -> bytes:
        """Return what stands for the content where it may not be told."""
        return self._mac(content)

    def _mac(self, content: bytes) -> bytes:
        return hmac.digest(self._key, content, hashlib.sha256)[:SIZE]
