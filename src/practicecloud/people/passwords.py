"""Passwords: which will do, how they are kept, and how many are checked side by side."""

from __future__ import annotations

import functools
import secrets
import threading

import argon2

SHORTEST = 10
LONGEST = 200

HASHER = argon2.PasswordHasher()
"""Makes a guess of a password cost what RFC 9106 recommends: 64 MB, three passes."""

_AT_ONCE = threading.BoundedSemaphore(4)
"""Each takes its 64 MB while it lasts."""


def complaint(password: str, once_more: str, email: str) -> str:
    """Return in a sentence why the password will not do, or an empty text."""
    if len(password) < SHORTEST:
        return (
            f"A password has at least {SHORTEST} characters. A few words in a row are easy to keep."
        )
    if len(password) > LONGEST:
        return f"A password has at most {LONGEST} characters."
    if password.strip().casefold() == email:
        return "Your e-mail address is what anybody would try first. Choose another password."
    if password != once_more:
        return "The two passwords differ. Type the same one twice."
    return ""


def hash_of(password: str, hasher: argon2.PasswordHasher = HASHER) -> str:
    """Return what is kept of a password; what a guess of it costs, `hasher` decides."""
    with _AT_ONCE:
        return hasher.hash(password)


def is_right(password_hash: str | None, password: str) -> bool:
    """Tell whether the password belongs to that hash; with none it takes as long to say no."""
    known = password_hash or _nobody()
    with _AT_ONCE:
        return _verified(known, password) and password_hash is not None


@functools.cache
def _nobody() -> str:
    return HASHER.hash(secrets.token_urlsafe())


def _verified(password_hash: str, password: str) -> bool:
    try:
        return HASHER.verify(password_hash, password)
    except argon2.exceptions.VerifyMismatchError:
        return False
