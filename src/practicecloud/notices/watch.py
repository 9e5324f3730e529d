"""Looks at every practice again and again, so that trouble is told although nobody looks."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import msgspec
import sqlalchemy as sa

from practicecloud.background import Background, Complaints
from practicecloud.notices import notices, outbox
from practicecloud.notices.trouble import Trouble, follow
from practicecloud.online.activation import lock_practice
from practicecloud.online.beats import NOT_RUNNING, forget_ahead
from practicecloud.online.standing import standing_of
from practicecloud.settings import AHEAD, Settings
from practicecloud.store import tables
from practicecloud.store.storage import put, reading, writing

LOOK_EVERY = 15.0
"""Seconds between two looks at most."""


class Watch:
    """What is done in the background: of several processes one tells each piece of news."""

    def __init__(self, engine: sa.Engine, now: Callable[[], float], settings: Settings) -> None:
        self._engine = engine
        self._now = now
        self._settings = settings
        shortest = min(settings.silent_after, settings.notice_after, settings.calm_after)
        self._complaints = Complaints("watch")
        self.background = Background("watch", self.look, min(LOOK_EVERY, shortest / 4))

    def look(self) -> None:
        """Look at every practice that has trouble or may have some."""
        with writing(self._engine) as connection:
            note_listening(connection, self._now(), self._settings.silent_after)
            outbox.clear(connection, self._now())
            forget_ahead(connection, self._now())
        with reading(self._engine) as connection:
            suspects = _suspects(connection, self._now(), self._settings.silent_after)
        for practice_id in suspects:
            if self.background.is_ending:
                return
            self._look_at(practice_id)

    def _look_at(self, practice_id: str) -> None:
        try:
            with writing(self._engine) as connection:
                look_at(connection, practice_id, self._now(), self._settings)
        except Exception as error:  # noqa: BLE001  # one practice must not hide the others
            self._complaints.failed(error, practice_id)
        else:
            self._complaints.worked(practice_id)


def note_listening(connection: sa.Connection, now: float, longest_gap: float) -> None:
    """Note that this side listens, and since when without a gap in which it missed reports."""
    table = tables.listening
    row = connection.execute(sa.select(table).with_for_update()).one_or_none()
    begun = row is None or not -AHEAD <= now - row.looked_at <= longest_gap
    since = now if row is None or begun else min(row.since, now)
    put(connection, table, [{"id": 1, "since": since, "looked_at": now}])


def look_at(connection: sa.Connection, practice_id: str, now: float, settings: Settings) -> None:
    """Follow a practice's trouble, and put what is to be told into the outbox with it."""
    lock_practice(connection, practice_id)
    held = _held(connection, practice_id)
    standing = standing_of(connection, practice_id, now, settings.silent_after)
    following, news = follow(held, standing, now, settings, str(uuid.uuid4()))
    known = following or held
    if known is None:
        return
    over = following is None
    unheard = outbox.withdraw(connection, known.trouble_id, now) if over else set()
    if news:
        story = notices.story_of(
            connection, practice_id, news, standing, settings, since=known.since, now=now
        )
        told = notices.tell(connection, story, settings, about=known.trouble_id, but=unheard)
        if following is not None and not told:
            # As soon as there is somebody to tell, it is told.
            following = msgspec.structs.replace(following, told=False)
    _keep(connection, practice_id, held, following)


def _suspects(connection: sa.Connection, now: float, silent_after: float) -> list[str]:
    """Return the practices that have trouble, or whose server does not report that all is well."""
    activation, beat, trouble = tables.activation, tables.beat, tables.trouble
    own = sa.and_(
        beat.c.practice_id == activation.c.practice_id,
        beat.c.installation == activation.c.installation,
    )
    unwell = sa.or_(
        beat.c.at.is_(None),
        beat.c.at < now - silent_after,
        beat.c.at > now + AHEAD,
        beat.c.colour == "red",
        beat.c.phase == NOT_RUNNING,
    )
    may_have = (
        sa.select(activation.c.practice_id).outerjoin(beat, own).where(activation.c.active, unwell)
    )
    return list(connection.scalars(may_have.union(sa.select(trouble.c.practice_id))))


def _held(connection: sa.Connection, practice_id: str) -> Trouble | None:
    table = tables.trouble
    query = sa.select(table).where(table.c.practice_id == practice_id)
    row: sa.Row[Any] | None = connection.execute(query).one_or_none()
    return Trouble(row.id, row.since, row.better_since, row.told) if row is not None else None


def _keep(
    connection: sa.Connection, practice_id: str, held: Trouble | None, following: Trouble | None
) -> None:
    table = tables.trouble
    if following == held:
        return
    if following is None:
        connection.execute(sa.delete(table).where(table.c.practice_id == practice_id))
        return
    row = {
        "practice_id": practice_id,
        "id": following.trouble_id,
        "since": following.since,
        "better_since": following.better_since,
        "told": following.told,
    }
    put(connection, table, [row])
