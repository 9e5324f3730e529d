"""Who may command: the worker's account, the system's, and the group's members."""

import pytest

from practicesync.core.permission import Account, Rightful, may_command

RIGHTFUL = Rightful(frozenset(("0", "100")), "7")


@pytest.mark.parametrize(
    ("owner", "rightful", "may"),
    [
        (Account("100"), RIGHTFUL, True),
        (Account("0"), RIGHTFUL, True),
        (Account("200", frozenset(("5", "7"))), RIGHTFUL, True),
        (Account("200", frozenset(("5",))), RIGHTFUL, False),
        (Account("200"), RIGHTFUL, False),
        (Account("7"), RIGHTFUL, False),  # an account is no group
        (Account("200", frozenset(("0", "100"))), RIGHTFUL, False),
        (Account("100"), Rightful(frozenset(("0", "100"))), True),
        (Account("200", frozenset(("",))), Rightful(frozenset(("0", "100"))), False),
        (Account("", frozenset()), Rightful(frozenset(("0", "100"))), False),
    ],
)
def test_the_worker_s_account_the_system_s_and_the_group_may_and_nobody_else(owner, rightful, may):
    assert may_command(owner, rightful) is may
