"""A check: something that was looked at, how it stands, and what is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal

import msgspec

from practicesync.core.errors import Code, Problem

Result = Literal["pass", "warn", "fail", "skipped"]
"""How it stands; `skipped` where it can't be looked at, or has no bearing here."""


class CheckId(StrEnum):
    """What is looked at, in the order in which it is told."""

    SETTINGS = "settings"
    DISK = "disk"
    SECRETS = "secrets"
    DATABASE = "database"
    ENCRYPTION = "encryption"
    TABLES = "tables"
    COLUMNS = "columns"
    READING = "reading"
    RIGHTS = "rights"
    TRACKING = "change-tracking"
    CHANGES = "finding-changes"
    RESTORE = "restore"
    SNAPSHOT = "snapshot"
    EMPLOYEE = "employee"
    SERVICE = "service"
    CLOUD = "cloud"
    CLOCK = "clock"
    IN_CHARGE = "in-charge"


class Check(msgspec.Struct, frozen=True):
    """One check of one practice, or of this computer where `practice` is empty.

    `facts` fill its sentence: those of the code where it has one, of `core.check_words` otherwise.
    """

    id: CheckId
    result: Result
    code: Code | None = None
    facts: Mapping[str, str] = {}
    practice: str = ""


def passed(id_: CheckId, **facts: str) -> Check:
    """Return a check that found things in order."""
    return Check(id_, "pass", None, facts)


def failed(id_: CheckId, problem: Problem) -> Check:
    """Return a check that found what keeps contacts from going online."""
    return Check(id_, "fail", problem.code, problem.facts)


def warned(id_: CheckId, code: Code, **facts: str) -> Check:
    """Return a check that found what would be better otherwise."""
    return Check(id_, "warn", code, facts)


def skipped(id_: CheckId, why: str, **facts: str) -> Check:
    """Return what was not looked at; `why` is a word that `core.check_words` has a sentence for."""
    return Check(id_, "skipped", None, {**facts, "why": why})
