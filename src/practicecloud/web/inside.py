"""Who is signed in and what they are in a practice: asked first by each page of a practice."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from practicecloud.cloud import Cloud
from practicecloud.people.people import Member, Person, memberships
from practicecloud.problems import Problem
from practicecloud.store.storage import reading
from practicecloud.web import browser


def member(
    cloud: Cloud,
    request: Request,
    practice_id: str,
    *,
    administrator: bool = False,
    by_itself: bool = False,
) -> tuple[Person, Member] | Response:
    """Return who is signed in and their membership, or the answer to send instead.

    Who is not signed in is led to the sign-in form and back, and with `administrator` staff are
    refused. What a page asks `by_itself` shows nobody at work, so their visit ends as it would.
    Raises `Problem` if they are not of the practice: whether there is one stays hidden.
    """
    person = browser.signed_in(cloud, request, by_itself=by_itself)
    if person is None:
        return _to_sign_in(request)
    with reading(cloud.engine) as connection:
        found = memberships(connection, person.person_id)
    mine = next((one for one in found if one.practice_id == practice_id), None)
    if mine is None:
        raise Problem("not-found")
    if administrator and mine.role != "administrator":
        return browser.page("refused.html", 403, reason="administrator", practice=mine)
    return person, mine


def sender(
    cloud: Cloud,
    request: Request,
    form: Mapping[str, str],
    practice_id: str,
    *,
    administrator: bool = False,
) -> tuple[Person, Member] | Response:
    """Return as `member` does who has sent a form, and refuse a form that is not from our pages."""
    secret = browser.cookie(request, browser.VISIT)
    if not browser.form_is_ours(secret, form.get("csrf", "")):
        return browser.page("refused.html", 403, reason="form")
    return member(cloud, request, practice_id, administrator=administrator)


def _to_sign_in(request: Request) -> Response:
    """Lead to the sign-in form; a form that was sent meanwhile has to be filled in again."""
    if request.method != "GET":
        return browser.see_other("/sign-in")
    query = f"?{request.url.query}" if request.url.query else ""
    return browser.see_other(f"/sign-in?next={quote(request.url.path + query, safe='')}")
