import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practicecloud.contact import Address, Contact, Phone
from practicecloud.pages.spreadsheet import heading, rows, written


def cells_of(text):
    return list(csv.reader(io.StringIO(text.decode("utf-8-sig"), newline="")))


def test_excel_is_told_that_it_is_utf8():
    assert heading().startswith(b"\xef\xbb\xbf")


def test_each_contact_is_a_row_under_the_headings():
    sam = Contact(
        id='["1"]', kind="person", status="active", name="Example, Sam", is_client=True,
        phones=(Phone(type="Mobile", number="0491 570 110"), Phone(type="", number="02 5550 0100")),
        addresses=(Address(type="Home", lines=("1 Test St",), city="Perth", postcode="6000"),),
        emails=("a@example.com", "b@example.com"), extras={"Referred by": "Newsletter"},
    )  # fmt: skip
    names, row = cells_of(heading() + rows([sam]))
    told = dict(zip(names, row, strict=True))
    assert {name: text for name, text in told.items() if text} == {
        "Name": "Example, Sam", "Kind": "person", "Client": "yes", "Status": "active",
        "E-mails": "a@example.com; b@example.com",
        "Phones": "Mobile: 0491 570 110; 02 5550 0100",
        "Addresses": "Home: 1 Test St, Perth, 6000", "More": "Referred by: Newsletter",
    }  # fmt: skip


@pytest.mark.parametrize(
    "formula",
    [
        "=1+1", "+61 2 5550 0100", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "\u00a0=1",
        "\uff1d1", "\uff0b1", "\uff0d1", "\uff20x", '=HYPERLINK("https://example.com";"x")',
    ],
)  # fmt: skip
def test_no_cell_is_taken_for_a_formula(formula):
    assert cells_of(written([[formula, "x"]])) == [["'" + formula, "x"]]


@pytest.mark.parametrize("text", ["Sample", "0491 570 110", "a=b", "'quoted'", "", "1-2"])
def test_ordinary_text_stays_as_it_is(text):
    assert cells_of(written([["x", text]])) == [["x", text]]


@given(st.lists(st.text(max_size=20), min_size=2, max_size=4))
def test_a_row_has_the_cells_that_were_written(cells):
    (read,) = cells_of(written([cells]))
    assert [cell.removeprefix("'") for cell in read] == [cell.removeprefix("'") for cell in cells]
