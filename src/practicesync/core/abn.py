"""The Australian Business Number: eleven digits, the first two a check over all of them.

The rule is the Australian Business Register's: take 1 off the first digit, weigh the digits,
and the sum divides by 89 (https://abr.business.gov.au/Help/AbnFormat).
"""

from __future__ import annotations

_WEIGHTS = (10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)
_BETWEEN = str.maketrans("", "", " -.\u00a0\u2009\u202f")


def valid_abn(text: str) -> str | None:
    """Return the number's eleven digits if it is valid however it is spaced, else None."""
    digits = text.translate(_BETWEEN)
    if len(digits) != len(_WEIGHTS) or not (digits.isascii() and digits.isdigit()):
        return None
    if digits[0] == "0":
        return None
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True))
    return digits if (total - _WEIGHTS[0]) % 89 == 0 else None
