import pytest

from practicecloud.contact import Address
from practicecloud.pages.detail import dialled, lines_of


@pytest.mark.parametrize(
    ("number", "dials"),
    [
        ("0491 570 110", "0491570110"),
        ("(02) 5550-0100", "0255500100"),
        ("+61 2 5550 0100", "+61255500100"),
        ("02.5550.0100", "0255500100"),
        ("000", "000"),
        ("02 5550 0100 ext 3", ""),
        ("ask for Sam", ""),
        ("0491 570 110 / 0491 570 006", ""),
        ("12", ""),
        ("", ""),
        ("+", ""),
        ("++61255500100", ""),
        ("\u0661\u0662\u0663\u0664", ""),
        ('1"><script>', ""),
    ],
)
def test_only_one_whole_number_can_be_dialled(number, dials):
    assert dialled(number) == dials


def test_an_address_is_written_as_on_an_envelope():
    full = Address(type="Street", lines=("Level 2", "1 Test Street"), city="Perth", state="WA",
                   postcode="6000", country="Australia")  # fmt: skip
    assert lines_of(full) == ("Level 2", "1 Test Street", "Perth WA 6000", "Australia")
    assert lines_of(Address(type="Postal", postcode="6000")) == ("6000",)
