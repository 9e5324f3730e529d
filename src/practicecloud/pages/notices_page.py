"""The page on which administrators say who is told of trouble, and see what was told."""

from __future__ import annotations

from typing import Annotated

import sqlalchemy as sa
from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from practicecloud.audit import audit
from practicecloud.cloud import Cloud
from practicecloud.contract.routes import for_people
from practicecloud.notices import notices
from practicecloud.notices.notice_settings import (
    NoticeSettings,
    Wish,
    administrators,
    judged,
    keep_settings,
    settings_of,
)
from practicecloud.notices.notice_words import added
from practicecloud.notices.outbox import put
from practicecloud.people import failures
from practicecloud.people.failures import Allowance
from practicecloud.people.people import Member, Person, hashed
from practicecloud.store.storage import reading, writing
from practicecloud.web import browser, inside
from practicecloud.web.wire import Form

AT_WISH = Allowance(10, 300)
"""Messages that a practice may have sent to addresses of its choice, beside real notices."""

WHY = {
    "away": "the server does not answer",
    "certificate": "the server's certificate is not to be trusted",
    "sign-in": "the mail server refuses the sign-in of this online side",
    "no-tls": "the mail server offers no encryption",
    "sender": "the mail server refuses the address that mail comes from",
    "recipient": "the mail server does not take mail for this address",
    "content": "the mail server refuses the message",
    "unknown-host": "there is no server of that name",
    "private": "the address is in a private network, where this online side may not call",
    "gone": "the webhook answers that it is gone for good",
    "refused": "the webhook answers with an error",
    "changed": "the webhook was changed meanwhile",
}
"""What each word for a failed delivery means to people."""


class NoticesPage:
    """The page over one `Cloud`."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud

    def router(self) -> APIRouter:
        """Return the routes; they are for people, so the contract does not list them."""
        place = "/practices/{practice_id}/notices"
        routes = (
            ("GET", place, self.show),
            ("POST", place, self.save),
            ("POST", f"{place}/test", self.test),
        )
        return for_people(routes)

    def show(
        self,
        request: Request,
        practice_id: str,
        done: Annotated[str, Query(max_length=10)] = "",
    ) -> Response:
        """Show who is told, and what was told."""
        found = inside.member(self._cloud, request, practice_id, administrator=True)
        if isinstance(found, Response):
            return found
        with reading(self._cloud.engine) as connection:
            wanted = settings_of(connection, practice_id)
        return self._page(request, found, wanted, done=done)

    def save(self, request: Request, practice_id: str, form: Form) -> Response:
        """Keep who is told, and tell the addresses that are new."""
        found = inside.sender(self._cloud, request, form, practice_id, administrator=True)
        if isinstance(found, Response):
            return found
        person, practice = found
        wish = Wish(
            form.get("by_mail") == "on",
            form.get("addresses", ""),
            form.get("webhook", ""),
            form.get("new_secret") == "on",
        )
        private = self._cloud.settings.private_webhooks
        with writing(self._cloud.engine) as connection:
            held = settings_of(connection, practice_id)
            wanted, mistakes = judged(wish, held, private=private)
            new = [one for one in wanted.addresses if one not in held.addresses]
            if not mistakes and new and not self._may_send(connection, practice_id, len(new)):
                mistakes = ["Too many addresses were added. Wait an hour and try again."]
            if not mistakes:
                keep_settings(connection, practice_id, wanted)
                self._tell_added(connection, new, person, practice)
                audit.note(
                    connection, practice_id, person.person_id, "notices-changed", self._cloud.now()
                )
        if mistakes:
            return self._page(request, found, wanted, mistakes=mistakes, typed=wish)
        return browser.see_other(f"/practices/{practice_id}/notices?done=saved")

    def test(self, request: Request, practice_id: str, form: Form) -> Response:
        """Send a test to everybody who would be told."""
        found = inside.sender(self._cloud, request, form, practice_id, administrator=True)
        if isinstance(found, Response):
            return found
        now, settings = self._cloud.now(), self._cloud.settings
        standing = self._cloud.standing(practice_id)
        with writing(self._cloud.engine) as connection:
            done = "often"
            if self._may_send(connection, practice_id, 1):
                story = notices.story_of(
                    connection, practice_id, "test", standing, settings, since=now, now=now
                )
                done = "test" if notices.tell(connection, story, settings) else "nobody"
        return browser.see_other(f"/practices/{practice_id}/notices?done={done}")

    def _page(
        self,
        request: Request,
        found: tuple[Person, Member],
        wanted: NoticeSettings,
        *,
        done: str = "",
        mistakes: list[str] | None = None,
        typed: Wish | None = None,
    ) -> Response:
        person, practice = found
        with reading(self._cloud.engine) as connection:
            people = administrators(connection, practice.practice_id)
            past = notices.past(connection, practice.practice_id)
        by_mail = typed.by_mail if typed else wanted.by_mail
        hears = self._cloud.mail_configured and (wanted.addresses or (wanted.by_mail and people))
        return browser.desk(
            request,
            self._cloud,
            person,
            practice,
            "notices.html",
            status=422 if mistakes else 200,
            here="Notices",
            done=done,
            mistakes=mistakes or [],
            by_mail=by_mail,
            addresses=typed.addresses if typed else "\n".join(wanted.addresses),
            webhook=typed.webhook if typed else wanted.webhook,
            secret="" if typed else wanted.webhook_secret,
            people=people,
            past=past,
            why=WHY,
            after=_span(self._cloud.settings.notice_after),
            mail_configured=self._cloud.mail_configured,
            nobody=not mistakes and not hears and not wanted.webhook,
        )

    def _may_send(self, connection: sa.Connection, practice_id: str, messages: int) -> bool:
        """Count messages that a person has asked for, unless there were too many."""
        now, whose = self._cloud.now(), hashed(f"notices:{practice_id}")
        if failures.wait(connection, whose, AT_WISH, now) > 0:
            return False
        for _ in range(messages):
            failures.note(connection, whose, AT_WISH, now)
        return True

    def _tell_added(
        self, connection: sa.Connection, new: list[str], person: Person, practice: Member
    ) -> None:
        """Let an address know that it was named: it may be somebody else's."""
        if self._cloud.mail_configured:
            for address in new:
                message = added(address, person.email, practice.practice_id, practice.name)
                put(connection, message, self._cloud.now())


def _span(seconds: float) -> str:
    """Return how long something lasts, as people say it."""
    sizes = ((3600.0, "an hour", "hours"), (60.0, "a minute", "minutes"))
    fitting = (each for each in sizes if seconds >= each[0])
    size, one, many = next(fitting, (1.0, "a second", "seconds"))
    number = round(seconds / size)
    return one if number == 1 else f"{number} {many}"
