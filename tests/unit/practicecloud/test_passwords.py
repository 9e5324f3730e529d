import pytest

from practicecloud.people import passwords
from tests.unit.practicecloud.conftest import QUICK


@pytest.mark.parametrize(
    ("password", "once_more", "words"),
    [
        ("ninechars", "ninechars", "at least 10"),
        ("x" * 201, "x" * 201, "at most 200"),
        ("Sam@example.com", "Sam@example.com", "e-mail"),
        ("ten letters", "ten lettres", "differ"),
    ],
)
def test_what_will_not_do_is_said_in_a_sentence(password, once_more, words):
    assert words in passwords.complaint(password, once_more, "sam@example.com")


def test_ten_letters_will_do():
    assert passwords.complaint("ten letter", "ten letter", "sam@example.com") == ""


def test_only_the_right_password_is_right():
    kept = passwords.hash_of("right password", QUICK)
    assert "right password" not in kept
    assert passwords.is_right(kept, "right password")
    assert not passwords.is_right(kept, "wrong password")
    assert not passwords.is_right(None, "right password")
