"""Whether a database layout fits a database: every difference at once, with what is near."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence

from practicesync.core.finding import GRANT, Finding
from practicesync.core.fit_keys import key_findings, version_findings
from practicesync.core.inventory import (
    NOT_READ,
    Inventory,
    TooLong,
    Unlisted,
    missing_from,
    picked,
)
from practicesync.core.profile import Profile, columns_needed
from practicesync.core.words import counted, field_name


def findings(profile: Profile, inventory: Inventory) -> Sequence[Finding]:
    """Return everything in which the layout and the database differ, what is wrong first."""
    found = [
        *_missing(profile, inventory),
        *_not_read(profile, inventory),
        *key_findings(profile, inventory),
        *version_findings(profile, inventory),
        *_condition(profile, inventory),
        *_followed(inventory),
        *map(_unlisted, inventory.unlisted),
        *map(_too_long, inventory.too_long),
    ]
    return sorted(found, key=lambda one: one.weight != "wrong")


def fits(found: Sequence[Finding]) -> bool:
    """Tell whether contacts can be synced as the layout says."""
    return all(one.weight == "note" for one in found)


def _missing(profile: Profile, inventory: Inventory) -> Iterator[Finding]:
    for table, found in inventory.tables.items():
        if found.hidden:
            sentence = f"The login isn't allowed to read {table}."
            yield Finding("no right to read", "wrong", table, "", sentence, GRANT)
    used = columns_needed(profile)
    free = _but(inventory.names, used)
    for table, column in missing_from(profile, inventory):
        if not column:
            yield _no_table(table, _near_table(table, free))
            continue
        names = [one.name for one in inventory.tables[table].columns.values()]
        yield _no_column(table, column, names, _near(column, _but(names, used[table])))


def _but(names: Sequence[str], used: Iterable[str]) -> Sequence[str]:
    """Return the names that the layout doesn't use already: none of those is meant again."""
    known = {one.casefold() for one in used}
    return [name for name in names if name.casefold() not in known]


def _no_table(table: str, near: str) -> Finding:
    sentence = f"{table} is not there{f'; {near} is' if near else ''}."
    remedy = f"Write {near}, if that is the one." if near else _OTHER_NAME
    return Finding("table missing", "wrong", table, "", sentence, remedy)


_OTHER_NAME = (
    "Look the table up in the database, and write its name with its schema. If it is there, the"
    f" login isn't allowed to see it: {GRANT}"
)


def _no_column(table: str, column: str, names: Sequence[str], near: str) -> Finding:
    sentence = f"{table} has no column {column}{f'; {near} is there' if near else ''}."
    listed = f"Its columns are {', '.join(names)}. Take the entry out if none of them will do."
    remedy = f"Write {near}, if that is the one." if near else listed
    return Finding("column missing", "wrong", table, column, sentence, remedy)


def _near_table(table: str, names: Sequence[str]) -> str:
    """Return the table that may be meant, by its name alone, rather in the same schema."""
    schema, _, bare = table.rpartition(".")
    same = [name for name in names if name.rpartition(".")[0].casefold() == schema.casefold()]
    alone = {name.rpartition(".")[2]: name for name in (*names, *same)}
    return alone.get(_near(bare, list(alone)), "")


def _near(name: str, names: Sequence[str]) -> str:
    folded = {one.casefold(): one for one in names}
    found = difflib.get_close_matches(name.casefold(), list(folded), n=1)
    return folded[found[0]] if found else ""


def _not_read(profile: Profile, inventory: Inventory) -> Iterator[Finding]:
    for one in picked(profile):
        table = inventory.tables.get(one.table)
        column = table.columns.get(one.column.casefold()) if table else None
        if column and column.type == NOT_READ:
            sentence = f"{one.table}.{column.name} is of a type that can't be read as text."
            remedy = f"Take {one.entry} out, or name a column of text, numbers or dates."
            yield Finding("field type", "wrong", one.table, column.name, sentence, remedy)


def _condition(profile: Profile, inventory: Inventory) -> Iterator[Finding]:
    if inventory.refused:
        yield Finding(
            "condition refused",
            "wrong",
            profile.table,
            "",
            f"SQL Server refuses the condition of where (error {inventory.refused}).",
            "Write a condition on the columns of the contact's table, as it stands behind WHERE.",
        )
    elif inventory.contacts == 0:
        sentence = f"No row of {profile.table} is a contact by this layout."
        remedy = "Check the table and the condition of where: there is nothing to be synced."
        yield Finding("no contacts", "note", profile.table, "", sentence, remedy)


def _followed(inventory: Inventory) -> Iterator[Finding]:
    if inventory.unfollowed:
        table, why = inventory.unfollowed
        yield Finding(
            "changes not followed",
            "note",
            table,
            "",
            f"{table} {why}: contacts are compared at each look, which reads much more.",
            "Name the columns of its primary key, where it has one.",
        )


def _unlisted(found: Unlisted) -> Finding:
    place = f"{found.table}.{found.column}"
    if found.many:
        sentence = f"{place} has more than {found.values:,} different values."
        remedy = f"Check whether {found.entry} names the right column: codes are few."
    else:
        values = counted(found.values, "value")
        shown = f": {', '.join(found.shown)}" if found.shown else ""
        rows = counted(found.rows, "row")
        sentence = f"{place} has {values} that the layout doesn't list, in {rows}{shown}."
        remedy = f"Add what they mean to the map of {found.entry}, or leave them to its default."
    return Finding("codes not listed", "note", found.table, found.column, sentence, remedy)


def _too_long(found: TooLong) -> Finding:
    rows = counted(found.rows, "row has", "rows have")
    return Finding(
        "texts too long",
        "note",
        found.table,
        found.column,
        f"{rows} more than {found.limit:,} characters in {found.table}.{found.column}, which is"
        f" what the online copy takes as {field_name(found.field)}.",
        "These contacts will not be sent until somebody shortens the text, or the layout takes"
        " another column.",
    )
