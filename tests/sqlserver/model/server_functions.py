"""Functions that ask the server: versions, names, rights, the time.

https://learn.microsoft.com/sql/t-sql/functions/system-functions-transact-sql
https://learn.microsoft.com/sql/relational-databases/system-functions/change-tracking-functions-transact-sql
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC
from typing import Any

from tests.sqlserver.engine import SqlError, SqlType
from tests.sqlserver.model import syntax
from tests.sqlserver.model.context import Context
from tests.sqlserver.model.principals import Rights
from tests.sqlserver.model.refusals import NotModelled, no_function
from tests.sqlserver.model.scope import Code, Frame
from tests.sqlserver.model.table import Table
from tests.sqlserver.model.types import (
    BIGINT,
    DATETIME,
    DATETIME2,
    INT,
    SMALLINT,
    nvarchar,
)

NAME = nvarchar(128)
BINARY8 = SqlType("binary", 8)
Answer = Callable[..., Any]  # (context, *arguments)

OBJECT_PERMISSIONS = {"SELECT", "INSERT", "UPDATE", "DELETE", "REFERENCES", "EXECUTE", "CONTROL"}
OBJECT_PERMISSIONS |= {"ALTER", "VIEW CHANGE TRACKING", "VIEW DEFINITION", "TAKE OWNERSHIP"}


def table_of(context: Context, name: str) -> Table | None:
    """The table of a name in text: `dbo.Contact`, `[dbo].[Contact]`; None if it isn't seen."""
    parts = [_unquoted(part.strip()) for part in name.split(".")]
    if not 1 <= len(parts) <= 3:
        return None
    found = context.database.find(tuple(parts))
    return found if found and context.rights.sees(found.object_id) else None


def _unquoted(part: str) -> str:
    return part[1:-1].replace("]]", "]") if part[:1] == "[" else part.strip('"')


def _table_by_id(context: Context, identity: int | None) -> Table | None:
    return next((t for t in context.database.tables if t.object_id == identity), None)


# --- names


def _object_id(context: Context, name: str | None, kind: str | None = "U") -> int | None:
    if name is None or (kind or "U").strip().upper() not in ("U", ""):
        return None
    table = table_of(context, name)
    return table.object_id if table else None


def _object_name(context: Context, identity: int | None) -> str | None:
    table = _table_by_id(context, identity)
    return table.name if table and context.rights.sees(table.object_id) else None


def _object_schema_name(context: Context, identity: int | None) -> str | None:
    table = _table_by_id(context, identity)
    return table.schema if table and context.rights.sees(table.object_id) else None


def _schema_name(context: Context, identity: int | None = 1) -> str | None:
    return next((n for n, i in context.database.schemas.items() if i == identity), None)


def _schema_id(context: Context, name: str | None = "dbo") -> int | None:
    wanted = (name or "").lower()
    return next((i for n, i in context.database.schemas.items() if n.lower() == wanted), None)


def _db_id(context: Context, name: str | None = "") -> int | None:
    if name == "":
        return context.database.database_id
    found = context.server.find_database(name or "")
    return found.database_id if found else None


def _db_name(context: Context, identity: int | None = None) -> str | None:
    if identity is None:
        return context.database.name
    found = (d for d in context.server.databases if d.database_id == identity)
    return next((d.name for d in found), None)


# --- change tracking and rowversion


def _current_version(context: Context) -> int | None:
    """NULL when change tracking is off for the database."""
    return context.read().tracked_version if context.database.tracked else None


def _min_valid_version(context: Context, identity: int | None) -> int | None:
    """NULL without tracking, without the table, and without the right to view its changes.

    https://learn.microsoft.com/sql/relational-databases/system-functions/change-tracking-min-valid-version-transact-sql
    """
    table = _table_by_id(context, identity)
    if table is None or not context.database.tracked:
        return None
    if not context.rights.on_object("VIEW CHANGE TRACKING", table.object_id):
        return None
    return context.read().min_valid(table)


def _min_active(context: Context) -> bytes:
    return context.database.min_active_rowversion.to_bytes(8, "big")


# --- rights


def _has_perms(
    context: Context, securable: str | None, kind: str | None, permission: str | None
) -> int | None:
    """1, 0, or NULL when the securable or the permission isn't known.

    https://learn.microsoft.com/sql/t-sql/functions/has-perms-by-name-transact-sql
    """
    if permission is None:
        return None
    wanted, rights = permission.upper(), context.rights
    if kind is None:
        return int(rights.on_server(wanted))
    if kind.upper() == "DATABASE":
        return int(_on_database(context, securable, wanted))
    if kind.upper() != "OBJECT":
        raise NotModelled(f"HAS_PERMS_BY_NAME of {kind}")
    table = table_of(context, securable) if securable else None
    if wanted == "ANY":
        return int(table is not None) if securable else None
    if table is None or wanted not in OBJECT_PERMISSIONS:
        return None
    return int(rights.on_object(wanted, table.object_id))


def _on_database(context: Context, name: str | None, permission: str) -> bool:
    database = context.database if name is None else context.server.find_database(name)
    if database is None:
        return False
    user = database.users.get(context.rights.account.name.lower())
    rights = Rights(context.rights.account, user)
    if permission == "ANY":
        return rights.owner or user is not None
    return rights.on_database(permission)


