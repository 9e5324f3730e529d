"""How SQL Server orders and equates: a key for each value, so that Python's order is SQL Server's.

https://learn.microsoft.com/sql/relational-databases/collations/collation-and-unicode-support
https://learn.microsoft.com/sql/t-sql/data-types/uniqueidentifier-transact-sql
"""

import unicodedata
from collections.abc import Callable
from typing import Any
from uuid import UUID

from tests.sqlserver.engine import SqlType
from tests.sqlserver.model.refusals import NotModelled
from tests.sqlserver.model.types import BINARIES, TEXTS

DEFAULT = "Latin1_General_CI_AS"
Key = Callable[[Any], Any]


def _folded(text: str) -> Any:
    """Case and trailing blanks don't count, accents do; the base letter sorts first."""
    text = text.rstrip(" ")
    if text.isascii():
        return (text.lower(), "")
    plain = unicodedata.normalize("NFD", text.casefold())
    base = "".join(c for c in plain if not unicodedata.combining(c))
    return (base, plain)


def _cased(text: str) -> Any:
    """As `_folded`, and where nothing else differs a small letter sorts before the capital."""
    base, accents = _folded(text)
    return (base, accents, text.rstrip(" ").swapcase())


def _by_code(text: str) -> Any:
    return text.rstrip(" ").encode("utf-16-be", "surrogatepass")


def _unaccented(text: str) -> Any:
    return _folded(text)[0]


def _guid(value: UUID) -> Any:
    """The last six bytes count first, then the two before them, and so on to the front."""
    b = value.bytes_le
    return b[10:] + b[8:10] + b[6:8] + b[4:6] + b[:4]


def unchanged(value: Any) -> Any:
    return value


def _bytes(value: bytes) -> Any:
    return value.rstrip(b"\x00")


def collation_key(name: str) -> Key:
    upper = name.upper()
    if upper.endswith(("_BIN", "_BIN2")):
        return _by_code
    if "_CI_AS" in upper:
        return _folded
    if "_CS_AS" in upper:
        return _cased
    if "_CI_AI" in upper:
        return _unaccented
    raise NotModelled(f"collation {name}")


def key_of(kind: SqlType, fallback: str = DEFAULT) -> Key:
    """What to compare instead of a value of this type; never called with None."""
    if kind.name in TEXTS:
        return collation_key(kind.collation or fallback)
    if kind.name == "uniqueidentifier":
        return _guid
    return _bytes if kind.name in BINARIES else unchanged
