"""Sealing a secret so that only the worker that runs now can read it.

The worker makes a key pair at each start. The private key never leaves its memory, and the public
one lies in a folder that only the worker may write to. What is sealed is of no use to whoever
finds the file: not while it waits, not in a backup, and not to the worker's own account later.
"""

from __future__ import annotations

import base64

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PUBLIC_SIZE = 32
PURPOSE = b"practicesync sealed secret 1"

# Each seal has a key of its own, so one nonce will do.
_NONCE = bytes(12)


class Unreadable(Exception):
    """It wasn't sealed for this worker, or not for this purpose."""


class SealKey:
    """The worker's key pair."""

    def __init__(self, private: X25519PrivateKey) -> None:
        self._private = private

    def __repr__(self) -> str:
        return "SealKey()"

    @property
    def public(self) -> bytes:
        """What others seal with."""
        return self._private.public_key().public_bytes_raw()

    def opened(self, sealed: str, context: str) -> str:
        """Return the secret. Raises `Unreadable` unless it was sealed for us and that context."""
        try:
            content = base64.b64decode(sealed, validate=True)
            theirs, closed = content[:PUBLIC_SIZE], content[PUBLIC_SIZE:]
            shared = self._private.exchange(X25519PublicKey.from_public_bytes(theirs))
            key = _derived(shared, theirs, self.public)
            return AESGCM(key).decrypt(_NONCE, closed, context.encode()).decode()
        except (ValueError, InvalidTag):  # a ValueError: no base64, too short, or no point
            raise Unreadable from None


def new_seal_key() -> SealKey:
    """Return a new key pair."""
    return SealKey(X25519PrivateKey.generate())


def sealed_for(public: bytes, secret: str, context: str) -> str:
    """Return the secret, readable only for the owner of that key and only in that context.

    Raises `Unreadable` if that is no key.
    """
    once = X25519PrivateKey.generate()
    ours = once.public_key().public_bytes_raw()
    try:
        shared = once.exchange(X25519PublicKey.from_public_bytes(public))
    except ValueError:
        raise Unreadable from None
    closed = AESGCM(_derived(shared, ours, public)).encrypt(
        _NONCE, secret.encode(), context.encode()
    )
    return base64.b64encode(ours + closed).decode()


def _derived(shared: bytes, theirs: bytes, ours: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, None, PURPOSE + theirs + ours).derive(shared)
