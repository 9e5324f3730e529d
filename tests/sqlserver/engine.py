"""What the wire and the model of SQL Server know of each other: logins, sessions, statements."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, Protocol

MAX = -1  # the length of nvarchar(max) and its like


class SqlError(Exception):
    """SQL Server refuses, with its own number and words.

    https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors
    """

    def __init__(self, number: int, message: str, severity: int = 16, state: int = 1) -> None:
        super().__init__(number, message, severity, state)
        self.number = number
        self.message = message
        self.severity = severity
        self.state = state


class SqlType(NamedTuple):
    """A type as it is declared: `nvarchar(50)`, `decimal(19, 4)`.

    The length is in characters, or in bytes for binary types; `MAX` for `(max)`, 0 where a type
    has none. The scale is that of decimals, and of the seconds of times.
    """

    name: str
    length: int = 0
    precision: int = 0
    scale: int = 0
    collation: str | None = None


class Parameter(NamedTuple):
    """One argument of a statement: `@P1`, its type if the client said one, its Python value."""

    name: str
    type: SqlType | None
    value: Any


class ResultColumn(NamedTuple):
    """A column of a result; without a name, the name is empty."""

    name: str
    type: SqlType
    nullable: bool = True


class Result(NamedTuple):
    """What a SELECT answers. The rows may be read once, and may raise a `SqlError` on the way.

    Values are int, bool, str, bytes, float, Decimal, UUID, date, time, datetime or None;
    datetimeoffset is an aware datetime, the others are naive.
    """

    columns: Sequence[ResultColumn]
    rows: Iterable[tuple[Any, ...]]


class Session(Protocol):
    """One connection, used by one thread at a time."""

    def execute(self, sql: str, parameters: Sequence[Parameter] = ()) -> Sequence[Result | int]:
        """Run a batch: a `Result` for each SELECT, the rows affected for each edit."""
        ...

    @property
    def transactions(self) -> int:
        """@@TRANCOUNT: how many transactions are open, one within the other."""
        ...

    def begin(self) -> None: ...

    def commit(self) -> None: ...

    def rollback(self) -> None: ...

    def close(self) -> None: ...


class Login(NamedTuple):
    """What a client says of itself; an empty database is the login's default one."""

    user: str = ""
    password: str = ""
    database: str = ""
    application: str = ""
    host: str = ""
    readonly_intent: bool = False
    integrated: bool = False


class Server(Protocol):
    """Lets clients in; `login` raises `SqlError` 18456, 18487, 18488, 4060 or 911 if it won't."""

    def login(self, login: Login) -> Session: ...
