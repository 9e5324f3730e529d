"""As whom Practice Sync comes to a database server that asks for a Windows account."""

from __future__ import annotations

import msgspec

_OF_THE_COMPUTER = ("nt service\\", "nt authority\\")
"""Accounts that no other computer knows: there the computer itself signs in for them."""

_HERE = {"", ".", "(local)", "localhost", "127.0.0.1", "::1"}


class Standing(msgspec.Struct, frozen=True):
    r"""The account that Practice Sync runs as, such as ``NT SERVICE\PracticeSync``, and where.

    `domain` is empty in a workgroup; `account` is, where there is no Windows.
    """

    account: str
    computer: str
    domain: str = ""


def login_at(standing: Standing, host: str) -> str:
    r"""Return the Windows login that a server on that computer sees; empty where none reaches it.

    A service's own account is known to its computer alone: elsewhere it is ``DOMAIN\COMPUTER$``.
    https://learn.microsoft.com/windows-server/identity/ad-ds/manage/understand-service-accounts
    """
    is_service = standing.account.casefold().startswith(_OF_THE_COMPUTER)
    if not is_service or is_here(standing, host):
        return standing.account
    return f"{standing.domain}\\{standing.computer}$" if standing.domain else ""


def is_here(standing: Standing, host: str) -> bool:
    """Tell whether that is this computer, by any of its names."""
    name = host.casefold()
    return name in _HERE or name.partition(".")[0] == standing.computer.casefold()