def _has_dbaccess(context: Context, name: str | None) -> int | None:
    """1 where the login can open the database, else 0; NULL where there is none.

    https://learn.microsoft.com/sql/t-sql/functions/has-dbaccess-transact-sql
    """
    database = context.server.find_database(name or "")
    if database is None:
        return None
    account = context.rights.account
    admitted = account.sysadmin or account.name.lower() in database.users
    everybody = database.database_id == 1
    return int((admitted or everybody) and database.state.name == "ONLINE")


def _server_role(context: Context, role: str | None) -> int | None:
    if role is None:
        return None
    if role.lower() == "public":
        return 1
    known = {"sysadmin", "serveradmin", "securityadmin", "dbcreator", "processadmin", "bulkadmin"}
    if role.lower() not in known:
        return None
    return int(context.rights.account.sysadmin)


def _role(context: Context, role: str | None) -> int | None:
    member = None if role is None else context.rights.is_member(role)
    return None if member is None else int(member)


def _user_name(context: Context) -> str:
    if context.rights.account.sysadmin:
        return "dbo"
    return context.rights.user.name if context.rights.user else "guest"


# --- the server


def _server_property(context: Context, name: str | None) -> Any:
    return context.server.properties.get((name or "").lower())


def _property_type(arguments: Sequence[Any]) -> SqlType:
    """SERVERPROPERTY has a type for each property, so its name has to be a constant here."""
    first = arguments[0] if arguments else None
    if not isinstance(first, syntax.Literal):
        raise NotModelled("SERVERPROPERTY of what isn't a constant")
    numbers = {"engineedition", "isclustered", "ishadrenabled", "processid"}
    return INT if str(first.value).lower() in numbers else NAME


def _database_property(context: Context, name: str | None, what: str | None) -> Any:
    database = context.server.find_database(name or "")
    if database is None:
        return None
    known = {"status": database.state.name, "collation": database.collation}
    known |= {"useraccess": database.access.name, "updateability": "READ_WRITE"}
    if (what or "").lower() not in known:
        raise NotModelled(f"DATABASEPROPERTYEX {what}")
    return known[(what or "").lower()]


# The least and the most arguments, the type, the answer.
FUNCTIONS: dict[str, tuple[int, int, SqlType | None, Answer]] = {
    "object_id": (1, 2, INT, _object_id),
    "object_name": (1, 1, NAME, _object_name),
    "object_schema_name": (1, 1, NAME, _object_schema_name),
    "schema_name": (0, 1, NAME, _schema_name),
    "schema_id": (0, 1, INT, _schema_id),
    "db_id": (0, 1, SMALLINT, _db_id),
    "db_name": (0, 1, NAME, _db_name),
    "change_tracking_current_version": (0, 0, BIGINT, _current_version),
    "change_tracking_min_valid_version": (1, 1, BIGINT, _min_valid_version),
    "min_active_rowversion": (0, 0, BINARY8, _min_active),
    "has_perms_by_name": (3, 3, INT, _has_perms),
    "has_dbaccess": (1, 1, INT, _has_dbaccess),
    "is_srvrolemember": (1, 1, INT, _server_role),
    "is_rolemember": (1, 1, INT, _role),
    "is_member": (1, 1, INT, _role),
    "suser_sname": (0, 0, NAME, lambda context: context.login),
    "suser_name": (0, 0, NAME, lambda context: context.login),
    "original_login": (0, 0, NAME, lambda context: context.login),
    "user_name": (0, 0, NAME, _user_name),
    "serverproperty": (1, 1, None, _server_property),
    "databasepropertyex": (2, 2, NAME, _database_property),
    "getdate": (0, 0, DATETIME, lambda context: context.now),
    "getutcdate": (0, 0, DATETIME, lambda context: context.now),
    "sysdatetime": (0, 0, DATETIME2, lambda context: context.now),
    "sysutcdatetime": (0, 0, DATETIME2, lambda context: context.now),
    "sysdatetimeoffset": (
        *(0, 0),
        SqlType("datetimeoffset", scale=7),
        lambda context: context.now.replace(tzinfo=UTC),
    ),
    "xact_state": (0, 0, SMALLINT, lambda context: min(1, context.open_transactions)),
}


def _name(context: Context) -> str:
    return context.server.name


def _major(context: Context) -> int:
    return context.server.major << 24


GLOBALS: dict[str, tuple[SqlType, Callable[[Context], Any]]] = {
    "@@dbts": (SqlType("varbinary", 8), lambda c: c.database.rowversion.to_bytes(8, "big")),
    "@@version": (nvarchar(300), lambda c: c.server.banner),
    "@@trancount": (INT, lambda c: c.open_transactions),
    "@@spid": (SMALLINT, lambda c: c.process),
    "@@servername": (NAME, _name),
    "@@lock_timeout": (INT, lambda c: c.lock_timeout),
    "@@microsoftversion": (INT, _major),
}


def call(name: str, arguments: list[Code], written: Sequence[Any]) -> Code:
    """The call of a function of the server; raises 174 for a wrong number of arguments."""
    least, most, kind, answer = FUNCTIONS[name]
    if not least <= len(arguments) <= most:
        raise SqlError(174, f"The {name} function requires {least} argument(s).", 15)
    runs = [argument.run for argument in arguments]

    def run(frame: Frame) -> Any:
        return answer(frame.context, *(value(frame) for value in runs))

    return Code(kind or _property_type(written), run)


def global_variable(name: str) -> Code:
    if name not in GLOBALS:
        raise no_function(name)
    kind, answer = GLOBALS[name]
    return Code(kind, lambda frame: answer(frame.context))
