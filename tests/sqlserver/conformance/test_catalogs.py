"""What SQL Server says of itself."""

import pytest

from tests.sqlserver.conformance.site import rows, value

ID = "OBJECT_ID(N'dbo.Contact')"


def test_the_columns_of_a_table(reader):
    """https://learn.microsoft.com/sql/relational-databases/system-catalog-views/sys-columns-transact-sql"""
    wanted = (
        "SELECT c.name, ty.name, c.max_length, c.is_nullable FROM sys.columns AS c "
        "JOIN sys.types AS ty ON ty.user_type_id = c.user_type_id "
        f"WHERE c.object_id = {ID} ORDER BY c.column_id"
    )

    assert rows(reader, wanted) == [
        ("ContactID", "int", 4, False),
        ("Name", "nvarchar", 100, True),
        ("RV", "timestamp", 8, False),
    ]


def test_the_primary_key_of_a_table(reader):
    """https://learn.microsoft.com/sql/relational-databases/system-catalog-views/sys-index-columns-transact-sql"""
    wanted = (
        "SELECT c.name FROM sys.indexes AS i JOIN sys.index_columns AS ic "
        "ON ic.object_id = i.object_id AND ic.index_id = i.index_id JOIN sys.columns AS c "
        "ON c.object_id = ic.object_id AND c.column_id = ic.column_id "
        f"WHERE i.is_primary_key = 1 AND i.object_id = {ID} ORDER BY ic.key_ordinal"
    )

    assert rows(reader, wanted) == [("ContactID",)]


def test_the_tables_and_their_schemas(reader):
    """https://learn.microsoft.com/sql/relational-databases/system-catalog-views/sys-tables-transact-sql"""
    wanted = (
        "SELECT s.name, t.name FROM sys.tables AS t "
        "JOIN sys.schemas AS s ON s.schema_id = t.schema_id ORDER BY t.name"
    )

    assert rows(reader, wanted) == [("dbo", "Contact"), ("dbo", "ContactPhone")]


def test_the_database(site):
    """https://learn.microsoft.com/sql/relational-databases/system-catalog-views/sys-databases-transact-sql"""
    site.run("ALTER DATABASE CURRENT SET ALLOW_SNAPSHOT_ISOLATION ON")
    wanted = (
        "SELECT state_desc, user_access_desc, snapshot_isolation_state, "
        "is_read_committed_snapshot_on FROM sys.databases WHERE database_id = DB_ID()"
    )

    assert rows(site.connect(), wanted) == [("ONLINE", "MULTI_USER", 1, False)]


def test_a_name_that_is_not_there_has_no_number(reader):
    """https://learn.microsoft.com/sql/t-sql/functions/object-id-transact-sql"""
    assert value(reader, "SELECT OBJECT_ID(?)", "dbo.Nowhere") is None
    assert value(reader, "SELECT OBJECT_ID(?)", "[dbo].[Contact]") is not None
    assert value(reader, "SELECT DB_ID(?)", "Nowhere") is None


def test_the_recovery_fork_is_told(reader):
    """https://learn.microsoft.com/sql/relational-databases/system-catalog-views/sys-database-recovery-status-transact-sql"""
    wanted = (
        "SELECT recovery_fork_guid FROM sys.database_recovery_status WHERE database_id = DB_ID()"
    )

    assert value(reader, wanted) is not None


def test_the_log_ends_later_after_an_edit(editor):
    """https://learn.microsoft.com/sql/relational-databases/system-dynamic-management-views/sys-dm-db-log-stats-transact-sql"""
    wanted = "SELECT log_end_lsn FROM sys.dm_db_log_stats(DB_ID())"
    before = value(editor, wanted)
    editor.execute("INSERT INTO dbo.Contact (ContactID) VALUES (1)")

    assert value(editor, wanted) > before


@pytest.mark.parametrize(
    "expression",
    [
        "SERVERPROPERTY('ProductVersion')",
        "SERVERPROPERTY('ProductMajorVersion')",
        "SERVERPROPERTY('Edition')",
        "SERVERPROPERTY('EngineEdition')",
        "SERVERPROPERTY('MachineName')",
        "@@VERSION",
        "@@SPID",
        "SUSER_SNAME()",
        "ORIGINAL_LOGIN()",
        "DB_NAME()",
        "SYSUTCDATETIME()",
        "SCHEMA_NAME(1)",
    ],
)
def test_it_is_told(reader, expression):
    """https://learn.microsoft.com/sql/t-sql/functions/serverproperty-transact-sql"""
    assert value(reader, f"SELECT {expression}") is not None


@pytest.mark.parametrize("permission", ["SELECT", "INSERT", "VIEW CHANGE TRACKING", "CONTROL"])
def test_an_owner_may_everything(reader, permission):
    """https://learn.microsoft.com/sql/t-sql/functions/has-perms-by-name-transact-sql"""
    asked = "SELECT HAS_PERMS_BY_NAME(?, 'OBJECT', ?)"

    assert value(reader, asked, "dbo.Contact", permission) == 1
    assert value(reader, asked, "dbo.Nowhere", permission) is None
    assert value(reader, "SELECT HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW SERVER STATE')") == 1


def test_unknown_securables_and_permissions_answer_nothing(reader):
    """https://learn.microsoft.com/sql/t-sql/functions/has-perms-by-name-transact-sql"""
    assert value(reader, "SELECT HAS_PERMS_BY_NAME('dbo.Contact', 'OBJECT', 'FLY')") is None
    assert value(reader, "SELECT IS_ROLEMEMBER('no_such_role')") is None
    assert value(reader, "SELECT IS_SRVROLEMEMBER('no_such_role')") is None


def test_which_databases_can_be_opened_is_told(reader):
    """https://learn.microsoft.com/sql/t-sql/functions/has-dbaccess-transact-sql"""
    asked = "SELECT HAS_DBACCESS(?)"

    assert value(reader, asked, "master") == 1
    assert value(reader, "SELECT HAS_DBACCESS(DB_NAME())") == 1
    assert value(reader, asked, "no_such_database") is None
