"""What a check says: of trouble what the error table says, of all else a sentence of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from practicesync.core.check import Check, CheckId, Result
from practicesync.core.error_table import Exit, exit_code, explain, fill
from practicesync.core.errors import Code
from practicesync.core.words import counted

PASSES: Mapping[CheckId, str] = {
    CheckId.SETTINGS: "The settings are in order.",
    CheckId.DISK: "There is room for the records of Practice Sync[: {free} are free|].",
    CheckId.SECRETS: "The place where secrets are kept can be read.",
    CheckId.DATABASE: "[{server} answers; login {login}.|The database file can be read.]",
    CheckId.ENCRYPTION: "The connection to the database server is encrypted, and its certificate is"
    " checked.",
    CheckId.TABLES: "The tables that the database layout names are there[: {tables}|].",
    CheckId.COLUMNS: "The columns that the database layout names are there.",
    CheckId.READING: "The login may read every table that the database layout names.",
    CheckId.RIGHTS: "The login can't change anything in these tables.",
    CheckId.TRACKING: "SQL Server tracks what changes in these tables, and the login may see it.",
    CheckId.CHANGES: "Changes are found[ {way}|].[ {reason}|]",
    CheckId.RESTORE: "A database that was restored from a backup is noticed at once.",
    CheckId.SNAPSHOT: "[{on}|Snapshot isolation is off, so that reading may wait for somebody's"
    " open edit.]",
    CheckId.EMPLOYEE: "[{who}|The person who activated contacts sync] is an active employee"
    "[ and {role}|].",
    CheckId.SERVICE: "The service[ {service}|] is running.",
    CheckId.CLOUD: "[{host}|The online side] answers, and this computer trusts its certificate.",
    CheckId.CLOCK: "This computer's clock agrees with the online side's.",
    CheckId.IN_CHARGE: "This server is in charge of your online copy, and no other.",
}
"""What each check says when it found things in order."""

SNAPSHOT_ON = "Reading never waits for somebody's open edit: snapshot isolation is on."

WAYS: Mapping[str, str] = {
    "change-tracking": "by change tracking in SQL Server",
    "rowversion": "by the version that SQL Server gives each row",
    "diff": "by comparing all contacts",
}
"""The ways of finding changes, as people know them."""

SKIPS: Mapping[str, str] = {
    "settings": "Not looked at, because the settings have to be put right first.",
    "database": "Not looked at, because the database can't be read.",
    "tables": "Not looked at, because something is missing in the database.",
    "hidden": "Not looked at, because the login isn't allowed to see every table.",
    "file": "A database file has no server and no login, so there is nothing to look at.",
    "chosen": "Not needed: the settings choose another way of finding changes.",
    "restore": "The login can't see when the database was restored from a backup. Practice Sync"
    " makes up for it with full checks.",
    "not-activated": "Nobody has activated contacts sync here yet.",
    "not-windows": "There are no Windows services on this computer.",
    "no-service": "[{service}|The service] not found: not needed by Practice Sync.",
    "no-answer": "Not looked at, because the online side didn't answer.",
    "not-signed-in": "Nobody is signed in here yet, so no server was asked for.",
    "own-account": "Only the running Practice Sync can ask which server is in charge.",
    "no-date": "The online side didn't say what time it is.",
}
"""Why something was not looked at."""


class Told(msgspec.Struct, frozen=True):
    """A check in words; `help` is the anchor of its code's heading, or empty."""

    id: CheckId
    code: str
    result: Result
    sentence: str
    remedy: str = ""
    help: str = ""
    practice: str = ""


def told(check: Check) -> Told:
    """Return the check in words."""
    if check.code is not None:
        words = explain(check.code, check.facts)
        return Told(
            check.id,
            words.code.value,
            check.result,
            words.sentence,
            words.remedy,
            words.help,
            check.practice,
        )
    text = PASSES[check.id] if check.result == "pass" else SKIPS[check.facts["why"]]
    remedy = fill("[{better}|]", check.facts)
    return Told(
        check.id, "", check.result, fill(text, check.facts), remedy, practice=check.practice
    )


def examination_exit(checks: Sequence[Told]) -> int:
    """Return what a command ends with that made these checks: the first that failed decides."""
    wrong = (one for one in checks if one.result == "fail")
    first = next(wrong, None)
    if first is None:
        return Exit.DONE
    return max(exit_code(Code(first.code)), Exit.UNEXPECTED)


def summary(checks: Sequence[Told]) -> str:
    """Return how all of it stands, in one sentence."""
    wrong = sum(one.result == "fail" for one in checks)
    warnings = sum(one.result == "warn" for one in checks)
    if not wrong and not warnings:
        return "Everything that was looked at is in order."
    found = [counted(wrong, "thing is wrong", "things are wrong")] if wrong else []
    found += [counted(warnings, "warning")] if warnings else []
    return f"{' and '.join(found)}."
