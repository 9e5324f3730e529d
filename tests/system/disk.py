"""A disk that can be filled to its last byte, beneath a running process."""

from __future__ import annotations

import contextlib
import resource
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """Put a file system of 2 MB there, where this account may; tell whether there is one."""
    folder.mkdir(parents=True)
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    mounted = shutil.which("mount") is not None and (
        subprocess.run(mount, capture_output=True, check=False).returncode == 0
    )
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run([shutil.which("umount") or "umount", str(folder)], check=True)


@contextlib.contextmanager
def full(folder: Path, process: subprocess.Popen[str], mounted: bool) -> Iterator[None]:
    """Leave the process no byte of disk; where no file system can be mounted, by a limit."""
    if not mounted:
        limits = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (8_000, limits[1]))
        yield
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, limits)
        return
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))
    yield
    ballast.unlink()
