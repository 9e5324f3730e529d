"""The page on which administrators change what one of their people may do."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from practicecloud.audit import audit
from practicecloud.cloud import Cloud
from practicecloud.contract.routes import for_people
from practicecloud.oauth import servers
from practicecloud.pages.people_pages import NOTHING, Told
from practicecloud.people import members, one_time, resets
from practicecloud.people.members import Colleague, LastAdministrator
from practicecloud.people.one_time import Maker
from practicecloud.people.people import Member, Person, Role
from practicecloud.problems import Problem
from practicecloud.store.storage import reading, writing
from practicecloud.web import browser, inside
from practicecloud.web.wire import Form


class PersonPages:
    """The page over one `Cloud`."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud

    def router(self) -> APIRouter:
        """Return the routes; they are for people, so the contract does not list them."""
        place = "/practices/{practice_id}/people/{person_id}"
        return for_people((("GET", place, self.shown), ("POST", place, self.change)))

    def shown(self, request: Request, practice_id: str, person_id: str) -> Response:
        """Show one person, and what would happen if they were changed or removed."""
        found = inside.member(self._cloud, request, practice_id, administrator=True)
        if isinstance(found, Response):
            return found
        return self._page(request, *found, person_id, NOTHING)

    def change(self, request: Request, practice_id: str, person_id: str, form: Form) -> Response:
        """Change a role, make a link for a new password, or remove somebody."""
        found = inside.sender(self._cloud, request, form, practice_id, administrator=True)
        if isinstance(found, Response):
            return found
        person, practice = found
        try:
            with writing(self._cloud.engine) as connection:
                told = self._changed(connection, request, found, person_id, form)
        except LastAdministrator:
            told = Told(
                "Nothing has changed, because nobody else here is an administrator. Make somebody"
                " else one first.",
                bad=True,
            )
        except resets.NotTheirs:
            told = Told(
                "No link was made: this person belongs to another practice meanwhile.", bad=True
            )
        left = form.get("act") == "remove" and not told.bad
        if left or (person_id == person.person_id and not told.bad and form.get("act") == "role"):
            return browser.see_other(_after(practice_id, person, person_id, form))
        return self._page(request, person, practice, person_id, told)

    def _changed(
        self,
        connection: sa.Connection,
        request: Request,
        who: tuple[Person, Member],
        person_id: str,
        form: Mapping[str, str],
    ) -> Told:
        """Do what the form asks for."""
        person, practice = who
        now, practice_id = self._cloud.now(), practice.practice_id
        one = members.colleague(connection, practice_id, person_id)
        if one is None:
            raise Problem("not-found")
        match form.get("act"):
            case "role":
                return _role_changed(connection, person, practice_id, one, form, now)
            case "remove":
                members.remove(connection, practice_id, person_id, now)
                audit.note(
                    connection, practice_id, person.person_id, "removed", now, about=person_id
                )
                return NOTHING
            case "reset":
                return self._link(connection, request, who, one)
        raise Problem("not-found")

    def _link(
        self,
        connection: sa.Connection,
        request: Request,
        who: tuple[Person, Member],
        one: Colleague,
    ) -> Told:
        (person, practice), now = who, self._cloud.now()
        maker = Maker(practice.practice_id, person.person_id, shared=True)
        token = resets.link_for(connection, maker, one.person_id, now)
        where = (practice.practice_id, person.person_id)
        audit.note(connection, *where, "password-reset", now, about=one.person_id)
        here = self._cloud.public_url or str(request.base_url)
        return Told(
            f"Pass this link on to {one.email}, and to nobody else. It is shown only now,"
            " and works once, within 24 hours.",
            one_time.address(here, "reset", token),
        )

    def _page(
        self, request: Request, person: Person, practice: Member, person_id: str, told: Told
    ) -> Response:
        practice_id, now = practice.practice_id, self._cloud.now()
        with reading(self._cloud.engine) as connection:
            shown = members.colleague(connection, practice_id, person_id)
            elsewhere = members.belongs_elsewhere(connection, practice_id, person_id)
            found = servers.servers(connection, practice_id, now)
        if shown is None:
            raise Problem("not-found")
        return browser.desk(
            request,
            self._cloud,
            person,
            practice,
            "person.html",
            status=409 if told.bad else 200,
            here="People",
            shown=shown,
            elsewhere=elsewhere,
            mailed=self._cloud.mail_configured,
            servers=[one for one in found if one.person_id == person_id],
            told=told,
        )


def _role_changed(
    connection: sa.Connection,
    person: Person,
    practice_id: str,
    one: Colleague,
    form: Mapping[str, str],
    now: float,
) -> Told:
    role: Role = "administrator" if form.get("role") == "administrator" else "staff"
    if members.change_role(connection, practice_id, one.person_id, role, now) is None:
        return Told(f"Nothing has changed: {one.email} is {_a(role)} already.")
    about = one.person_id
    audit.note(connection, practice_id, person.person_id, "role-changed", now, about=about)
    return Told(f"{one.email} is {_a(role)} now.")


def _a(role: Role) -> str:
    return "an administrator" if role == "administrator" else "staff"


def _after(practice_id: str, person: Person, person_id: str, form: Mapping[str, str]) -> str:
    """Return where an administrator goes on who has removed somebody or changed themselves."""
    if person_id != person.person_id:
        return f"/practices/{practice_id}/people"
    return "/" if form.get("act") == "remove" else f"/practices/{practice_id}"
