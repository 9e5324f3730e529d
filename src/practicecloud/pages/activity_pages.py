"""The page on which administrators see who has done what in their practice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated
from urllib.parse import urlencode

import msgspec
import sqlalchemy as sa
from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from practicecloud.audit import activity, audit
from practicecloud.audit.audit import ACTS, Wanted
from practicecloud.cloud import Cloud
from practicecloud.contract.routes import for_people
from practicecloud.oauth import copies
from practicecloud.online import beats
from practicecloud.pages import spreadsheet
from practicecloud.pages.download import attachment
from practicecloud.settings import DAY
from practicecloud.store.storage import reading, writing
from practicecloud.web import browser, inside
from practicecloud.web.wire import Form

LISTED = 100
WRITTEN_AT_ONCE = 500

HEADINGS = ("When", "Who", "What", "Kind", "Contact id")

Word = Annotated[str, Query(max_length=40)]


class Chosen(msgspec.Struct, frozen=True):
    """What an administrator wants to see, as the address says it."""

    person: str
    act: str
    day: str

    def query(self, **more: object) -> str:
        """Return the part of an address that says so."""
        named = {**msgspec.structs.asdict(self), **more}
        return urlencode({name: value for name, value in named.items() if value})


def read_chosen(person: Word = "", act: Word = "", day: Word = "") -> Chosen:
    """Return what the address asks for."""
    return Chosen(person, act, day)


Asked = Annotated[Chosen, Depends(read_chosen)]


class ActivityPages:
    """The page over one `Cloud`."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud

    def router(self) -> APIRouter:
        """Return the routes; they are for people, so the contract does not list them."""
        routes = (
            ("GET", "/practices/{practice_id}/activity", self.shown),
            ("GET", "/practices/{practice_id}/activity.csv", self.exported),
            ("POST", "/practices/{practice_id}/activity/read", self.read),
        )
        return for_people(routes)

    def shown(
        self,
        request: Request,
        practice_id: str,
        chosen: Asked,
        before: Annotated[int, Query(ge=0, le=2**62)] = 0,
    ) -> Response:
        """Show who has done what, the latest first."""
        found = inside.member(self._cloud, request, practice_id, administrator=True)
        if isinstance(found, Response):
            return found
        with reading(self._cloud.engine) as connection:
            wanted = _wanted(chosen, _offset(connection, practice_id))
            notes = audit.notes(connection, practice_id, wanted, before, LISTED + 1)
            told = activity.told(connection, practice_id, notes[:LISTED])
            people = activity.members_named(connection, practice_id)
            if chosen.person and chosen.person not in people:
                people |= activity.people_named(connection, [chosen.person] if told else [])
        more = chosen.query(before=notes[LISTED - 1].note_id) if len(notes) > LISTED else ""
        return browser.desk(
            request,
            self._cloud,
            *found,
            "activity.html",
            here="Activity",
            told=told,
            people=people,
            acts=[(one, activity.WORDS[one][0]) for one in ACTS],
            chosen=chosen,
            older=more,
            later=before > 0,
            kept_days=round(self._cloud.settings.activity_kept / DAY),
        )

    def exported(self, request: Request, practice_id: str, chosen: Asked) -> Response:
        """Hand out all of what is chosen, for a spreadsheet."""
        found = inside.member(self._cloud, request, practice_id, administrator=True)
        if isinstance(found, Response):
            return found
        who, practice = found
        with writing(self._cloud.engine) as connection:
            offset = _offset(connection, practice_id)
            now = self._cloud.now()
            audit.note(connection, practice_id, who.person_id, "activity-exported", now)
        wanted = _wanted(chosen, offset)
        headers = attachment(f"{practice.name} activity", "csv")
        lines = self._lines(practice_id, wanted, offset)
        return StreamingResponse(lines, 200, headers, spreadsheet.MEDIA_TYPE)

    def read(self, request: Request, practice_id: str, form: Form) -> Response:
        """Take away the warning that an administrator has read."""
        found = inside.sender(self._cloud, request, form, practice_id, administrator=True)
        if isinstance(found, Response):
            return found
        copied, reader = _kept(form.get("copied", "")), found[0].person_id
        with writing(self._cloud.engine) as connection:
            copies.read(connection, practice_id, copied, reader, self._cloud.now())
        return browser.see_other(f"/practices/{practice_id}/activity")

    def _lines(self, practice_id: str, wanted: Wanted, offset: int) -> Iterator[bytes]:
        yield spreadsheet.BYTE_ORDER_MARK + spreadsheet.written([HEADINGS])
        before = 0
        while True:
            # Each portion in a transaction of its own: whoever reads slowly holds nothing up.
            with reading(self._cloud.engine) as connection:
                notes = audit.notes(connection, practice_id, wanted, before, WRITTEN_AT_ONCE)
                told = activity.told(connection, practice_id, notes)
            if not told:
                return
            yield spreadsheet.written(_cells(one, offset) for one in told)
            before = told[-1].note.note_id


def _cells(one: activity.Told, offset: int) -> tuple[str, ...]:
    zone = dt.timezone(dt.timedelta(seconds=offset))
    at = dt.datetime.fromtimestamp(one.note.at, zone).isoformat(sep=" ", timespec="seconds")
    kind = activity.WORDS[one.note.act][0]
    return (at, one.who, one.what, kind, one.note.contact_id)


def _wanted(chosen: Chosen, offset: int) -> Wanted:
    """Return which notes to show; what is no day and no act is not looked at."""
    act, person = chosen.act if chosen.act in ACTS else "", _kept(chosen.person)
    try:
        midnight = dt.datetime.fromisoformat(chosen.day).replace(tzinfo=dt.UTC)
    except ValueError:
        return Wanted(person, act)
    begin = midnight.timestamp() - offset
    return Wanted(person, act, begin, begin + 86400)


def _offset(connection: sa.Connection, practice_id: str) -> int:
    """Return the seconds that the practice's server is ahead of UTC, as far as it has said so."""
    last = beats.last_beat(connection, practice_id)
    return (last.utc_offset or 0) if last is not None else 0


def _kept(text: str) -> str:
    """Return a text that any database takes: PostgreSQL takes no NUL."""
    return text.replace("\x00", "?")
