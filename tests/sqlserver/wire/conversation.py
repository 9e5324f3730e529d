"""The life of one connection: greeting, login, then requests and answers (MS-TDS 3.3.5)."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Sequence

from tests.sqlserver.engine import Login, Session, SqlError
from tests.sqlserver.wire import tokens
from tests.sqlserver.wire.answers import Answer
from tests.sqlserver.wire.faults import Fail, Fault, Slow
from tests.sqlserver.wire.greeting import Encryption, greet
from tests.sqlserver.wire.house import House
from tests.sqlserver.wire.login import Asked, packed_version, read_login, refused, welcome
from tests.sqlserver.wire.packets import Channel, Message
from tests.sqlserver.wire.serving import Serving, break_off
from tests.sqlserver.wire.tokens import Done, Status
from tests.sqlserver.wire.transport import Plain

UNTRUSTED = SqlError(
    18452,
    "Login failed. The login is from an untrusted domain and cannot be used with "
    "Integrated authentication.",
    14,
)


class Conversation:
    """Talks with one client until either side has enough."""

    def __init__(self, house: House, connection: socket.socket, number: int) -> None:
        self._house = house
        self._connection = connection
        self._number = number
        self._plain = Plain(connection)
        self._channel = Channel(self._plain, 50 + number, house.closing.wait)

    def run(self) -> None:
        """Talk; whatever ends the connection is an `OSError`."""
        with contextlib.suppress(OSError):
            greeting = self._channel.read().body
            self._strike(self._house.faults.connect())
            encryption = greet(
                self._channel, greeting, packed_version(self._house.version), self._house.protection
            )
            asked = read_login(self._channel.read().body)
            if encryption is Encryption.OFF:  # it was for the login alone
                self._channel.transport = self._plain
            self._strike(self._house.faults.login())
            self._let_in(asked)

    def _strike(self, fault: Fault | None) -> None:
        match fault:
            case None:
                return
            case Slow(pause):
                self._channel.pause = pause
            case Fail(errors):
                self._refuse(errors)
            case _:
                break_off(self._answer(), self._connection, fault)

    def _refuse(self, errors: Sequence[SqlError]) -> None:
        """Say why not, and hang up."""
        answer = self._answer()
        answer.write(b"".join(map(tokens.error, errors)) + tokens.done(Done.BATCH, Status.ERROR))
        answer.end()
        raise ConnectionAbortedError

    def _let_in(self, asked: Asked) -> None:
        self._house.logins.append(asked.login)
        try:
            session = self._session(asked.login)
        except SqlError as error:
            self._refuse(refused(error, asked.login.user))
        answer = self._answer()
        answer.write(welcome(asked, self._house.version))
        answer.end()
        self._channel.size = asked.packet_size
        self._converse(session, asked.login)

    def _session(self, login: Login) -> Session:
        if login.integrated:
            raise UNTRUSTED
        return self._house.server.login(login)

    def _converse(self, session: Session, login: Login) -> None:
        serving = Serving(self._house, self._connection, self._number, session)
        try:
            while True:
                self._channel.pause = 0.0
                message = self._channel.read()
                self._house.statements.asked(self._number)
                answer = self._answer()
                if message.reset:
                    serving = self._anew(serving, login)
                    answer.write(tokens.reset_done())
                self._serve(serving, answer, message)
        finally:
            serving.session.close()

    def _anew(self, before: Serving, login: Login) -> Serving:
        """Forget all that the session had, as drivers ask for where they pool connections."""
        session = self._session(login)
        before.session.close()
        return Serving(self._house, self._connection, self._number, session)

    @staticmethod
    def _serve(serving: Serving, answer: Answer, message: Message) -> None:
        serving.request(answer, message)
        answer.end()

    def _answer(self) -> Answer:
        return Answer(self._channel, lambda: self._house.statements.sent_row(self._number))
