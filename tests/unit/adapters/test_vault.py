"""Secrets at rest."""

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from practicesync.adapters.vault import FileKeyStore, FileVault, KeyringKeyStore, KeyStore
from practicesync.core.errors import Code, Misconfigured

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no rights of this kind")


class MemoryKeyring(KeyringBackend):
    """A keyring as `keyring` wants one, in memory."""

    priority = 0.1

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked("Zorblinski")
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.locked:
            raise KeyringLocked("Zorblinski")
        self.kept[service, username] = password


def in_file(folder: Path) -> KeyStore:
    return FileKeyStore(folder / "private" / "vault.key")


def in_keyring(folder: Path) -> KeyStore:
    return KeyringKeyStore(MemoryKeyring(), "test")


@pytest.fixture(params=[in_file, in_keyring])
def keys(tmp_path: Path, request: pytest.FixtureRequest) -> KeyStore:
    make: Callable[[Path], KeyStore] = request.param
    return make(tmp_path)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "private" / "vault.bin"


@pytest.fixture
def vault(path: Path, keys: KeyStore) -> FileVault:
    return FileVault(path, keys)


def unreadable(vault: FileVault) -> str:
    with pytest.raises(Misconfigured) as raised:
        vault.get("a")
    assert raised.value.code is Code.VAULT_UNREADABLE
    assert raised.value.__suppress_context__ or raised.value.__context__ is None
    with pytest.raises(Misconfigured):
        vault.put("a", "never over what can't be read")
    return raised.value.facts["part"]


def test_a_vault_that_never_was_is_empty_and_leaves_no_trace(vault: FileVault, path: Path):
    assert vault.get("a") is None
    assert not path.parent.exists()


def test_secrets_outlive_the_process(vault: FileVault, path: Path, keys: KeyStore):
    vault.put("a", "eins")
    vault.put("b", "zwei \N{SNOWMAN}")
    vault.put("a", "drei")

    again = FileVault(path, keys)

    assert (again.get("a"), again.get("b")) == ("drei", "zwei \N{SNOWMAN}")


def test_a_secret_is_forgotten(vault: FileVault):
    vault.put("a", "eins")
    vault.put("a", None)
    vault.put("never there", None)

    assert vault.get("a") is None


def test_a_secret_may_be_long(vault: FileVault):
    vault.put("a", "x" * 100_000)

    assert vault.get("a") == "x" * 100_000


def test_threads_do_not_lose_one_another_s_secrets(vault: FileVault):
    names = [str(number) for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(vault.put, names, names))

    assert [vault.get(name) for name in names] == names


def test_neither_name_nor_secret_can_be_read_in_the_file(vault: FileVault, path: Path):
    vault.put("the-name", "the-secret")

    content = b"".join(file.read_bytes() for file in path.parent.iterdir())

    assert b"the-name" not in content
    assert b"the-secret" not in content


def test_the_same_secrets_never_look_the_same_twice(vault: FileVault, path: Path):
    looks = set()
    for secret in ("eins", "zwei", "eins", "zwei"):
        vault.put("a", secret)
        looks.add(path.read_bytes()[1:13])

    assert len(looks) == 4


@POSIX
def test_only_the_owner_may_look(vault: FileVault, path: Path):
    path.parent.mkdir(mode=0o777)
    vault.put("a", "eins")

    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}


def test_a_lost_key_is_said(vault: FileVault, path: Path):
    vault.put("a", "eins")

    assert unreadable(FileVault(path, KeyringKeyStore(MemoryKeyring(), "other"))) == "key"


def test_another_key_is_said(vault: FileVault, path: Path, tmp_path: Path):
    vault.put("a", "eins")
    other = FileKeyStore(tmp_path / "other.key")
    other.save(bytes(32))

    assert unreadable(FileVault(path, other)) == "file"


@pytest.mark.parametrize("key", [b"", b"short", bytes(33)])
def test_a_damaged_key_is_said(path: Path, vault: FileVault, tmp_path: Path, key: bytes):
    vault.put("a", "eins")
    other = FileKeyStore(tmp_path / "other.key")
    other.save(key)

    assert unreadable(FileVault(path, other)) == "key"


