"""The icon's program with an eye in it: `python -m tests.desktop.eye STATE SOCKET`.

Whoever connects to the socket is told what stands where on the screen, as a screen reader would
be. The program is as people run it; nothing can be clicked through here.
"""

from __future__ import annotations

import json
import socket
import sys
import threading
import time
import tkinter as tk
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from practicesync.app.tray.run import run_tray
from practicesync.core.permission import ADMINISTRATORS

Spot = dict[str, Any]
"""What stands somewhere: kind, text, window, where on the screen.

And whether a click gets there, and whether the keyboard is there.
"""

_TEXTS = {"TLabel", "TButton", "TRadiobutton", "TCheckbutton", "Label", "Button"}


def main() -> int:
    """Show the icon, and open the eye as soon as there is something to see."""
    return show(Path(sys.argv[1]), sys.argv[2])


def show(state: Path, place: str, administrators: str = ADMINISTRATORS) -> int:
    """Show the icon to a person whose computer has that group of administrators."""
    threading.Thread(target=_open, args=(place,), daemon=True).start()
    return run_tray(state, administrators=administrators)


def _open(place: str) -> None:
    ear = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    while True:
        try:
            # Tk's own thread answers, between two clicks.
            root: tk.Tk = tk._default_root  # type: ignore[attr-defined]
            root.after(0, _listen, root, ear, place)
        except (AttributeError, RuntimeError):  # not there yet, or not in its loop yet
            time.sleep(0.05)
        else:
            return


def _listen(root: tk.Tk, ear: socket.socket, place: str) -> None:
    ear.bind(place)
    ear.listen()

    def answer(*_: object) -> None:
        asking, _address = ear.accept()
        with asking:
            asking.sendall(json.dumps(list(_spots(root))).encode())

    root.createfilehandler(ear, tk.READABLE, answer)


def _spots(root: tk.Tk) -> Iterator[Spot]:
    for path in _mapped(root, "."):
        kind = str(root.tk.call("winfo", "class", path))
        yield from _of_widget(root, path, kind)


def _mapped(root: tk.Tk, path: str) -> Iterator[str]:
    # Dialogs of Tk's own are known to Tcl alone.
    for child in root.tk.splitlist(root.tk.call("winfo", "children", path)):
        if root.tk.call("winfo", "ismapped", child):
            yield str(child)
            yield from _mapped(root, str(child))


def _of_widget(root: tk.Tk, path: str, kind: str) -> Iterator[Spot]:
    call = root.tk.call
    if kind in _TEXTS:
        off = "disabled" in str(call(path, "state")) if kind.startswith("T") else False
        yield _spot(root, path, kind, str(call(path, "cget", "-text")), off=off)
    elif kind == "TEntry":
        typed, instead = str(call(path, "get")), str(call(path, "cget", "-show"))
        yield _spot(root, path, kind, instead * len(typed) if instead else typed)
    elif kind == "Text":
        yield _spot(root, path, kind, str(call(path, "get", "1.0", "end-1c")))
    elif kind == "Canvas":
        for item in root.tk.splitlist(call(path, "find", "all")):
            if call(path, "type", item) == "text":
                left, top, right, bottom = map(int, root.tk.splitlist(call(path, "bbox", item)))
                words = str(call(path, "itemcget", item, "-text"))
                yield _spot(root, path, kind, words, (left, top, right - left, bottom - top))
    elif kind == "Menu":
        for number in range(int(call(path, "index", "end")) + 1):
            if call(path, "type", number) == "command":
                words = str(call(path, "entrycget", number, "-label"))
                top = int(call(path, "yposition", number))
                yield _spot(root, path, kind, words, (0, top, 40, 12))


def _spot(
    root: tk.Tk,
    path: str,
    kind: str,
    text: str,
    box: tuple[int, int, int, int] | None = None,
    *,
    off: bool = False,
) -> Spot:
    call = root.tk.call
    x, y, width, height = box or (
        0,
        0,
        int(call("winfo", "width", path)),
        int(call("winfo", "height", path)),
    )
    x += int(call("winfo", "rootx", path))
    y += int(call("winfo", "rooty", path))
    middle = (x + width // 2, y + height // 2)
    top = call("winfo", "toplevel", path)
    return {
        "kind": kind,
        "text": text,
        "window": str(call("wm", "title", top)) if kind != "Menu" else "",
        "middle": middle,
        "clickable": not off and str(call("winfo", "containing", *middle)) == path,
        "focused": str(call("focus")) == path,
    }


if __name__ == "__main__":
    raise SystemExit(main())
