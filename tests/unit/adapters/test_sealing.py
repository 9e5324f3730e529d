import base64

import pytest

from practicesync.adapters.sealing import Unreadable, new_seal_key, sealed_for


@pytest.mark.parametrize("secret", ["p", "Zorblinski \N{SNOWMAN} '\"; --", "x" * 1000])
def test_what_is_sealed_comes_out_as_it_was(secret):
    key = new_seal_key()

    assert key.opened(sealed_for(key.public, secret, "here"), "here") == secret


def test_a_later_worker_can_not_read_it():
    sealed = sealed_for(new_seal_key().public, "secret", "here")

    with pytest.raises(Unreadable):
        new_seal_key().opened(sealed, "here")


def test_it_can_not_be_passed_off_as_another_secret():
    key = new_seal_key()

    with pytest.raises(Unreadable):
        key.opened(sealed_for(key.public, "secret", "here"), "there")


def test_a_seal_shows_nothing_and_is_never_the_same_twice():
    key = new_seal_key()
    sealed = [sealed_for(key.public, "secret", "here") for _ in range(2)]

    assert repr(key) == "SealKey()"
    assert sealed[0] != sealed[1]
    assert b"secret" not in base64.b64decode(sealed[0])
    assert base64.b64decode(sealed[0])[:32] != base64.b64decode(sealed[1])[:32]


@pytest.mark.parametrize("place", [0, 31, 32, -1])
def test_a_changed_byte_is_noticed(place):
    key = new_seal_key()
    changed = bytearray(base64.b64decode(sealed_for(key.public, "secret", "here")))
    changed[place] ^= 1

    with pytest.raises(Unreadable):
        key.opened(base64.b64encode(changed).decode(), "here")


@pytest.mark.parametrize("noise", ["", "AAAA", "\N{SNOWMAN}", "A" * 43 + "=", "A" * 100])
def test_noise_is_no_seal(noise):
    with pytest.raises(Unreadable):
        new_seal_key().opened(noise, "here")


@pytest.mark.parametrize("public", [b"", b"short", bytes(32)])
def test_a_key_that_is_none_seals_nothing(public):
    with pytest.raises(Unreadable):
        sealed_for(public, "secret", "here")
