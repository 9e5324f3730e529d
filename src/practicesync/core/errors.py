"""Errors are named for what happens next, and carry a code of the error table.

They never carry a text of the database, the cloud or the operating system: such a text may
quote a client. `facts` holds names and numbers only (a table, a port, a field, an error number).
"""

from __future__ import annotations

from enum import StrEnum


class Code(StrEnum):
    """The stable codes that logs, screens, help headings and support share."""

    # the practice database
    DATABASE_NOT_FOUND = "PS-SRC-01"
    DATABASE_UNREACHABLE = "PS-SRC-02"
    TABLE_MISSING = "PS-SRC-03"
    COLUMN_MISSING = "PS-SRC-04"
    DATABASE_BUSY = "PS-SRC-05"
    DATABASE_UNREADABLE = "PS-SRC-06"
    KEY_UNREADABLE = "PS-SRC-07"
    SERVER_UNKNOWN = "PS-SRC-08"
    SERVER_SILENT = "PS-SRC-09"
    SERVER_NOT_TRUSTED = "PS-SRC-10"
    SERVER_OTHER_NAME = "PS-SRC-11"
    LOGIN_FAILED = "PS-SRC-12"
    PASSWORD_EXPIRED = "PS-SRC-13"
    DATABASE_OFFLINE = "PS-SRC-14"
    NO_RIGHT_TO_READ = "PS-SRC-15"
    NO_RIGHT_TO_CHANGES = "PS-SRC-16"
    TRACKING_OFF = "PS-SRC-17"
    DRIVER_MISSING = "PS-SRC-18"
    DATABASE_FAILED = "PS-SRC-19"
    LOGIN_MAY_WRITE = "PS-SRC-20"
    LOGIN_IS_ADMINISTRATOR = "PS-SRC-21"
    SECRET_MISSING = "PS-SRC-22"
    WAY_NOT_POSSIBLE = "PS-SRC-23"
    CONNECTION_NOT_PROTECTED = "PS-SRC-24"
    NO_WINDOWS_LOGIN = "PS-SRC-25"
    # the cloud
    CLOUD_UNREACHABLE = "PS-CLD-01"
    CLOUD_BUSY = "PS-CLD-02"
    CLOUD_FAILED = "PS-CLD-03"
    CLOUD_ANSWER_ODD = "PS-CLD-04"
    CLOUD_NOT_TRUSTED = "PS-CLD-05"
    ANOTHER_IN_CHARGE = "PS-CLD-06"
    CLOUD_REFUSED = "PS-CLD-07"
    SENT_OUT_OF_ORDER = "PS-CLD-08"
    NOT_ACTIVATED = "PS-CLD-09"
    ANOTHER_COPY = "PS-CLD-10"
    # sign-in
    SIGN_IN_AGAIN = "PS-AUT-01"
    SIGN_IN_DECLINED = "PS-AUT-02"
    SIGN_IN_TIMED_OUT = "PS-AUT-03"
    SIGNED_IN_ELSEWHERE = "PS-AUT-04"
    RIGHTS_MISSING = "PS-AUT-05"
    NEVER_SIGNED_IN = "PS-AUT-06"
    EMPLOYEE_NOT_ACTIVE = "PS-AUT-07"
    EMPLOYEE_NOT_ADMINISTRATOR = "PS-AUT-08"
    EMPLOYEES_UNKNOWN = "PS-AUT-09"
    # settings and layout
    SETTINGS_MISSING = "PS-CFG-01"
    SETTINGS_UNREADABLE = "PS-CFG-02"
    SETTING_WRONG = "PS-CFG-03"
    LAYOUT_MISSING = "PS-CFG-04"
    LAYOUT_WRONG = "PS-CFG-05"
    SETTINGS_KEPT = "PS-CFG-06"
    PRACTICE_SET_UP = "PS-CFG-07"
    LAYOUT_DOES_NOT_FIT = "PS-CFG-08"
    CLOUD_IN_USE = "PS-CFG-09"
    # a record
    NAME_MISSING = "PS-REC-01"
    FIELD_TOO_LONG = "PS-REC-02"
    TOO_MANY = "PS-REC-03"
    FIELD_REFUSED = "PS-REC-04"
    RECORD_REFUSED = "PS-REC-05"
    # this computer
    UNEXPECTED = "PS-SYS-01"
    DISK_FULL = "PS-SYS-02"
    FOLDER_NOT_WRITABLE = "PS-SYS-03"
    WORKER_RUNS_ALREADY = "PS-SYS-04"
    WORKER_DOES_NOT_ANSWER = "PS-SYS-05"
    RECORDS_DAMAGED = "PS-SYS-06"
    VAULT_UNREADABLE = "PS-SYS-07"
    STUCK = "PS-SYS-08"
    NOT_RUNNING = "PS-SYS-09"
    DELETIONS_WAIT = "PS-SYS-10"
    NOT_SENT = "PS-SYS-11"
    PAUSED = "PS-SYS-12"
    COMMAND_REFUSED = "PS-SYS-13"
    RECORDS_BUSY = "PS-SYS-14"
    PRACTICE_BUSY = "PS-SYS-15"
    FILE_NOT_WRITTEN = "PS-SYS-16"
    INSTALLATION_UNREADABLE = "PS-SYS-17"
    CHANGES_WAIT = "PS-SYS-18"
    CLOCK_DIFFERS = "PS-SYS-19"
    DISK_NEARLY_FULL = "PS-SYS-20"
    SERVICE_STOPPED = "PS-SYS-21"
    NO_SCREEN = "PS-SYS-22"
    STATUS_UNREADABLE = "PS-SYS-23"


class Problem(Exception):
    """Something that a person or a later try can mend."""

    def __init__(self, code: Code, **facts: str) -> None:
        super().__init__(code.value, *(f"{name}={value}" for name, value in sorted(facts.items())))
        self.code = code
        self.facts = facts


class Rejected(Problem):
    """This one record can't be sent: park it and carry on."""

    def __init__(self, code: Code, field: str) -> None:
        super().__init__(code, field=field)
        self.field = field


class Unavailable(Problem):
    """Back off and try again, for ever.

    `retry_after` is the wait in seconds that the other side asked for, or None.
    """

    def __init__(self, code: Code, retry_after: float | None = None, **facts: str) -> None:
        super().__init__(code, **facts)
        self.retry_after = retry_after


class SignInNeeded(Problem):
    """Stop and ask a person to sign in."""


class Misconfigured(Problem):
    """Stop and ask a person to put something right."""


class TakenOver(Problem):
    """Another server is in charge: stop sending."""


class Fenced(Problem):
    """A later worker of this server has begun, or our order was broken: begin again."""
