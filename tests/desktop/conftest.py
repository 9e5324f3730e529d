"""Displays at each scale, and a program's root window on one of them."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.desktop.display import USUAL_DPI, display, is_here


@pytest.fixture(scope="session")
def screens() -> Iterator[Callable[[float], str]]:
    """Give a display at a scale, the same one each time."""
    if not is_here():
        pytest.skip("Xvfb isn't installed")
    with ExitStack() as stack:
        made: dict[float, str] = {}

        def at(scale: float) -> str:
            if scale not in made:
                made[scale] = stack.enter_context(display(round(scale * USUAL_DPI)))
            return made[scale]

        yield at


@pytest.fixture
def root_at(screens: Callable[[float], str]) -> Iterator[Callable[[float], tk.Tk]]:
    """Give the root window of a program, on a display at a scale."""
    with ExitStack() as stack:

        def at(scale: float) -> tk.Tk:
            root = tk.Tk(screenName=screens(scale))
            stack.callback(root.destroy)
            root.withdraw()
            return root

        yield at


@pytest.fixture
def root(root_at: Callable[[float], tk.Tk]) -> tk.Tk:
    """Give the root window of a program, on a display at 100 %."""
    return root_at(1.0)
