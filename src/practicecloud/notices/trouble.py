"""Trouble of a practice as one story: when it is told, and when it is over."""

from __future__ import annotations

from typing import Literal

import msgspec

from practicecloud.online.standing import Standing
from practicecloud.settings import Settings


class Trouble(msgspec.Struct, frozen=True):
    """Trouble that began at `since`, and is getting better since then, or not (None).

    `told`: the administrators have heard of it.
    """

    trouble_id: str
    since: float
    better_since: float | None = None
    told: bool = False


News = Literal["", "trouble", "healed"]


def follow(
    held: Trouble | None, standing: Standing, now: float, settings: Settings, new_id: str
) -> tuple[Trouble | None, News]:
    """Return what is held of the trouble from now on, and what the administrators are to hear.

    Red that turns blue or green for a moment and red again is one trouble.
    """
    if not standing.awaited:
        return None, ""
    if standing.is_bad:
        return _worse(held, standing, now, settings, new_id)
    if held is None:
        return None, ""
    return _better(held, standing, now, settings)


def _worse(
    held: Trouble | None, standing: Standing, now: float, settings: Settings, new_id: str
) -> tuple[Trouble | None, News]:
    if held is None:
        began = now if standing.as_of is None else min(standing.as_of, now)
        held = Trouble(new_id, began)
    # What began later than now was noted before the clock was set back.
    going_on = msgspec.structs.replace(held, since=min(held.since, now), better_since=None)
    if held.told or now - going_on.since < settings.notice_after:
        return going_on, ""
    return msgspec.structs.replace(going_on, told=True), "trouble"


def _better(
    held: Trouble, standing: Standing, now: float, settings: Settings
) -> tuple[Trouble | None, News]:
    since = now if held.better_since is None else min(held.better_since, now)
    better = msgspec.structs.replace(held, better_since=since)
    if now - since < settings.calm_after:
        return better, ""
    if not held.told:
        return None, ""
    # Blue may last for hours while everything is uploaded: it is over when all is in sync.
    return (None, "healed") if standing.colour == "green" else (better, "")
