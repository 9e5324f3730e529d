"""Signing in: PS-AUT."""

from __future__ import annotations

from collections.abc import Mapping

from practicesync.core.errors import Code
from practicesync.core.help.entry import Help

_AGAIN = (
    "Choose **Activate contacts sync**, or type `practicesync activate`, and sign in as an"
    " administrator of the practice."
)

SIGN_IN: Mapping[Code, Help] = {
    Code.SIGN_IN_AGAIN: Help(
        (
            "An administrator ended the sign-in of this server online.",
            "The server was restored from a backup, or copied: its sign-in was used elsewhere"
            " since, so the online side has ended it to be safe.",
            "The server was off for a very long time.",
        ),
        (_AGAIN, "Nothing is sent again that is online already."),
    ),
    Code.SIGN_IN_DECLINED: Help(
        ("Somebody pressed the button that says no.",),
        (_AGAIN, "Agree on the page that names this practice."),
    ),
    Code.SIGN_IN_TIMED_OUT: Help(
        (
            "The browser was closed before the end.",
            "The browser ran on another computer than Practice Sync.",
        ),
        (
            _AGAIN,
            "Finish within five minutes, in a browser on the same computer. To use a browser"
            " elsewhere, choose to sign in with a code, or type `practicesync activate --device`:"
            " a code is good for ten minutes.",
        ),
    ),
    Code.SIGNED_IN_ELSEWHERE: Help(
        ("Whoever signed in works for several practices and chose another one.",),
        (_AGAIN, "Choose the practice that this server is for."),
    ),
    Code.RIGHTS_MISSING: Help(
        (
            "Whoever signed in isn't an administrator of the practice online.",
            "The rights of that person were changed since.",
        ),
        (
            "Ask an administrator of the practice to sign in, or to give that person the rights.",
            _AGAIN,
        ),
    ),
    Code.NEVER_SIGNED_IN: Help(
        (
            "Practice Sync was just installed.",
            "Its secrets were removed from this computer.",
        ),
        (_AGAIN,),
    ),
    Code.EMPLOYEE_NOT_ACTIVE: Help(
        (
            "The employee who activated contacts sync has left, or was made inactive in the"
            " practice software.",
        ),
        (
            "Look at the list of active employees in the practice software, and make that employee"
            " active again.",
            "Or choose **Activate contacts sync**, or type `practicesync activate`, and sign in as"
            " another administrator.",
            "`practicesync doctor` says who activated contacts sync. Practice Sync looks every ten"
            " minutes, and every minute while the employee isn't active.",
            "So that it doesn't stop again, activate with an employee who stays: Practice"
            " Disbursement if your practice has it, or one made for the purpose.",
        ),
    ),
    Code.EMPLOYEE_NOT_ADMINISTRATOR: Help(
        (
            "Somebody activated contacts sync who may do so online and isn't an administrator in"
            " the practice software.",
            "The employee's rights were changed since.",
        ),
        (
            "Have an administrator of the practice choose **Activate contacts sync**, or type"
            " `practicesync activate`, and sign in.",
            "Or make the employee an administrator in the practice software.",
        ),
    ),
    Code.EMPLOYEES_UNKNOWN: Help(
        (
            "The database layout has no part about employees: some practice software keeps them"
            " elsewhere.",
            "The person who activated contacts sync signed in with another e-mail address than the"
            " one in the practice software.",
        ),
        (
            "Add the part `[employee]` to the database layout, if the employees are in the"
            " practice database.",
            "Otherwise there is nothing to do: the warning stays, and contacts go online.",
        ),
    ),
}
