"""E-mail addresses, as far as mail can be sent to them."""

from __future__ import annotations

import re

LONGEST = 254

# What browsers take for one (HTML, "valid email address"), with a dot in its domain or not.
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]+@{_LABEL}(?:\.{_LABEL})*")


def is_address(text: str) -> bool:
    """Tell whether mail can be sent there, as far as can be told by looking."""
    return len(text) <= LONGEST and _ADDRESS.fullmatch(text) is not None
