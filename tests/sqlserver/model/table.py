"""A table: its columns, its committed rows, and who holds which of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from tests.sqlserver.engine import SqlType
from tests.sqlserver.model.collation import Key as Compared
from tests.sqlserver.model.collation import key_of
from tests.sqlserver.model.refusals import no_column
from tests.sqlserver.model.tracking import Tracked, Tracking

if TYPE_CHECKING:
    from tests.sqlserver.model.transaction import Transaction

Row: TypeAlias = tuple[Any, ...]
Key: TypeAlias = tuple[Any, ...]


class TableColumn(NamedTuple):
    name: str
    type: SqlType
    nullable: bool = True
    identity: tuple[int, int] | None = None
    default: Any | None = None  # a parsed expression


class Rows(NamedTuple):
    """The committed rows by their internal number, and the numbers by primary key."""

    rows: dict[int, Row]
    by_key: dict[Key, int]


class Version(NamedTuple):
    """A table as it was at a moment: what a snapshot reads."""

    rows: Rows
    tracked: Tracked | None


class Table:
    """A user table of the model."""

    def __init__(self, identity: int, name: tuple[str, str], collation: str) -> None:
        self.object_id = identity
        self.schema, self.name = name
        self.constraint = f"PK_{name[1]}"
        self.columns: tuple[TableColumn, ...] = ()
        self.primary: tuple[int, ...] = ()
        self.rows = Rows({}, {})
        self.tracking: Tracking | None = None
        self.next_identity = 0
        # Which open transaction holds a row, or a key that it made or removed.
        self.held_rows: dict[int, Transaction] = {}
        self.held_keys: dict[Key, Transaction] = {}
        self._collation = collation
        self._shared = False
        self._places: dict[str, int] = {}
        self._comparing: tuple[Compared, ...] = ()

    def define(self, columns: tuple[TableColumn, ...], primary: tuple[int, ...]) -> None:
        """Give the table its columns; the rows are none of its business."""
        self.columns, self.primary = columns, primary
        self._places = {column.name.lower(): place for place, column in enumerate(columns)}
        self._comparing = tuple(key_of(columns[i].type, self._collation) for i in primary)

    @property
    def full_name(self) -> str:
        return f"{self.schema}.{self.name}"

    @property
    def rowversion(self) -> int | None:
        """The place of the rowversion column, if there is one."""
        places = (i for i, c in enumerate(self.columns) if c.type.name == "rowversion")
        return next(places, None)

    def place(self, column: str) -> int:
        place = self._places.get(column.lower())
        if place is None:
            raise no_column(column)
        return place

    def has(self, column: str) -> bool:
        return column.lower() in self._places

    def key(self, row: Row) -> Key:
        """The primary key as it is written."""
        return tuple(row[i] for i in self.primary)

    def compared(self, key: Key) -> Key:
        """The primary key as it is compared: `Ä` and `ä ` are the same."""
        return tuple(compare(v) for compare, v in zip(self._comparing, key, strict=True))

    # --- versions

    @property
    def version(self) -> Version:
        """The table as it is now; it stays so for whoever has it."""
        self._shared = True
        return Version(self.rows, self.tracking.now if self.tracking else None)

    def put(self, rows: dict[int, Row | None]) -> None:
        """Commit rows; None takes one away."""
        if self._shared:
            self.rows = Rows(dict(self.rows.rows), dict(self.rows.by_key))
            self._shared = False
        held, index = self.rows
        for number in rows:
            if self.primary and number in held:
                index.pop(self.compared(self.key(held[number])), None)
        for number, row in rows.items():
            if row is None:
                held.pop(number, None)
                continue
            held[number] = row
            if self.primary:
                index[self.compared(self.key(row))] = number

    def empty(self) -> None:
        self.rows = Rows({}, {})
        self._shared = False

    def reshape(self, rows: dict[int, Row]) -> None:
        """Put rows of another shape in the place of all, after columns changed."""
        index = self.rows.by_key
        self.rows = Rows(rows, dict(index))
        self._shared = False

    def release(self, holder: Transaction) -> None:
        """Let go of all that a transaction holds here."""
        self.held_rows = {n: t for n, t in self.held_rows.items() if t is not holder}
        self.held_keys = {k: t for k, t in self.held_keys.items() if t is not holder}

    def copy(self) -> Table:
        """As it is now, for a backup: rows are shared, they are never changed."""
        found = Table(self.object_id, (self.schema, self.name), self._collation)
        found.constraint, found.next_identity = self.constraint, self.next_identity
        found.define(self.columns, self.primary)
        found.rows = Rows(dict(self.rows.rows), dict(self.rows.by_key))
        found.tracking = self.tracking.copy() if self.tracking else None
        return found
