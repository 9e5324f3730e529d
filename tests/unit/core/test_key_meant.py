"""Keys as people write them, and as support may see them."""

import hashlib

import pytest

from practicesync.core.key import Key, keys_meant, telling_nothing

GUID = "0b6cbd4e-6f0b-4a52-9f4e-0f3f6a0c7f11"


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("10482", ('["10482"]',)),
        (" 10482 ", ('["10482"]',)),
        ('["10482","3"]', ('["10482","3"]',)),
        (GUID.upper(), (f'["{GUID.upper()}"]', f'["{GUID}"]')),
    ],
)
def test_a_key_is_meant_as_people_write_it(text, keys):
    assert keys_meant(text) == keys


ARABIC_ONE = "\u0661"


def mac(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ('["10482"]', "10482"),
        (f'["{GUID}"]', GUID),
        ('["smith"]', f"#{mac(b'smith')[:4].hex()}"),
        ('["smith","7"]', f"#{mac(b'smith')[:4].hex()}, 7"),
        ('["10482 smith"]', f"#{mac(b'10482 smith')[:4].hex()}"),
        ('["\u0661"]', f"#{mac(ARABIC_ONE.encode())[:4].hex()}"),
    ],
)
def test_a_key_that_is_a_word_is_hidden_from_support(key, shown):
    assert telling_nothing(key, mac) == shown
    assert telling_nothing(Key('["smith"]'), None) == "hidden"
