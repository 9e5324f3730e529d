"""Functions that depend on nothing but their arguments.

https://learn.microsoft.com/sql/t-sql/functions/functions
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from typing import Any

from tests.sqlserver.engine import MAX, SqlError, SqlType
from tests.sqlserver.model.binary_form import length_of, text_bytes
from tests.sqlserver.model.context import Planning
from tests.sqlserver.model.conversion import conversion
from tests.sqlserver.model.refusals import truncated
from tests.sqlserver.model.scope import NULL, Code, Frame, common_type
from tests.sqlserver.model.types import (
    BIGINT,
    GUID,
    INT,
    LONGEST,
    NUMBERS,
    TEXTS,
    WIDE,
    nvarchar,
    spelled,
)

Make = Callable[[list[Code], Planning], Code]


def call(name: str, arguments: list[Code], planning: Planning) -> Code:
    """The call of a function; raises 174 for a wrong number of arguments."""
    least, most, since, make = FUNCTIONS[name]
    if planning.server.major < since:
        raise SqlError(195, f"'{name}' is not a recognized built-in function name.", 15, 10)
    if not least <= len(arguments) <= most:
        raise SqlError(174, f"The {name} function requires {least} argument(s).", 15)
    return make(arguments, planning)


def _as(code: Code, kind: SqlType) -> Callable[[Frame], Any]:
    convert = conversion(code.type, kind)
    if convert is None:
        return code.run
    return lambda frame: convert(code.run(frame))


def _text(code: Code) -> Code:
    """The argument as text."""
    if code.type.name in TEXTS and code.type.name not in ("text", "ntext"):
        return code
    kind = nvarchar(4000)
    return code._replace(type=kind, run=_as(code, kind))


def _on_text(change: Callable[[str], str]) -> Make:
    def make(arguments: list[Code], _: Planning) -> Code:
        text = _text(arguments[0])
        name = "nvarchar" if text.type.name in WIDE else "varchar"
        run = text.run
        return text._replace(
            type=text.type._replace(name=name),
            run=lambda frame: None if (v := run(frame)) is None else change(v),
        )

    return make


def _isnull(arguments: list[Code], _: Planning) -> Code:
    """The type is that of the first; COALESCE takes the highest of all.

    https://learn.microsoft.com/sql/t-sql/functions/isnull-transact-sql
    """
    first, second = arguments
    kind = second.type if first.run is NULL.run else first.type
    value, other = first.run, _cutting(second, kind)
    return Code(
        kind,
        lambda frame: other(frame) if (v := value(frame)) is None else v,
        first.nullable and second.nullable,
    )


def _cutting(code: Code, kind: SqlType) -> Callable[[Frame], Any]:
    """As another type, cut off where it is too long."""
    conversion(code.type, kind)  # may it be converted unasked at all?
    convert = conversion(code.type, kind, explicit=True)
    return code.run if convert is None else lambda frame: convert(code.run(frame))


def _coalesce(arguments: list[Code], _: Planning) -> Code:
    kind = common_type(arguments)
    runs = [_as(argument, kind) for argument in arguments]

    def run(frame: Frame) -> Any:
        return next((v for value in runs if (v := value(frame)) is not None), None)

    return Code(kind, run, all(argument.nullable for argument in arguments))


def _datalength(arguments: list[Code], _: Planning) -> Code:
    argument = arguments[0]
    kind = argument.type
    return Code(
        BIGINT if kind.length == MAX else INT,
        lambda frame: None if (v := argument.run(frame)) is None else length_of(v, kind),
        argument.nullable,
    )


def _len(arguments: list[Code], _: Planning) -> Code:
    text = _text(arguments[0])

    def run(frame: Frame) -> int | None:
        value = text.run(frame)
        return None if value is None else len(value.rstrip(" ").encode("utf-16-le")) // 2

    return Code(BIGINT if text.type.length == MAX else INT, run)


def _hashbytes(arguments: list[Code], planning: Planning) -> Code:
    """Before SQL Server 2016, more than 8,000 bytes are refused.

    https://learn.microsoft.com/sql/t-sql/functions/hashbytes-transact-sql
    """
    algorithm, operand = arguments
    kind = operand.type
    if kind.name not in TEXTS | {"varbinary", "binary", "rowversion"} or kind.name == "ntext":
        raise SqlError(
            8116,
            f"Argument data type {spelled(kind)} is invalid for argument 2 of hashbytes function.",
        )
    limited = planning.server.major < 13

    def run(frame: Frame) -> bytes | None:
        name, value = algorithm.run(frame), operand.run(frame)
        if name is None or value is None or name.upper() not in _ALGORITHMS:
            return None
        raw = text_bytes(value, kind) if isinstance(value, str) else value
        if limited and len(raw) > 8000:
            raise truncated()
        return hashlib.new(_ALGORITHMS[name.upper()], raw).digest()

    return Code(SqlType("varbinary", 8000), run)


_ALGORITHMS = {"SHA2_256": "sha256", "SHA2_512": "sha512", "SHA1": "sha1", "SHA": "sha1"}
_ALGORITHMS |= {"MD5": "md5"}


def _part(kind: SqlType) -> SqlType:
    name = "nvarchar" if kind.name in WIDE else "varchar"
    length = kind.length if kind.length == MAX else min(kind.length, LONGEST[name])
    return SqlType(name, length, collation=kind.collation)


def _substring(arguments: list[Code], _: Planning) -> Code:
    text = arguments[0]
    is_text = text.type.name in TEXTS
    start, length = (_as(argument, INT) for argument in arguments[1:])

    def run(frame: Frame) -> Any:
        value, first, size = text.run(frame), start(frame), length(frame)
        if value is None or first is None or size is None:
            return None
        if size < 0:
            raise SqlError(
                537, "Invalid length parameter passed to the LEFT or SUBSTRING function.", 16, 3
            )
        return value[max(0, first - 1) : max(0, first - 1 + size)]

    return Code(_part(text.type) if is_text else text.type, run)


def _left(arguments: list[Code], planning: Planning) -> Code:
    one = Code(INT, lambda _: 1)
    return _substring([_text(arguments[0]), one, arguments[1]], planning)


def _right(arguments: list[Code], _: Planning) -> Code:
    text, count = _text(arguments[0]), _as(arguments[1], INT)

    def run(frame: Frame) -> Any:
        value, size = text.run(frame), count(frame)
        return None if value is None or size is None else value[max(0, len(value) - size) :]

    return Code(_part(text.type), run)


def _replace(arguments: list[Code], _: Planning) -> Code:
    texts = [_text(argument) for argument in arguments]

    def run(frame: Frame) -> Any:
        value, old, new = (text.run(frame) for text in texts)
        if value is None or old is None or new is None:
            return None
        return value.replace(old, new) if old else value

    return Code(nvarchar(4000), run)


def _concat(arguments: list[Code], _: Planning) -> Code:
    texts = [_text(argument).run for argument in arguments]
    wide = any(a.type.length == MAX for a in arguments)
    kind = SqlType("nvarchar", MAX if wide else 4000)
    return Code(kind, lambda frame: "".join(text(frame) or "" for text in texts), False)


def _abs(arguments: list[Code], _: Planning) -> Code:
    argument = arguments[0]
    if argument.type.name not in NUMBERS:
        argument = argument._replace(type=SqlType("float"), run=_as(argument, SqlType("float")))
    return argument._replace(run=lambda f: None if (v := argument.run(f)) is None else abs(v))


def _newid(_: list[Code], __: Planning) -> Code:
    return Code(GUID, lambda _: uuid.uuid4(), False)


def _blank(side: Callable[[str, str], str]) -> Callable[[str], str]:
    return lambda text: side(text, " ")


# How many arguments, at least and at most; since which version; how it is made.
FUNCTIONS: dict[str, tuple[int, int, int, Make]] = {
    "isnull": (2, 2, 0, _isnull),
    "coalesce": (2, 99, 0, _coalesce),
    "datalength": (1, 1, 0, _datalength),
    "len": (1, 1, 0, _len),
    "hashbytes": (2, 2, 0, _hashbytes),
    "lower": (1, 1, 0, _on_text(str.lower)),
    "upper": (1, 1, 0, _on_text(str.upper)),
    "ltrim": (1, 1, 0, _on_text(_blank(str.lstrip))),
    "rtrim": (1, 1, 0, _on_text(_blank(str.rstrip))),
    "trim": (1, 1, 14, _on_text(_blank(str.strip))),
    "substring": (3, 3, 0, _substring),
    "left": (2, 2, 0, _left),
    "right": (2, 2, 0, _right),
    "replace": (3, 3, 0, _replace),
    "concat": (2, 254, 11, _concat),
    "abs": (1, 1, 0, _abs),
    "newid": (0, 0, 0, _newid),
}
