"""The accounts of this computer: whose a file is, and whether that account may command.

On Windows the access list of the inbox says who may leave a command there at all.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from practicesync.core.permission import Account, Rightful, may_command

ROOT = "0"


class Gate:
    """Whose commands are obeyed; each account is looked up once."""

    def __init__(self, worker: int, group: str) -> None:
        """`worker` is the user id of the worker, `group` the name of the administrators' group."""
        self._rightful = Rightful(frozenset((str(worker), ROOT)), _group_id(group))
        self._judged: dict[int, bool] = {}

    def lets_in(self, user: int) -> bool:
        """Tell whether the account with that user id may command."""
        if sys.platform == "win32":
            return True
        if user not in self._judged:
            self._judged[user] = may_command(_account(user), self._rightful)
        return self._judged[user]


def own_id() -> int:
    """Return the user id of this process; on Windows there is none, and it is 0."""
    return 0 if sys.platform == "win32" else os.geteuid()


def owner_name(status: os.stat_result) -> str:
    """Return the account that a file belongs to; empty on Windows, where a handle tells it."""
    return "" if sys.platform == "win32" else _name(status.st_uid)


def own_name() -> str:
    """Return the account of this process; empty on Windows."""
    return "" if sys.platform == "win32" else _name(os.geteuid())


def share(folder: Path, group: str) -> bool:
    """Make the folder that group's; False where there is no such group, or it can't be given.

    Only root, and the folder's owner who is in the group, can give it.
    """
    if sys.platform == "win32" or not (id_ := _group_id(group)):
        return False
    try:
        if folder.stat().st_gid != int(id_):
            os.chown(folder, -1, int(id_))
    except OSError:
        return False
    return True


def _account(user: int) -> Account:
    if sys.platform == "win32":
        return Account(str(user))
    import pwd

    try:
        found = pwd.getpwuid(user)
        groups = os.getgrouplist(found.pw_name, found.pw_gid)
    except (KeyError, OSError):  # an account that is gone is in no group
        return Account(str(user))
    return Account(str(user), frozenset(map(str, groups)))


def _name(user: int) -> str:
    """Return the account with that user id, or the id itself where it has none any more."""
    if sys.platform == "win32":
        return str(user)
    import pwd

    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return str(user)


def _group_id(name: str) -> str:
    if sys.platform == "win32":
        return ""
    import grp

    try:
        return str(grp.getgrnam(name).gr_gid)
    except KeyError:
        return ""
