"""Draws the demo's own output as the README's picture: `python -m tests.picture`."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

PICTURE = Path(__file__).parent.parent / "docs" / "images" / "demo.svg"
WIDTH = 92

TYPED = "$ python3 dev.py demo --once"


def drawn(output: str) -> str:
    """Return the lines as an SVG; it asks no other computer for a font."""
    console = Console(record=True, width=WIDTH, file=io.StringIO())
    console.print(Text(TYPED, style="bold"))
    for line in output.rstrip().splitlines():
        text = Text(line)
        text.highlight_regex(r"━+", "#4aa3f0")
        text.highlight_regex(r"[\d,.]+ (ms|s)\b", "#5fd75f")
        if line.startswith("{"):
            text.stylize("#b0b0b0")
        console.print(text)
    svg = console.export_svg(title="Practice Sync", theme=MONOKAI)
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)


def main() -> None:
    """Run the demo and draw what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "practicesync.demo", "--once"],
        capture_output=True,
        text=True,
        check=True,
    )
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_text(drawn(done.stdout), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
