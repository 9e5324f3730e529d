import datetime as dt

import pytest
from msgspec.structs import replace

from practicesync.app.worker.register import Register, Registered
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


def test_it_is_remembered_on_which_computer_the_installation_began(tmp_path):
    register = Register(tmp_path / "practices.json")
    register.open(lambda salt: {"system": f"of {salt}"})
    again = Register(tmp_path / "practices.json")
    again.open(lambda _: {"system": "another"})

    assert again.machine == {"system": f"of {register.installation}"}


def test_a_practice_can_have_an_id_of_its_own(tmp_path):
    register = opened(tmp_path)
    register.put("Main office", DONE)
    register.put("Branch", replace(DONE, installation="its own"))

    assert register.installation_of("Main office") == register.installation
    assert register.installation_of("Nobody's") == register.installation
    assert opened(tmp_path).installation_of("Branch") == "its own"


def test_it_is_remembered_on_which_computer_a_practice_goes_on(tmp_path):
    register = opened(tmp_path)
    register.put("Main office", DONE)
    register.settle("Main office", {"system": "new"})
    register.settle("Nobody's", {"system": "new"})

    assert opened(tmp_path).get("Main office") == replace(DONE, machine={"system": "new"})
    assert opened(tmp_path).get("Nobody's") is None
