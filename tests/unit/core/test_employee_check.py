"""How the employee stands who activated contacts sync."""

import pytest

from practicesync.core.employee_check import employee_check
from practicesync.core.errors import Code
from practicesync.core.row import Employee

WHO = "admin@example.com"


@pytest.mark.parametrize("role", ["administrator", "Superuser ", ""])
def test_an_active_administrator_is_in_order(role):
    check = employee_check(Employee(active=True, role=role), WHO)

    assert (check.result, check.facts["who"]) == ("pass", WHO)


@pytest.mark.parametrize(
    ("employee", "result", "code"),
    [
        (Employee(active=False, role="administrator"), "fail", Code.EMPLOYEE_NOT_ACTIVE),
        (Employee(active=True, role="staff"), "fail", Code.EMPLOYEE_NOT_ADMINISTRATOR),
        (None, "warn", Code.EMPLOYEES_UNKNOWN),
    ],
    ids=["inactive", "no administrator", "unknown"],
)
def test_anybody_else_is_told_of(employee, result, code):
    check = employee_check(employee, WHO)

    assert (check.result, check.code) == (result, code)


@pytest.mark.parametrize(
    ("who", "own"),
    [
        ("admin@example.com", False),
        ("practice.disbursement@example.com", False),
        ("Contacts-Sync@example.com", False),
        ("jo.bloggs@example.com", True),
        ("jo@practice.example.com", True),
    ],
)
def test_somebody_s_own_sign_in_is_in_order_and_one_made_for_the_purpose_is_better(who, own):
    check = employee_check(Employee(active=True, role="administrator"), who)

    assert check.result == "pass"
    assert ("Practice Disbursement" in check.facts["better"]) is own
