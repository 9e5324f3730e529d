"""Reads batches: the statements that the agent sends, and those with which a test edits."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from tests.sqlserver.model import syntax
from tests.sqlserver.model.parse_expression import Expressions
from tests.sqlserver.model.parse_query import query
from tests.sqlserver.model.reader import Reader
from tests.sqlserver.model.refusals import NotModelled, near

ON_OFF = {"nocount", "xact_abort", "ansi_nulls", "ansi_padding", "ansi_warnings", "arithabort"}
ON_OFF |= {"concat_null_yields_null", "quoted_identifier", "ansi_null_dflt_on", "fmtonly"}
ON_OFF |= {"implicit_transactions", "cursor_close_on_commit"}
VALUED = ("lock_timeout", "deadlock_priority", "textsize", "language", "dateformat", "datefirst")


@lru_cache(maxsize=2000)
def parsed(sql: str) -> tuple[Any, ...]:
    """The statements of a batch; raises the syntax error of the first that isn't one."""
    reader = Reader(sql)
    found: list[Any] = []
    while True:
        while reader.accept(";"):
            pass
        if not reader.token.kind or reader.token.kind == "end":
            return tuple(found)
        found.append(_statement(reader))


def _statement(reader: Reader) -> Any:
    word = reader.token.key
    if word == "select":
        return query(reader)
    read = _STATEMENTS.get(word)
    if read is None:
        if word in ("with", "exec", "execute", "declare", "merge", "grant", "print", "waitfor"):
            raise NotModelled(word.upper())
        raise reader.error()
    reader.next()
    return read(reader)


# --- the session


def _set(reader: Reader) -> syntax.SetOption:
    if reader.accept("transaction", "isolation", "level"):
        first = reader.next().key
        level = f"{first} {reader.next().key}" if first in ("read", "repeatable") else first
        known = ("read committed", "read uncommitted", "repeatable read", "serializable")
        if level not in (*known, "snapshot"):
            raise near(level)
        return syntax.SetOption("isolation", level)
    name = reader.next().key
    if name in ON_OFF:
        return syntax.SetOption(name, reader.one_of("on", "off") or _no(reader))
    if name not in VALUED:
        raise near(name)
    if reader.token.kind == "number" or reader.sees("-"):
        return syntax.SetOption(name, str(reader.integer()))
    return syntax.SetOption(name, reader.next().key)


def _no(reader: Reader) -> str:
    raise reader.error()


def _begin(reader: Reader) -> syntax.Begin:
    if not reader.one_of("transaction", "tran"):
        raise reader.error()
    return syntax.Begin()


def _commit(reader: Reader) -> syntax.Commit:
    reader.one_of("transaction", "tran", "work")
    return syntax.Commit()


def _rollback(reader: Reader, if_open: bool = False) -> syntax.Rollback:
    reader.one_of("transaction", "tran", "work")
    return syntax.Rollback(if_open)


def _if(reader: Reader) -> syntax.Rollback:
    """`IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION` is the only one."""
    if not reader.accept("@@trancount", ">", "0") and not _zero(reader):
        raise NotModelled("IF")
    reader.expect("rollback")
    return _rollback(reader, if_open=True)


def _zero(reader: Reader) -> bool:
    return reader.accept("@@trancount", "<>", "0")


def _use(reader: Reader) -> syntax.Use:
    return syntax.Use(reader.identifier())


# --- edits


def _insert(reader: Reader) -> syntax.Insert:
    reader.accept("into")
    table = reader.name()
    columns = reader.names() if reader.sees("(") else ()
    if reader.accept("default", "values"):
        return syntax.Insert(table, columns, ((),))
    if reader.sees("select"):
        return syntax.Insert(table, columns, (), query(reader))
    reader.expect("values")
    rows = [_row(reader)]
    while reader.accept(","):
        rows.append(_row(reader))
    return syntax.Insert(table, columns, tuple(rows))


def _row(reader: Reader) -> tuple[Any, ...]:
    reader.expect("(")
    found = [_value(reader)]
    while reader.accept(","):
        found.append(_value(reader))
    reader.expect(")")
    return tuple(found)


def _value(reader: Reader) -> Any:
    return None if reader.accept("default") else Expressions(reader, query).scalar()


def _where(reader: Reader) -> Any | None:
    if reader.sees("from"):
        raise NotModelled("FROM in an edit")
    return Expressions(reader, query).condition() if reader.accept("where") else None


def _update(reader: Reader) -> syntax.Update:
    table = reader.name()
    reader.expect("set")
    changes = []
    while True:
        column = reader.identifier()
        reader.expect("=")
        changes.append((column, _value(reader)))
        if not reader.accept(","):
            return syntax.Update(table, tuple(changes), _where(reader))


