"""The icons of the program, made from their drawings: `python -m tests.icons` makes them anew.

The drawings in `assets/icons` are by hand for 16, 20, 24 and 32 pixels; larger ones are made from
the last. Chromium turns them into pixels: it is here for the tests of the pages anyway, draws SVG
as every browser does, and needs no further library.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from practicesync.core.phase import Shape

ROOT = Path(__file__).resolve().parent.parent
DRAWINGS = ROOT / "assets" / "icons"
ICONS = ROOT / "src" / "practicesync" / "app" / "icons"

SIZES = (16, 20, 24, 32, 40, 48, 64, 96, 256)
IN_ICO = (16, 20, 24, 32, 40, 48, 256)
DRAWN = (16, 20, 24, 32)

DARK: Mapping[str, str] = {"#107C10": "#2E8B2E", "#0F6CBD": "#2B88D8", "#CF3526": "#E5483A"}
"""Colours of the drawings, and those that stand in for them in a dark window."""

_BARE = "<style>body{margin:0}svg{display:block}</style>"


def drawing(shape: str, size: int) -> str:
    """Return the drawing for that size, as wide and high as it."""
    drawn = max((one for one in DRAWN if one <= size), default=DRAWN[0])
    text = (DRAWINGS / f"{shape}-{drawn}.svg").read_text(encoding="utf-8")
    old = f'width="{drawn}" height="{drawn}" viewBox'
    return text.replace(old, f'width="{size}" height="{size}" viewBox', 1)


def dark(svg: str) -> str:
    """Return the drawing in the colours of a dark window."""
    for light, darker in DARK.items():
        svg = svg.replace(light, darker)
    return svg


@contextmanager
def canvas() -> Iterator[Page]:
    """Give a page to draw on."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        try:
            yield browser.new_page()
        finally:
            browser.close()


def pixels(page: Page, svg: str, size: int) -> Image.Image:
    """Return the drawing as pixels, transparent around it."""
    page.set_viewport_size({"width": size, "height": size})
    page.set_content(_BARE + svg)
    return Image.open(io.BytesIO(page.screenshot(omit_background=True))).convert("RGBA")


def made(page: Page) -> Iterator[tuple[str, Image.Image]]:
    """Yield each picture with the name of its file."""
    for shape in Shape:
        for size in SIZES:
            svg = drawing(shape.value, size)
            yield f"{shape.value}-{size}.png", pixels(page, svg, size)
            yield f"{shape.value}-dark-{size}.png", pixels(page, dark(svg), size)


def main() -> None:
    """Write all of them."""
    ICONS.mkdir(exist_ok=True)
    pictures: dict[str, Image.Image] = {}
    with canvas() as page:
        for name, picture in made(page):
            pictures[name] = picture
            picture.save(ICONS / name, optimize=True)
    for shape in Shape:
        chosen = [pictures[f"{shape.value}-{size}.png"] for size in IN_ICO]
        chosen[-1].save(
            ICONS / f"{shape.value}.ico",
            sizes=[(size, size) for size in IN_ICO],
            append_images=chosen[:-1],
        )


if __name__ == "__main__":
    main()
