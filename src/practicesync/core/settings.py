"""The settings that a practice writes, parsed once: either all of them or every mistake."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from practicesync.core.mistake import Mistake, place_of
from practicesync.core.settings_check import (
    certificate_file,
    clock,
    connection,
    id_for_files,
    one_line,
    proxy_address,
    shown_link,
    web_address,
)
from practicesync.core.settings_told import told

_Text = Annotated[str, AfterValidator(one_line)]
_Link = Annotated[str, AfterValidator(shown_link)]
_LINE = re.compile(r"at line (\d+)")


class _Frozen(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, hide_input_in_errors=True, validate_by_name=False
    )


class Links(_Frozen):
    """Addresses that take the place of the built-in pages; empty ones don't."""

    guide: _Link = ""
    support: _Link = ""
    privacy: _Link = ""


class Agent(_Frozen):
    """What holds for every practice on this computer. `poll_interval` is in seconds."""

    poll_interval: Annotated[float, Field(ge=0.5, le=3600, allow_inf_nan=False)] = 5.0
    full_check_at: Annotated[dt.time, BeforeValidator(clock)] = dt.time(2, 0)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    proxy: Annotated[str, AfterValidator(proxy_address)] = ""
    links: Links = Links()


class GuardSettings(_Frozen):
    """Deletions of a day are held if they are more than both: a count and a percentage."""

    count: Annotated[int, Field(ge=0)] = 10
    percent: Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)] = 5.0


class PracticeSettings(_Frozen):
    """One practice database and where its contacts go.

    `practice_id` is empty until somebody signs in.
    """

    name: Annotated[str, Field(min_length=1, max_length=100), AfterValidator(one_line)]
    database: Annotated[str, AfterValidator(connection)]
    cloud: Annotated[str, AfterValidator(web_address)]
    practice_id: Annotated[str, AfterValidator(id_for_files)] = ""
    database_user: _Text = ""
    profile: Annotated[str, Field(min_length=1), AfterValidator(one_line)] = "ae"
    changes: Literal["auto", "change-tracking", "rowversion", "diff"] = "auto"
    ca_file: Annotated[str, AfterValidator(certificate_file)] = ""
    required_services: tuple[_Text, ...] = Field(("MYOB OnTheGo API Service",), strict=False)
    guard: GuardSettings = GuardSettings()


class Settings(_Frozen):
    """All settings. `ledger` is kept as it was written."""

    agent: Agent = Agent()
    practices: Annotated[
        tuple[PracticeSettings, ...], Field(alias="practice", min_length=1, strict=False)
    ]
    ledger: dict[str, Any] | None = None


NONE_YET = Settings.model_construct(agent=Agent(), practices=(), ledger=None)
"""The settings of a worker that nobody has set up yet: it waits for that, and does nothing else."""


def parse_settings(text: str, file: str) -> Settings | tuple[Mistake, ...]:
    """Return the settings, or every mistake in them; `file` is the name to show."""
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        return (_syntax(str(wrong), file),)
    except RecursionError:
        return (_syntax("", file),)
    mistakes = list(_twice(written, file))
    try:
        settings = Settings.model_validate(written)
    except ValidationError as wrong:
        errors = wrong.errors(include_url=False, include_input=False)
        mistakes[:0] = [told(error, file) for error in errors if not _follows(error, written)]
    else:
        if not mistakes:
            return settings
    return tuple(mistakes)


def written_practices(text: str) -> list[Mapping[str, str]]:
    """Return the texts that are written about each practice, right or wrong.

    The layout is there, too, where it is left out; not where it may be misspelt.
    """
    try:
        practices = tomllib.loads(text).get("practice")
    except (tomllib.TOMLDecodeError, RecursionError):
        return []
    found = practices if isinstance(practices, list) else []
    return [_texts(practice) if isinstance(practice, dict) else {} for practice in found]


def _texts(practice: Mapping[str, Any]) -> dict[str, str]:
    known = PracticeSettings.model_fields
    texts = {name: text.strip() for name, text in practice.items() if isinstance(text, str)}
    if all(name in known for name in practice):
        texts.setdefault("profile", str(known["profile"].default))
    return texts


def _follows(error: ErrorDetails, written: Mapping[str, Any]) -> bool:
    """Tell whether pydantic calls a list empty only because everything in it is wrong."""
    return error["type"] == "too_short" and bool(written.get("practice"))


def _syntax(message: str, file: str) -> Mistake:
    """Return the mistake of a file that is no TOML; only the line is taken from the parser."""
    line = _LINE.search(message)
    place = f"line {line[1]}" if line else "the end"
    return Mistake(
        place,
        f"{file}: {place} can't be read.",
        "Put text between single quotes, close every bracket, and write each setting once.",
    )


def _twice(written: Mapping[str, Any], file: str) -> list[Mistake]:
    """Return a mistake for each practice that has the name or id of one before it."""
    practices = written.get("practice")
    if not isinstance(practices, list):
        return []
    met: set[tuple[str, str]] = set()
    mistakes = []
    for place, practice in enumerate(practices):
        for key in ("name", "practice_id"):
            value = practice.get(key) if isinstance(practice, dict) else None
            if not isinstance(value, str) or not value.strip():
                continue
            if (key, value.strip().casefold()) in met:
                mistakes.append(_equal(f"practice[{place}].{key}", file))
            met.add((key, value.strip().casefold()))
    return mistakes


def _equal(key: str, file: str) -> Mistake:
    return Mistake(
        key,
        f"{file}: {place_of(key)} is that of another practice, too.",
        "Give each practice one of its own.",
    )
