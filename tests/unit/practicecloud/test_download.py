import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practicecloud.pages.download import attachment, file_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Sample Holdings Pty Ltd", "Sample Holdings Pty Ltd"),
        ("Example, Sam", "Example Sam"),
        ("../../etc/passwd", "etc passwd"),
        ('a"; filename="b.exe', "a filename b exe"),
        ("evil\u202egpj.exe", "evil gpj exe"),
        ("line\r\nSet-Cookie: x", "line Set-Cookie x"),
        ("Zo\u00eb", "Zo\u00eb"),
        ("\U0001f600", "contact"),
        ("", "contact"),
        ("...", "contact"),
        ("CON", "contact"),
        ("lpt1", "contact"),
        ("x" * 300, "x" * 80),
    ],
)
def test_a_file_has_a_name_that_is_safe_everywhere(name, safe):
    assert file_name(name) == safe


def test_browsers_are_given_the_name_twice():
    header = attachment("Zo\u00eb", "vcf")["Content-Disposition"]
    assert header == "attachment; filename=\"Zoe.vcf\"; filename*=UTF-8''Zo%C3%AB.vcf"


@given(st.text(max_size=200))
def test_no_name_leaves_its_place_in_the_header(name):
    header = attachment(name, "csv")["Content-Disposition"]
    assert re.fullmatch(
        r"attachment; filename=\"[A-Za-z0-9 &()_-]+\.csv\"; filename\*=UTF-8''[A-Za-z0-9%._~-]+",
        header,
    )
