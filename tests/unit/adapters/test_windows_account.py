"""The account of a process, told by doubles of pywin32's modules."""

from __future__ import annotations

import socket
import sys

import pytest

from practicesync.adapters.windows_account import standing_here, standing_in
from practicesync.core.database_login import Standing


class Windows:
    """`win32api` and `win32net`, as far as they are asked."""

    def __init__(self, account: str, name: str, joined: int) -> None:
        self.account = account
        self.joined = (name, joined)

    def GetUserNameEx(self, form: int) -> str:  # noqa: N802  # as Windows calls it
        assert form == 2
        return self.account

    def NetGetJoinInformation(self) -> tuple[str, int]:  # noqa: N802
        return self.joined


@pytest.mark.parametrize(("joined", "domain"), [(3, "OFFICE"), (2, ""), (1, ""), (0, "")])
def test_a_workgroup_is_no_domain(joined: int, domain: str) -> None:
    windows = Windows(r"NT SERVICE\PracticeSync", "OFFICE", joined)

    assert standing_in(windows, windows, "APP1") == Standing(windows.account, "APP1", domain)


@pytest.mark.skipif(sys.platform == "win32", reason="there is an account there")
def test_without_windows_there_is_no_windows_account() -> None:
    assert standing_here() == Standing("", socket.gethostname().partition(".")[0])
