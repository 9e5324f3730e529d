"""As whom Practice Sync comes to a server."""

from __future__ import annotations

import pytest

from practicesync.core.database_login import Standing, login_at

SERVICE = r"NT SERVICE\PracticeSync"


@pytest.mark.parametrize(
    ("standing", "host", "login"),
    [
        (Standing(SERVICE, "APP1", "OFFICE"), "DB1", "OFFICE\\APP1$"),
        (Standing(SERVICE, "APP1", "OFFICE"), "app1.office.example", SERVICE),
        (Standing(SERVICE, "APP1", "OFFICE"), "localhost", SERVICE),
        (Standing(SERVICE, "APP1"), "DB1", ""),
        (Standing(SERVICE, "APP1"), "(local)", SERVICE),
        (Standing(r"NT AUTHORITY\SYSTEM", "APP1", "OFFICE"), "DB1", "OFFICE\\APP1$"),
        (Standing(r"OFFICE\sync", "APP1", "OFFICE"), "DB1", r"OFFICE\sync"),
        (Standing("", "app1"), "DB1", ""),
    ],
)
def test_a_service_is_its_computer_to_every_other(
    standing: Standing, host: str, login: str
) -> None:
    assert login_at(standing, host) == login
