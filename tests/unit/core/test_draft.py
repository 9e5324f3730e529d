"""What a person says of a practice, as settings write it."""

from __future__ import annotations

import pytest

from practicesync.core.draft import Draft, entries_of
from practicesync.core.settings_check import pairs

SERVER = {"database": "Driver={X;Y};Server=OLD;Database=AE;UID=sa;Encrypt=no"}


def database_of(draft: Draft, before: str = "") -> str:
    return entries_of(draft, {"database": before} if before else {})["database"]


def test_nothing_said_changes_nothing() -> None:
    assert entries_of(Draft(), SERVER) == {}
    assert entries_of(Draft(name="Main office"), SERVER) == {"name": "Main office"}


def test_a_server_and_a_database_make_a_connection() -> None:
    said = Draft(server=r"PRACSRV01\SQLEXPRESS", database="AE")

    assert database_of(said) == r"Server=PRACSRV01\SQLEXPRESS;Database=AE"


@pytest.mark.parametrize("name", ["A;B", "A}B", "{A", " A", "A=B", "A;UID=sa"])
def test_a_name_that_odbc_would_read_otherwise_stays_one_name(name: str) -> None:
    found = dict(pairs(database_of(Draft(server="S", database=name))))

    assert set(found) == {"Server", "Database"}
    assert found["Database"][1:-1].replace("}}", "}") == name


def test_what_is_not_said_anew_stays() -> None:
    found = database_of(Draft(server="NEW"), SERVER["database"])

    assert found == "Server=NEW;Driver={X;Y};Database=AE;UID=sa;Encrypt=no"


def test_a_login_said_anew_takes_the_place_of_one_in_the_connection() -> None:
    said = Draft(server="NEW", user="reader")

    assert "UID" not in database_of(said, SERVER["database"])
    assert entries_of(said, SERVER)["database_user"] == "reader"


def test_trust_is_said_and_taken_back() -> None:
    trusting = database_of(Draft(server="S", database="AE", trust=True))

    assert trusting.endswith(";TrustServerCertificate=yes")
    assert "Trust" not in database_of(Draft(trust=False), trusting)


def test_more_words_take_the_place_of_their_like() -> None:
    found = database_of(Draft(odbc="Encrypt=yes;MultiSubnetFailover=Yes"), SERVER["database"])

    assert found.endswith("UID=sa;Encrypt=yes;MultiSubnetFailover=Yes")


def test_a_file_has_no_login() -> None:
    found = entries_of(Draft(file="/srv/practice.db"), SERVER | {"database_user": "reader"})

    assert found == {"database": "sqlite:////srv/practice.db", "database_user": ""}


def test_a_server_takes_the_place_of_a_file() -> None:
    said = Draft(server="S", database="AE")

    assert database_of(said, "sqlite:////srv/practice.db") == "Server=S;Database=AE"
