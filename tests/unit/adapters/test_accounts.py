"""Accounts and groups as this computer knows them."""

import grp
import os
import pwd

from practicesync.adapters.accounts import Gate, share

NO_GROUP = "no-group-of-this-name"
NOBODY = pwd.getpwnam("nobody")
ANOTHER = NOBODY.pw_uid + 1
UNKNOWN = 3_999_999_999


def own_group() -> str:
    return grp.getgrgid(os.getegid()).gr_name


def test_root_and_the_worker_s_account_may_command_without_a_group():
    gate = Gate(NOBODY.pw_uid, NO_GROUP)

    assert gate.lets_in(0)
    assert gate.lets_in(NOBODY.pw_uid)
    assert not gate.lets_in(pwd.getpwnam("games").pw_uid)


def test_a_member_by_the_primary_group_may_command():
    group = grp.getgrgid(NOBODY.pw_gid).gr_name

    assert Gate(UNKNOWN, group).lets_in(NOBODY.pw_uid)
    assert not Gate(UNKNOWN, group).lets_in(pwd.getpwnam("games").pw_uid)


def test_an_account_that_is_gone_may_not_command():
    assert not Gate(0, own_group()).lets_in(UNKNOWN)


def test_every_member_that_the_computer_lists_may_command():
    listed = [
        (group.gr_name, member) for group in grp.getgrall() for member in group.gr_mem
    ]  # none on a bare machine: the primary group is proved above

    for group, member in listed:
        assert Gate(UNKNOWN, group).lets_in(pwd.getpwnam(member).pw_uid)
    assert not any(
        Gate(UNKNOWN, NO_GROUP).lets_in(pwd.getpwnam(m).pw_uid) for _, m in listed if m != "root"
    )


def test_a_folder_is_shared_with_a_group_that_is_there(tmp_path):
    assert share(tmp_path, own_group())
    assert tmp_path.stat().st_gid == os.getegid()
    assert not share(tmp_path, NO_GROUP)
    assert tmp_path.stat().st_gid == os.getegid()
