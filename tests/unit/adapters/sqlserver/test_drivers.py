"""The words with which a database is connected."""

from __future__ import annotations

import pytest

from practicesync.adapters.sqlserver.drivers import (
    PREFERRED,
    Login,
    choose_driver,
    connection_string,
    database_named,
    driver_named,
    in_database,
    is_open,
    is_trusting,
    names_a_server,
    server_named,
    user_named,
)
from practicesync.core.errors import Code, Misconfigured
from practicesync.core.settings_check import pairs

DRIVER = "ODBC Driver 18 for SQL Server"
SHORT = "Server=DB01;Database=Practice"


def words(database: str, login: Login | None = None, driver: str = DRIVER) -> dict[str, str]:
    found = pairs(connection_string(database, login or Login(), driver))
    named = {name.casefold(): value for name, value in found}
    assert len(named) == len(found)
    return named


def test_the_newest_driver_is_taken():
    assert choose_driver(["SQLite3", "SQL Server", DRIVER]) == DRIVER
    assert choose_driver(["SQL Server"]) == "SQL Server"
    for at, name in enumerate(PREFERRED):
        assert choose_driver(PREFERRED[at:]) == name
    with pytest.raises(Misconfigured) as told:
        choose_driver(["SQLite3"])
    assert told.value.code is Code.DRIVER_MISSING


def test_without_a_user_the_windows_account_signs_in():
    assert words(SHORT) == {
        "driver": f"{{{DRIVER}}}",
        "server": "DB01",
        "database": "Practice",
        "encrypt": "yes",
        "connectretrycount": "0",
        "trusted_connection": "yes",
        "app": "{Practice Sync}",
    }


def test_a_user_signs_in_with_whatever_is_in_the_password():
    found = words(SHORT + ";Trusted_Connection=yes;UID=other", Login("reader", "a;b}c={d}"))

    assert (found["uid"], found["pwd"]) == ("{reader}", "{a;b}}c={d}}}")
    assert "trusted_connection" not in found


@pytest.mark.parametrize(
    "more", ["Trusted_Connection=no", "UID=x", "Authentication=ActiveDirectoryMsi"]
)
def test_how_the_settings_sign_in_is_left_to_them(more):
    found = words(f"{SHORT};{more}")

    name, _, value = more.partition("=")
    assert found[name.casefold()] == value
    assert found.get("trusted_connection") in (None, "no")


def test_nothing_is_read_from_a_copy_that_lags_behind():
    found = words(SHORT + ";ApplicationIntent=ReadOnly;MARS_Connection=yes;APP=Other")

    assert "applicationintent" not in found
    assert "mars_connection" not in found
    assert found["app"] == "{Practice Sync}"


@pytest.mark.parametrize(
    ("driver", "more", "encrypt"),
    [
        (DRIVER, "", "yes"),
        ("ODBC Driver 17 for SQL Server", "", "yes"),
        ("SQL Server", "", None),
        (DRIVER, ";Encrypt=no", "no"),
        (DRIVER, ";encrypt=strict", "strict"),
    ],
)
def test_the_way_is_encrypted_unless_the_settings_say_otherwise(driver, more, encrypt):
    assert words(SHORT + more, driver=driver).get("encrypt") == encrypt


def test_a_driver_does_not_connect_again_by_itself():
    assert words(SHORT + ";ConnectRetryCount=3")["connectretrycount"] == "0"
    assert "connectretrycount" not in words(SHORT, driver="SQL Server")


def test_a_data_source_has_its_own_driver():
    assert "driver" not in words("DSN=Practice")
    assert "driver" not in words("FileDSN=practice.dsn")
    assert words("Driver={Mine};Server=x")["driver"] == "{Mine}"


def test_what_the_settings_name_is_found():
    database = r"Driver={My }}Driver};ADDR=DB01\MYOB,1500;Initial=x;Database={A;B};User ID=reader"

    assert driver_named(database) == "My }Driver"
    assert server_named(database) == r"DB01\MYOB,1500"
    assert database_named(database) == "A;B"
    assert user_named(database) == "reader"
    assert names_a_server(database)
    assert user_named(SHORT) == driver_named(SHORT) == ""


def test_another_database_of_the_same_server_is_named():
    assert pairs(in_database(SHORT + ";Encrypt=no", "master")) == [
        ("Server", "DB01"),
        ("Encrypt", "no"),
        ("Database", "master"),
    ]


def test_what_makes_the_way_unsafe_is_seen():
    unsafe = [";TrustServerCertificate=Yes", ";TrustServerCertificate={true}", ";Encrypt=optional"]

    assert [(is_trusting(SHORT + one), is_open(SHORT + one)) for one in ("", *unsafe)] == [
        (False, False),
        (True, False),
        (True, False),
        (False, True),
    ]
