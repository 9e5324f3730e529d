"""The practice database: PS-SRC."""

from __future__ import annotations

from collections.abc import Mapping

from practicesync.core.error_table.entry import Entry, Exit
from practicesync.core.errors import Code

DATABASE: Mapping[Code, Entry] = {
    Code.DATABASE_NOT_FOUND: Entry(
        "Practice database not found",
        "The practice database isn't where the settings say[: {path}|]. Changes in the practice"
        " aren't going online.",
        "Check the database setting, and that the database hasn't been moved or renamed.",
        Exit.DATABASE,
    ),
    Code.DATABASE_UNREACHABLE: Entry(
        "Practice database can't be reached",
        "The practice database can't be reached[ on {host}|]. Changes in the practice go online"
        " once it can be reached again.",
        "Check that the database server is on and that this computer is on the same network.",
        Exit.DATABASE,
    ),
    Code.TABLE_MISSING: Entry(
        "A table is missing",
        "The practice database doesn't have [{table}, which|a table that] the database layout"
        " names. Changes in the practice aren't going online.",
        "Choose the database layout that fits your database, or correct the name in it.",
        Exit.USAGE,
    ),
    Code.COLUMN_MISSING: Entry(
        "A column is missing",
        "[The table {table}|A table] doesn't have [the column {column}, which|a column that] the"
        " database layout names. Changes in the practice aren't going online.",
        "Choose the database layout that fits your database, or correct the name in it.",
        Exit.USAGE,
    ),
    Code.DATABASE_BUSY: Entry(
        "Practice database is busy",
        "The practice database is busy and didn't answer in time. Practice Sync tries again by"
        " itself.",
        "Wait a little. If it stays like this, ask whoever looks after your database.",
        Exit.DATABASE,
    ),
    Code.DATABASE_UNREADABLE: Entry(
        "Practice database can't be read",
        "What the settings name[, {path},|] isn't a database that Practice Sync can read. Changes"
        " in the practice aren't going online.",
        "Check the database setting. If it is right, ask whoever looks after your database.",
        Exit.DATABASE,
    ),
    Code.KEY_UNREADABLE: Entry(
        "A contact's key can't be read",
        "The key of a contact can't be read[ in {table}|]. Changes in the practice aren't going"
        " online.",
        "Check the key columns in the database layout.",
        Exit.USAGE,
    ),
}
