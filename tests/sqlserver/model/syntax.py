"""The statements of the model's T-SQL, parsed: facts without behaviour."""

from typing import Any, NamedTuple, TypeAlias

from tests.sqlserver.engine import SqlType

Name: TypeAlias = tuple[str, ...]  # ("dbo", "Contact"), as written, outermost first


class Column(NamedTuple):
    name: Name


class Star(NamedTuple):
    source: str | None


class Literal(NamedTuple):
    type: SqlType
    value: Any


class Variable(NamedTuple):
    """`@P1`, in lower case."""

    name: str


class Global(NamedTuple):
    """`@@DBTS`, in lower case."""

    name: str


class Call(NamedTuple):
    """A function; `star` is COUNT(*), `distinct` COUNT(DISTINCT a)."""

    name: str
    arguments: tuple[Any, ...]
    star: bool = False
    distinct: bool = False


class Cast(NamedTuple):
    operand: Any
    type: SqlType
    style: int | None = None
    lenient: bool = False


class Arithmetic(NamedTuple):
    operator: str
    left: Any
    right: Any


class Negative(NamedTuple):
    operand: Any


class Collate(NamedTuple):
    operand: Any
    collation: str


class Case(NamedTuple):
    operand: Any | None
    branches: tuple[tuple[Any, Any], ...]
    otherwise: Any | None


class Subquery(NamedTuple):
    query: "Query"


class Compare(NamedTuple):
    operator: str
    left: Any
    right: Any


class IsNull(NamedTuple):
    operand: Any
    negated: bool


class InList(NamedTuple):
    operand: Any
    items: tuple[Any, ...]
    negated: bool


class InQuery(NamedTuple):
    operand: Any
    query: "Query"
    negated: bool


class Like(NamedTuple):
    operand: Any
    pattern: Any
    negated: bool


class Exists(NamedTuple):
    query: "Query"


class Both(NamedTuple):
    conditions: tuple[Any, ...]


class Either(NamedTuple):
    conditions: tuple[Any, ...]


class Not(NamedTuple):
    condition: Any


class TableSource(NamedTuple):
    name: Name
    alias: str | None
    hints: tuple[str, ...] = ()


class DerivedSource(NamedTuple):
    query: "Query"
    alias: str
    columns: tuple[str, ...] = ()


class ValuesSource(NamedTuple):
    rows: tuple[tuple[Any, ...], ...]
    alias: str
    columns: tuple[str, ...]


class ChangesSource(NamedTuple):
    """`CHANGETABLE(CHANGES name, since)`."""

    name: Name
    since: Any
    alias: str


class FunctionSource(NamedTuple):
    """`sys.dm_db_log_stats(DB_ID())`."""

    name: Name
    arguments: tuple[Any, ...]
    alias: str | None


Source: TypeAlias = TableSource | DerivedSource | ValuesSource | ChangesSource | FunctionSource


class Join(NamedTuple):
    """A source and how it is joined to those before: inner, left or cross."""

    kind: str
    source: Source
    on: Any | None


class Item(NamedTuple):
    expression: Any
    alias: str | None


class Ordering(NamedTuple):
    expression: Any
    descending: bool


class Select(NamedTuple):
    items: tuple[Item, ...]
    joins: tuple[Join, ...] = ()  # the first has kind "from"
    where: Any | None = None
    group: tuple[Any, ...] = ()
    having: Any | None = None
    distinct: bool = False
    top: Any | None = None


class Query(NamedTuple):
    """SELECTs put together; `unions[i]` says whether the one between i and i + 1 keeps doubles."""

    selects: tuple[Select, ...]
    unions: tuple[bool, ...] = ()
    order: tuple[Ordering, ...] = ()
    offset: Any | None = None
    fetch: Any | None = None


class SetOption(NamedTuple):
    """`SET NOCOUNT ON`, `SET LOCK_TIMEOUT 0`, `SET TRANSACTION ISOLATION LEVEL SNAPSHOT`."""

    name: str
    value: str


class Begin(NamedTuple):
    pass


class Commit(NamedTuple):
    pass


class Rollback(NamedTuple):
    if_open: bool = False


class Use(NamedTuple):
    database: str


class Insert(NamedTuple):
    table: Name
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]  # None stands for DEFAULT
    query: Query | None = None


class Update(NamedTuple):
    table: Name
    changes: tuple[tuple[str, Any], ...]
    where: Any | None


class Delete(NamedTuple):
    table: Name
    where: Any | None


class ColumnDefinition(NamedTuple):
    name: str
    type: SqlType
    nullable: bool | None = None
    identity: tuple[int, int] | None = None
    default: Any | None = None
    primary: bool = False


class CreateTable(NamedTuple):
    table: Name
    columns: tuple[ColumnDefinition, ...]
    primary: tuple[str, ...]
    constraint: str | None


class CreateDatabase(NamedTuple):
    name: str


class DropDatabase(NamedTuple):
    name: str


class DropTable(NamedTuple):
    table: Name
    if_exists: bool


class TruncateTable(NamedTuple):
    table: Name


class TrackTable(NamedTuple):
    table: Name
    enable: bool


class AddColumn(NamedTuple):
    table: Name
    column: ColumnDefinition


class DropColumn(NamedTuple):
    table: Name
    column: str


class AlterDatabase(NamedTuple):
    """`ALTER DATABASE x SET option = value`; the options in lower case."""

    database: str
    option: str
    value: bool
    retention: tuple[int, str] | None = None
