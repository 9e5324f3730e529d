"""What a person says with the command ``activate``, before anything is asked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Consent:
    """What the person said before, and how to be talked to.

    `terms` and `who`: yes to the terms of use, and to who signs in. `at` is a time of day, empty
    for now; None: that isn't said yet.
    """

    terms: bool
    who: bool
    open_browser: bool
    as_json: bool
    device: bool = False
    take_over: bool = False
    at: str | None = None
    wait: bool = True
