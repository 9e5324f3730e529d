"""Takes every picture of the gallery anew: `python -m tests.gallery`.

With the beginning of a name it takes those that begin so: `python -m tests.gallery page-stop`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from PIL import Image

from practicesync.app.present.shown import Seen
from tests.desktop.film import ASKED, STEPS, file_of
from tests.gallery.icons import SHEETS, sheet
from tests.gallery.looks import SCALES, looks
from tests.gallery.page import FOLDER, gallery_page
from tests.gallery.sheets import save, side_by_side
from tests.gallery.subjects import Subject, pictures, windows
from tests.gallery.windows import Studio, studio

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
PICTURES = DOCS / FOLDER

OFFICE = Path("/srv/practice-sync")
"""Where the film is made: the names of files there are seen in it."""

_ICON_COLOURS = 256
_FILM_COLOURS = 128


def main() -> None:
    """Take the pictures that are asked for, and write the page."""
    asked = sys.argv[1] if len(sys.argv) > 1 else ""
    wanted = pictures()
    PICTURES.mkdir(parents=True, exist_ok=True)
    for old in PICTURES.glob("*.png"):
        if old.name not in wanted:
            old.unlink()
    for name, bar in SHEETS.items():
        if name.startswith(asked):
            save(sheet(bar), PICTURES / name, wanted[name], _ICON_COLOURS)
    with studio() as place:
        for subject in windows():
            if subject.name.startswith(asked):
                _take(place, subject, wanted)
    if "film".startswith(asked):
        _film(wanted)
    (DOCS / "gallery.md").write_text(gallery_page(), encoding="utf-8", newline="\n")


def _take(place: Studio, subject: Subject, wanted: dict[str, str]) -> None:
    for scale in SCALES:
        taken: list[Image.Image] = []
        for look in looks(scale):
            place.dress(look)
            taken += _pictures(place, subject)
        file = subject.file(scale)
        save(side_by_side(taken, scale), PICTURES / file, wanted[file])


def _pictures(place: Studio, subject: Subject) -> list[Image.Image]:
    if not isinstance(subject.shows, Seen):
        return [place.page(subject.shows)]
    return [place.status(subject.shows), place.menu(subject.shows)]


def _film(wanted: dict[str, str]) -> None:
    """Let the test walk the whole way and keep its pictures."""
    if OFFICE.exists():
        raise SystemExit(f"{OFFICE} is there already, and would be lost.")
    taken = OFFICE.with_name("practice-sync-film")
    test = "tests/desktop/test_mouse_alone.py"
    command = [sys.executable, "-m", "pytest", "-q", f"--basetemp={OFFICE}", test]
    try:
        subprocess.run(command, env={**os.environ, ASKED: str(taken)}, check=True)
        for step in STEPS:
            name = f"film-{file_of(step)}"
            with Image.open(taken / file_of(step)) as picture:
                save(picture.convert("RGB"), PICTURES / name, wanted[name], _FILM_COLOURS)
    finally:
        shutil.rmtree(OFFICE, ignore_errors=True)
        shutil.rmtree(taken, ignore_errors=True)


if __name__ == "__main__":
    main()
