"""What happens in a practice on a normal morning, one edit after the other."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Sequence

from practicesync.demo.desk import Desk, Edit, Removed
from practicesync.demo.draft import Tables
from practicesync.demo.household import Town, person
from practicesync.demo.pools import MARKER, abn, mailbox, phone
from practicesync.demo.schema import OF_CONTACT
from practicesync.demo.truth import Known


def rename(desk: Desk) -> Edit:
    """A person takes another name."""
    contact = desk.pick(lambda known: known.fields["kind"] == "person")
    last = desk.rng.choice(desk.practice.pools.last)
    desk.set(contact, "last", "LastName", last)
    desk.set(contact, "name", "Name", f"{desk.truth.contacts[contact].fields['first']} {last}")
    return desk.done("rename a person", contact)


def change_code(desk: Desk) -> Edit:
    """A contact gets another client code; its key stays."""
    contact = desk.pick(_any)
    desk.set(contact, "code", "ClientCode", f"NEW{contact}")
    return desk.done("change a client code", contact)


def close(desk: Desk) -> Edit:
    """A contact is closed."""
    contact = desk.pick(lambda known: known.fields["status"] == "active")
    desk.write("UPDATE Contact SET Status = 'C' WHERE ContactID = ?", contact)
    desk.truth.contacts[contact].fields["status"] = "closed"
    return desk.done("close a contact", contact)


def reopen(desk: Desk) -> Edit:
    """A closed contact comes back."""
    contact = desk.pick(lambda known: known.fields["status"] == "closed")
    desk.write("UPDATE Contact SET Status = 'A' WHERE ContactID = ?", contact)
    desk.truth.contacts[contact].fields["status"] = "active"
    return desk.done("re-open a contact", contact)


def add(desk: Desk) -> Edit:
    """A new client is entered with numbers, e-mail and address."""
    taken = {
        name: desk.highest(name)
        for name in ("Address", "ContactPhone", "ContactEmail", "ContactAlias", "Association")
    }
    tables = Tables(desk.truth, taken)
    ids = itertools.count(max(desk.truth.contacts) + 1)
    town = Town(desk.rng, desk.practice.pools, tables, ids)
    draft = person(town, desk.rng.choice(desk.practice.pools.last))
    draft.addresses[town.place()] = "Street"
    tables.write(draft)
    desk.put(tables.rows)
    return desk.done("add a contact", draft.id)


def add_phone(desk: Desk) -> Edit:
    """A contact gets another number."""
    contact = desk.pick(_any)
    number = phone("Fax", desk.rng)
    row = desk.add("ContactPhone", contact, "Direct", number)
    desk.truth.contacts[contact].phones[row] = {"type": "Direct", "number": number}
    return desk.done("add a number", contact)


def edit_phone(desk: Desk) -> Edit:
    """A number changes."""
    contact = desk.pick(_has_plain_phones)
    row, shown = next(iter(desk.truth.contacts[contact].phones.items()))
    number = f"{phone('Work', desk.rng)} ext {row}"
    desk.write("UPDATE ContactPhone SET Number = ? WHERE PhoneID = ?", number, row)
    desk.truth.contacts[contact].phones[row] = {**(shown or {}), "number": number}
    return desk.done("change a number", contact)


def delete_phone(desk: Desk) -> Edit:
    """A number is deleted."""
    contact = desk.pick(_has_plain_phones)
    row = next(iter(desk.truth.contacts[contact].phones))
    desk.write("DELETE FROM ContactPhone WHERE PhoneID = ?", row)
    del desk.truth.contacts[contact].phones[row]
    return desk.done("delete a number", contact)


def add_email(desk: Desk) -> Edit:
    """A contact gets another e-mail address."""
    contact = desk.pick(_any)
    email = mailbox(f"added {MARKER} {contact}", desk.rng)
    desk.truth.contacts[contact].emails[desk.add("ContactEmail", contact, email)] = (email,)
    return desk.done("add an e-mail address", contact)


def edit_email(desk: Desk) -> Edit:
    """An e-mail address changes."""
    contact = desk.pick(lambda known: len(known.emails) == 1)
    row = next(iter(desk.truth.contacts[contact].emails))
    email = mailbox(f"changed {MARKER} {contact}", desk.rng)
    desk.write("UPDATE ContactEmail SET Email = ? WHERE EmailID = ?", email, row)
    desk.truth.contacts[contact].emails[row] = (email,)
    return desk.done("change an e-mail address", contact)


def move_address(desk: Desk) -> Edit:
    """An address moves from one contact to another, in the link table alone."""
    giver = desk.pick(lambda known: bool(known.addresses))
    places = desk.truth.contacts[giver].addresses
    taker = desk.pick(lambda known: not known.addresses.keys() & places.keys())
    place = next(iter(places))
    desk.write(
        "UPDATE ContactAddress SET ContactID = ?, AddressType = 'Moved' "
        "WHERE ContactID = ? AND AddressID = ?",
        *(taker, giver, place),
    )
    del places[place]
    desk.truth.contacts[taker].addresses[place] = "Moved"
    return desk.done("move an address to another contact", giver, taker)


def edit_shared_address(desk: Desk) -> Edit:
    """An address that several contacts share changes."""
    used = Counter(place for known in desk.truth.contacts.values() for place in known.addresses)
    shared = {place for place, count in used.items() if count > 1}
    contact = desk.pick(lambda known: bool(known.addresses.keys() & shared))
    place = next(iter(desk.truth.contacts[contact].addresses.keys() & shared))
    line = f"{desk.rng.randrange(1, 400)} New {desk.rng.choice(desk.practice.pools.streets)}"
    desk.write("UPDATE Address SET Line1 = ?, Line2 = NULL WHERE AddressID = ?", line, place)
    desk.truth.places[place]["lines"] = [line]
    return desk.done("change a shared address", *desk.truth.living_at(place))


def delete(desk: Desk) -> Edit:
    """A contact is deleted with everything that names it."""
    contact = desk.pick(_any)
    named_by: dict[int, dict[int, tuple[int, str]]] = {}
    for other in desk.truth.related_to(contact):
        associations = desk.truth.contacts[other].associations
        gone = {row: pair for row, pair in associations.items() if pair[0] == contact}
        named_by[other] = gone
        for row in gone:
            del associations[row]
    rows: dict[str, Sequence[Sequence[object]]] = {}
    for table in reversed(OF_CONTACT):
        columns = ["ContactID", "OtherContactID"] if table == "Association" else ["ContactID"]
        where = " OR ".join(f"{column} = ?" for column in columns)
        keys = [contact] * len(columns)
        rows[table] = desk.store.rows(f"SELECT * FROM {table} WHERE {where}", *keys)  # noqa: S608 - names of our own schema
        desk.write(f"DELETE FROM {table} WHERE {where}", *keys)  # noqa: S608 - names of our own schema
    known = desk.truth.contacts.pop(contact)
    desk.removed.append(Removed(contact, known, rows, named_by))
    return desk.done("delete a contact", contact, *named_by)


def bring_back(desk: Desk) -> Edit:
    """The contact that was deleted last is there again, under its old key."""
    if not desk.removed:
        raise LookupError("nothing was deleted")
    removed = desk.removed.pop()
    desk.put(removed.rows)
    desk.truth.contacts[removed.contact] = removed.known
    for other, associations in removed.named_by.items():
        desk.truth.contacts[other].associations.update(associations)
    return desk.done("bring a deleted contact back", removed.contact, *removed.named_by)


def relate(desk: Desk) -> Edit:
    """Two contacts become related."""
    one, other = desk.pick(_any), desk.pick(_any)
    for contact, named, relation in ((one, other, "Adviser of"), (other, one, "Advised by")):
        row = desk.add("Association", contact, named, relation)
        desk.truth.contacts[contact].associations[row] = (named, relation)
    return desk.done("relate two contacts", one, other)


def change_relation(desk: Desk) -> Edit:
    """A relation is called something else."""
    contact = desk.pick(lambda known: bool(known.associations))
    associations = desk.truth.contacts[contact].associations
    row, (other, _) = next(iter(associations.items()))
    desk.write("UPDATE Association SET Relation = 'Formerly' WHERE AssociationID = ?", row)
    associations[row] = (other, "Formerly")
    return desk.done("change a relation", contact)


def change_partner(desk: Desk) -> Edit:
    """Another partner looks after a client, in a table beside the contact's."""
    contact = desk.pick(lambda known: "partner" in known.fields)
    partner = f"{desk.rng.choice(desk.practice.pools.staff)} Jr"
    desk.write("UPDATE Client SET PartnerName = ? WHERE ContactID = ?", partner, contact)
    desk.truth.contacts[contact].fields["partner"] = partner
    return desk.done("change the partner", contact)


