"""The JSON Schema of database layouts, made from the fields that the program knows.

Draft 7, which editors of TOML understand; `tests/unit/core/test_profile_schema.py` holds it to the
program.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from practicesync.core.profile_fields import CHILDREN, EMPLOYEE, FIELDS, MEANINGS
from practicesync.core.profile_text import STATUSES

Schema = dict[str, Any]

_PART = r"[^\"\[\]`;\x00\r\n]"
_COLUMN = rf"^(?!via\.)(?=.*\S){_PART}+$"
_LINKED = rf"^(?=.*\S){_PART}+$"
_TABLE = r"^[^\"\[\]`;\x00\r\n.]*[^\"\[\]`;\x00\r\n.\s][^\"\[\]`;\x00\r\n.]*"

_SAID: Mapping[str, str] = {
    "name": "What the layout is called.",
    "status": "Whether it was tried on a real database.",
    "table": "The table, with its schema: dbo.Contact.",
    "key": "The columns of its primary key.",
    "on": "The contact's own columns that hold this key; without it the contact's key.",
    "parent": "The columns that hold the contact's key.",
    "via": "The link table between contacts and these rows.",
    "child": "The link table's columns that hold the key of these rows.",
    "version": "The table's rowversion column, where it has one.",
    "where": "A condition in SQL: rows that do not meet it are no contacts.",
    "fields": "Where each field comes from.",
    "joins": "Tables with at most one row for a contact.",
    "children": "Tables with any number of rows for a contact.",
    "column": "A column that holds codes.",
    "map": "What each code stands for.",
    "default": "What stands for NULL and for every other code.",
    "contact": "The columns that hold the other contact's key.",
}


def profile_schema() -> Schema:
    """Return the schema."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A database layout of Practice Sync",
        "definitions": {
            "table": {"type": "string", "pattern": rf"{_TABLE}(\.{_TABLE[1:]})?$"},
            "column": _text(_COLUMN),
            "linked": _text(_LINKED),
            "columns": {"type": "array", "minItems": 1, "items": _text(_LINKED)},
            "origin": _made_of("", "column"),
            "linked_origin": _made_of("", "linked"),
        },
        **_table(
            {
                "name": _text(r"\S"),
                "status": {"enum": list(STATUSES)},
                "contact": {**_contact(), "description": "Where contacts are."},
                "employee": {**_employee(), "description": "Where employees are."},
            },
            ["name", "status", "contact"],
        ),
    }


def _contact() -> Schema:
    return _table(
        {
            "table": _name_of_table(),
            "key": _columns(),
            "version": {"type": "string"},
            "where": {"type": "string", "pattern": r"^(?![\s\S]*(;|--|/\*))"},
            "fields": _fields(FIELDS, "column", extras=True),
            "joins": {"type": "array", "items": _join()},
            "children": {"type": "array", "items": _child()},
        },
        ["table", "key", "fields"],
    )


def _join() -> Schema:
    properties = {
        "table": _name_of_table(),
        "key": _columns(),
        "on": _columns(),
        "version": {"type": "string"},
        "fields": _fields(FIELDS, "column", extras=True),
    }
    return _table(properties, ["table", "key", "fields"])


def _child() -> Schema:
    kinds = [
        _one_child(name, linked=linked) for name in sorted(CHILDREN) for linked in (False, True)
    ]
    return {"oneOf": kinds}


def _one_child(name: str, *, linked: bool) -> Schema:
    column = "linked" if linked else "column"
    fields = _fields(CHILDREN[name], column)
    if name == "addresses":
        line = _ref(column)
        fields["properties"]["lines"] = {"oneOf": [line, {"type": "array", "items": line}]}
    if name == "associations":
        fields["properties"]["contact"] = _table({"key": _columns()}, ["key"])
        fields["required"] = ["contact"]
    properties: Schema = {
        "name": {"const": name},
        "table": _name_of_table(),
        "key": _columns(),
        "version": {"type": "string"},
        "fields": fields,
    }
    if not linked:
        return _table(properties | {"parent": _columns()}, [*properties, "parent"], "version")
    link = {
        "table": _name_of_table(),
        "parent": _columns(),
        "child": _columns(),
        "version": {"type": "string"},
    }
    via = _table(link, list(link), "version")
    return _table(properties | {"via": via}, [*properties, "via"], "version")


def _employee() -> Schema:
    fields = _fields(EMPLOYEE, "column")
    fields["properties"]["email"] = _ref("column")
    fields["required"] = ["email"]
    properties = {"table": _name_of_table(), "key": _columns(), "fields": fields}
    return _table(properties, list(properties))


def _fields(names: Collection[str], column: str, *, extras: bool = False) -> Schema:
    properties = {name: _origin(name, column) for name in sorted(names)}
    schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    if extras:
        extra = _origin("extras", column)
        properties["extras"] = {"type": "object", "additionalProperties": extra}
        schema["patternProperties"] = {r"^extras\.": extra}
    return schema


def _origin(field: str, column: str) -> Schema:
    if field in MEANINGS:
        return _made_of(field, column)
    return _ref("origin" if column == "column" else "linked_origin")


def _made_of(field: str, column: str) -> Schema:
    known = MEANINGS.get(field)
    meaning: Schema = {"enum": list(known)} if known else {"type": ["string", "boolean"]}
    codes = {"type": "object", "additionalProperties": meaning}
    mapped = _table({"column": _ref(column), "map": codes, "default": meaning}, ["column", "map"])
    return {"oneOf": [_ref(column), mapped]}


def _table(properties: Schema, required: list[str], *optional: str) -> Schema:
    described = {
        name: _described(schema, _SAID[name])
        if name in _SAID and "description" not in schema
        else schema
        for name, schema in properties.items()
    }
    needed = [name for name in required if name not in optional]
    return {
        "type": "object",
        "properties": described,
        "required": needed,
        "additionalProperties": False,
    }


def _text(pattern: str) -> Schema:
    return {"type": "string", "pattern": pattern}


def _described(schema: Schema, description: str) -> Schema:
    # What stands beside a reference is not looked at.
    whole = {"allOf": [schema]} if "$ref" in schema else schema
    return {**whole, "description": description}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


def _columns() -> Schema:
    return _ref("columns")


def _name_of_table() -> Schema:
    return _ref("table")
