"""Whether the employee who activated contacts sync still is one, and may have done so."""

from __future__ import annotations

from practicesync.core.check import Check, CheckId, failed, passed, warned
from practicesync.core.errors import Code, Misconfigured
from practicesync.core.row import Employee

ADMINISTRATORS = ("administrator", "superuser")
"""Roles of the practice database whose holders may activate contacts sync."""


def employee_check(found: Employee | None, who: str) -> Check:
    """Return how the employee with that e-mail address stands; an unknown role is no complaint."""
    if found is None:
        return warned(CheckId.EMPLOYEE, Code.EMPLOYEES_UNKNOWN, reason="nobody")
    if not found.active:
        return failed(CheckId.EMPLOYEE, Misconfigured(Code.EMPLOYEE_NOT_ACTIVE, who=who))
    role = found.role.strip().casefold()
    if role and role not in ADMINISTRATORS:
        return warned(CheckId.EMPLOYEE, Code.EMPLOYEE_NOT_ADMINISTRATOR, who=who)
    return passed(CheckId.EMPLOYEE, who=who, role=role)
