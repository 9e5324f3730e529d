"""The database server: PS-SRC, as far as only SQL Server says such things."""

from __future__ import annotations

from collections.abc import Mapping

from practicesync.core.error_table.entry import Entry, Exit
from practicesync.core.errors import Code

_WAITING = "Changes in the practice go online once it answers again."
_STOPPED = "Changes in the practice aren't going online."

SQL_SERVER: Mapping[Code, Entry] = {
    Code.SERVER_UNKNOWN: Entry(
        "Database server not found",
        "There is no computer [called {host}|with the name in the settings] on this network."
        " Changes in the practice go online once there is.",
        "Check the server's name in the database setting, and that this computer is on the"
        " office network.",
        Exit.DATABASE,
    ),
    Code.SERVER_SILENT: Entry(
        "Nothing answers on the database server",
        f"SQL Server doesn't answer[ on {{host}}|][ at port {{port}}|]. {_WAITING}",
        "Check that the server is on and SQL Server runs, that TCP/IP is enabled in SQL Server"
        " Configuration Manager, and that the firewall lets this computer through.",
        Exit.DATABASE,
    ),
    Code.SERVER_NOT_TRUSTED: Entry(
        "The database server's certificate isn't trusted",
        "This computer doesn't trust the certificate of the database server, so nothing was sent"
        f" to it, not even the password. {_STOPPED}",
        "Ask whoever looks after your network to put the certificate's authority into this"
        " computer's trusted root certificates.",
        Exit.DATABASE,
    ),
    Code.SERVER_OTHER_NAME: Entry(
        "The database server's certificate has another name",
        "The database server's certificate was issued for another name than the one in the"
        f" settings, so nothing was sent to it. {_STOPPED}",
        "Give the server's full name in the database setting, as it stands in the certificate.",
        Exit.DATABASE,
    ),
    Code.LOGIN_FAILED: Entry(
        "The database doesn't let Practice Sync in",
        f"The database server refused the sign-in of Practice Sync[ (error {{number}})|]."
        f" {_STOPPED}",
        "Check the user and the password, or give the account of Practice Sync a login on the"
        " server. The help shows how.",
        Exit.DATABASE,
    ),
    Code.PASSWORD_EXPIRED: Entry(
        "The database password has expired",
        f"The password that Practice Sync signs in to the database with has expired. {_STOPPED}",
        "Ask whoever looks after your database to renew the password, then type practicesync"
        " set-secret database-password.",
        Exit.DATABASE,
    ),
    Code.DATABASE_OFFLINE: Entry(
        "The practice database is offline",
        "The database server answers, but the practice database is offline, is being restored,"
        " or somebody works in it alone. Changes in the practice go online once it is open again.",
        "Wait until the work on it has ended. If nobody works on it, ask whoever looks after your"
        " database.",
        Exit.DATABASE,
    ),
    Code.NO_RIGHT_TO_READ: Entry(
        "Practice Sync isn't allowed to read a table",
        "The login of Practice Sync isn't allowed to read [{table}|a table that the database layout"
        f" names]. {_STOPPED}",
        "Ask whoever looks after your database for the right: practicesync enable-tracking --print"
        " prints the statements.",
        Exit.DATABASE,
    ),
    Code.NO_RIGHT_TO_CHANGES: Entry(
        "Practice Sync isn't allowed to see what changed",
        "The login of Practice Sync isn't allowed to see the changes that SQL Server has tracked["
        " in {table}|]. Contacts still go online, more slowly.",
        "Ask whoever looks after your database for the right: practicesync enable-tracking --print"
        " prints the statements.",
        Exit.DATABASE,
    ),
    Code.TRACKING_OFF: Entry(
        "Change tracking is off",
        "SQL Server doesn't track changes[ in {table}|]. Contacts still go online, more slowly.",
        "Ask whoever looks after your database to switch it on: practicesync enable-tracking"
        " --print prints the statements.",
        Exit.DATABASE,
    ),
    Code.DRIVER_MISSING: Entry(
        "The driver for SQL Server is missing",
        "The ODBC driver for SQL Server that Practice Sync needs isn't on this computer."
        f" {_STOPPED}",
        "Set up Microsoft's ODBC Driver 18 for SQL Server on this computer.",
        Exit.DATABASE,
    ),
    Code.DATABASE_FAILED: Entry(
        "The database server reports an error",
        "The database server couldn't answer[ and reports error {number}|]. Practice Sync tries"
        " again by itself.",
        "Wait a little. If it stays like this, give the number to whoever looks after your"
        " database.",
        Exit.DATABASE,
    ),
    Code.LOGIN_MAY_WRITE: Entry(
        "The database login may do more than it needs",
        "The login of Practice Sync could change data[ in {table}|]. Practice Sync only ever"
        " reads, but a login that can't write is safer.",
        "Choose a login that may only read: practicesync enable-tracking --print prints the"
        " statements.",
        Exit.DATABASE,
    ),
    Code.LOGIN_IS_ADMINISTRATOR: Entry(
        "The database login is an administrator of the server",
        "Practice Sync signs in as an administrator of the whole database server, such as sa."
        " It only ever reads, but such a login opens everything to whoever gets hold of it.",
        "Choose a login of its own that may only read: practicesync enable-tracking --print"
        " prints the statements.",
        Exit.DATABASE,
    ),
    Code.SECRET_MISSING: Entry(
        "The database password isn't known",
        "The settings name a user for the database, and nobody has given its password yet."
        f" {_STOPPED}",
        "Give the password: type practicesync set-secret database-password.",
        Exit.DATABASE,
    ),
    Code.WAY_NOT_POSSIBLE: Entry(
        "Changes can't be found as the settings ask",
        f"The settings ask for a way of finding changes that isn't possible here[: {{obstacle}}|]."
        f" {_STOPPED}",
        'Choose changes = "auto" in the settings, or ask whoever looks after your database to make'
        " it possible: practicesync enable-tracking --print prints the statements.",
        Exit.DATABASE,
    ),
    Code.NO_WINDOWS_LOGIN: Entry(
        "No Windows account gets to the database server",
        "Practice Sync can't sign in to the database server[ {host}|] as a Windows account: this"
        " computer belongs to no Windows domain. Nothing has changed.",
        "Ask whoever looks after your database for a login of SQL Server, then give its name with"
        " --user.",
        Exit.DATABASE,
    ),
    Code.CONNECTION_NOT_PROTECTED: Entry(
        "The connection to the database isn't protected",
        "[{reason}|Somebody on the network could listen to the connection to the database server]."
        " Contacts still go online.",
        "Ask whoever looks after your network to give the database server a certificate that this"
        " computer trusts, then remove TrustServerCertificate and Encrypt from the database"
        " setting.",
        Exit.DATABASE,
        {
            "trusting": "The settings waive the check of the database server's certificate, so"
            " somebody on the network could pose as the server",
            "open": "The settings ask for no encryption on the way to the database server, so"
            " somebody on the network could read along",
        },
    ),
}
