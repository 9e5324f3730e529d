"""How a column that refers to a contact compares with the contact's own key.

A database without foreign keys may have them of two types, or under two collations.
"""

from __future__ import annotations

from practicesync.adapters.sqlserver.catalog import SqlType

_WIDE = {"nchar", "nvarchar"}
_TEXT = {"char", "varchar", *_WIDE}


def ordered_alike(column: SqlType, key: SqlType) -> bool:
    """Tell whether a range of the contact's keys is the same range of the column.

    Under SQL Server's older collations varchar and nvarchar are sorted by different rules:
    https://learn.microsoft.com/sql/relational-databases/collations/collation-and-unicode-support
    """
    if column.kind == key.kind == "int":
        return True
    if column.name in _TEXT and key.name in _TEXT:
        wide = column.name in _WIDE, key.name in _WIDE
        return column.collation == key.collation and wide[0] == wide[1]
    return column.name == key.name


def sought_as(column: SqlType, key: SqlType) -> SqlType:
    """Return the type that a contact's key is cast to: one that holds all of it.

    A key that is cut short would find another contact's rows, and one too large for the column's
    own type fails.
    """
    if column.kind == key.kind == "int":
        return key
    if not {column.name, key.name} <= _TEXT or _holds(column, key):
        return column
    wide = bool({column.name, key.name} & _WIDE)
    lengths = _characters(column), _characters(key)
    length = -1 if min(lengths) < 0 else max(lengths) * (2 if wide else 1)
    name = "nvarchar" if wide else "varchar"
    return SqlType(name, length, 0, 0, column.collation)


def _holds(column: SqlType, key: SqlType) -> bool:
    long = column.length < 0 or 0 <= _characters(key) <= _characters(column)
    return long and (column.name in _WIDE or key.name not in _WIDE)


def _characters(type_: SqlType) -> int:
    return type_.length // 2 if type_.name in _WIDE and type_.length > 0 else type_.length
