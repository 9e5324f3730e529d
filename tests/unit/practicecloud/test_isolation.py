"""Every route of the application, for everybody: what is whose, and what nobody else learns."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import sqlalchemy as sa
from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.routing import Mount

from practicecloud.app import create_app
from practicecloud.contract import examples
from practicecloud.store.storage import open_database
from tests.unit.practicecloud.asking import FORM, Answer, Asking, asking
from tests.unit.practicecloud.two_offices import (
    NOW,
    Headers,
    Office,
    Offices,
    csrf,
    make_offices,
    nowhere,
    rows_of,
)

ADMINISTRATOR = frozenset({"administrator"})
MEMBERS = ADMINISTRATOR | {"staff"}
SIGNED_IN = MEMBERS | {"who has left"}
COOKIES = SIGNED_IN | {"a made-up cookie", "whose visit is over"}
READERS = frozenset({"a program that reads", "a program of staff", "the server"})
WRITERS = frozenset({"a program that writes", "the server"})
IN_CHARGE = frozenset({"the server"})
DECIDERS = frozenset({"a program that administers", "the server"})
INSIDE = MEMBERS | READERS | WRITERS | DECIDERS
"""Who learns something of the practice."""

EVERYBODY: frozenset[str] = frozenset()
"""No row of the table: a route that asks nobody who they are."""

V1 = "/v1/practices/{practice}"
PAGE = "/practices/{practice}"

Fields = dict[str, str]


@dataclass(frozen=True)
class Row:
    """A route and who may use it; `path` is the one of the application, for the comparison."""

    method: str
    path: str
    may: frozenset[str]
    place: str
    answers: tuple[int, ...] = (200,)
    fields: Fields = field(default_factory=dict)
    body: dict[str, Any] | None = None


def _api(method: str, rest: str, may: frozenset[str], place: str = "", **more: Any) -> Row:
    return Row(method, f"/v1/practices/{{practice_id}}{rest}", may, V1 + (place or rest), **more)


def _page(method: str, rest: str, may: frozenset[str], place: str = "", **more: Any) -> Row:
    return Row(method, f"/practices/{{practice_id}}{rest}", may, PAGE + (place or rest), **more)


_AGAIN = {"server": "SRV", "installation": "{installation}", "first": False}
_OVER = {"server": "SRV", "installation": "another", "take_over": True}
_ITEM = {"op": "delete", "id": "{contact}", "epoch": 1, "sequence": 9}
_BEAT = examples.BEAT | {"installation": "{installation}"}
_CONSENT = "/oauth/authorize?" + urlencode(
    {
        "response_type": "code", "client_id": "practicesync", "scope": "contacts:write",
        "redirect_uri": "http://127.0.0.1:49152/callback", "state": "s",
        "code_challenge": "a" * 43, "code_challenge_method": "S256",
    }
)  # fmt: skip
_CODE = {"user_code": "BCDF-GHJK"}

TABLE = (
    # the contract
    _api("POST", "/activation", WRITERS, body=_AGAIN),
    _api("POST", "/activation", DECIDERS, body=_OVER),
    _api("GET", "/activation", READERS),
    _api("DELETE", "/activation", DECIDERS, "/activation?keep=false", answers=(204,)),
    _api("POST", "/contacts/batch", WRITERS, body={"items": [_ITEM]}),
    _api("GET", "/digests", READERS),
    _api("GET", "/contacts", READERS),
    _api("GET", "/contacts/{contact_id:path}", READERS, "/contacts/{contact}"),
    _api("POST", "/migration", IN_CHARGE, body={"step": "processing"}),
    _api("GET", "/migration", READERS),
    _api("POST", "/heartbeat", WRITERS, body=_BEAT, answers=(204,)),
    _api("POST", "/presence", EVERYBODY, body={"installation": "nothing"}),
    # signing a server in
    Row("GET", "/oauth/authorize", SIGNED_IN, _CONSENT),
    Row("GET", "/oauth/authorize", SIGNED_IN, _CONSENT + "&practice={practice}"),
    Row("POST", "/oauth/authorize", ADMINISTRATOR, _CONSENT, (303,),
        {"decision": "allow", "practice_id": "{practice}"}),
    Row("POST", "/oauth/device_authorization", EVERYBODY, "/oauth/device_authorization", (200,),
        {"client_id": "practicesync", "scope": "contacts:read", "practice": "{practice}"}),
    Row("POST", "/oauth/token", EVERYBODY, "/oauth/token", (400,)),
    Row("POST", "/oauth/revoke", EVERYBODY, "/oauth/revoke", (400,)),
    Row("GET", "/.well-known/oauth-authorization-server", EVERYBODY,
        "/.well-known/oauth-authorization-server"),
    Row("GET", "/device", SIGNED_IN, "/device"),
    Row("POST", "/device", frozenset(), "/device", (403,), _CODE),
    Row("POST", "/device/decision", frozenset(), "/device/decision", (403,),
        _CODE | {"decision": "allow", "practice_id": "{practice}"}),
    # people
    Row("GET", "/sign-in", EVERYBODY, "/sign-in"),
    Row("POST", "/sign-in", frozenset(), "/sign-in", (403,)),
    Row("POST", "/sign-out", COOKIES, "/sign-out", (303,)),
    Row("GET", "/", SIGNED_IN, "/", (200, 303)),
    Row("GET", "/account", SIGNED_IN, "/account"),
    Row("POST", "/account/password", SIGNED_IN, "/account/password", (422,)),
    Row("POST", "/account/sign-out-elsewhere", SIGNED_IN, "/account/sign-out-elsewhere", (303,)),
    Row("GET", "/welcome", frozenset(), "/welcome", (410,)),
    Row("POST", "/welcome", frozenset(), "/welcome", (403,)),
    Row("GET", "/join", frozenset(), "/join", (410,)),
    Row("POST", "/join", frozenset(), "/join", (403,)),
    Row("POST", "/join/signed-in", COOKIES, "/join/signed-in", (410,)),
    Row("GET", "/reset", EVERYBODY, "/reset"),
    Row("POST", "/reset", frozenset(), "/reset", (403,)),
    Row("POST", "/reset/ask", frozenset(), "/reset/ask", (403,)),
    # one practice
    _page("GET", "", MEMBERS),
    _page("GET", "", MEMBERS, "?q=contact"),
    _page("GET", "/standing", MEMBERS),
    _page("GET", "/contacts.csv", ADMINISTRATOR),
    _page("GET", "/contacts/{contact_id:path}", MEMBERS, "/contacts/{contact}"),
    _page("GET", "/vcard/{contact_id:path}", MEMBERS, "/vcard/{contact}"),
    _page("GET", "/activity", ADMINISTRATOR),
    _page("GET", "/activity", ADMINISTRATOR, "/activity?person={person}"),
    _page("GET", "/activity.csv", ADMINISTRATOR),
    _page("POST", "/activity/read", ADMINISTRATOR, answers=(303,), fields={"copied": "{copied}"}),
    _page("GET", "/notices", ADMINISTRATOR),
    _page("POST", "/notices", ADMINISTRATOR, answers=(303,), fields={"by_mail": "on"}),
    _page("POST", "/notices/test", ADMINISTRATOR, answers=(303,)),
    _page("GET", "/people", ADMINISTRATOR),
    _page("POST", "/people", ADMINISTRATOR, fields={"email": "new@example.com", "role": "staff"}),
    _page("POST", "/people", ADMINISTRATOR, fields={"act": "again", "invitation": "{invitation}"}),
    _page("POST", "/people", ADMINISTRATOR,
          fields={"act": "withdraw", "invitation": "{invitation}"}),
    _page("GET", "/people/{person_id}", ADMINISTRATOR, "/people/{person}"),
    *(
        _page("POST", "/people/{person_id}", ADMINISTRATOR, "/people/{person}", answers=(answer,),
              fields=fields)
        for fields, answer in (
            ({"act": "role", "role": "administrator"}, 200),
            ({"act": "reset"}, 200),
            ({"act": "remove"}, 303),
        )
    ),
    _page("GET", "/servers", ADMINISTRATOR),
    _page("POST", "/servers", ADMINISTRATOR, fields={"server": "{server}"}),
    _page("GET", "/servers/{family_id}", ADMINISTRATOR, "/servers/{server}"),
    _page("GET", "/next-steps", ADMINISTRATOR),
    # whether it lives
    Row("GET", "/healthz", EVERYBODY, "/healthz"),
    Row("GET", "/readyz", EVERYBODY, "/readyz"),
)  # fmt: skip

SLOTS = ("practice", "person", "contact", "server", "invitation", "copied", "installation")


def _named(rows: Sequence[Row]) -> pytest.MarkDecorator:
    ids = [f"{number} {row.method} {row.path}" for number, row in enumerate(rows)]
    return pytest.mark.parametrize("row", rows, ids=ids)


NAMING = [row for row in TABLE if "{" in row.place + str(row.fields) + str(row.body)]
"""Those that name something of a practice."""


@dataclass
class Scene:
    """Both practices on the real application; `reset` undoes what was done to them."""

    offices: Offices
    made: Asking
    file: Path
    filled: Path
    engine: sa.Engine

    def reset(self) -> None:
        """Begin again with what both had in the beginning."""
        self.engine.dispose()
        for file in self.file.parent.glob(f"{self.file.name}*"):
            file.unlink()
        shutil.copy(self.filled, self.file)

    def kept(self) -> dict[str, list[str]]:
        return rows_of(self.file)

    def theirs(self) -> dict[str, list[str]]:
        """Return what is kept of the other practice."""
        return rows_of(self.file, self.offices.theirs.practice_id)


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("offices")
    filled, file = folder / "filled.db", folder / "cloud.db"
    offices = make_offices(f"sqlite:///{filled}")
    engine = open_database(f"sqlite:///{file}")
    with asking(create_app(engine, lambda: NOW)) as made:
        yield Scene(offices, made, file, filled, engine)
    engine.dispose()


@pytest.fixture
def scene(staged: Scene) -> Scene:
    staged.reset()
    return staged


def ask(made: Asking, row: Row, office: Office, headers: Headers) -> Answer:
    """Ask for what the row says, about that practice."""
    named = dict(zip(SLOTS, office.ids, strict=True))
    place = _filled(row.place, {slot: quote(text, safe="") for slot, text in named.items()})
    if row.body is not None:
        # An id goes into JSON as JSON writes it.
        escaped = {slot: json.dumps(text)[1:-1] for slot, text in named.items()}
        return made.ask(row.method, place, _filled(json.dumps(row.body), escaped).encode(), headers)
    if row.method == "POST":
        fields = {name: _filled(text, named) for name, text in row.fields.items()}
        sent = urlencode(fields | {"csrf": csrf(headers)}).encode()
        return made.ask("POST", place, sent, headers | FORM)
    return made.ask(row.method, place, headers=headers)


def _filled(text: str, named: dict[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda slot: named[slot[1]], text)


def routes() -> set[tuple[str, str]]:
    """Return every route of the application."""
    app = create_app(sa.create_engine("sqlite://"), lambda: NOW)
    found = set()
    for one in app.routes:
        if isinstance(one, Mount):
            found.add(("MOUNT", one.path))
            continue
        router: APIRouter = one.original_router  # type: ignore[attr-defined]  # FastAPI's own
        for route in router.routes:
            assert isinstance(route, APIRoute)
            found |= {(method, route.path) for method in route.methods or ()}
    return found


def test_every_route_of_the_application_is_in_the_table():
    assert routes() == {(row.method, row.path) for row in TABLE} | {("MOUNT", "/static")}


def is_let_in(row: Row, answer: Answer) -> bool:
    to_sign_in = answer.headers.get("Location", "").startswith("/sign-in")
    return answer.status in row.answers and not (to_sign_in and row.path != "/sign-out")


@_named([row for row in TABLE if row.may])
def test_a_route_refuses_whoever_may_not(scene, row):
    before = scene.kept()
    for name in sorted(scene.offices.callers.keys() - row.may):
        answer = ask(scene.made, row, scene.offices.ours, scene.offices.callers[name])
        assert answer.status in (303, 401, 403, 404, 409), f"{name}: {answer.status}"
        assert not is_let_in(row, answer), f"{name} was let in"
        if name not in INSIDE:
            assert_tells_nothing(answer, scene.offices.ours, name)
    assert scene.kept() == before


@_named(TABLE)
def test_a_route_answers_whoever_may_and_changes_nothing_of_another_practice(scene, row):
    for name in sorted(row.may or scene.offices.callers.keys()):
        scene.reset()
        before = scene.theirs()
        answer = ask(scene.made, row, scene.offices.ours, scene.offices.callers[name])
        assert is_let_in(row, answer), f"{name}: {answer.status} {answer.text}"
        assert_tells_nothing(answer, scene.offices.theirs, name)
        assert scene.theirs() == before, name


@_named(NAMING)
def test_another_practice_is_answered_as_one_that_there_is_not(scene, row):
    theirs, none = scene.offices.theirs, nowhere()
    before = scene.theirs()
    for name, headers in scene.offices.callers.items():
        answer = ask(scene.made, row, theirs, headers)
        assert told(answer, theirs) == told(ask(scene.made, row, none, headers), none), name
        assert_tells_nothing(answer, theirs, name)
    assert scene.theirs() == before


@_named(NAMING)
def test_what_is_in_another_practice_is_not_in_one_s_own(scene, row):
    mixed = replace(scene.offices.theirs, practice_id=scene.offices.ours.practice_id)
    none = nowhere(scene.offices.ours)
    for name in sorted(row.may):
        headers = scene.offices.callers[name]
        scene.reset()
        before = scene.theirs()
        answer = ask(scene.made, row, mixed, headers)
        assert_tells_nothing(answer, scene.offices.theirs, name)
        assert scene.theirs() == before, name
        scene.reset()
        assert told(answer, mixed) == told(ask(scene.made, row, none, headers), none), name


@_named(TABLE)
def test_every_answer_is_kept_nowhere_and_framed_by_nobody(scene, row):
    for name in ("nobody", "administrator", "the server"):
        headers = ask(scene.made, row, scene.offices.ours, scene.offices.callers[name]).headers
        assert headers["Cache-Control"] == "no-store"
        assert int(headers["Strict-Transport-Security"].removeprefix("max-age=")) >= 31_536_000
        policy = dict(part.strip().partition(" ")[::2] for part in _policy(headers))
        assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert policy.get("script-src", "'self'") == policy["style-src"] == "'self'"
        assert policy["form-action"].startswith("'self'")
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Request-Id"]


def _policy(headers: Mapping[str, str]) -> list[str]:
    return headers["Content-Security-Policy"].split(";")


def assert_tells_nothing(answer: Answer, office: Office, name: str) -> None:
    for marker in office.markers:
        assert marker not in answer.text, f"{name} is told of {marker}"
        assert marker not in str(answer.headers), f"{name} is told of {marker}"


def told(answer: Answer, office: Office) -> tuple[int, str, dict[str, str]]:
    """Return what an answer says, without what was asked for and what is new in each answer."""
    dropped = ("x-request-id", "content-length", "set-cookie")
    headers = {name: text for name, text in answer.headers.items() if name not in dropped}
    body = answer.text
    for slot, text in zip(SLOTS, office.ids, strict=True):
        in_link = quote(text, safe="")
        for written in (json.dumps(text)[1:-1], text, in_link, quote(in_link, safe="")):
            body = body.replace(written, slot)
            headers = {name: value.replace(written, slot) for name, value in headers.items()}
    headers = {name: _NEW.sub("", value) for name, value in headers.items()}
    return answer.status, _NEW.sub("", body), headers


_NEW = re.compile(
    r"""code=[\w-]+ | token=[\w-]+ | name="(csrf|invitation)"\ value="[\w-]+"
    | "(request_id|device_code|user_code|verification_uri_complete)":"[^"]*" """,
    re.VERBOSE,
)
