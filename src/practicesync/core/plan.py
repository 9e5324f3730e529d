"""What to do about a contact, given what is known to be online."""

from __future__ import annotations

from practicesync.core.action import Delete, Held, Upsert
from practicesync.core.contact import Contact
from practicesync.core.digest import Digest
from practicesync.core.key import Key


def plan(contact: Contact, digest: Digest, held: Held | None) -> Upsert | None:
    """Return the action that puts the contact online as it is, or None if it is there already."""
    if held is not None and held.digest == digest:
        return None
    return Upsert(contact.id, contact)


def plan_missing(key: Key, held: Held | None) -> Delete | None:
    """Return the action for a key that is proved to be gone, or None if it was never online."""
    if held is None or held.digest is None:
        return None
    return Delete(key)
