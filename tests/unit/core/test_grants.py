"""The statements for a database administrator."""

from pathlib import Path

import practicesync.profiles
from practicesync.core.grants import followed_tables, tracking_script
from practicesync.core.profile import Profile, columns_needed
from practicesync.core.profile_text import parse_profile


def demo() -> Profile:
    folder = Path(practicesync.profiles.__file__).parent
    profile = parse_profile((folder / "demo.toml").read_text(encoding="utf-8"), "demo.toml")
    assert isinstance(profile, Profile)
    return profile


def test_every_table_may_be_read_and_every_one_but_the_employees_is_tracked():
    lines = tracking_script(demo(), "PRACTICE\\SYNC$", "Practice").splitlines()

    readable = [line for line in lines if line.startswith("GRANT SELECT")]
    tracked = [line for line in lines if line.startswith("    ALTER TABLE")]
    assert len(readable) == len(columns_needed(demo()))
    assert len(tracked) == len(readable) - 1
    assert not any("Employee" in line for line in tracked)
    assert "GRANT SELECT ON [dbo].[ContactPhone] TO [PRACTICE\\SYNC$];" in readable


def test_no_right_to_change_data_is_given():
    rights = {
        line.split(" ON ")[0]
        for line in tracking_script(demo(), "sync", "Practice").splitlines()
        if line.startswith("GRANT")
    }

    assert rights == {"GRANT SELECT", "GRANT VIEW CHANGE TRACKING"}


def test_names_can_not_end_their_quotes():
    script = tracking_script(demo(), "o'neill]; DROP", "prac]tice")

    assert "[o'neill]]; DROP]" in script
    assert "N'o''neill]; DROP'" in script
    assert "USE [prac]]tice];" in script


def test_a_windows_account_gets_a_login_and_a_sql_login_a_password_of_its_owner():
    assert "CREATE LOGIN [A\\B] FROM WINDOWS;" in tracking_script(demo(), "A\\B", "Practice")
    assert "-- CREATE LOGIN [sync] WITH PASSWORD = '...'" in tracking_script(demo(), "sync", "P")


def test_the_link_table_is_followed_as_well_as_what_it_links():
    assert {"dbo.ContactAddress", "dbo.Address"} <= set(followed_tables(demo()))
