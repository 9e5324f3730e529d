"""A small practice on the model, its tables as each test wants them."""

from __future__ import annotations

from collections.abc import Sequence

from practicesync.adapters.sqlserver.access import Opened
from practicesync.adapters.sqlserver.source import SqlServerSource
from practicesync.core.profile import Profile
from practicesync.core.profile_text import parse_profile
from tests.sqlserver.conformance.site import NAME, Site, model_site
from tests.sqlserver.direct import DirectDriver
from tests.sqlserver.model.server import ModelServer

PROFILE = """
name = "small"
status = "tested"
[contact]
table = "dbo.Contact"
key = ["ContactID"]
fields = { name = "Name" }
"""
CONTACT = "CREATE TABLE dbo.Contact (ContactID int NOT NULL PRIMARY KEY, Name nvarchar(50))"


class SmallPractice:
    """A database of the model, and sources that read it."""

    def __init__(self, major: int = 16) -> None:
        self.server = ModelServer(major=major)
        self.database = self.server.create_database(NAME)
        self.site: Site = model_site(self.server)
        self._sources: list[SqlServerSource] = []

    def source(
        self, *schema: str, layout: str = PROFILE, user: str = "sa", hashed: bool = False
    ) -> SqlServerSource:
        """Run statements, and return a source that logs in as that user."""
        self.site.run(*schema)
        profile = parse_profile(layout, "small.toml")
        assert isinstance(profile, Profile), profile
        said = f"UID={user};PWD={self.server.password};Database={NAME}"
        driver = DirectDriver(self.server)
        source = SqlServerSource(
            lambda: driver.connect(said, autocommit=True), profile, hashed=hashed
        )
        self._sources.append(source)
        return source

    def opened(self, *schema: str, layout: str = PROFILE) -> Opened:
        """Return what was found when the database was opened."""
        with self.source(*schema, layout=layout).connected() as opened:
            return opened

    def admit(self, user: str, tables: Sequence[str]) -> None:
        """Let somebody in who may read these tables."""
        self.server.create_login(user)
        self.database.admit(user)
        for table in tables:
            self.database.grant(user, "SELECT", table)

    def close(self) -> None:
        """Close what was opened."""
        for source in self._sources:
            source.close()
        self.site.close()
