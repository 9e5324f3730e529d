"""Numbers and times of the window: the two steps, and what is known of all practices."""

from __future__ import annotations

import msgspec

from practicesync.app.present.shown import Act, ActKind, Button, Row
from practicesync.core.phase import Phase
from practicesync.core.phase_words import Today
from practicesync.core.snapshot import PracticeStatus, Status
from practicesync.core.status_text import check_words
from practicesync.core.words import count, counted


def facts(shown: Status, today: Today, *, may_ask: bool) -> tuple[Row, ...]:
    """Return what is known, a row each."""
    practices = shown.practices
    rows = [_online(shown), _left_out(shown, may_ask=may_ask), _sent(practices, today)]
    checked = [one.last_look_at for one in practices if one.last_look_at]
    if checked and shown.phase is not Phase.NOT_RUNNING:
        rows.append(Row("Last look", today.clock(max(checked))))
    rows.append(_check(practices, today))
    return tuple(row for row in rows if row is not None)


def _online(shown: Status) -> Row | None:
    online = [one.counts.online for one in shown.practices]
    known = [one.counts.in_database for one in shown.practices]
    if not online or None in online or None in known:
        return None
    has, all_ = sum(filter(None, online)), sum(filter(None, known))
    return Row("Online", f"{count(has)} of {count(all_)}")


def _left_out(shown: Status, *, may_ask: bool) -> Row | None:
    """Return how many contacts somebody has left out, and where to see which."""
    number = sum(one.counts.left_out or 0 for one in shown.practices)
    if not number:
        return None
    asks = may_ask and shown.phase is not Phase.NOT_RUNNING
    button = Button("Show", Act(ActKind.NOT_SENT)) if asks else None
    return Row("Left out", counted(number, "contact"), button)


def _check(practices: tuple[PracticeStatus, ...], today: Today) -> Row | None:
    """Return the last full check: of several the earliest, for all of them were checked by then."""
    checks = [one.last_check for one in practices if one.last_check]
    if not checks:
        return None
    first = min(checks, key=lambda one: one.at)
    every = msgspec.structs.replace(first, mended=sum(one.mended for one in checks))
    return Row("Last full check", f"{today.clock(first.at)}, {check_words(every)}")


def _sent(practices: tuple[PracticeStatus, ...], today: Today) -> Row | None:
    sent = [one.last_sent for one in practices if one.last_sent]
    if not sent:
        return None
    last = max(sent, key=lambda one: one.at)
    return Row("Last change sent", f"{today.clock(last.at)}, {counted(last.contacts, 'contact')}")
