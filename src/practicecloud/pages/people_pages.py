"""The pages on which administrators decide who belongs to their practice."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import sqlalchemy as sa
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from practicecloud.addresses import is_address
from practicecloud.audit import audit
from practicecloud.cloud import Cloud
from practicecloud.contract.routes import for_people
from practicecloud.notices import letters, outbox
from practicecloud.people import failures, invitations, members, one_time
from practicecloud.people.failures import Allowance
from practicecloud.people.invitations import BelongsAlready, Wish
from practicecloud.people.one_time import Maker
from practicecloud.people.people import Member, Person, Role, hashed, normal_email
from practicecloud.problems import Problem
from practicecloud.store.storage import reading, writing
from practicecloud.web import browser, inside
from practicecloud.web.wire import Form

INVITATIONS = Allowance(50, 60)
"""So many of one practice: no administrator fills other people's letter boxes."""


class Told(msgspec.Struct, frozen=True):
    """What a page says of what was just done; `link` is shown this once."""

    sentence: str = ""
    link: str = ""
    bad: bool = False


NOTHING = Told()


class PeoplePages:
    """The pages over one `Cloud`."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud

    def router(self) -> APIRouter:
        """Return the routes; they are for people, so the contract does not list them."""
        place = "/practices/{practice_id}/people"
        return for_people((("GET", place, self.shown), ("POST", place, self.invitation)))

    def shown(self, request: Request, practice_id: str) -> Response:
        """Show who belongs to the practice and who is invited."""
        found = inside.member(self._cloud, request, practice_id, administrator=True)
        if isinstance(found, Response):
            return found
        return self._page(request, *found, NOTHING)

    def invitation(self, request: Request, practice_id: str, form: Form) -> Response:
        """Invite somebody, invite them again, or withdraw an invitation."""
        found = inside.sender(self._cloud, request, form, practice_id, administrator=True)
        if isinstance(found, Response):
            return found
        person, practice = found
        with writing(self._cloud.engine) as connection:
            if form.get("act") == "withdraw":
                told = _withdrawn(connection, practice_id, form)
            elif (wish := _wish(connection, practice_id, form)) is None:
                told = Told(
                    "That is not an e-mail address, so nobody is invited. Type it again.", bad=True
                )
            else:
                mailed = self._cloud.mail_configured and form.get("act") != "link"
                told = self._invited(connection, request, found, wish, mailed=mailed)
        return self._page(request, person, practice, told)

    def _invited(
        self,
        connection: sa.Connection,
        request: Request,
        who: tuple[Person, Member],
        wish: Wish,
        *,
        mailed: bool,
    ) -> Told:
        (person, practice), now = who, self._cloud.now()
        whose = hashed(f"invitations:{practice.practice_id}")
        if failures.wait(connection, whose, INVITATIONS, now) > 0:
            return Told(
                "Nobody is invited just now: those were very many invitations. Wait a few minutes,"
                " then go on.",
                bad=True,
            )
        maker = Maker(practice.practice_id, person.person_id, shared=not mailed)
        try:
            token = invitations.invite(connection, wish, maker, now)
        except BelongsAlready:
            return Told(f"{wish.email} belongs to {practice.name} already.", bad=True)
        failures.note(connection, whose, INVITATIONS, now)
        where = (practice.practice_id, person.person_id)
        audit.note(connection, *where, "invited", now, about=wish.email)
        link = one_time.address(self._here(request), "invite", token)
        if not mailed:
            return Told(
                f"Pass this link on to {wish.email}, and to nobody else. It is shown only now,"
                " and works once, within 7 days.",
                link,
            )
        letter = letters.invitation(wish, practice.name, person.email, link)
        outbox.put(connection, letter, now)
        return Told(
            f"An invitation is on its way to {wish.email}. Its link works once, within 7 days."
            " What became of the mail is under Notices."
        )

    def _here(self, request: Request) -> str:
        return self._cloud.public_url or str(request.base_url)

    def _page(self, request: Request, person: Person, practice: Member, told: Told) -> Response:
        with reading(self._cloud.engine) as connection:
            listed = members.colleagues(connection, practice.practice_id)
            now = self._cloud.now()
            invited = invitations.open_invitations(connection, practice.practice_id, now)
        return browser.desk(
            request,
            self._cloud,
            person,
            practice,
            "people.html",
            status=409 if told.bad else 200,
            here="People",
            colleagues=listed,
            invitations=invited,
            mailed=self._cloud.mail_configured,
            told=told,
        )


def _wish(connection: sa.Connection, practice_id: str, form: Mapping[str, str]) -> Wish | None:
    """Return who is to be invited, or None if that is no address."""
    if form.get("act") in ("again", "link"):
        again = invitations.invited(connection, practice_id, form.get("invitation", ""))
        if again is None:
            raise Problem("not-found")
        return again
    email = normal_email(form.get("email", ""))
    role: Role = "administrator" if form.get("role") == "administrator" else "staff"
    return Wish(practice_id, email, role) if is_address(email) else None


def _withdrawn(connection: sa.Connection, practice_id: str, form: Mapping[str, str]) -> Told:
    invitation_id = form.get("invitation", "")
    wish = invitations.invited(connection, practice_id, invitation_id)
    if wish is None:
        return Told("That invitation was accepted or withdrawn meanwhile.", bad=True)
    invitations.withdraw(connection, practice_id, invitation_id)
    return Told(f"The invitation of {wish.email} is withdrawn: its link opens nothing any more.")
