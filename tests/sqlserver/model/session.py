"""A session: runs batches, one statement after the other, in transactions or each on its own.

https://learn.microsoft.com/sql/t-sql/language-elements/transactions-transact-sql
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from tests.sqlserver.engine import Parameter, Result, SqlError, SqlType
from tests.sqlserver.model import refusals, syntax
from tests.sqlserver.model.context import Context, Planning
from tests.sqlserver.model.database import Database
from tests.sqlserver.model.definitions import define
from tests.sqlserver.model.edits import plan_delete, plan_insert, plan_update
from tests.sqlserver.model.parse_statement import parsed
from tests.sqlserver.model.principals import Account, Rights
from tests.sqlserver.model.query import Plan, plan_query
from tests.sqlserver.model.reading import Reading, once
from tests.sqlserver.model.transaction import Transaction
from tests.sqlserver.model.types import type_of, usual

if TYPE_CHECKING:
    from tests.sqlserver.model.server import ModelServer

# Of 2,100; drivers need two for the statement and the types of its arguments.
MOST_PARAMETERS = 2098
# So many rows are found at once; what comes after them is found as it is fetched.
AT_ONCE = 1000
MOST_PLANS = 2000

_EDITS: dict[type, Callable[..., Any]] = {
    syntax.Insert: plan_insert,
    syntax.Update: plan_update,
    syntax.Delete: plan_delete,
}


class ModelSession:
    """One connection to the model."""

    def __init__(
        self, server: ModelServer, database: Database, account: Account, process: int
    ) -> None:
        self.process = process
        self.lock_timeout = -1
        self.alive = True
        self._server = server
        self._account = account
        self._isolation = "read committed"
        self._began_in = ""
        self._counts = True  # SET NOCOUNT OFF
        self._depth = 0
        self._transaction: Transaction | None = None
        self._database = database
        database.when_killed(self.kill)

    @property
    def database(self) -> Database:
        return self._database

    # --- what the engine's Session promises

    @property
    def transactions(self) -> int:
        return self._depth

    def execute(self, sql: str, parameters: Sequence[Parameter] = ()) -> Sequence[Result | int]:
        with self._server.turn(self):
            try:
                return self._batch(sql, parameters)
            except SqlError as error:
                self._suffer(error)
                raise

    def begin(self) -> None:
        with self._server.turn(self):
            self._check_alive()
            self._begin()

    def commit(self) -> None:
        with self._server.turn(self):
            self._check_alive()
            self._commit()

    def rollback(self) -> None:
        with self._server.turn(self):
            self._check_alive()
            self._rollback()

    def close(self) -> None:
        with self._server.turn(self):
            self._leave()

    def kill(self) -> None:
        """End the session from outside; its next statement fails."""
        self._leave()

    # --- batches

    def _batch(self, sql: str, parameters: Sequence[Parameter]) -> list[Result | int]:
        self._check_alive()
        if len(parameters) > MOST_PARAMETERS:
            raise SqlError(
                8003,
                "The incoming request has too many parameters. The server supports a maximum of "
                "2100 parameters. Reduce the number of parameters and resend the request.",
            )
        hook = self._database.hooks.before_statement
        if hook is not None:
            hook(sql)
            self._check_alive()
        kinds = {p.name.lower(): p.type or usual(type_of(p.value)) for p in parameters}
        values = {p.name.lower(): p.value for p in parameters}
        found: list[Result | int] = []
        for place, statement in enumerate(parsed(sql)):
            key = (sql, place, self._account.name, tuple(kinds.items()))
            answer = self._statement(statement, key, kinds, values)
            if answer is not None:
                found.append(answer)
        return found

    def _statement(
        self, node: Any, key: Any, kinds: dict[str, SqlType], values: dict[str, Any]
    ) -> Result | int | None:
        match node:
            case syntax.SetOption(name, value):
                self._set(name, value)
            case syntax.Begin():
                self._begin()
            case syntax.Commit():
                self._commit()
            case syntax.Rollback(if_open):
                if self._depth or not if_open:
                    self._rollback()
            case syntax.Use(name):
                self._use(name)
            case syntax.Query():
                return self._query(node, key, kinds, values)
            case syntax.Insert() | syntax.Update() | syntax.Delete():
                count = self._edit(node, key, kinds, values)
                return count if self._counts else None
            case _:
                if self._depth:
                    raise refusals.NotModelled("changes of tables inside a transaction")
                define(node, self._planning({}), self._server)
        return None

    def _query(
        self, node: syntax.Query, key: Any, kinds: dict[str, SqlType], values: dict[str, Any]
    ) -> Result:
        planning = self._planning(kinds)
        plan: Plan | None = self._database.plans.get(key)
        if plan is None:
            plan = self._keep(key, plan_query(node, planning))
        rows = iter(plan.run(self._context(planning, values, self._transaction), None))
        first = list(islice(rows, AT_ONCE))
        more: Iterable[tuple[Any, ...]] = first
        if len(first) == AT_ONCE:
            more = chain(first, rows)
        return Result(plan.columns, more)

    def _edit(self, node: Any, key: Any, kinds: dict[str, SqlType], values: dict[str, Any]) -> int:
        if self._isolation == "snapshot":
            raise refusals.NotModelled("edits under snapshot isolation")
        planning = self._planning(kinds)
        edit = self._database.plans.get(key)
        if edit is None:
            edit = self._keep(key, _EDITS[type(node)](node, planning))
        transaction = self._transaction or self._database.open()
        saved = transaction.savepoint()
        try:
            count: int = edit(self._context(planning, values, transaction), transaction)
        except SqlError:
            transaction.go_back(saved)
            if self._transaction is None:
                transaction.rollback()
            raise
        if self._transaction is None:
            transaction.commit()
        return count

    def _keep(self, key: Any, plan: Any) -> Any:
        plans = self._database.plans
        if len(plans) >= MOST_PLANS:
            plans.clear()
        plans[key] = plan
        return plan

    # --- what a statement runs in

    def _planning(self, kinds: dict[str, SqlType]) -> Planning:
        user = self._database.users.get(self._account.name.lower())
        return Planning(self._server, self._database, Rights(self._account, user), kinds)

    def _context(
        self, planning: Planning, values: dict[str, Any], transaction: Transaction | None
    ) -> Context:
        return Context(
            planning,
            values,
            once(partial(self._reading, transaction)),
            self._server.clock(),
            self._account.name,
            self._depth,
            self.process,
            self.lock_timeout,
        )

    def _reading(self, transaction: Transaction | None) -> Reading:
        database = self._database
        if self._isolation == "snapshot":
            return self._snapshot()
        if self._isolation == "read uncommitted":
            return Reading(database, transaction, dirty=True)
        if self._isolation != "read committed":
            raise refusals.NotModelled(self._isolation)
        if database.read_committed_snapshot:
            return Reading(database, transaction, {t: t.version for t in database.tables})
        return Reading(database, transaction)

    def _snapshot(self) -> Reading:
        database = self._database
        if not database.allow_snapshot:
            raise refusals.no_snapshot(database.name)
        transaction = self._transaction
        if transaction is None:
            return Reading(database, None, {t: t.version for t in database.tables})
        if self._began_in != "snapshot":
            raise refusals.late_snapshot(database.name)
        transaction.take_snapshot()
        reading = Reading(database, transaction, transaction.snapshot)
        reading.tracked_version = transaction.snapshot_version
        return reading

    # --- the session's own state

    def _set(self, name: str, value: str) -> None:
        if name == "isolation":
            self._isolation = value
        elif name == "nocount":
            self._counts = value == "off"
        elif name == "lock_timeout":
            self.lock_timeout = int(value)
        elif name == "implicit_transactions" and value == "on":
            raise refusals.NotModelled("IMPLICIT_TRANSACTIONS")

    def _use(self, name: str) -> None:
        database = self._server.find_database(name)
        if database is None:
            raise SqlError(
                911,
                f"Database '{name}' does not exist. Make sure that the name is entered correctly.",
            )
        self._server.check_access(self._account, database)
        self._database.no_longer(self.kill)
        self._database = database
        database.when_killed(self.kill)

    def _begin(self) -> None:
        self._depth += 1
        if self._transaction is None:
            self._transaction = self._database.open()
            self._began_in = self._isolation

    def _commit(self) -> None:
        if self._transaction is None:
            raise refusals.no_transaction("COMMIT")
        self._depth -= 1
        if self._depth == 0:
            transaction, self._transaction = self._transaction, None
            transaction.commit()

    def _rollback(self) -> None:
        if self._transaction is None:
            raise refusals.no_transaction("ROLLBACK")
        transaction, self._transaction, self._depth = self._transaction, None, 0
        transaction.rollback()

    def _check_alive(self) -> None:
        if not self.alive:
            raise refusals.killed()

    def _suffer(self, error: SqlError) -> None:
        """A deadlock victim loses its transaction; an error of severity 20 ends the session."""
        if error.number == 1205 and self._transaction is not None:
            self._rollback()
        if error.severity >= 20:
            self.kill()

    def _leave(self) -> None:
        self.alive = False
        if self._transaction is not None:
            self._rollback()
        self._database.no_longer(self.kill)
        self._server.left(self)
