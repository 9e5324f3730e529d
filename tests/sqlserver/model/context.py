"""What a statement runs in: the session's database, rights and arguments, and what it may read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.sqlserver.engine import SqlType
from tests.sqlserver.model.database import Database
from tests.sqlserver.model.principals import Rights
from tests.sqlserver.model.reading import Reading

if TYPE_CHECKING:
    from tests.sqlserver.model.server import ModelServer


@dataclass(frozen=True)
class Planning:
    """What is known when a statement is planned; a plan is good for all that agree in this."""

    server: ModelServer
    database: Database
    rights: Rights
    parameters: dict[str, SqlType]


@dataclass(frozen=True)
class Context:
    """What is known when it runs."""

    planning: Planning
    values: dict[str, Any]
    read: Callable[[], Reading]  # begins to read, and so takes the snapshot if there is one
    now: dt.datetime  # UTC, naive
    login: str
    open_transactions: int
    process: int
    lock_timeout: int

    @property
    def server(self) -> ModelServer:
        return self.planning.server

    @property
    def database(self) -> Database:
        return self.planning.database

    @property
    def rights(self) -> Rights:
        return self.planning.rights
