"""What to do about a check that fails before a practice is set up: there are no settings yet."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from practicesync.core.check_words import Told
from practicesync.core.draft import Draft
from practicesync.core.errors import Code

_REMEDIES: Mapping[Code, str] = {
    Code.DATABASE_NOT_FOUND: "Check the path that you gave.",
    Code.DATABASE_UNREADABLE: "Check that the file you named is a database of SQLite.",
    Code.SECRET_MISSING: (
        "Type the password when you are asked for it, or give it as a line on standard input, with"
        " --password-stdin."
    ),
    Code.SERVER_NOT_TRUSTED: (
        "SQL Server Express makes a certificate of its own, which no computer trusts. Where the"
        " database is on this computer, --trust-server-certificate connects all the same."
        " Elsewhere somebody on the network could pose as the server."
    ),
    Code.CLOUD_UNREACHABLE: (
        "Check the address that you gave, to the port, and that the online side runs. Then check"
        " this computer's internet connection, and the proxy if your office has one."
    ),
}

_AUTHORITY = (
    "Your office may have a certificate authority of its own: name the file with its certificate,"
    " with --ca-file."
)
_NAMED = (
    "Give the address with the name that stands in the certificate, and check that --ca-file names"
    " who issued it."
)


def on_trial(check: Told, draft: Draft) -> Told:
    """Return the check with what to do about what was just given, in place of the settings."""
    if check.result == "pass" or not check.code:
        return check
    code = Code(check.code)
    remedy = _REMEDIES.get(code, check.remedy)
    if code is Code.CLOUD_NOT_TRUSTED:
        remedy = _NAMED if draft.ca_file else _AUTHORITY
    return msgspec.structs.replace(check, remedy=remedy)
