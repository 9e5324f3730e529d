"""The gallery is whole: a new phase, page or block without a picture is seen here."""

from __future__ import annotations

import ast
import inspect
import pkgutil
import sys
import typing
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import CodeType, FrameType, FunctionType

from practicesync.app import window
from practicesync.app.present.shown import Seen
from practicesync.app.window.page import Block, Page
from practicesync.app.window.palette import DARK, LIGHT
from practicesync.core.phase import Phase
from tests.desktop.pages import pages
from tests.gallery.looks import SCALES, looks
from tests.gallery.page import FOLDER, gallery_page
from tests.gallery.sheets import shows
from tests.gallery.subjects import conversations, pictures, statuses, windows

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
PICTURES = DOCS / FOLDER
WANTED = pictures()
ENOUGH = 6_500_000
"""Bytes of all pictures together: whoever clones the project gets every one of them."""

AGAIN = "take the pictures anew: python -m tests.gallery"


def test_every_picture_is_there_and_nothing_is_left_over():
    there = {path.name for path in PICTURES.iterdir()}

    assert there == set(WANTED), AGAIN


def test_each_picture_shows_the_looks_that_it_is_for():
    assert {path.name: shows(path) for path in PICTURES.iterdir()} == WANTED, AGAIN


def test_the_page_names_each_picture_in_the_words_of_the_screens():
    written = (DOCS / "gallery.md").read_text(encoding="utf-8")

    assert written == gallery_page(), AGAIN
    assert [name for name in WANTED if f"({FOLDER}/{name})" not in written] == []


def test_the_pictures_together_are_small():
    assert sum(path.stat().st_size for path in PICTURES.iterdir()) < ENOUGH


def test_light_and_dark_are_shown_at_the_usual_scale_and_at_twice_that():
    assert [look.percent for scale in SCALES for look in looks(scale)] == [100, 100, 200, 200]
    assert [look.colours for scale in SCALES for look in looks(scale)] == [LIGHT, DARK] * 2


def test_every_phase_has_its_window():
    named = {one.name for one in statuses()}

    assert {f"status-{phase.value.replace('_', '-')}" for phase in Phase} <= named
    assert all(isinstance(one.shows, Seen) for one in statuses())


def test_every_page_is_part_of_a_conversation_and_no_two_share_a_picture():
    names = [one.name for one in windows()]
    told = {one.name for _, subjects in conversations() for one in subjects}

    assert len(names) == len(set(names))
    assert told == {f"page-{name}" for name in pages()}


def test_every_function_that_makes_a_page_has_an_example():
    made = {one.__code__: f"{one.__module__}.{one.__name__}" for one in page_functions()}
    called = codes_called_by_pages()

    assert len(made) > 30
    assert sorted(name for code, name in made.items() if code not in called) == []


def test_pages_are_made_by_functions_that_do_nothing_else():
    """A page that is made amid a conversation would have no example."""
    elsewhere = [
        f"{path.name}: {function.name}"
        for path in window_files()
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef) and makes_a_page(function)
    ]

    assert elsewhere == []


def test_every_block_is_on_some_page():
    drawn = {type(block) for page in pages().values() for block in page.blocks}

    assert drawn == set(typing.get_args(Block))


def window_files() -> Iterator[Path]:
    """Give the modules of windows."""
    yield from Path(window.__path__[0]).glob("*.py")


def page_functions() -> Iterator[FunctionType]:
    """Give each function of a module of windows that returns a page."""
    for found in pkgutil.iter_modules(window.__path__, f"{window.__name__}."):
        if found.name.endswith("_windows"):
            continue  # what only Windows has
        for _, function in inspect.getmembers(import_module(found.name), inspect.isfunction):
            here = function.__module__ == found.name
            if here and function.__annotations__.get("return") == Page.__name__:
                yield function


def codes_called_by_pages() -> set[CodeType]:
    """Return whatever is called while the examples are made."""
    called: set[CodeType] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            called.add(frame.f_code)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        pages()
    finally:
        sys.setprofile(before)
    return called


def makes_a_page(function: ast.FunctionDef) -> bool:
    """Tell whether a function makes a page and returns something else."""
    returns = function.returns
    if isinstance(returns, ast.Name) and returns.id == Page.__name__:
        return False
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Page"
        for node in ast.walk(function)
    )
