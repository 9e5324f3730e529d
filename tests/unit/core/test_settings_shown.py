"""Support sees settings, and no login in them."""

import pytest

from practicesync.core.settings import Settings, parse_settings
from practicesync.core.settings_shown import LEFT_OUT, settings_shown, without_login

WRITTEN = """
[[practice]]
name = "Main office"
database = "Driver={x};Server=here;UID=jane;Database=AE"
database_user = "jane"
cloud = "https://contacts.example"

[ledger]
key = "secret"
"""


@pytest.mark.parametrize(
    ("connection", "shown"),
    [
        ("sqlite:///practice.db", "sqlite:///practice.db"),
        (
            "Driver={ODBC Driver 18};Server=tcp:here,1433; Database=AE;Trusted_Connection=yes",
            "Driver={ODBC Driver 18};Server=tcp:here,1433;Database=AE;Trusted_Connection=yes",
        ),
        ("SERVER=here;uid=jane;User Id=jane", f"SERVER=here;uid={LEFT_OUT};User Id={LEFT_OUT}"),
        ("Server=here;Secret={a;Server=b}", f"Server=here;Secret={LEFT_OUT}"),
        ("Server=here;;AccessToken=abc;", f"Server=here;AccessToken={LEFT_OUT}"),
    ],
)
def test_a_connection_is_shown_without_what_may_be_a_login(connection, shown):
    assert without_login(connection) == shown


def test_no_login_is_shown():
    settings = parse_settings(WRITTEN, "config.toml")
    assert isinstance(settings, Settings)

    shown = settings_shown(settings)

    assert shown["practice"][0]["cloud"] == "https://contacts.example"
    assert shown["practice"][0]["database"].startswith("Driver={x};Server=here;")
    assert shown["ledger"] == {"key": LEFT_OUT}
    assert "jane" not in str(shown)
    assert "secret" not in str(shown)
