"""A practice in SQL Server for the real worker: the model behind the wire, and who edits it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import trustme

from practicesync.demo.practice import MARKER
from tests.contract.practice import LAYOUTS
from tests.contract.sql_server import PracticeInSqlServer, SqlServerTransaction
from tests.sqlserver.direct import DirectDriver
from tests.sqlserver.drivers import microsoft_driver
from tests.sqlserver.model.database import Database
from tests.sqlserver.model.principals import Account
from tests.sqlserver.model.server import ModelServer
from tests.sqlserver.wire.greeting import Protection, server_context
from tests.sqlserver.wire.server import UNPROTECTED, TdsServer, tds_server
from tests.system.cloud import Cloud
from tests.system.hanging import ROOT
from tests.system.installation import Installation

DATABASE, READER, PASSWORD = "Practice", "reader", "correct-Horse-7"


@dataclass
class Office:
    """The practice's database server, and the practice in it as those see it who work there."""

    server: ModelServer
    wire: TdsServer
    practice: PracticeInSqlServer
    certificate: Path
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def database(self) -> Database:
        found = self.server.find_database(DATABASE)
        assert found is not None
        return found

    @property
    def reader(self) -> Account:
        """The worker's own login."""
        return self.server.accounts[READER]

    def settings(self, cloud: Cloud) -> str:
        """Return settings for it; the layout is to stand beside them."""
        driver = microsoft_driver().file
        more = "".join(f'{name} = "{text}"\n' for name, text in self.more.items())
        return f"""
[agent]
poll_interval = 0.5
[[practice]]
name = "Main office"
database = "Driver={driver};Server=tcp:localhost,{self.wire.port};Database={DATABASE}"
database_user = "{READER}"
profile = "office.toml"
cloud = "{cloud.base_url}"
ca_file = "{cloud.ca_file}"
{more}"""

    def set_up(self, server: Installation, cloud: Cloud) -> None:
        """Write settings and layout as an administrator would."""
        server.write(self.settings(cloud))
        layout = server.config.parent / "office.toml"
        layout.write_text(self.practice.profile_text(), encoding="utf-8")

    def environment(self) -> dict[str, Any]:
        """Return how the worker is run: its computer trusts the database server's certificate."""
        path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
        more = {"SSL_CERT_FILE": str(self.certificate), "PYTHONPATH": path}
        return {"env": os.environ | more}

    def stop(self) -> None:
        """Let the database server end, as if somebody had stopped its service."""
        self.wire.refuse()
        self.wire.drop_connections()

    def name(self, number: int, name: str) -> None:
        """Give a contact a name."""
        with self.edits() as edits:
            edits.contact((str(number),), name)

    @contextlib.contextmanager
    def edits(self) -> Iterator[SqlServerTransaction]:
        """Edit in one transaction."""
        edits = self.practice.begin()
        yield edits
        edits.commit()


@contextlib.contextmanager
def open_office(
    folder: Path,
    contacts: int = 300,
    *,
    tracked: bool = True,
    versions: bool = True,
    encrypted: bool = True,
) -> Iterator[Office]:
    """Serve a practice of so many contacts, each with a phone number, until the block ends."""
    server = ModelServer(patient=True)
    server.create_database(DATABASE)
    server.create_login(READER, PASSWORD)
    said = f"UID=sa;PWD={server.password};Database={DATABASE}"
    driver = DirectDriver(server)
    practice = PracticeInSqlServer(
        LAYOUTS["int"], lambda autocommit: driver.connect(said, autocommit=autocommit), versions
    )
    _fill(practice, contacts)
    if tracked:
        practice.track()
    protection = protected(folder) if encrypted else UNPROTECTED
    with tds_server(server, protection, server.version) as wire:
        office = Office(server, wire, practice, folder / "database-ca.pem")
        office.database.admit(READER)
        for table in (*practice.tables(), "Employee"):
            office.database.grant(READER, "SELECT", f"dbo.{table}")
            if tracked:
                office.database.grant(READER, "VIEW CHANGE TRACKING", f"dbo.{table}")
        yield office
        practice.close()


def protected(folder: Path) -> Protection:
    """Return a certificate of this computer whose authority is in that folder."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "database-ca.pem"))
    issued = authority.issue_cert("localhost")
    issued.private_key_and_cert_chain_pem.write_to_path(str(folder / "database.pem"))
    return Protection(server_context(str(folder / "database.pem")), required=True)


def _fill(practice: PracticeInSqlServer, contacts: int) -> None:
    edits = practice.begin()
    for number in range(1, contacts + 1):
        edits.contact((str(number),), f"{MARKER} {number}")
        edits.phone(number, (str(number),), f"0400 {number:06}")
    edits.commit()
