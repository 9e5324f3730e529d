"""Carries out what a client asks for once it is in."""

from __future__ import annotations

import contextlib
import re
import socket
import struct
from collections.abc import Iterator, Sequence
from typing import NoReturn

from tests.sqlserver.engine import Result, Session, SqlError, SqlType
from tests.sqlserver.wire import tokens
from tests.sqlserver.wire.answers import Answer, Attention
from tests.sqlserver.wire.datatypes import spoken
from tests.sqlserver.wire.encoding import wired
from tests.sqlserver.wire.faults import (
    Breaking,
    Fail,
    HangForGood,
    HangUntilAttention,
    Reset,
    Slow,
    Struck,
    struck,
)
from tests.sqlserver.wire.house import House
from tests.sqlserver.wire.packets import Kind, Message
from tests.sqlserver.wire.procedures import Plan, Prepared, Run, Statement, Told
from tests.sqlserver.wire.requests import (
    Call,
    Step,
    Transaction,
    read_batch,
    read_calls,
    read_transaction,
)
from tests.sqlserver.wire.statements import Heard
from tests.sqlserver.wire.tokens import Change, Done, Status

FATAL = 20
ROLLS_BACK = {1205, 3960}  # a deadlock's victim, a conflict under snapshot isolation
NO_LINGERING = struct.pack("ii", 1, 0)
HANDLE = wired(SqlType("int"))
ROLLBACK = re.compile(r"\bROLLBACK\b", re.IGNORECASE)


