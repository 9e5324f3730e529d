"""What servers and installations are called: in one line, without control characters."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

LINE = r"^[^\x00-\x1f\x7f]+$"

Name = Annotated[str, Meta(min_length=1, max_length=200, pattern=LINE)]
Installation = Annotated[str, Meta(min_length=1, max_length=100, pattern=LINE)]
