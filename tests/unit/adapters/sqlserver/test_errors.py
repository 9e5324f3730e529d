"""Of what a driver reports, the number and the state are read, and the text is dropped."""

from __future__ import annotations

import traceback

import pyodbc
import pytest

from practicesync.adapters.sqlserver.errors import problem, reported, translated
from practicesync.core.errors import Code, Misconfigured, Problem, Unavailable
from practicesync.demo.practice import MARKER

BY_MICROSOFT = "[Microsoft][ODBC Driver 18 for SQL Server]"
MET = [
    ("28000", "[SQL Server]Login failed. (18456) (SQLDriverConnect)", Code.LOGIN_FAILED),
    ("42000", "[SQL Server]Expired. (18487) (SQLDriverConnect)", Code.PASSWORD_EXPIRED),
    ("42000", "[SQL Server]Must change. (18488) (SQLDriverConnect)", Code.PASSWORD_EXPIRED),
    ("08004", "[SQL Server]Cannot open. (4060) (SQLDriverConnect)", Code.DATABASE_NOT_FOUND),
    ("42S02", "[SQL Server]Invalid object name. (208) (SQLExecDirectW)", Code.TABLE_MISSING),
    ("42S22", "[SQL Server]Invalid column name. (207) (SQLExecDirectW)", Code.COLUMN_MISSING),
    ("42000", "[SQL Server]Permission denied. (229) (SQLExecDirectW)", Code.NO_RIGHT_TO_READ),
    ("42000", "[SQL Server]Not tracked. (22105) (SQLExecDirectW)", Code.TRACKING_OFF),
    ("40001", "[SQL Server]Deadlock victim. (1205) (SQLExecDirectW)", Code.DATABASE_BUSY),
    ("42000", "[SQL Server]Lock request. (1222) (SQLFetch)", Code.DATABASE_BUSY),
    ("42000", "[SQL Server]Snapshot conflict. (3960) (SQLFetch)", Code.DATABASE_BUSY),
    ("42000", "[SQL Server]Offline. (942) (SQLExecDirectW)", Code.DATABASE_OFFLINE),
    ("42000", "[SQL Server]Single user. (924) (SQLExecDirectW)", Code.DATABASE_OFFLINE),
    ("HYT00", "Login timeout expired (0) (SQLDriverConnect)", Code.DATABASE_BUSY),
    ("HYT00", "Query timeout expired (0) (SQLExecDirectW)", Code.DATABASE_BUSY),
    ("08S01", "TCP Provider: Error code 0x68 (104) (SQLExecDirectW)", Code.DATABASE_UNREACHABLE),
    ("08001", "TCP Provider (10061) (SQLDriverConnect)", Code.DATABASE_UNREACHABLE),
    ("IM002", "Data source name not found (0) (SQLDriverConnect)", Code.DRIVER_MISSING),
    (
        "08001",
        "SSL Provider: [error:0A000086:SSL routines::certificate verify failed:self-signed"
        " certificate] (-1) (SQLDriverConnect)",
        Code.SERVER_NOT_TRUSTED,
    ),
    ("08001", "SSL Provider: untrusted (-2146893019) (SQLDriverConnect)", Code.SERVER_NOT_TRUSTED),
    (
        "08001",
        "SSL Provider: [error:0A000086:SSL routines::certificate verify failed:subject name does"
        " not match host name] (-1) (SQLDriverConnect)",
        Code.SERVER_OTHER_NAME,
    ),
    ("42000", "[SQL Server]Something new. (31999) (SQLExecDirectW)", Code.DATABASE_FAILED),
]
MET.append(("42000", f"{MET[3][1]}; [28000] {BY_MICROSOFT}{MET[0][1]}", MET[3][2]))
WAITED_FOR = {
    Code.DATABASE_BUSY,
    Code.DATABASE_OFFLINE,
    Code.DATABASE_UNREACHABLE,
    Code.DATABASE_FAILED,
}


@pytest.mark.parametrize(("state", "text", "code"), MET)
def test_an_error_is_told_by_its_number_or_else_by_its_state(state, text, code):
    told = problem(reported(pyodbc.Error(state, f"[{state}] {BY_MICROSOFT}{text}")))

    assert (told.code, type(told)) == (code, Unavailable if code in WAITED_FOR else Misconfigured)


@pytest.mark.parametrize("number", [245, 2628, 8114, 241])
def test_a_value_that_is_quoted_goes_no_further(number):
    quoted = f"Conversion failed when converting the nvarchar value '{MARKER} (18456) (SQLX)' to"
    error = pyodbc.DataError("22018", f"[22018] {BY_MICROSOFT}{quoted} int. ({number}) (SQLFetch)")
    with pytest.raises(Problem) as told, translated():
        raise error

    assert (told.value.code, told.value.facts) == (Code.DATABASE_FAILED, {"number": str(number)})
    everything = "".join(traceback.format_exception(told.value))
    assert MARKER not in everything + repr(told.value.facts)


@pytest.mark.parametrize("arguments", [(), ("HY000",), (7, 8), ("", None), ("x" * 40, "(1)")])
def test_an_error_of_any_shape_is_survived(arguments):
    assert problem(reported(pyodbc.Error(*arguments))).code is Code.DATABASE_FAILED
