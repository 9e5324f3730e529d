"""The pages on which staff look contacts up; nothing can be changed there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated
from urllib.parse import quote, urlencode

import msgspec
import sqlalchemy as sa
from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from practicecloud.audit import audit
from practicecloud.cloud import Cloud
from practicecloud.contact import stored_contact
from practicecloud.contract.routes import for_people
from practicecloud.online import preparation
from practicecloud.pages import spreadsheet
from practicecloud.pages.detail import Detail, detail_of
from practicecloud.pages.download import attachment
from practicecloud.pages.listing import line
from practicecloud.pages.vcard import MEDIA_TYPE, vcard
from practicecloud.people.people import Member, Person
from practicecloud.problems import Problem
from practicecloud.search import lookup
from practicecloud.search.marks import asked_for
from practicecloud.store.storage import reading, writing
from practicecloud.web import browser, inside

Question = Annotated[str, Query(max_length=200)]
After = Annotated[str, Query(max_length=4000)]

LISTED = 50
"""Contacts of one part of the list."""

WRITTEN_AT_ONCE = 500
"""Contacts that are read and written of a spreadsheet at a time."""


class Asked(msgspec.Struct, frozen=True):
    """The part of the list that somebody looks at: what was asked for, and behind which contact."""

    practice_id: str
    q: str = ""
    after: str = ""

    def address(self, contact_id: str | None = None) -> str:
        """Return where this part of the list is shown, with that contact beside it."""
        place = f"/practices/{self.practice_id}"
        if contact_id is not None:
            place += f"/contacts/{quote(contact_id, safe='')}"
        kept = {name: value for name, value in (("q", self.q), ("after", self.after)) if value}
        return f"{place}?{urlencode(kept)}" if kept else place


class ContactPages:
    """The pages over one `Cloud`."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud

    def router(self) -> APIRouter:
        """Return the routes; no id of a contact can be taken for another page."""
        root = "/practices/{practice_id}"
        routes = (
            ("GET", root, self.contacts),
            ("GET", f"{root}/standing", self.standing),
            ("GET", f"{root}/contacts.csv", self.spreadsheet),
            ("GET", f"{root}/contacts/{{contact_id:path}}", self.contact),
            ("GET", f"{root}/vcard/{{contact_id:path}}", self.vcard),
        )
        return for_people(routes)

    def contacts(
        self, request: Request, practice_id: str, q: Question = "", after: After = ""
    ) -> Response:
        """Show the contacts that hold every word of the question."""
        return self._show(request, Asked(practice_id, q, after), None)

    def standing(self, request: Request, practice_id: str) -> Response:
        """Say how sync stands to a page that lies open: nobody looks at a contact by it."""
        member = inside.member(self._cloud, request, practice_id, by_itself=True)
        if isinstance(member, Response):
            return member
        return browser.desk(request, self._cloud, *member, "now.html")

    def contact(
        self,
        request: Request,
        practice_id: str,
        contact_id: str,
        q: Question = "",
        after: After = "",
    ) -> Response:
        """Show everything about one contact, beside the list where there is room."""
        return self._show(request, Asked(practice_id, q, after), contact_id)

    def vcard(self, request: Request, practice_id: str, contact_id: str) -> Response:
        """Give one contact for a phone's or a mail program's own list."""
        member = inside.member(self._cloud, request, practice_id)
        if isinstance(member, Response):
            return member
        with reading(self._cloud.engine) as connection:
            body = lookup.body_of(connection, practice_id, contact_id)
        if body is None:
            raise Problem("not-found")
        contact = stored_contact(body)
        self._note_once(member, "exported", contact_id)
        headers = attachment(contact.name, "vcf")
        return Response(vcard(contact), headers=headers, media_type=MEDIA_TYPE)

    def spreadsheet(self, request: Request, practice_id: str, q: Question = "") -> Response:
        """Give an administrator all contacts that the question finds, as they are read."""
        member = inside.member(self._cloud, request, practice_id, administrator=True)
        if isinstance(member, Response):
            return member
        person, practice = member
        with writing(self._cloud.engine) as connection:
            # Before the first byte: what has left the house stands in the list, whatever happens.
            now = self._cloud.now()
            audit.note(connection, practice_id, person.person_id, "exported", now)
        return StreamingResponse(
            _rows(self._cloud.engine, practice_id, q),
            headers=attachment(f"{practice.name} contacts", "csv"),
            media_type=spreadsheet.MEDIA_TYPE,
        )

    def _show(self, request: Request, asked: Asked, contact_id: str | None) -> Response:
        member = inside.member(self._cloud, request, asked.practice_id)
        if isinstance(member, Response):
            return member
        wanted = asked_for(asked.q)
        with reading(self._cloud.engine) as connection:
            found = _found(connection, asked)
            detail = _detail(connection, asked.practice_id, contact_id)
            arriving = preparation.progress(connection, asked.practice_id)
        if contact_id is not None:
            self._note_once(member, "looked-at", contact_id)
        elif wanted or asked.after:
            self._note_once(member, "searched")
        following = msgspec.structs.replace(asked, after=found.next or "")
        return browser.desk(
            request,
            self._cloud,
            *member,
            "contacts.html",
            here="Contacts",
            asked=asked,
            lines=[line(contact, wanted) for contact in found.contacts()],
            more=following.address() if found.next else "",
            start=Asked(asked.practice_id, asked.q).address() if asked.after else "",
            detail=detail,
            arriving=arriving,
        )

    def _note_once(
        self, member: tuple[Person, Member], act: audit.Act, contact_id: str = ""
    ) -> None:
        engine, now = self._cloud.engine, self._cloud.now()
        person, practice = member
        audit.note_once(engine, practice.practice_id, person.person_id, act, now, contact_id)


def _found(connection: sa.Connection, asked: Asked) -> lookup.Page:
    try:
        return lookup.find(connection, asked.practice_id, asked.q, asked.after, LISTED)
    except lookup.UnreadablePlace:
        raise Problem("not-found") from None


def _detail(connection: sa.Connection, practice_id: str, contact_id: str | None) -> Detail | None:
    if contact_id is None:
        return None
    detail = detail_of(connection, practice_id, contact_id)
    if detail is None:
        raise Problem("not-found")
    return detail


def _rows(engine: sa.Engine, practice_id: str, q: str) -> Iterator[bytes]:
    """Give the spreadsheet in parts, each read in a transaction of its own."""
    yield spreadsheet.heading()
    after: str | None = ""
    while after is not None:
        with reading(engine) as connection:
            found = lookup.find(connection, practice_id, q, after, WRITTEN_AT_ONCE)
        yield spreadsheet.rows(found.contacts())
        after = found.next