def _delete(reader: Reader) -> syntax.Delete:
    reader.accept("from")
    return syntax.Delete(reader.name(), _where(reader))


# --- tables


def _create(reader: Reader) -> syntax.CreateTable | syntax.CreateDatabase:
    if reader.accept("database"):
        return syntax.CreateDatabase(reader.identifier())
    if not reader.accept("table"):
        raise NotModelled(f"CREATE {reader.token.text}")
    table = reader.name()
    reader.expect("(")
    columns: list[syntax.ColumnDefinition] = []
    primary: tuple[str, ...] = ()
    constraint = None
    while True:
        if reader.accept("constraint"):
            constraint = reader.identifier()
        if reader.sees("primary"):
            primary = _primary_key(reader)
        else:
            columns.append(_column(reader))
        if not reader.accept(","):
            break
    reader.expect(")")
    primary = primary or tuple(column.name for column in columns if column.primary)
    return syntax.CreateTable(table, tuple(columns), primary, constraint)


def _primary_key(reader: Reader) -> tuple[str, ...]:
    reader.expect("primary", "key")
    reader.one_of("clustered", "nonclustered")
    return reader.names()


def _column(reader: Reader) -> syntax.ColumnDefinition:
    column = syntax.ColumnDefinition(reader.identifier(), reader.type())
    while True:
        if reader.accept("collate"):
            kind = column.type._replace(collation=reader.identifier())
            column = column._replace(type=kind)
        elif reader.accept("not", "null"):
            column = column._replace(nullable=False)
        elif reader.accept("null"):
            column = column._replace(nullable=True)
        elif reader.accept("primary", "key"):
            reader.one_of("clustered", "nonclustered")
            column = column._replace(primary=True, nullable=False)
        elif reader.accept("identity"):
            column = column._replace(identity=_identity(reader), nullable=False)
        elif reader.accept("default"):
            column = column._replace(default=Expressions(reader, query).scalar())
        else:
            return column


def _identity(reader: Reader) -> tuple[int, int]:
    if not reader.accept("("):
        return (1, 1)
    seed = reader.integer()
    reader.expect(",")
    step = reader.integer()
    reader.expect(")")
    return (seed, step)


def _drop(reader: Reader) -> syntax.DropTable | syntax.DropDatabase:
    if reader.accept("database"):
        return syntax.DropDatabase(reader.identifier())
    if not reader.accept("table"):
        raise NotModelled(f"DROP {reader.token.text}")
    if_exists = reader.accept("if", "exists")
    return syntax.DropTable(reader.name(), if_exists)


def _truncate(reader: Reader) -> syntax.TruncateTable:
    reader.expect("table")
    return syntax.TruncateTable(reader.name())


def _alter(reader: Reader) -> Any:
    if reader.accept("database"):
        return _alter_database(reader)
    reader.expect("table")
    table = reader.name()
    if action := reader.one_of("enable", "disable"):
        reader.expect("change_tracking")
        if reader.accept("with", "(", "track_columns_updated", "="):
            reader.one_of("on", "off")
            reader.expect(")")
        return syntax.TrackTable(table, action == "enable")
    if reader.accept("drop", "column"):
        return syntax.DropColumn(table, reader.identifier())
    reader.expect("add")
    return syntax.AddColumn(table, _column(reader))


def _alter_database(reader: Reader) -> syntax.AlterDatabase:
    name = "" if reader.accept("current") else reader.identifier()
    reader.expect("set")
    option = reader.next().key
    if option in ("single_user", "multi_user"):
        reader.accept("with", "rollback", "immediate")
        return syntax.AlterDatabase(name, option, True, None)
    if option not in ("change_tracking", "allow_snapshot_isolation", "read_committed_snapshot"):
        raise NotModelled(f"ALTER DATABASE ... SET {option}")
    reader.accept("=")
    value = (reader.one_of("on", "off") or _no(reader)) == "on"
    retention = _retention(reader) if reader.accept("(") else None
    if reader.accept("with", "rollback", "immediate"):
        pass
    return syntax.AlterDatabase(name, option, value, retention)


def _retention(reader: Reader) -> tuple[int, str] | None:
    found = None
    while not reader.accept(")"):
        if reader.accept("change_retention", "="):
            found = (reader.integer(), reader.next().key)
        elif reader.accept("auto_cleanup", "="):
            reader.one_of("on", "off")
        else:
            raise reader.error()
        reader.accept(",")
    return found


_STATEMENTS: dict[str, Callable[[Reader], Any]] = {
    "set": _set,
    "begin": _begin,
    "commit": _commit,
    "rollback": _rollback,
    "if": _if,
    "use": _use,
    "insert": _insert,
    "update": _update,
    "delete": _delete,
    "create": _create,
    "drop": _drop,
    "truncate": _truncate,
    "alter": _alter,
}
