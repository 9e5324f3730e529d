"""The options that commands share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer


@dataclass(frozen=True)
class Asked:
    """What the options before the command say."""

    state: Path | None
    json: bool


Json = Annotated[bool, typer.Option("--json", help="Print facts as JSON, for scripts.")]
Practice = Annotated[
    str | None,
    typer.Option("--practice", help="Only the practice with this name or id.", metavar="NAME"),
]
