"""Cookies, forms and templates of the pages that people see."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final

import jinja2
from markupsafe import Markup
from sqlalchemy.exc import OperationalError
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from practicecloud.cloud import Cloud
from practicecloud.oauth import copies
from practicecloud.oauth.copies import Copied
from practicecloud.people import visits
from practicecloud.people.people import Member, Person
from practicecloud.store.storage import reading, writing

VISIT: Final = "__Host-visit"
"""Holds the secret of somebody who is signed in."""

GUEST: Final = "__Host-guest"
"""Holds the secret behind the sign-in form of somebody who is not."""

KNOWN: Final = "__Host-known"
"""Holds the secret of a browser in which somebody has signed in before."""


ADMINISTRATORS_PLACES: Final = ("People", "Servers", "Notices", "Activity")
"""What only administrators see of a practice, besides its contacts."""

STATIC: Final = Path(__file__).parent.parent / "static"
"""The folder of style sheet, scripts and icons."""

DESK_POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
"""The pages of a practice may run our own scripts; those for signing in run none."""


@cache
def _templates() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("practicecloud"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["static"] = static
    made.filters["moment"] = moment
    return made


@cache
def static(name: str) -> str:
    """Return the address of a static file; it changes with the file, so no old one is kept."""
    mark = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?{mark}"


def moment(seconds: float) -> Markup:
    """Return a moment as HTML: in UTC, until the reader's own clock is asked by a script."""
    at = datetime.fromtimestamp(seconds, UTC)
    words = f"{at.day} {at:%b %Y, %H:%M} UTC"
    return Markup('<time datetime="{}">{}</time>').format(at.strftime("%Y-%m-%dT%H:%M:%SZ"), words)


def page(template: str, status: int = 200, **values: object) -> Response:
    """Return a page; every value is escaped."""
    html = _templates().get_template(template).render(**values)
    return HTMLResponse(html, status, {"Cache-Control": "no-store"})


def desk(
    request: Request,
    cloud: Cloud,
    person: Person,
    practice: Member,
    template: str,
    *,
    status: int = 200,
    **values: object,
) -> Response:
    """Return a page of one practice, made on `desk.html`; `here` names its place in the menu."""
    values = {"here": ""} | values
    response = page(
        template,
        status,
        practice=practice,
        person=person,
        standing=cloud.standing(practice.practice_id),
        alarms=_alarms(cloud, practice),
        nav=_nav(practice),
        csrf=form_token(cookie(request, VISIT)),
        **values,
    )
    response.headers["Content-Security-Policy"] = DESK_POLICY
    return response


def _alarms(cloud: Cloud, practice: Member) -> list[Copied]:
    """Return what an administrator has to read before anything else."""
    if practice.role != "administrator":
        return []
    with reading(cloud.engine) as connection:
        return copies.unread(connection, practice.practice_id)


def _nav(practice: Member) -> list[tuple[str, str]]:
    """Return the places of a practice that this member may go to."""
    root = f"/practices/{practice.practice_id}"
    places = [("Contacts", root)]
    if practice.role == "administrator":
        places += [(word, f"{root}/{word.lower()}") for word in ADMINISTRATORS_PLACES]
    return [*places, ("Your account", "/account")]


def see_other(place: str) -> Response:
    """Lead the browser on."""
    return RedirectResponse(place, 303, {"Cache-Control": "no-store"})


def cookie(request: Request, name: str) -> str:
    """Return a cookie's secret, or an empty text."""
    return request.cookies.get(name, "")


def set_cookie(response: Response, name: str, secret: str, age: int | None = None) -> None:
    """Give the browser a secret that scripts, other sites and plain HTTP can't have.

    After `age` seconds it is forgotten; without, when the browser closes.
    """
    response.set_cookie(name, secret, age, path="/", secure=True, httponly=True, samesite="lax")


def drop_cookie(response: Response, name: str) -> None:
    """Take the secret back."""
    response.delete_cookie(name, path="/", secure=True, httponly=True, samesite="lax")


def new_secret() -> str:
    """Return a secret for a cookie."""
    return secrets.token_urlsafe(32)


def form_token(secret: str) -> str:
    """Return what a form must bring along to show that it came from a page of ours."""
    mark = hashlib.sha256(b"form:" + secret.encode()).digest()
    return base64.urlsafe_b64encode(mark).decode().rstrip("=")


def form_is_ours(secret: str, sent: str) -> bool:
    """Tell whether a form that was sent belongs to the cookie that came with it."""
    return bool(secret) and hmac.compare_digest(form_token(secret).encode(), sent.encode())


def signed_in(cloud: Cloud, request: Request, *, by_itself: bool = False) -> Person | None:
    """Return who is signed in here, or None; what a page asks `by_itself` prolongs no visit."""
    secret, now = cookie(request, VISIT), cloud.now()
    if not secret:
        return None
    with reading(cloud.engine) as connection:
        found = visits.visitor(connection, secret, now)
    if found is None:
        return None
    if not by_itself and now - found.seen_at >= visits.NOTED_EACH:
        # Where nothing can be written just now, people look on.
        with suppress(OperationalError), writing(cloud.engine) as connection:
            visits.seen(connection, secret, now)
    return found.person
