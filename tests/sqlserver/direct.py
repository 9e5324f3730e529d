"""A connection that looks like pyodbc's with Microsoft's driver, to a `Server` in this process.

No socket and no driver is between, so that thousands of sessions take seconds. What drivers do is
done here the same way, and `tests/unit/sqlserver_model/test_direct.py` holds it against the real
one: SQLSTATEs, types of arguments, texts of errors.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import pyodbc

from tests.sqlserver.engine import MAX, Login, Parameter, Result, Server, Session, SqlError, SqlType
from tests.sqlserver.model.types import MOMENTS, TEXTS, nvarchar, type_of

MICROSOFT = "[Microsoft][ODBC Driver 18 for SQL Server][SQL Server]"

# The SQLSTATE that Microsoft's driver gives to an error; 42000 to all others.
# https://learn.microsoft.com/sql/relational-databases/native-client-odbc-error-messages/processing-odbc-error-messages
STATES = {
    206: "22018",
    207: "42S22",
    208: "42S02",
    213: "21S01",
    220: "22003",
    241: "22007",
    245: "22018",
    248: "22003",
    512: "21000",
    515: "23000",
    529: "22018",
    544: "23000",
    911: "08004",
    916: "08004",
    1205: "40001",
    2627: "23000",
    2714: "42S01",
    3701: "42S02",
    3902: "25000",
    3903: "25000",
    8115: "22003",
    8134: "22012",
    8152: "22001",
    18456: "28000",
    18487: "28000",
    18488: "28000",
}
FATAL = 20  # from this severity on, the connection is gone

# pyodbc's class for a SQLSTATE, by how that begins.
CLASSES: tuple[tuple[str, type[pyodbc.Error]], ...] = (
    ("42", pyodbc.ProgrammingError),
    ("25", pyodbc.ProgrammingError),
    ("22", pyodbc.DataError),
    ("23", pyodbc.IntegrityError),
    ("28", pyodbc.InterfaceError),
    ("08", pyodbc.OperationalError),
    ("HYT", pyodbc.OperationalError),
)

# A mark for an argument, outside of text, brackets and comments.
_MARKS = re.compile(
    r"'(?:[^']|'')*'|\[(?:[^\]]|\]\])*\]|\"[^\"]*\"|--[^\n]*|/\*.*?\*/|\?", re.DOTALL
)


def state_of(error: SqlError) -> str:
    if error.severity >= FATAL:
        return "HY000"
    return STATES.get(error.number, "42000")


def raised(error: SqlError, call: str = "SQLExecDirectW") -> pyodbc.Error:
    """The error as pyodbc raises it."""
    state = state_of(error)
    kind = next((kind for start, kind in CLASSES if state.startswith(start)), pyodbc.Error)
    return kind(state, f"[{state}] {MICROSOFT}{error.message} ({error.number}) ({call})")


def declared(value: Any) -> SqlType:
    """The type that pyodbc gives to an argument."""
    if value is None:
        return SqlType("varchar", 1)
    if isinstance(value, str):  # pyodbc takes the length in bytes for one in characters
        return nvarchar(max(1, len(value.encode("utf-16-le"))))
    return type_of(value)


def marked(sql: str) -> tuple[str, int]:
    """The statement with `@P1`, `@P2` in the place of `?`, and how many there are."""
    numbers = itertools.count(1)
    found = _MARKS.sub(lambda m: f"@P{next(numbers)}" if m[0] == "?" else m[0], sql)
    return found, next(numbers) - 1


class Description(NamedTuple):
    """What pyodbc says of a column."""

    name: str
    type_code: type
    display_size: None
    internal_size: int
    precision: int
    scale: int
    null_ok: bool


class DirectCursor:
    """Looks like `pyodbc.Cursor`."""

    def __init__(self, connection: DirectConnection) -> None:
        self._connection = connection
        self._results: list[Result | int] = []
        self._rows: Iterator[tuple[Any, ...]] | None = None
        self.description: tuple[Description, ...] | None = None
        self.rowcount = -1

    def execute(self, sql: str, *arguments: Any) -> DirectCursor:
        if len(arguments) == 1 and isinstance(arguments[0], list | tuple):
            arguments = tuple(arguments[0])
        text, marks = marked(sql)
        if marks != len(arguments):
            raise pyodbc.ProgrammingError(
                f"The SQL contains {marks} parameter markers, but {len(arguments)} parameters were "
                "supplied",
                "HY000",
            )
        parameters = [
            Parameter(f"@P{place}", declared(value), value)
            for place, value in enumerate(arguments, 1)
        ]
        self._results = list(self._connection.run(text, parameters))
        self.nextset()
        return self

    def nextset(self) -> bool:
        """Go to the next result; False when there is none."""
        self._rows, self.description, self.rowcount = None, None, -1
        if not self._results:
            return False
        result = self._results.pop(0)
        if isinstance(result, int):
            self.rowcount = result
        else:
            self.description = tuple(_described(column) for column in result.columns)
            self._rows = iter(result.rows)
        return True

    def fetchone(self) -> tuple[Any, ...] | None:
        return next(self, None)

    def fetchmany(self, size: int = 1) -> list[tuple[Any, ...]]:
        return list(itertools.islice(self, size))

    def fetchall(self) -> list[tuple[Any, ...]]:
        return list(self)

    def fetchval(self) -> Any:
        row = self.fetchone()
        return None if row is None else row[0]

    def __iter__(self) -> DirectCursor:
        return self

    def __next__(self) -> tuple[Any, ...]:
        if self._rows is None:
            raise pyodbc.ProgrammingError("No results.  Previous SQL was not a query.")
        try:
            return next(self._rows)
        except SqlError as error:
            raise raised(error, "SQLFetch") from error

    def cancel(self) -> None:
        self._results, self._rows = [], None

    def close(self) -> None:
        self.cancel()


class DirectConnection:
    """Looks like `pyodbc.Connection`."""

    def __init__(self, session: Session, autocommit: bool) -> None:
        self.autocommit = autocommit
        self.timeout = 0
        self.closed = False
        self._session = session
        self._began = False

    def cursor(self) -> DirectCursor:
        self._check_open()
        return DirectCursor(self)

    def execute(self, sql: str, *arguments: Any) -> DirectCursor:
        return self.cursor().execute(sql, *arguments)

    def run(self, sql: str, parameters: Sequence[Parameter]) -> Sequence[Result | int]:
        """Run a batch; without autocommit, in a transaction that begins here."""
        self._check_open()
        try:
            if not self.autocommit and not self._began:
                self._session.begin()
                self._began = True
            return self._session.execute(sql, parameters)
        except SqlError as error:
            raise raised(error) from error

    def commit(self) -> None:
        self._end(self._session.commit)

    def rollback(self) -> None:
        self._end(self._session.rollback)

    def close(self) -> None:
        self._check_open()
        self.closed = True
        self._session.close()

    def _end(self, how: Any) -> None:
        self._check_open()
        if not self._began:
            return
        self._began = False
        try:
            how()
        except SqlError as error:
            raise raised(error, "SQLEndTran") from error

    def _check_open(self) -> None:
        if self.closed:
            raise pyodbc.ProgrammingError("Attempt to use a closed connection.")


class DirectDriver:
    """Looks like the module pyodbc with one server behind every connection string."""

    Error = pyodbc.Error

    def __init__(self, server: Server) -> None:
        self._server = server

    def connect(
        self, connection_string: str, *, autocommit: bool = False, timeout: int = 0
    ) -> DirectConnection:
        del timeout  # nothing here takes time
        try:
            session = self._server.login(login_of(connection_string))
        except SqlError as error:
            raise raised(error, "SQLDriverConnect") from error
        return DirectConnection(session, autocommit)


def login_of(connection_string: str) -> Login:
    """Who a connection string says it is."""
    pairs = re.findall(r"([^=;]+)=(\{(?:[^}]|\}\})*\}|[^;]*)", connection_string)
    said = {key.strip().lower(): _plain(value.strip()) for key, value in pairs}
    return Login(
        said.get("uid", ""),
        said.get("pwd", ""),
        said.get("database", ""),
        said.get("app", ""),
        said.get("wsid", ""),
        said.get("applicationintent", "").lower() == "readonly",
        said.get("trusted_connection", "").lower() == "yes",
    )


def _plain(value: str) -> str:
    return value[1:-1].replace("}}", "}") if value.startswith("{") else value


def _described(column: Any) -> Description:
    name, kind, nullable = column
    size = kind.length or kind.precision or _SIZES.get(kind.name, 0)
    size = 0 if kind.length == MAX else size
    return Description(name, _python(kind), None, size, size, kind.scale, nullable)


_SIZES = {"int": 10, "bigint": 19, "smallint": 5, "tinyint": 3, "bit": 1, "uniqueidentifier": 36}


def _python(kind: SqlType) -> type:
    if kind.name in TEXTS | {"xml", "uniqueidentifier"}:
        return str
    if kind.name in MOMENTS:
        return {"date": dt.date, "time": dt.time}.get(kind.name, dt.datetime)
    if kind.name in ("decimal", "money"):
        return Decimal
    if kind.name in ("float", "real"):
        return float
    return {"bit": bool}.get(kind.name, int if kind.name in _SIZES else bytearray)
