"""What waits for a person, a row each, with what can be done about it."""

from __future__ import annotations

from practicesync.app.present.shown import Act, ActKind, Button, Row
from practicesync.app.present.wording import first_and_rest
from practicesync.core.snapshot import Attention, PracticeStatus, Status

_NOT_SENT = "not-sent"
_CONFIRM = "confirm-deletes "


def attention(shown: Status, *, may_ask: bool) -> tuple[Row, ...]:
    """Return the rows of all practices; with several, each says whose it is."""
    several = len(shown.practices) > 1
    return tuple(
        Row(f"{practice.name}: {said}" if several else said, "", button)
        for practice in shown.practices
        for row in practice.attention
        for said in [first_and_rest(row.sentence)[0]]
        for button in [_button(row, practice) if may_ask else None]
    )


def _button(row: Attention, practice: PracticeStatus) -> Button | None:
    if row.action.startswith(_CONFIRM):
        hold = row.action.removeprefix(_CONFIRM)
        return Button("Review", Act(ActKind.REVIEW, hold, practice.practice_id))
    if row.action.startswith(_NOT_SENT):
        return Button("Show", Act(ActKind.NOT_SENT, "", practice.practice_id))
    return None