def test_a_locked_keyring_is_said_without_its_words(path: Path):
    keyring = MemoryKeyring()
    vault = FileVault(path, KeyringKeyStore(keyring, "test"))
    vault.put("a", "eins")
    keyring.locked = True

    assert unreadable(vault) == "key"


def test_a_keyring_with_something_else_in_it_is_said(path: Path):
    keyring = MemoryKeyring()
    vault = FileVault(path, KeyringKeyStore(keyring, "test"))
    vault.put("a", "eins")
    keyring.kept["practicesync", "test"] = "\N{SNOWMAN} no base64"

    assert unreadable(vault) == "key"


def test_an_unreadable_vault_can_be_started_afresh(vault: FileVault, path: Path):
    vault.put("a", "eins")
    path.write_bytes(b"")
    assert unreadable(vault) == "version"

    vault.start_afresh()
    vault.put("b", "zwei")

    assert (vault.get("a"), vault.get("b")) == (None, "zwei")


@given(data=st.data())
@settings(max_examples=150)
def test_any_damage_is_noticed(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject):
    folder = tmp_path_factory.mktemp("vault")
    vault = FileVault(folder / "vault.bin", FileKeyStore(folder / "vault.key"))
    vault.put("a", "eins")
    whole = (folder / "vault.bin").read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    flipped = bytes([whole[at] ^ data.draw(st.integers(1, 255))])
    damaged = data.draw(
        st.sampled_from([whole[:at], whole[:at] + flipped + whole[at + 1 :], whole + b"\0"])
    )
    (folder / "vault.bin").write_bytes(damaged)

    assert unreadable(vault) in {"file", "version"}


@given(left_over=st.binary(max_size=200))
@settings(max_examples=50)
def test_what_a_crash_left_beside_it_is_ignored_and_replaced(
    tmp_path_factory: pytest.TempPathFactory, left_over: bytes
):
    folder = tmp_path_factory.mktemp("vault")
    vault = FileVault(folder / "vault.bin", FileKeyStore(folder / "vault.key"))
    vault.put("a", "eins")
    for name in ("vault.bin.new", "vault.key.new"):
        (folder / name).write_bytes(left_over)

    assert vault.get("a") == "eins"
    vault.put("a", "zwei")
    assert vault.get("a") == "zwei"


CRASHING = """
import os, sys
from pathlib import Path
from practicesync.adapters import durable, vault

def crash_at(wanted):
    lines = 0
    def trace(frame, event, argument):
        nonlocal lines
        if frame.f_code.co_filename not in (durable.__file__, vault.__file__):
            return None
        lines += event == "line"
        if lines == wanted:
            os._exit(9)
        return trace
    return trace

at, ended = 0, 9
while ended == 9:
    at += 1
    folder = Path(sys.argv[1]) / str(at)
    kept = vault.FileVault(folder / "vault.bin", vault.FileKeyStore(folder / "vault.key"))
    if sys.argv[2:]:
        kept.put("a", sys.argv[2])
    child = os.fork()
    if not child:
        sys.settrace(crash_at(at))
        kept.put("a", "new")
        os._exit(0)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
print(at, ended)
"""


@POSIX
@pytest.mark.parametrize("old", [["old"], []])
def test_a_crash_at_any_line_leaves_the_old_secret_or_the_new(tmp_path: Path, old: list[str]):
    child = subprocess.run(
        [sys.executable, "-c", CRASHING, str(tmp_path), *old],
        capture_output=True,
        text=True,
        check=False,
    )
    tries, ended = map(int, child.stdout.split())
    found = []
    for at in range(1, tries + 1):
        vault = FileVault(tmp_path / f"{at}/vault.bin", FileKeyStore(tmp_path / f"{at}/vault.key"))
        found.append(vault.get("a"))
        vault.put("b", "still writable")

    assert ended == 0
    assert tries > 30
    assert set(found) == {old[0] if old else None, "new"}
    assert found == sorted(found, key=lambda secret: secret == "new")