class Serving:
    """One session and the statements that were prepared in it."""

    def __init__(
        self, house: House, connection: socket.socket, number: int, session: Session
    ) -> None:
        self.session = session
        self._house = house
        self._connection = connection
        self._number = number
        self._prepared = Prepared()
        self._begun = 0
        self._transaction: int | None = None

    def request(self, answer: Answer, message: Message) -> None:
        """Answer one message; only what ends the connection is raised.

        What is cut off by an attention ends in an error, and the attention is answered apart:
        else Microsoft's driver takes a cancelled statement for one that has no rows.
        """
        try:
            match message:
                case Message(ignored=True):
                    answer.write(tokens.done(Done.BATCH, Status.ERROR))
                case Message(Kind.ATTENTION):
                    raise Attention
                case Message(Kind.BATCH, body):
                    with self._told(answer, Done.BATCH):
                        statement = Statement(read_batch(body))
                        answer.results(self._execute(answer, statement), Done.BATCH)
                case Message(Kind.CALL, body):
                    with self._told(answer, Done.PROCEDURE):
                        self._calls(answer, read_calls(body))
                case Message(Kind.TRANSACTION, body):
                    with self._told(answer, Done.BATCH):
                        self._step(answer, read_transaction(body))
                case _:
                    raise ConnectionAbortedError
        except Attention:
            if message.kind is not Kind.ATTENTION:
                answer.write(tokens.done(Done.BATCH, Status.ERROR))
                answer.end()
            answer.write(tokens.done(Done.BATCH, Status.ATTENTION))

    def _execute(self, answer: Answer, statement: Statement) -> Sequence[Result | int]:
        """Run a statement, unless a fault was planned for it."""
        if types := spoken(statement.sql):
            return (types.result,)
        self._hear(statement)
        fault = self._house.faults.statement(statement.sql)
        if isinstance(fault, Slow):
            answer.slow_down(fault.pause)
        elif fault is not None:
            return self._broken(answer, statement, fault)
        return self._run(answer, statement)

    def _hear(self, statement: Statement) -> None:
        values = tuple(parameter.value for parameter in statement.parameters)
        heard = Heard(self._number, statement.sql, values, statement.procedure)
        self._house.statements.hear(heard)

    def _run(self, answer: Answer, statement: Statement) -> Sequence[Result | int]:
        try:
            return self.session.execute(statement.sql, statement.parameters)
        except SqlError:
            self._follow(answer, Change.ROLLBACK)
            raise
        finally:
            rolled_back = ROLLBACK.search(statement.sql)
            self._follow(answer, Change.ROLLBACK if rolled_back else Change.COMMIT)

    def _follow(self, answer: Answer, end: Change) -> None:
        """Tell the client when a transaction began or ended, as drivers keep count of it."""
        is_open = self.session.transactions > 0
        if is_open and self._transaction is None:
            self._begun += 1
            self._transaction = self._begun
            answer.write(tokens.transaction_change(Change.BEGIN, self._transaction))
        elif self._transaction is not None and not is_open:
            answer.write(tokens.transaction_change(end, self._transaction))
            self._transaction = None

    def _broken(
        self, answer: Answer, statement: Statement, fault: Breaking
    ) -> Sequence[Result | int]:
        """Run a statement whose first result breaks off, or don't even run it."""
        if fault.after_rows is None:
            raise Struck(fault)
        results = list(self._run(answer, statement))
        for at, result in enumerate(results):
            if isinstance(result, Result):
                results[at] = struck(result, fault)
                return results
        raise Struck(fault)

    def _calls(self, answer: Answer, calls: Sequence[Call]) -> None:
        for left, call in zip(range(len(calls) - 1, -1, -1), calls, strict=True):
            status = Status.MORE if left else Status.FINAL
            with self._told(answer, Done.PROCEDURE, status):
                plan = self._prepared.plan(call)
                answer.results(self._carried_out(answer, plan), Done.IN_PROCEDURE)
                answer.write(tokens.RETURN_STATUS_OK)
                if isinstance(plan, Run | Told) and plan.handle is not None:
                    answer.write(tokens.return_value("", HANDLE, plan.handle))
                answer.write(tokens.done(Done.PROCEDURE, status))

    def _carried_out(self, answer: Answer, plan: Plan) -> Sequence[Result | int]:
        match plan:
            case Run(statement):
                return self._execute(answer, statement)
            case Told():
                return ()
        return (plan.result,)

    def _step(self, answer: Answer, asked: Transaction) -> None:
        match asked.step:
            case Step.BEGIN:
                self._begin(answer, asked.isolation)
            case Step.COMMIT:
                self.session.commit()
                self._follow(answer, Change.COMMIT)
            case Step.ROLLBACK:
                self.session.rollback()
                self._follow(answer, Change.ROLLBACK)
        if asked.begin_again:
            self._begin(answer, asked.isolation)
        answer.write(tokens.done(Done.BATCH))

    def _begin(self, answer: Answer, isolation: str | None) -> None:
        if isolation:
            self.session.execute(f"SET TRANSACTION ISOLATION LEVEL {isolation}", ())
        self.session.begin()
        self._follow(answer, Change.COMMIT)

    def _lose_transaction(self, answer: Answer, fault: Fail) -> None:
        if self.session.transactions and any(one.number in ROLLS_BACK for one in fault.errors):
            self.session.rollback()
            self._follow(answer, Change.ROLLBACK)

    @contextlib.contextmanager
    def _told(self, answer: Answer, kind: Done, status: Status = Status.FINAL) -> Iterator[None]:
        """Tell the client of an error; a fault breaks what it has to."""
        try:
            yield
        except SqlError as error:
            _fail(answer, (error,), kind, status)
        except Struck as strike:
            if isinstance(strike.fault, Fail):
                self._lose_transaction(answer, strike.fault)
                _fail(answer, strike.fault.errors, kind, status)
            else:
                break_off(answer, self._connection, strike.fault)


def _fail(answer: Answer, errors: Sequence[SqlError], kind: Done, status: Status) -> None:
    answer.write(b"".join(map(tokens.error, errors)))
    answer.write(tokens.done(kind, status | Status.ERROR))
    if any(error.severity >= FATAL for error in errors):
        answer.end()
        raise ConnectionAbortedError


def break_off(answer: Answer, connection: socket.socket, fault: Breaking) -> NoReturn:
    """Send what there is; then hang, or end the connection as the fault wants it."""
    answer.flush()
    match fault:
        case HangUntilAttention():
            answer.hang_until_attention()
        case HangForGood():
            answer.hang_for_good()
        case Reset():
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGERING)
    raise ConnectionAbortedError
