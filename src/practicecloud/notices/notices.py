"""Puts what administrators are to hear into the outbox, together with the trouble itself."""

from __future__ import annotations

from collections.abc import Collection

import msgspec
import sqlalchemy as sa

from practicecloud.notices import outbox
from practicecloud.notices.notice_settings import administrators, settings_of
from practicecloud.notices.notice_words import Event, Story, json_of, mail_of
from practicecloud.notices.outbox import Call
from practicecloud.online.beats import last_beat
from practicecloud.online.standing import Standing
from practicecloud.people.people import practice_name
from practicecloud.settings import Settings
from practicecloud.store import tables

LISTED = 20


class Past(msgspec.Struct, frozen=True):
    """What became of a message to `recipient`; `trouble` is a word of ours."""

    recipient: str
    way: str
    subject: str
    created_at: float
    state: str
    trouble: str


def story_of(
    connection: sa.Connection,
    practice_id: str,
    event: Event,
    standing: Standing,
    settings: Settings,
    *,
    since: float,
    now: float,
) -> Story:
    """Return what there is to tell."""
    beat = last_beat(connection, practice_id)
    heard = None if standing.silent else beat
    in_charge = tables.activation
    server = connection.scalar(
        sa.select(in_charge.c.server).where(in_charge.c.practice_id == practice_id)
    )
    return Story(
        event=event,
        practice_id=practice_id,
        practice_name=practice_name(connection, practice_id) or "",
        page=f"{settings.public_url}/practices/{practice_id}",
        since=since,
        now=now,
        sentence=standing.sentence,
        server=server or "",
        phase=heard.phase if heard is not None else "",
        code=heard.code if heard is not None else "",
        silent=standing.silent,
        utc_offset=beat.utc_offset if beat is not None else None,
    )


def tell(
    connection: sa.Connection,
    story: Story,
    settings: Settings,
    *,
    about: str = "",
    but: Collection[str] = (),
) -> int:
    """Put a message for everybody who is to hear the story, and return how many; `but` aside."""
    wanted = settings_of(connection, story.practice_id)
    told = 0
    if settings.mail is not None:
        people = administrators(connection, story.practice_id) if wanted.by_mail else []
        for recipient in dict.fromkeys([*people, *wanted.addresses]):
            if recipient not in but:
                outbox.put(connection, mail_of(story, recipient), story.now, about=about)
                told += 1
    if wanted.webhook and wanted.webhook not in but:
        call = Call(wanted.webhook, story.event, json_of(story), story.practice_id)
        outbox.put(connection, call, story.now, about=about)
        told += 1
    return told


def past(connection: sa.Connection, practice_id: str) -> list[Past]:
    """Return the practice's latest messages, the newest first."""
    table = tables.outbox
    rows = connection.execute(
        sa.select(table)
        .where(table.c.practice_id == practice_id)
        .order_by(table.c.created_at.desc(), table.c.recipient)
        .limit(LISTED)
    )
    return [
        Past(row.recipient, row.way, row.subject, row.created_at, row.state, row.trouble)
        for row in rows
    ]
