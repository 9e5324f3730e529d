"""What a database administrator runs so that Practice Sync may read, and sees what changes.

Practice Sync only prints it: it never changes a database.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from practicesync.core.profile import Profile, columns_needed

RETENTION_DAYS = 14
"""How long SQL Server keeps what changed: the longest time that a server may be off."""


def tracking_script(profile: Profile, login: str, database: str) -> str:
    """Return the T-SQL for the tables of a database layout and the login of Practice Sync.

    An empty `database` leaves the place open.
    """
    return "\n".join(_lines(profile, login, database or "the practice database"))


def _lines(profile: Profile, login: str, database: str) -> Iterator[str]:
    name, user = _quoted(database), _quoted(login)
    tables = [_quoted_table(table) for table in columns_needed(profile)]
    followed = [_quoted_table(table) for table in followed_tables(profile)]
    yield f"-- Practice Sync, database layout {profile.name!r}. Read it, then run it as sysadmin."
    yield "-- Nothing in it gives Practice Sync the right to change data."
    yield "USE [master];"
    if "\\" in login:
        yield f"IF SUSER_ID({_text(login)}) IS NULL CREATE LOGIN {user} FROM WINDOWS;"
    else:
        yield f"-- CREATE LOGIN {user} WITH PASSWORD = '...', CHECK_EXPIRATION = OFF;"
    yield f"USE {name};"
    yield f"IF USER_ID({_text(login)}) IS NULL CREATE USER {user} FOR LOGIN {user};"
    yield ""
    yield "-- To read:"
    yield from (f"GRANT SELECT ON {table} TO {user};" for table in tables)
    yield ""
    yield "-- To find changes the quickest way. SQL Server keeps the keys of what changed."
    yield (
        "IF NOT EXISTS (SELECT * FROM sys.change_tracking_databases WHERE database_id = DB_ID())"
    )
    yield f"    ALTER DATABASE {name} SET CHANGE_TRACKING = ON"
    yield f"    (CHANGE_RETENTION = {RETENTION_DAYS} DAYS, AUTO_CLEANUP = ON);"
    for table in followed:
        yield (
            "IF NOT EXISTS (SELECT * FROM sys.change_tracking_tables"  # noqa: S608  # names are quoted
            f" WHERE object_id = OBJECT_ID({_text(table)}))"
        )
        yield f"    ALTER TABLE {table} ENABLE CHANGE_TRACKING;"
    yield from (f"GRANT VIEW CHANGE TRACKING ON {table} TO {user};" for table in followed)
    yield ""
    yield "-- Better still, so that reading never waits for somebody's open edit (ask your"
    yield "-- software's vendor first; SQL Server keeps old versions of rows in tempdb for it):"
    yield f"-- ALTER DATABASE {name} SET ALLOW_SNAPSHOT_ISOLATION ON;"
    yield ""


def followed_tables(profile: Profile) -> Sequence[str]:
    """Return the tables whose changes are changes of contacts."""
    employee = profile.employee.table if profile.employee else ""
    contact = [profile.table, *(join.table for join in profile.joins)]
    for child in profile.children:
        contact += [child.via.table, child.table] if child.via else [child.table]
    return [table for table in columns_needed(profile) if table != employee or table in contact]


def _quoted(name: str) -> str:
    return f"[{name.replace(']', ']]')}]"


def _quoted_table(name: str) -> str:
    return ".".join(map(_quoted, name.split(".")))


def _text(value: str) -> str:
    quoted = value.replace("'", "''")
    return f"N'{quoted}'"
