"""Secrets at rest: one key in the computer's own key store, all else in one encrypted file.

The file is a version byte, a nonce of 12 bytes and AES-256-GCM over JSON; the version byte is
authenticated with it. A file has no limit of size, unlike the Windows Credential Manager
(2,560 bytes), and is replaced as a whole.
"""

from __future__ import annotations

import base64
import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from practicesync.adapters.durable import private_folder, replace_file
from practicesync.adapters.publish import writing
from practicesync.core.errors import Code, Misconfigured

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

KeyKind = Literal["windows-credentials", "file"]

KEY_SIZE = 32
VERSION = b"\x01"
NONCE_SIZE = 12
CONTEXT = b"practicesync vault"

_Secrets = dict[str, str]


class KeyStore(Protocol):
    """Keeps the vault's one key."""

    @property
    def kind(self) -> KeyKind:
        """Where the key is, for the status."""

    def load(self) -> bytes | None:
        """Return the key, or None if there never was one."""

    def save(self, key: bytes) -> None:
        """Keep the key durably."""


class FileKeyStore:
    """The key in a file that its owner alone may read: for computers without a key store."""

    kind: KeyKind = "file"

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> bytes | None:
        try:
            return self._path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _unreadable("key", error) from None

    def save(self, key: bytes) -> None:
        replace_file(self._path, key)


class KeyringKeyStore:
    """The key in a keyring that the caller names: one left to choose may choose plain text."""

    kind: KeyKind = "windows-credentials"

    def __init__(self, keyring: KeyringBackend, name: str) -> None:
        self._keyring = keyring
        self._name = name

    def load(self) -> bytes | None:
        from keyring.errors import KeyringError

        try:
            text = self._keyring.get_password("practicesync", self._name)
            return None if text is None else base64.b64decode(text, validate=True)
        except (KeyringError, OSError, ValueError):  # a ValueError: it is no base64
            raise Misconfigured(Code.VAULT_UNREADABLE, part="key") from None

    def save(self, key: bytes) -> None:
        from keyring.errors import KeyringError

        try:
            self._keyring.set_password("practicesync", self._name, base64.b64encode(key).decode())
        except (KeyringError, OSError):
            raise Misconfigured(Code.VAULT_UNREADABLE, part="key") from None


def windows_key_store(name: str) -> KeyringKeyStore:
    """Return the key store of the Windows Credential Manager of the account that runs this."""
    from keyring.backends.Windows import WinVaultKeyring

    keyring: KeyringBackend = WinVaultKeyring()  # type: ignore[no-untyped-call]  # theirs
    return KeyringKeyStore(keyring, name)


class FileVault:
    """The vault as a file in the worker's private folder, for use from any thread."""

    def __init__(self, path: Path, keys: KeyStore) -> None:
        self._path = path
        self._keys = keys
        self._lock = threading.Lock()

    @property
    def kind(self) -> KeyKind:
        """Where the key is, for the status."""
        return self._keys.kind

    def get(self, name: str) -> str | None:
        with self._lock:
            return self._read().get(name)

    def put(self, name: str, secret: str | None) -> None:
        with self._lock:
            secrets = self._read()
            if secrets.get(name) == secret:
                return
            if secret is None:
                del secrets[name]
            else:
                secrets[name] = secret
            self._write(secrets)

    def start_afresh(self) -> None:
        """Forget every secret and begin with a new key: the way out of an unreadable vault."""
        with self._lock:
            private_folder(self._path.parent)
            with writing(self._path):
                self._path.unlink(missing_ok=True)
            self._keys.save(AESGCM.generate_key(KEY_SIZE * 8))

    def _read(self) -> _Secrets:
        try:
            sealed = self._path.read_bytes()
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise _unreadable("file", error) from None
        return _opened(sealed, self._key())

    def _write(self, secrets: _Secrets) -> None:
        private_folder(self._path.parent)
        replace_file(self._path, _sealed(secrets, self._key_or_new()))

    def _key(self) -> bytes:
        key = self._keys.load()
        if key is None or len(key) != KEY_SIZE:
            raise Misconfigured(Code.VAULT_UNREADABLE, part="key")
        return key

    def _key_or_new(self) -> bytes:
        # The key is durable before anything is encrypted under it.
        if self._keys.load() is None:
            self._keys.save(AESGCM.generate_key(KEY_SIZE * 8))
        return self._key()


def _sealed(secrets: _Secrets, key: bytes) -> bytes:
    nonce = os.urandom(NONCE_SIZE)
    content = msgspec.json.encode(secrets)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, content, CONTEXT + VERSION)


def _opened(sealed: bytes, key: bytes) -> _Secrets:
    version, nonce, content = sealed[:1], sealed[1 : 1 + NONCE_SIZE], sealed[1 + NONCE_SIZE :]
    if version != VERSION:
        raise Misconfigured(Code.VAULT_UNREADABLE, part="version")
    try:
        opened = AESGCM(key).decrypt(nonce, content, CONTEXT + version)
        return msgspec.json.decode(opened, type=_Secrets)
    except (InvalidTag, ValueError):  # a ValueError: too short, or not what we write
        raise Misconfigured(Code.VAULT_UNREADABLE, part="file") from None


def _unreadable(part: str, error: OSError) -> Misconfigured:
    return Misconfigured(Code.VAULT_UNREADABLE, part=part, errno=str(error.errno))
