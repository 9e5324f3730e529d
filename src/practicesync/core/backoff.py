"""How long to wait before the next try."""

from __future__ import annotations

FIRST = 1.0
"""Seconds that the first wait is at most."""

LONGEST = 300.0
"""Seconds that any wait is at most, unless the other side asks for more."""

LONGEST_ASKED = 3600.0
"""Seconds that the other side's Retry-After is honoured up to."""


def delay(failures: int, fraction: float, retry_after: float | None = None) -> float:
    """Return the seconds to wait after so many failures in a row (1 or more).

    Full jitter: `fraction`, random in [0, 1), of a bound that doubles. A Retry-After is the
    least wait, with the jitter on top so that a fleet does not come back at one moment.
    """
    bound = min(LONGEST, FIRST * 2.0 ** min(failures - 1, 16))
    jitter = fraction * bound
    if retry_after is None:
        return jitter
    return min(max(retry_after, 0.0), LONGEST_ASKED) + jitter
