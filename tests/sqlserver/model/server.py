"""The model of a SQL Server: its version, its databases, who may log in.

server = ModelServer(major=15)
database = server.create_database("Practice")
database.create_table("Contact", [TableColumn("ContactID", INT)], ["ContactID"])
session = server.login(Login("sa", server.password))
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.sqlserver.engine import Login, SqlError
from tests.sqlserver.model.collation import DEFAULT
from tests.sqlserver.model.database import Access, Database, State
from tests.sqlserver.model.principals import Account
from tests.sqlserver.model.refusals import cannot_open, login_failed
from tests.sqlserver.model.session import ModelSession

# https://learn.microsoft.com/troubleshoot/sql/releases/download-and-install-latest-updates
RELEASES = {
    12: ("2014", "12.0.6449.1"),
    13: ("2016", "13.0.7050.2"),
    14: ("2017", "14.0.3485.1"),
    15: ("2019", "15.0.4415.2"),
    16: ("2022", "16.0.4175.1"),
}
PASSWORD = "correct-Horse-7"


class ModelServer:
    """A SQL Server in this process; `patient` sessions wait for locks in their own thread."""

    def __init__(self, *, major: int = 16, name: str = "PRACTICE1", patient: bool = False) -> None:
        self.major: int = major
        self.name: str = name
        self.version: str = RELEASES[major][1]
        self.password = PASSWORD
        self.clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC).replace(tzinfo=None)
        self.sessions: list[ModelSession] = []
        self.accounts: dict[str, Account] = {}
        self.databases: list[Database] = []
        self._patient = patient
        self._turn = threading.Condition(threading.RLock())
        self._current: ModelSession | None = None
        self._processes = 50
        self.create_login("sa", PASSWORD, sysadmin=True)
        self.create_database("master", database_id=1)

    # --- what it is

    @property
    def banner(self) -> str:
        """@@VERSION."""
        year, version = RELEASES[self.major][0], self.version
        return (
            f"Microsoft SQL Server {year} (RTM) - {version} (X64) \n\t"
            "Express Edition (64-bit) on Windows Server (Build 20348: )\n"
        )

    @property
    def properties(self) -> dict[str, Any]:
        """SERVERPROPERTY, by its name in lower case.

        https://learn.microsoft.com/sql/t-sql/functions/serverproperty-transact-sql
        """
        return {
            "productversion": self.version,
            "productmajorversion": str(self.major),
            "productlevel": "RTM",
            "edition": "Express Edition (64-bit)",
            "engineedition": 4,
            "machinename": self.name,
            "servername": self.name,
            "instancename": None,
            "collation": DEFAULT,
            "isclustered": 0,
            "ishadrenabled": 0,
        }

    # --- what it has

    def create_database(self, name: str, *, database_id: int = 0) -> Database:
        database = Database(name, database_id or 5 + len(self.databases))
        database.compatibility_level = self.major * 10
        database.patience, database.on_end = self._wait, self._turn_over
        self.databases.append(database)
        return database

    def drop_database(self, name: str) -> None:
        """DROP DATABASE; raises 3701 where there is none, 3702 while somebody else is in it."""
        database = self.find_database(name)
        if database is None:
            raise SqlError(3701, f"Cannot drop the database '{name}', because it does not exist.")
        if any(one.database is database for one in self.sessions):
            raise SqlError(3702, f'Cannot drop database "{name}" because it is currently in use.')
        self.databases.remove(database)

    def find_database(self, name: str) -> Database | None:
        return next((d for d in self.databases if d.name.lower() == name.lower()), None)

    def create_login(
        self, name: str, password: str = PASSWORD, *, sysadmin: bool = False
    ) -> Account:
        account = self.accounts[name.lower()] = Account(name, password, sysadmin)
        return account

    # --- who comes in

    def login(self, login: Login) -> ModelSession:
        account = self._account(login)
        name = login.database or account.default_database
        database = self.find_database(name)
        if database is None:
            raise cannot_open(name)
        self.check_access(account, database)
        self._processes += 1
        session = ModelSession(self, database, account, self._processes)
        self.sessions.append(session)
        return session

    def _account(self, login: Login) -> Account:
        if login.integrated:
            account = next((a for a in self.accounts.values() if a.integrated), None)
            if account is None:
                raise login_failed(login.user)
            return account
        account = self.accounts.get(login.user.lower())
        if account is None or account.disabled or account.password != login.password:
            raise login_failed(login.user)
        if account.password_expired:
            raise SqlError(
                18487,
                f"Login failed for user '{login.user}'.  "
                "Reason: The password of the account has expired.",
                14,
            )
        if account.must_change_password:
            raise SqlError(
                18488,
                f"Login failed for user '{login.user}'.  "
                "Reason: The password of the account must be changed.",
                14,
            )
        return account

    def check_access(self, account: Account, database: Database) -> None:
        """Refuse with 4060 a database that isn't there for this login."""
        system = database.database_id == 1
        known = account.sysadmin or system or account.name.lower() in database.users
        taken = database.access is Access.SINGLE_USER and any(
            session.database is database for session in self.sessions
        )
        restricted = database.access is Access.RESTRICTED_USER and not account.sysadmin
        if not known or taken or restricted or database.state is not State.ONLINE:
            raise cannot_open(database.name)

    def left(self, session: ModelSession) -> None:
        if session in self.sessions:
            self.sessions.remove(session)

    # --- one statement at a time

    @contextmanager
    def turn(self, session: ModelSession) -> Iterator[None]:
        """One session works at a time; it lets others when it waits for a lock."""
        with self._turn:
            before, self._current = self._current, session
            try:
                yield
            finally:
                self._current = before

    def _wait(self) -> bool:
        """Wait until a transaction ends; False when the session's LOCK_TIMEOUT is over."""
        session = self._current
        if session is None or not self._patient or session.lock_timeout == 0:
            return False
        timeout = None if session.lock_timeout < 0 else session.lock_timeout / 1000
        ended = self._turn.wait(timeout)
        self._current = session
        return ended and session.alive

    def _turn_over(self) -> None:
        with self._turn:
            self._turn.notify_all()
