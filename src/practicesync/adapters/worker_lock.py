"""One worker a state folder: a lock that the kernel lets go of however the worker ends."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

from practicesync.adapters.publish import writing
from practicesync.core.errors import Code, Misconfigured

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


_TAKEN = frozenset((errno.EAGAIN, errno.EACCES, errno.EDEADLK))


class WorkerLock:
    """Held by the one worker of a folder, from `hold` to `let_go` or the end of the process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def hold(self) -> None:
        """Take the lock. Raises `Misconfigured` if another worker has it."""
        with writing(self._path):
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(descriptor)
        except OSError as wrong:
            os.close(descriptor)
            code = Code.WORKER_RUNS_ALREADY if wrong.errno in _TAKEN else Code.FOLDER_NOT_WRITABLE
            raise Misconfigured(code, path=str(self._path.parent.parent)) from None
        self._descriptor = descriptor

    def let_go(self) -> None:
        """Give the lock back; the file stays, for a removed one could be locked twice."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> WorkerLock:
        self.hold()
        return self

    def __exit__(self, *_wrong: object) -> None:
        self.let_go()
