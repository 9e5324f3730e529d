import datetime as dt

import pytest

from practicesync.app.register import Register, Registered
from practicesync.core.errors import Code, Misconfigured

NOON = dt.datetime(2026, 5, 3, 12, 0, tzinfo=dt.UTC)
DONE = Registered("id-1", "The practice", NOON, "somebody@example.com", "1")


def opened(path) -> Register:
    register = Register(path / "practices.json")
    register.open()
    return register


def test_an_installation_keeps_its_id(tmp_path):
    first = opened(tmp_path).installation

    assert first
    assert opened(tmp_path).installation == first


def test_two_installations_differ(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()

    assert opened(tmp_path / "a").installation != opened(tmp_path / "b").installation


def test_an_activation_is_remembered_over_a_restart(tmp_path):
    opened(tmp_path).put("Main office", DONE)

    assert opened(tmp_path).get("Main office") == DONE
    assert opened(tmp_path).get("Other office") is None


def test_a_deactivation_is_remembered_and_whose_it_was_is_not(tmp_path):
    opened(tmp_path).put("Main office", DONE)

    opened(tmp_path).leave("Main office", NOON)
    opened(tmp_path).leave("Other office", NOON)

    left = opened(tmp_path).get("Main office")
    assert left is not None
    assert left.left_at == NOON
    assert b"somebody@example.com" not in (tmp_path / "practices.json").read_bytes()
    assert opened(tmp_path).get("Other office") is None


@pytest.mark.parametrize("content", [b"", b"{", b'{"installation": "\xff"}'])
def test_a_damaged_register_is_told_and_never_replaced_in_silence(tmp_path, content):
    (tmp_path / "practices.json").write_bytes(content)

    with pytest.raises(Misconfigured) as told:
        opened(tmp_path)

    assert told.value.code is Code.INSTALLATION_UNREADABLE
    assert (tmp_path / "practices.json").read_bytes() == content
