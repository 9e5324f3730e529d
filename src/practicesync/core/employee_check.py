"""Whether the employee who activated contacts sync still is one, and may have done so."""

from __future__ import annotations

from practicesync.core.check import Check, CheckId, failed, passed, warned
from practicesync.core.errors import Code, Misconfigured, SignInNeeded
from practicesync.core.row import Employee

ADMINISTRATORS = ("administrator", "superuser")
"""Roles of the practice database whose holders may activate contacts sync."""

_PURPOSES = ("disbursement", "practice", "sync", "admin", "office", "accounts", "service", "info")

_BETTER = (
    "That looks like somebody's own sign-in, and contacts sync stops when that employee leaves."
    " The employee Practice Disbursement, or one made for the purpose, is a better choice."
)


def employee_check(found: Employee | None, who: str) -> Check:
    """Return how the employee with that e-mail address stands; an unknown role is no complaint."""
    if found is None:
        return warned(CheckId.EMPLOYEE, Code.EMPLOYEES_UNKNOWN, reason="nobody")
    if not found.active:
        return failed(CheckId.EMPLOYEE, Misconfigured(Code.EMPLOYEE_NOT_ACTIVE, who=who))
    role = found.role.strip().casefold()
    if role and role not in ADMINISTRATORS:
        return failed(CheckId.EMPLOYEE, SignInNeeded(Code.EMPLOYEE_NOT_ADMINISTRATOR, who=who))
    better = "" if is_for_the_purpose(who) else _BETTER
    return passed(CheckId.EMPLOYEE, who=who, role=role, better=better)


def is_for_the_purpose(who: str) -> bool:
    """Tell whether an e-mail address looks like no single person's, such as the practice's own."""
    name = "".join(letter for letter in who.partition("@")[0].casefold() if letter.isalpha())
    return any(word in name for word in _PURPOSES)
