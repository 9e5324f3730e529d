"""Who may do what: logins of the server, users of a database, their roles and grants.

https://learn.microsoft.com/sql/relational-databases/security/permissions-database-engine
"""

from dataclasses import dataclass, field
from typing import TypeAlias

# A permission, and the object it is for; None stands for the whole database.
Grant: TypeAlias = tuple[str, int | None]


@dataclass
class Account:
    """A login of the server."""

    name: str
    password: str
    sysadmin: bool = False
    must_change_password: bool = False
    password_expired: bool = False
    disabled: bool = False
    default_database: str = "master"
    integrated: bool = False
    grants: set[str] = field(default_factory=set)  # for the server: VIEW SERVER STATE
    denied: set[str] = field(default_factory=set)


@dataclass
class User:
    """A login's user in one database."""

    name: str
    roles: set[str] = field(default_factory=set)
    grants: set[Grant] = field(default_factory=set)


READER = {"SELECT"}
WRITER = {"INSERT", "UPDATE", "DELETE"}


@dataclass(frozen=True)
class Rights:
    """What one login may do in one database."""

    account: Account
    user: User | None

    @property
    def owner(self) -> bool:
        return self.account.sysadmin or bool(self.user and "db_owner" in self.user.roles)

    def on_object(self, permission: str, identity: int) -> bool:
        """Say whether the permission is held for this object, itself or by way of a role."""
        if self.owner or self.on_database(permission):
            return True
        grants = self.user.grants if self.user else set()
        return bool({(permission, identity), ("CONTROL", identity)} & grants)

    def on_database(self, permission: str) -> bool:
        if self.owner:
            return True
        if self.user is None:
            return False
        held = {name for name, identity in self.user.grants if identity is None}
        if "db_datareader" in self.user.roles:
            held |= READER
        if "db_datawriter" in self.user.roles:
            held |= WRITER
        implied = permission == "VIEW DATABASE STATE" and self.on_server("VIEW SERVER STATE")
        return permission in held or "CONTROL" in held or permission == "CONNECT" or implied

    def on_server(self, permission: str) -> bool:
        public = {"CONNECT SQL", "VIEW ANY DATABASE"}
        granted = (self.account.grants | public) - self.account.denied
        return self.account.sysadmin or permission in granted

    def sees(self, identity: int) -> bool:
        """Say whether catalogs show this object: only with some permission on it.

        https://learn.microsoft.com/sql/relational-databases/security/metadata-visibility-configuration
        """
        if self.owner or any(self.on_database(p) for p in ("SELECT", "VIEW DEFINITION", "INSERT")):
            return True
        grants = self.user.grants if self.user else set()
        return any(granted == identity for _, granted in grants)

    def is_member(self, role: str) -> bool | None:
        """IS_ROLEMEMBER: None for a role that isn't there."""
        known = {"db_owner", "db_datareader", "db_datawriter", "db_ddladmin", "db_securityadmin"}
        known |= {"db_accessadmin", "db_backupoperator", "db_denydatareader", "db_denydatawriter"}
        role = role.lower()
        if role == "public":
            return True
        if role not in known:
            return None
        if self.account.sysadmin:
            return role == "db_owner"
        return bool(self.user and role in self.user.roles)
