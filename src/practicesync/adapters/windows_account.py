"""The account that this process runs as, as Windows and its servers know it."""

from __future__ import annotations

import socket
import sys
from importlib import import_module
from typing import Any

from practicesync.core.database_login import Standing

_SAM_COMPATIBLE = 2
"""https://learn.microsoft.com/windows/win32/api/secext/ne-secext-extended_name_format"""

_IN_A_DOMAIN = 3
"""https://learn.microsoft.com/windows/win32/api/lmjoin/ne-lmjoin-netsetup_join_status"""


def standing_here() -> Standing:
    """Return account and computer of this process; where there is no Windows, no account."""
    computer = socket.gethostname().partition(".")[0]
    windows = sys.platform == "win32"
    if not windows:
        return Standing("", computer)
    return standing_in(import_module("win32api"), import_module("win32net"), computer)


def standing_in(api: Any, net: Any, computer: str) -> Standing:
    """Return the same by pywin32's modules, or doubles of them."""
    name, joined = net.NetGetJoinInformation()
    domain = str(name) if joined == _IN_A_DOMAIN else ""
    return Standing(str(api.GetUserNameEx(_SAM_COMPATIBLE)), computer, domain)
