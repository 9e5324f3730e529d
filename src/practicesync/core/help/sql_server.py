"""The database server: PS-SRC, as far as only SQL Server says such things."""

from __future__ import annotations

from collections.abc import Mapping

from practicesync.core.errors import Code
from practicesync.core.help.entry import Help

_GRANT = (
    "Type `practicesync enable-tracking --print` and give what it prints to whoever looks after"
    " your database: it names the login and every right.",
)

SQL_SERVER: Mapping[Code, Help] = {
    Code.SERVER_UNKNOWN: Help(
        (
            "The server's name in the setting `database` has a typing mistake.",
            "The server was renamed or replaced.",
            "This computer isn't on the office network.",
        ),
        (
            "Open the practice software on this computer: its server is the one to name.",
            "Compare it with the setting `database`. To correct that, choose **Settings**, then"
            " *Change the connection*, or type `practicesync setup`.",
            "Practice Sync goes on by itself as soon as the server is found.",
        ),
    ),
    Code.SERVER_SILENT: Help(
        (
            "The server is switched off, or SQL Server is stopped.",
            "SQL Server accepts no connections from other computers: TCP/IP is off.",
            "A firewall stands between this computer and the server.",
            "A named instance has another port now, or the SQL Server Browser service is stopped.",
        ),
        (
            "Check on the server that the service SQL Server runs.",
            "Check in SQL Server Configuration Manager that TCP/IP is enabled.",
            "Let the port of SQL Server through the firewall, and UDP port 1434 where the setting"
            " names an instance.",
        ),
    ),
    Code.SERVER_NOT_TRUSTED: Help(
        (
            "The server has a certificate that it made itself: SQL Server does so by default.",
            "The certificate has expired.",
            "The certificate's authority isn't known to this computer.",
        ),
        (
            "Give the server a certificate of your company's authority.",
            "Or put the server's own certificate into this computer's trusted root certificates.",
            "Where neither can be done, `TrustServerCertificate=yes` in the setting `database`"
            " waives the check. Practice Sync then warns: somebody on the network could pose as"
            " the server.",
        ),
    ),
    Code.SERVER_OTHER_NAME: Help(
        (
            "The setting `database` has the server's short name or its address, and the"
            " certificate its full name.",
            "The server was renamed and kept its certificate.",
        ),
        (
            "Write the name that stands in the certificate, such as `sql01.practice.example`.",
            "Or have a certificate issued for the name in the setting.",
        ),
    ),
    Code.LOGIN_FAILED: Help(
        (
            "The password was changed on the server.",
            "The account that Practice Sync runs under has no login on the server.",
            "The login was disabled or locked.",
            "The server accepts Windows accounts only, and the settings name a SQL login.",
        ),
        (
            "With a SQL login: choose **Settings** and change the password, or type"
            " `practicesync set-secret database-password`.",
            "With Windows authentication: have a login made for the account of Practice Sync. On"
            " another computer a service appears as `DOMAIN\\COMPUTER$`.",
            "`practicesync enable-tracking --print` prints the statements with the account's name.",
        ),
    ),
    Code.PASSWORD_EXPIRED: Help(
        (
            "The server's rules make passwords of SQL logins expire.",
            "An administrator asked for a new password at the next sign-in.",
        ),
        (
            "Have the login's password changed, best with `CHECK_EXPIRATION = OFF` for it.",
            "Choose **Settings** and change the password, or type `practicesync set-secret"
            " database-password`.",
        ),
    ),
    Code.DATABASE_OFFLINE: Help(
        (
            "The database is being restored, upgraded or repaired.",
            "Somebody has put it into single-user mode.",
            "It was detached or set offline.",
        ),
        (
            "Wait until the work on it has ended: Practice Sync goes on by itself.",
            "If the practice software can't open it either, ask whoever looks after your database.",
        ),
    ),
    Code.NO_RIGHT_TO_READ: Help(
        (
            "The login has no right to read one of the tables in the database layout.",
            "The practice software was upgraded, and a new table has no rights yet.",
        ),
        _GRANT,
        "The code and the name of the table in the sentence.",
    ),
    Code.NO_RIGHT_TO_CHANGES: Help(
        ("The login may read the tables, and lacks the right VIEW CHANGE TRACKING.",),
        _GRANT,
    ),
    Code.TRACKING_OFF: Help(
        (
            "Change tracking was never switched on for this database.",
            "It was switched off, or lost when the database was restored or upgraded.",
        ),
        _GRANT,
    ),
    Code.DRIVER_MISSING: Help(
        (
            "No ODBC driver for SQL Server is installed.",
            "The setting `database` names a driver that isn't installed.",
        ),
        (
            "Install Microsoft's ODBC Driver 18 for SQL Server.",
            "Leave `Driver=` out of the setting: Practice Sync takes the newest that is there.",
        ),
    ),
    Code.DATABASE_FAILED: Help(
        (
            "The database server met a fault of its own.",
            "The database layout names something that SQL Server can't read as it stands.",
        ),
        (
            "Look the number up in Microsoft's list of SQL Server errors.",
            "Look into the error log of SQL Server at the time in Practice Sync's log.",
        ),
        "The code, the number in the sentence, and the version of SQL Server.",
    ),
    Code.LOGIN_MAY_WRITE: Help(
        ("The login is a member of a role such as db_owner or db_datawriter.",),
        _GRANT,
    ),
    Code.LOGIN_IS_ADMINISTRATOR: Help(
        ("The settings name sa, or an account that belongs to sysadmin.",),
        _GRANT,
    ),
    Code.SECRET_MISSING: Help(
        (
            "The setting `database_user` was filled in and the password not given yet.",
            "The secrets of this computer were lost and started afresh.",
        ),
        (
            "Choose **Settings** and give the password, or type `practicesync set-secret"
            " database-password`.",
        ),
    ),
    Code.WAY_NOT_POSSIBLE: Help(
        (
            "The setting `changes` names a way, and change tracking is off or its right missing.",
            "A table has no rowversion column, or the database layout doesn't name it.",
        ),
        (
            'Write changes = "auto": Practice Sync takes the best way there is, and says which.',
            *_GRANT,
        ),
    ),
    Code.NO_WINDOWS_LOGIN: Help(
        (
            "The office has no Windows domain, and the database is on another computer.",
            "Practice Sync runs as a service, whose account no other computer knows.",
        ),
        (
            "Ask whoever looks after your database for a login of SQL Server that may only read.",
            "Type `practicesync setup` with that login's name; you are asked for its password.",
            "`practicesync enable-tracking --print --login NAME` prints the rights that it needs.",
        ),
    ),
    Code.CONNECTION_NOT_PROTECTED: Help(
        (
            "`TrustServerCertificate=yes` or `Encrypt=no` stands in the setting `database`.",
            "Both are usual where the server has only the certificate that it made itself.",
        ),
        (
            "Have a certificate of your company's authority put into the server, in SQL Server"
            " Configuration Manager.",
            "Remove `TrustServerCertificate` and `Encrypt` from the setting `database`.",
            "Type `practicesync doctor`: it says whether this computer trusts the certificate.",
        ),
    ),
}
