"""The routes of the contacts API, `/v1`."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from practicecloud.audit import audit
from practicecloud.cloud import Cloud
from practicecloud.contract.routes import in_contract
from practicecloud.contract.shapes import Mark, Marks
from practicecloud.online import activation, preparation
from practicecloud.online.batch import Batch, apply_batch, judge
from practicecloud.people.tokens import Issue
from practicecloud.problems import Problem, invalid
from practicecloud.search import lookup
from practicecloud.store.storage import reading, writing
from practicecloud.web.wire import Body, answer, decoded, json_answer, unpacked

MOST_LISTED = 200
MOST_DIGESTS = 5_000


class Api:
    """The contacts API over one `Cloud`."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud

    def router(self) -> APIRouter:
        """Return the routes with what `docs/openapi.json` says of them."""
        routes = (
            ("POST", "/activation", self.activate),
            ("GET", "/activation", self.in_charge),
            ("DELETE", "/activation", self.deactivate),
            ("POST", "/contacts/batch", self.batch),
            ("GET", "/digests", self.digests),
            ("GET", "/contacts", self.contacts),
            ("GET", "/contacts/{contact_id:path}", self.contact),
            ("POST", "/migration", self.take_step),
            ("GET", "/migration", self.progress),
        )
        return in_contract("contacts", routes, "/v1/practices/{practice_id}")

    def activate(self, request: Request, practice_id: str, sent: Body) -> Response:
        """Put a server in charge, or let the one in charge begin anew: either issues an epoch."""
        access = self._cloud.admit(request, practice_id)
        wish = decoded(unpacked(sent), activation.Activate)
        with writing(self._cloud.engine) as connection:
            return answer(activation.activate(connection, access, wish, self._cloud.now()))

    def in_charge(self, request: Request, practice_id: str) -> Response:
        """Tell which server is in charge."""
        self._cloud.admit(request, practice_id, "contacts:read")
        with reading(self._cloud.engine) as connection:
            return answer(activation.in_charge(connection, practice_id))

    def deactivate(
        self,
        request: Request,
        practice_id: str,
        keep: bool = True,
        installation: Annotated[str, Query(max_length=100)] = "",
    ) -> Response:
        """End the activation; without `keep` nobody sees the online copy again, and it is erased.

        With `installation` nothing is done where another one is in charge.
        """
        access, now = self._cloud.admit(request, practice_id), self._cloud.now()
        with writing(self._cloud.engine) as connection:
            activation.deactivate(connection, access, now, keep=keep, installation=installation)
        if not keep:
            self._cloud.preparation.background.wake()
        return Response(status_code=204)

    def batch(self, request: Request, practice_id: str, sent: Body) -> Response:
        """Store up to 500 upserts and deletes, and answer with an outcome for each."""
        self._cloud.admit(request, practice_id, "contacts:write")
        items = decoded(unpacked(sent), Batch).items
        judged = [judge(item) for item in items]
        with writing(self._cloud.engine) as connection:
            epochs = {item.epoch for item in items}
            return answer(apply_batch(connection, practice_id, judged, epochs))

    def digests(
        self,
        request: Request,
        practice_id: str,
        after: Annotated[str, Query(max_length=400)] = "",
        limit: Annotated[int, Query(ge=1, le=MOST_DIGESTS)] = 1000,
    ) -> Response:
        """Return what is online as ids and digests, so that the agent can compare."""
        self._cloud.admit(request, practice_id, "contacts:read")
        if "\x00" in after:
            raise invalid("after", "not from here")
        with reading(self._cloud.engine) as connection:
            found, following = lookup.digests(connection, practice_id, after, limit)
        marks = tuple(Mark(contact_id, mark.hex()) for contact_id, mark in found)
        return answer(Marks(marks, following))

    def contacts(
        self,
        request: Request,
        practice_id: str,
        q: Annotated[str, Query(max_length=200)] = "",
        after: Annotated[str, Query(max_length=4000)] = "",
        limit: Annotated[int, Query(ge=1, le=MOST_LISTED)] = 50,
    ) -> Response:
        """Return contacts that hold every word of `q`, in the order of their names."""
        self._note_read(self._cloud.admit(request, practice_id, "contacts:read"))
        try:
            with reading(self._cloud.engine) as connection:
                page = lookup.find(connection, practice_id, q, after, limit)
        except lookup.UnreadablePlace:
            raise invalid("after", "not from here") from None
        found = [msgspec.Raw(body) for body in page.bodies]
        return answer({"contacts": found, "next": page.next})

    def contact(self, request: Request, practice_id: str, contact_id: str) -> Response:
        """Return one contact, findable or not."""
        self._note_read(self._cloud.admit(request, practice_id, "contacts:read"))
        with reading(self._cloud.engine) as connection:
            body = lookup.body_of(connection, practice_id, contact_id)
        if body is None:
            raise Problem("not-found")
        return json_answer(body)

    def take_step(self, request: Request, practice_id: str, sent: Body) -> Response:
        """Note that a first upload begins, or is complete and can be prepared."""
        access = self._cloud.admit(request, practice_id, "contacts:write")
        step = decoded(unpacked(sent), preparation.Step)
        with writing(self._cloud.engine) as connection:
            held = activation.lock_practice(connection, practice_id)
            activation.refuse_other_sign_ins(held, access.family_id)
            preparation.take_step(connection, practice_id, step)
            now = preparation.progress(connection, practice_id)
        self._cloud.preparation.background.wake()
        return answer(now)

    def progress(self, request: Request, practice_id: str) -> Response:
        """Tell how far the first upload and its preparation are."""
        self._cloud.admit(request, practice_id, "contacts:read")
        with reading(self._cloud.engine) as connection:
            return answer(preparation.progress(connection, practice_id))

    def _note_read(self, access: Issue) -> None:
        """Note once a minute that a program reads contacts, as if its person did."""
        engine, now = self._cloud.engine, self._cloud.now()
        audit.note_once(engine, access.practice_id, access.person_id, "read-by-program", now)
