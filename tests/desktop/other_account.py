"""The eye's program in another account: `python -m tests.desktop.other_account STATE SOCKET GROUP`.

GROUP is whom the worker obeys.
"""

from __future__ import annotations

import ast
import io
import os
import pkgutil
import pwd
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from PIL import Image
from Xlib.display import Display

import practicesync
from practicesync.app.window.drawn import icon
from practicesync.core.phase import SIGNS, Phase
from tests.desktop.eye import show

NOBODY = pwd.getpwnam("nobody")
PARTS = ("asking", "present", "tray", "window")
OF_WINDOWS = ("native_windows", "session_windows", "screen_windows", "mbcs", "oem")


def main() -> int:
    """Become the other account where only root may, and show the icon."""
    state, place, group = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    import_all()
    Display().close()
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY.pw_gid)
        os.setuid(NOBODY.pw_uid)
    return show(state, place, group)


def import_all() -> None:
    """Import whatever the icon may ever need: Python may stand where the other can't read it."""
    for name in (*(f"practicesync.app.{part}" for part in PARTS), "encodings"):
        package = import_module(name)
        for found in pkgutil.iter_modules(package.__path__, f"{name}."):
            if not found.name.endswith(OF_WINDOWS):
                import_module(found.name)
    for name in sorted(set(_imported_when_used()) & sys.stdlib_module_names):
        with suppress(ImportError):  # of Windows
            import_module(name)
    Image.open(io.BytesIO(icon(SIGNS[Phase.IN_SYNC], 16, dark=False))).convert("RGBA").tobytes()


def _imported_when_used() -> Iterator[str]:
    for file in Path(str(practicesync.__file__)).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_bytes())):
            if isinstance(node, ast.Import):
                yield from (one.name for one in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module


if __name__ == "__main__":
    raise SystemExit(main())
