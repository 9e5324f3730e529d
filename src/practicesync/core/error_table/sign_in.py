"""Signing in: PS-AUT."""

from __future__ import annotations

from collections.abc import Mapping

from practicesync.core.error_table.entry import Entry, Exit
from practicesync.core.errors import Code

SIGN_IN: Mapping[Code, Entry] = {
    Code.SIGN_IN_AGAIN: Entry(
        "Please sign in again",
        "The sign-in of this server has ended. Staff see your contacts as they were until somebody"
        " signs in.",
        "Sign in again as an administrator of the practice, with practicesync activate.",
        Exit.PERSON_NEEDED,
    ),
    Code.SIGN_IN_DECLINED: Entry(
        "Sign-in was declined",
        "Somebody said no on the sign-in page, so nothing has changed.",
        "Sign in again, and agree on the page if this server is to send your contacts.",
        Exit.PERSON_NEEDED,
    ),
    Code.SIGN_IN_TIMED_OUT: Entry(
        "Sign-in took too long",
        "Nobody finished the sign-in in time, so nothing has changed.",
        "Sign in again, and finish it within five minutes, or within ten with a code.",
        Exit.PERSON_NEEDED,
    ),
    Code.SIGNED_IN_ELSEWHERE: Entry(
        "The sign-in was for another practice",
        "The sign-in was for another practice than this one, so it isn't used.",
        "Sign in again, and choose the practice that this server is for.",
        Exit.PERSON_NEEDED,
    ),
    Code.RIGHTS_MISSING: Entry(
        "The sign-in doesn't have the rights",
        "The person who signed in here isn't allowed to send this practice's contacts. Changes in"
        " the practice aren't going online.",
        "Sign in again as an administrator of the practice, with practicesync activate.",
        Exit.PERSON_NEEDED,
    ),
    Code.NEVER_SIGNED_IN: Entry(
        "Nobody has signed in yet",
        "Nobody has signed in on this server yet, so nothing goes online.",
        "Activate contacts sync with practicesync activate: it begins with signing in.",
        Exit.PERSON_NEEDED,
    ),
    Code.EMPLOYEE_NOT_ACTIVE: Entry(
        "The employee isn't active",
        "[{who} isn't an active employee in the practice|The employee who activated contacts sync"
        " isn't active in the practice any more]. Changes aren't going online.",
        "Make [{who} an active employee in the practice software|that employee active again in the"
        " practice software: Practice Sync then goes on by itself]. Or sign in as another"
        " administrator, with practicesync activate.",
        Exit.PERSON_NEEDED,
    ),
    Code.EMPLOYEE_NOT_ADMINISTRATOR: Entry(
        "The employee isn't an administrator",
        "[{who}|The person who activated contacts sync] is an active employee in the practice, but"
        " neither administrator nor superuser there, so contacts sync can't be activated with that"
        " sign-in. Where it is active already, contacts still go online.",
        "Sign in as an administrator of the practice, with practicesync activate.",
        Exit.PERSON_NEEDED,
    ),
    Code.EMPLOYEES_UNKNOWN: Entry(
        "The practice's employees aren't known",
        "[{reason}|The database layout doesn't say where the practice's employees are], so nobody"
        " can check that one of them has signed in. Contacts still go online.",
        "Check yourself that only an administrator of the practice has signed in.",
        Exit.PERSON_NEEDED,
        {"nobody": "No employee in the practice database has the e-mail address of that sign-in"},
        {
            "nobody": "Check yourself that only an administrator of the practice has signed in. If"
            " they have another e-mail address in the practice software, make the two the same.",
        },
    ),
}
