"""How well layouts fit, the best first."""

from __future__ import annotations

from practicesync.core.fitting import Fitting, best_first, fitting, fitting_words
from practicesync.core.inventory import NO_LENGTH, ColumnFound, Inventory, TableFound
from practicesync.core.profile import Child, Column, Profile

PROFILE = Profile(
    name="mine",
    status="starting point",
    table="Client",
    key=("ClientNo",),
    fields={"name": Column("FullName")},
    children=(
        Child(
            name="phones",
            table="Phone",
            key=("PhoneNo",),
            fields={"number": Column("Number")},
            parent=("ClientNo",),
        ),
    ),
)


def inventory(**tables: str) -> Inventory:
    found = {
        table: TableFound(
            {
                name.casefold(): ColumnFound(name, "int", "int", NO_LENGTH, nullable=False)
                for name in columns.split()
            }
        )
        for table, columns in tables.items()
    }
    return Inventory(tuple(tables), found, contacts=7)


def test_a_layout_whose_columns_are_all_there_fits() -> None:
    stock = inventory(Client="ClientNo FullName", Phone="PhoneNo Number ClientNo")
    found = fitting("mine", PROFILE, stock, keys=False)

    assert (found.fits, found.there, found.needed, found.contacts) == (True, 5, 5, 7)
    assert fitting_words(found) == "fits, and finds 7 contacts"


def test_a_missing_table_counts_all_its_columns_and_a_missing_column_itself() -> None:
    found = fitting("mine", PROFILE, inventory(Client="ClientNo Fullname2"), keys=False)

    assert (found.fits, found.there, found.needed) == (False, 1, 5)
    assert {one.table for one in found.wrong} == {"Client", "Phone"}
    assert fitting_words(found) == "1 of 5 columns are there"


def test_keys_that_are_none_keep_a_layout_from_fitting_where_they_can_be_known() -> None:
    stock = inventory(Client="ClientNo FullName", Phone="PhoneNo Number ClientNo")
    found = fitting("mine", PROFILE, stock)

    assert not found.fits
    assert fitting_words(found) == "all columns are there, but 1 thing has to be mended"


def test_what_fits_comes_first_then_what_has_most() -> None:
    none, some = Fitting("none", "tested", 0, 9), Fitting("some", "tested", 4, 9)
    lacks = fitting("mine", PROFILE, inventory(Client="ClientNo"), keys=False).wrong
    none, some = (Fitting(one.layout, "", one.there, 9, wrong=lacks) for one in (none, some))
    empty, full = Fitting("empty", "", 9, 9, 0), Fitting("full", "", 9, 9, 5)

    assert [one.layout for one in best_first([none, empty, some, full])] == [
        *("full", "empty", "some", "none")
    ]


def test_of_two_that_fit_the_one_that_was_tested_comes_first():
    start, tried = Fitting("ae", "starting point", 9, 9, 5), Fitting("demo", "tested", 9, 9, 5)

    assert [one.layout for one in best_first([start, tried])] == ["demo", "ae"]
