"""The types as sys.types and sys.columns number them.

https://learn.microsoft.com/sql/relational-databases/system-catalog-views/sys-types-transact-sql
"""

# The number of each type: sys.types.system_type_id, and its length in bytes.
TYPES: dict[str, tuple[int, int]] = {
    "image": (34, 16),
    "text": (35, 16),
    "uniqueidentifier": (36, 16),
    "date": (40, 3),
    "time": (41, 5),
    "datetime2": (42, 8),
    "datetimeoffset": (43, 10),
    "tinyint": (48, 1),
    "smallint": (52, 2),
    "int": (56, 4),
    "smalldatetime": (58, 4),
    "real": (59, 4),
    "money": (60, 8),
    "datetime": (61, 8),
    "float": (62, 8),
    "ntext": (99, 16),
    "bit": (104, 1),
    "decimal": (106, 17),
    "numeric": (108, 17),
    "smallmoney": (122, 4),
    "bigint": (127, 8),
    "varbinary": (165, 8000),
    "varchar": (167, 8000),
    "binary": (173, 8000),
    "char": (175, 8000),
    "timestamp": (189, 8),
    "nvarchar": (231, 8000),
    "nchar": (239, 8000),
    "xml": (241, -1),
}
DIGITS = {"tinyint": 3, "smallint": 5, "int": 10, "bigint": 19, "money": 19, "bit": 1}
DIGITS |= {"float": 53, "real": 24, "datetime": 23, "date": 10}
