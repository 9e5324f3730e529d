"""What SQL Server and its drivers report, in terms of what happens next.

Only the number and the SQLSTATE are read: the text may quote a client's name (245, 2628).
Numbers: https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors
States: https://learn.microsoft.com/sql/odbc/reference/appendixes/appendix-a-odbc-error-codes
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

import pyodbc

from practicesync.core.errors import Code, Misconfigured, Problem, Unavailable


class Reported(NamedTuple):
    """An error as the driver reported it; `number` is 0 where the server had no part in it."""

    state: str
    number: int
    certificate: Code | None = None

    @property
    def is_out_of_reach(self) -> bool:
        """Tell whether no server may have answered: drivers say no more than that.

        On Windows they add a number of the system's own, such as 10061.
        """
        unanswered = self.number <= 0 or self.number == _FREETDS_UNREACHABLE
        return unanswered or self.state == "08001"


_FREETDS_UNREACHABLE = 20009
# Where a report ends, and maybe another begins: a value that is quoted before may look like it.
_NUMBER = re.compile(r"\((-?\d+)\) \(SQL\w+\)(?=$|; \[)")

_STOP: Mapping[int, Code] = {
    18456: Code.LOGIN_FAILED,
    18452: Code.LOGIN_FAILED,  # Windows authentication from an untrusted domain
    18470: Code.LOGIN_FAILED,  # disabled
    18486: Code.LOGIN_FAILED,  # locked out
    18487: Code.PASSWORD_EXPIRED,
    18488: Code.PASSWORD_EXPIRED,  # must be changed
    4060: Code.DATABASE_NOT_FOUND,  # hides 18456 where the login may not open it
    911: Code.DATABASE_NOT_FOUND,
    916: Code.LOGIN_FAILED,
    208: Code.TABLE_MISSING,
    207: Code.COLUMN_MISSING,
    229: Code.NO_RIGHT_TO_READ,
    230: Code.NO_RIGHT_TO_READ,
    4701: Code.TABLE_MISSING,
    22104: Code.TRACKING_OFF,
    22105: Code.TRACKING_OFF,
    22106: Code.TRACKING_OFF,
}
_WAIT: Mapping[int, Code] = {
    1205: Code.DATABASE_BUSY,  # deadlock victim
    1222: Code.DATABASE_BUSY,  # a lock was not granted in time
    3960: Code.DATABASE_BUSY,  # snapshot conflict
    3961: Code.DATABASE_BUSY,  # the table was changed in shape meanwhile
    3966: Code.DATABASE_BUSY,  # the version store has no room
    8645: Code.DATABASE_BUSY,
    8651: Code.DATABASE_BUSY,
    701: Code.DATABASE_BUSY,  # out of memory
    922: Code.DATABASE_OFFLINE,
    924: Code.DATABASE_OFFLINE,  # in single-user mode
    926: Code.DATABASE_OFFLINE,
    927: Code.DATABASE_OFFLINE,  # being restored
    942: Code.DATABASE_OFFLINE,
    945: Code.DATABASE_OFFLINE,
    952: Code.DATABASE_OFFLINE,
    978: Code.DATABASE_OFFLINE,
    983: Code.DATABASE_OFFLINE,
    18401: Code.DATABASE_UNREACHABLE,  # the server is starting
    18461: Code.DATABASE_OFFLINE,  # the server is in single-user mode
    17142: Code.DATABASE_UNREACHABLE,  # paused
    6005: Code.DATABASE_UNREACHABLE,  # shutting down
    17197: Code.DATABASE_UNREACHABLE,
}
_STATES: Mapping[str, Code] = {
    "08001": Code.DATABASE_UNREACHABLE,
    "08S01": Code.DATABASE_UNREACHABLE,
    "08003": Code.DATABASE_UNREACHABLE,
    "08007": Code.DATABASE_UNREACHABLE,
    "HYT00": Code.DATABASE_BUSY,  # the query took too long
    "HYT01": Code.DATABASE_UNREACHABLE,
    "28000": Code.LOGIN_FAILED,
    "42S02": Code.TABLE_MISSING,
    "42S22": Code.COLUMN_MISSING,
    "IM002": Code.DRIVER_MISSING,
    "IM003": Code.DRIVER_MISSING,
    "01000": Code.DRIVER_MISSING,  # unixODBC's word for a library that can't be opened
}
_CERTIFICATES: Mapping[int, Code] = {
    -2146893019: Code.SERVER_NOT_TRUSTED,  # SEC_E_UNTRUSTED_ROOT
    -2146893016: Code.SERVER_NOT_TRUSTED,  # SEC_E_CERT_EXPIRED
    -2146893022: Code.SERVER_OTHER_NAME,  # SEC_E_WRONG_PRINCIPAL
}
# Elsewhere OpenSSL's words have to do. They are looked at and not kept.
_WORDS: Mapping[str, Code] = {
    "subject name does not match": Code.SERVER_OTHER_NAME,
    "principal name is incorrect": Code.SERVER_OTHER_NAME,
    "certificate verify failed": Code.SERVER_NOT_TRUSTED,
    "certificate chain": Code.SERVER_NOT_TRUSTED,
}
_STOPPING = {Code.LOGIN_FAILED, Code.TABLE_MISSING, Code.COLUMN_MISSING, Code.DRIVER_MISSING}


def reported(error: pyodbc.Error) -> Reported:
    """Return number and SQLSTATE of a driver's error, and nothing of its text."""
    state = error.args[0] if error.args and isinstance(error.args[0], str) else ""
    text = error.args[1] if len(error.args) > 1 and isinstance(error.args[1], str) else ""
    number = _NUMBER.search(text)
    known = _CERTIFICATES.get(int(number[1])) if number else None
    for words, code in _WORDS.items():
        known = known or (code if words in text else None)
    return Reported(state[:5], int(number[1]) if number else 0, known)


def problem(found: Reported) -> Problem:
    """Return what the error means."""
    if found.certificate:
        return Misconfigured(found.certificate)
    number = str(found.number) if found.number else found.state
    if code := _STOP.get(found.number):
        return Misconfigured(code, number=number)
    if code := _WAIT.get(found.number):
        return Unavailable(code, number=number)
    if code := _STATES.get(found.state):
        stops = code in _STOPPING
        return Misconfigured(code, number=number) if stops else Unavailable(code, number=number)
    return Unavailable(Code.DATABASE_FAILED, number=number)


@contextmanager
def translated() -> Iterator[None]:
    """Translate what the driver raises."""
    try:
        yield
    except pyodbc.Error as error:
        # From nothing: a chained traceback would quote the driver's text.
        raise problem(reported(error)) from None
