"""Reading a profile's TOML text, with all mistakes told together."""

from __future__ import annotations

import tomllib

import msgspec

from practicesync.core.entries import Entries, Notes, nearest
from practicesync.core.mistake import Mistake
from practicesync.core.profile import Child, Column, EmployeeTable, Join, Profile, Via
from practicesync.core.profile_fields import CHILDREN, child_fields, contact_fields, employee_fields

STATUSES = ("tested", "starting point")


def parse_profile(text: str, name: str) -> Profile | list[Mistake]:
    """Return the profile in the text of the file `name`, or everything that is wrong with it."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        return [_not_toml(name, wrong)]
    notes = Notes(name)
    profile = _profile(Entries(content, "", notes))
    return notes.mistakes or profile


def _not_toml(name: str, wrong: tomllib.TOMLDecodeError) -> Mistake:
    # The place alone: the sentence before it quotes what stands there.
    place = str(wrong).rpartition("(at ")[2].removesuffix(")")
    return Mistake("", f"{name} can't be read as TOML: see {place}.", "Mend the text there.")


def _profile(top: Entries) -> Profile:
    name = top.text("name", '"demo"')
    status = top.text("status", '"starting point"')
    if status and status not in STATUSES:
        top.wrong("status", "is unknown", 'Write "tested" or "starting point".')
    employee = _employee(top) if top.has("employee") else None
    profile = Profile(name=name, status="starting point", table="", key=(), fields={})
    contact = top.within("contact")
    if contact:
        profile = _contact(contact, profile)
    top.end("name", "status", "contact", "employee")
    tested = "tested" if status == "tested" else "starting point"
    return msgspec.structs.replace(profile, status=tested, employee=employee)


def _contact(contact: Entries, profile: Profile) -> Profile:
    key = contact.columns("key")
    profile = Profile(
        name=profile.name,
        status=profile.status,
        table=contact.table_name(),
        key=key,
        version=contact.text("version"),
        where=_where(contact),
        fields=contact_fields(contact),
        joins=tuple(_join(entries, key) for entries in contact.each("joins")),
        children=tuple(_child(entries, key) for entries in contact.each("children")),
    )
    _each_once(contact, profile)
    contact.end("table", "key", "version", "where", "fields", "joins", "children")
    return profile


def _where(contact: Entries) -> str:
    where = contact.text("where").strip()
    if any(mark in where for mark in (";", "--", "/*")):
        remedy = 'Write a condition alone, like where = "Deleted = 0".'
        contact.wrong("where", "is more than one condition", remedy)
    return where


def _each_once(contact: Entries, profile: Profile) -> None:
    fields = [*profile.fields]
    for join in profile.joins:
        fields.extend(join.fields)
    children = [child.name for child in profile.children if child.name]
    for place, names in (("fields", fields), ("children", children)):
        for name in sorted({name for name in names if names.count(name) > 1}):
            contact.wrong(f"{place}.{name}", "is there twice", "Leave one of them out.")


def _join(entries: Entries, contact_key: tuple[str, ...]) -> Join:
    table = entries.table_name()
    key = entries.columns("key")
    own = entries.has("on")
    on = entries.columns("on", len(key) or None) if own else contact_key
    if not own and key and on and len(on) != len(key):
        remedy = "Add on = [...]: the columns of the contact's table that hold this key."
        entries.wrong("key", "does not fit the contact's key", remedy)
    fields = contact_fields(entries)
    version = entries.text("version")
    entries.end("table", "key", "on", "version", "fields")
    return Join(table=table, key=key, on=on, fields=fields, version=version)


def _child(entries: Entries, contact_key: tuple[str, ...]) -> Child:
    name = entries.text("name", '"phones"')
    if name and name not in CHILDREN:
        entries.wrong("name", "is unknown", nearest(name, CHILDREN))
    table = entries.table_name()
    key = entries.columns("key")
    count = len(contact_key) or None
    linked = entries.has("via")
    via = _via(entries, key, count) if linked else None
    parent = () if linked else entries.columns("parent", count)
    fields = child_fields(entries, name, count, linked)
    version = entries.text("version")
    entries.end("name", "table", "key", "via", "parent", "version", "fields")
    return Child(
        name=name, table=table, key=key, fields=fields, parent=parent, via=via, version=version
    )


def _via(entries: Entries, child_key: tuple[str, ...], count: int | None) -> Via | None:
    link = entries.within("via")
    if link is None:
        return None
    via = Via(
        table=link.table_name(),
        parent=link.columns("parent", count),
        child=link.columns("child", len(child_key) or None),
        version=link.text("version"),
    )
    link.end("table", "parent", "child", "version")
    return via


def _employee(top: Entries) -> EmployeeTable | None:
    entries = top.within("employee")
    if entries is None:
        return None
    table = entries.table_name()
    key = entries.columns("key")
    fields = employee_fields(entries)
    if not isinstance(fields.get("email"), Column):
        entries.wrong("fields.email", "is missing", 'Write it like email = "Email".')
    entries.end("table", "key", "fields")
    return EmployeeTable(table=table, key=key, fields=fields)
