"""The page on which administrators see which servers work for the practice, and stop one."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from practicecloud.audit import audit
from practicecloud.cloud import Cloud
from practicecloud.contract.routes import for_people
from practicecloud.oauth import servers
from practicecloud.online import activation
from practicecloud.pages.people_pages import NOTHING, Told
from practicecloud.people.people import Member, Person
from practicecloud.problems import Problem
from practicecloud.store.storage import reading, writing
from practicecloud.web import browser, inside
from practicecloud.web.wire import Form


class ServerPages:
    """The page over one `Cloud`."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud

    def router(self) -> APIRouter:
        """Return the routes; they are for people, so the contract does not list them."""
        place = "/practices/{practice_id}/servers"
        routes = (
            ("GET", place, self.shown),
            ("GET", f"{place}/{{family_id}}", self.ask),
            ("POST", place, self.revoke),
        )
        return for_people(routes)

    def shown(self, request: Request, practice_id: str) -> Response:
        """Show what may work for the practice, and which server is in charge."""
        found = inside.member(self._cloud, request, practice_id, administrator=True)
        if isinstance(found, Response):
            return found
        return self._page(request, *found, NOTHING)

    def ask(self, request: Request, practice_id: str, family_id: str) -> Response:
        """Say what happens if one of them is signed out, before it is."""
        found = inside.member(self._cloud, request, practice_id, administrator=True)
        if isinstance(found, Response):
            return found
        with reading(self._cloud.engine) as connection:
            shown = servers.server(connection, practice_id, family_id, self._cloud.now())
        if shown is None:
            raise Problem("not-found")
        return browser.desk(
            request, self._cloud, *found, "server.html", here="Servers", shown=shown
        )

    def revoke(self, request: Request, practice_id: str, form: Form) -> Response:
        """End what one of them may do."""
        found = inside.sender(self._cloud, request, form, practice_id, administrator=True)
        if isinstance(found, Response):
            return found
        person, practice = found
        now = self._cloud.now()
        with writing(self._cloud.engine) as connection:
            ended = servers.revoke(connection, practice_id, form.get("server", ""), now)
            if ended is not None:
                audit.note(
                    connection, practice_id, person.person_id, "server-revoked", now,
                    about=ended.name,
                )  # fmt: skip
        if ended is None:
            told = Told("That one was signed out already. Nothing has changed.", bad=True)
        else:
            told = Told(
                f"{ended.called} is signed out. It can do nothing here until an"
                " administrator signs it in again."
            )
        return self._page(request, person, practice, told)

    def _page(self, request: Request, person: Person, practice: Member, told: Told) -> Response:
        practice_id, now = practice.practice_id, self._cloud.now()
        with reading(self._cloud.engine) as connection:
            found = servers.servers(connection, practice_id, now)
            charge = activation.in_charge(connection, practice_id)
        return browser.desk(
            request,
            self._cloud,
            person,
            practice,
            "servers.html",
            status=409 if told.bad else 200,
            here="Servers",
            servers=found,
            begun=charge.epoch > 0,
            # in charge, but signed out: it stands still until somebody activates again
            stands_still=charge.server
            if charge.active and not any(one.in_charge for one in found)
            else "",
            told=told,
        )