def rename_family(desk: Desk) -> Edit:
    """A family group gets another name: all its members change."""
    contact = desk.pick(lambda known: "family_group" in known.fields)
    group = "SELECT FamilyGroupID FROM Contact WHERE ContactID = ?"
    ((family,),) = desk.store.rows(group, contact)
    name = f"{desk.rng.choice(desk.practice.pools.last)} and Others"
    desk.write("UPDATE FamilyGroup SET Name = ? WHERE FamilyGroupID = ?", name, family)
    select = "SELECT ContactID FROM Contact WHERE FamilyGroupID = ?"
    members = [member for (member,) in desk.store.rows(select, family)]
    for member in members:
        desk.truth.contacts[member].fields["family_group"] = name
    return desk.done("rename a family group", *members)


def change_note(desk: Desk) -> Edit:
    """Somebody writes a note."""
    contact = desk.pick(_any)
    note = f"Rang about the {MARKER} matter, {desk.rng.randrange(10_000)}."
    desk.write("UPDATE Contact SET Notes1 = ? WHERE ContactID = ?", note, contact)
    desk.truth.contacts[contact].fields["extras"] = {"notes": note}
    return desk.done("write a note", contact)


def change_abn(desk: Desk) -> Edit:
    """A contact gets an ABN, typed with blanks in it."""
    contact = desk.pick(_any)
    number = abn(desk.rng)
    desk.set(contact, "abn", "ABN", number)
    spaced = f" {number[:2]} {number[2:]}"
    desk.write("UPDATE Contact SET ABN = ? WHERE ContactID = ?", spaced, contact)
    return desk.done("write an ABN", contact)


def add_alias(desk: Desk) -> Edit:
    """A contact is known under another name too."""
    contact = desk.pick(_any)
    alias = f"Nick {MARKER} {contact}"
    row = desk.add("ContactAlias", contact, alias)
    desk.truth.contacts[contact].aliases[row] = alias
    return desk.done("add an alias", contact)


TWENTY: tuple[Callable[[Desk], Edit], ...] = (
    rename,
    change_code,
    close,
    reopen,
    add,
    add_phone,
    edit_phone,
    delete_phone,
    add_email,
    edit_email,
    move_address,
    edit_shared_address,
    delete,
    bring_back,
    delete,
    relate,
    change_relation,
    change_partner,
    rename_family,
    change_note,
)
"""The edits that the demo does and times."""

MORE: tuple[Callable[[Desk], Edit], ...] = (change_abn, add_alias)
"""What else may happen."""


def edit(desk: Desk, how: Callable[[Desk], Edit]) -> Edit:
    """Do that edit, or write a note if this practice has no contact for it."""
    try:
        return how(desk)
    except LookupError:
        return change_note(desk)


def _any(_known: Known) -> bool:
    return True


def _has_plain_phones(known: Known) -> bool:
    return bool(known.phones) and all(known.phones.values())
