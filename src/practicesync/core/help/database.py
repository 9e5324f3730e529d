"""The practice database: PS-SRC."""

from __future__ import annotations

from collections.abc import Mapping

from practicesync.core.errors import Code
from practicesync.core.help.entry import Help

DATABASE: Mapping[Code, Help] = {
    Code.DATABASE_NOT_FOUND: Help(
        (
            "The database was moved, renamed or restored under another name.",
            "The setting `database` has a typing mistake.",
            "The drive that the database is on isn't connected.",
        ),
        (
            "Open the practice software: if it can't find the database either, mend that first.",
            "Compare the setting `database` with where the database is now.",
            "Correct the setting: choose **Settings**, then *Change the connection*, or type"
            " `practicesync setup`. Practice Sync goes on by itself within a minute.",
        ),
    ),
    Code.DATABASE_UNREACHABLE: Help(
        (
            "The database server is switched off or restarting.",
            "The network between the two computers is down.",
            "A firewall was switched on or changed.",
        ),
        (
            "Open the practice software on this computer: if that doesn't work either, the"
            " server or the network is the cause.",
            "Wait until the server is up: Practice Sync tries again by itself, at least every"
            " five minutes.",
            "If you don't want to wait, choose **Try now**, or type `practicesync sync-now`.",
        ),
    ),
    Code.TABLE_MISSING: Help(
        (
            "The settings name the database of another program or an empty one.",
            "The practice software was upgraded and has other tables now.",
            "The database layout was changed by hand.",
        ),
        (
            "Check that the setting `database` names the practice's own database.",
            "Check that the setting `profile` names the layout for your practice software.",
            "Ask support for a newer database layout if the software was upgraded.",
        ),
        "The code, the name of the table in the sentence, and the version of your practice"
        " software.",
    ),
    Code.COLUMN_MISSING: Help(
        (
            "The practice software was upgraded and names its columns differently now.",
            "The database layout was changed by hand.",
        ),
        (
            "Check that the setting `profile` names the layout for your practice software.",
            "Ask support for a newer database layout if the software was upgraded.",
        ),
        "The code, the names in the sentence, and the version of your practice software.",
    ),
    Code.DATABASE_BUSY: Help(
        (
            "A backup, an import or a large report is running.",
            "Somebody's program keeps a change open.",
        ),
        (
            "Wait until the backup or import is over: nothing is lost meanwhile.",
            "Ask whoever looks after the database which program keeps a change open, if it stays"
            " like this for an hour.",
        ),
    ),
    Code.DATABASE_UNREADABLE: Help(
        (
            "The settings name a file that isn't a database.",
            "The database file is damaged or only half copied.",
            "The account of Practice Sync isn't allowed to read it.",
        ),
        (
            "Check that the setting `database` names the right file.",
            "Open the practice software: if it complains too, restore the database from a backup.",
            "Give the account of Practice Sync the right to read the database.",
        ),
    ),
    Code.KEY_UNREADABLE: Help(
        (
            "The database layout names a column as the key that is empty in some rows.",
            "The database layout names fewer key columns than the table has.",
        ),
        (
            "Check `key` in the database layout: it names the column that tells contacts apart,"
            " as a rule the one whose name ends with ID.",
            "Choose a database layout that comes with Practice Sync if you are not sure.",
        ),
        "The code and the name of the table in the sentence.",
    ),
}
