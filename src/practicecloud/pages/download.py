"""Names a file that a browser keeps, safely on every system whatever a contact is called."""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from urllib.parse import quote

NAME_SIGNS: Final = 80
"""Signs of a file's name at most, its ending aside."""

_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def attachment(name: str, ending: str) -> dict[str, str]:
    """Return the headers of an answer that is kept as a file of that name, as far as it is safe."""
    safe = file_name(name)
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", safe) if sign.isascii())
    return {
        "Content-Disposition": f'attachment; filename="{file_name(plain)}.{ending}"; '
        f"filename*=UTF-8''{quote(f'{safe}.{ending}', safe='')}",
        "Cache-Control": "no-store",
    }


def file_name(name: str) -> str:
    """Return letters, digits and little else of a name; `contact` if nothing is left."""
    kept = (
        sign if unicodedata.category(sign)[0] in "LMN" or sign in "-_&()" else " " for sign in name
    )
    safe = " ".join("".join(kept).split())[:NAME_SIGNS].strip()
    return "contact" if not safe or _RESERVED.fullmatch(safe) else safe
