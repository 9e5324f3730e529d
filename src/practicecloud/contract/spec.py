"""What `docs/openapi.json` says of each route beyond its parameters."""

from __future__ import annotations

from typing import Any

from practicecloud.contract import examples
from practicecloud.problems import TITLES

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
PAGE = "text/html"

Described = dict[str, Any]
Answers = dict[int, Described]

_ALWAYS = ("unauthorized", "forbidden", "too-many-requests", "unavailable", "out-of-space")
_WITH_BODY = ("invalid", "too-large")


def of(operation: str) -> Described:
    """Return the arguments of a route that describe it."""
    return {"operation_id": operation, **_OPERATIONS[operation]}


def _ref(shape: str) -> Described:
    return {"$ref": f"#/components/schemas/{shape}"}


def _content(shape: str, kind: str = JSON, **named: object) -> Described:
    shown = {name: {"value": value} for name, value in named.items()}
    return {kind: {"schema": _ref(shape), "examples": shown}}


def _body(shape: str, kind: str = JSON, **named: object) -> Described:
    return {"required": True, "content": _content(shape, kind, **named)}


def _problems(*names: str) -> Answers:
    """Return the answers of these problems, those of one status together."""
    answers: Answers = {}
    for name in names:
        status, title = TITLES[name]
        example = {
            "type": f"urn:practice-cloud:{name}",
            "title": title,
            "status": status,
            "request_id": "0b9c1f6e-5a55-4d0b-9d5e-0a3b3f1f7c21",
            **examples.PROBLEM_MEMBERS.get(name, {}),
        }
        held = answers.setdefault(
            status,
            {
                "description": title,
                "content": {
                    "application/problem+json": {"schema": _ref("ProblemDetails"), "examples": {}}
                },
            },
        )
        held["content"]["application/problem+json"]["examples"][name] = {"value": example}
        if name in ("too-many-requests", "unavailable", "out-of-space"):
            held["headers"] = {
                "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}
            }
    return answers


def _route(
    answer: Described | None, problems: tuple[str, ...], scopes: str, body: Described | None = None
) -> Described:
    """Describe a route of the API; `answer` is the content of its success."""
    done: Answers = {204: {"description": "Done"}}
    if answer is not None:
        done = {200: {"description": "Done", "content": answer}}
    extra: Described = {"security": [{"oauth": scopes.split()}] if scopes else []}
    if body is not None:
        extra["requestBody"] = body
    listed = (*_ALWAYS, *problems) if scopes else ("too-many-requests", *problems)
    return {
        "responses": {**done, **_problems(*listed)},
        "status_code": next(iter(done)),
        "openapi_extra": extra,
    }


def _page(*answers: tuple[int, str], problems: tuple[str, ...], **extra: object) -> Described:
    """Describe a route that a browser asks."""
    told: Answers = {}
    for status, description in answers:
        told[status] = {"description": description}
        if status == 303:
            told[status]["headers"] = {"Location": {"schema": {"type": "string"}}}
        else:
            told[status]["content"] = {PAGE: {"schema": {"type": "string"}}}
    return {
        "responses": {**told, **_problems("too-many-requests", *problems)},
        "status_code": answers[0][0],
        "openapi_extra": {"security": [], **extra},
    }


def _asked(name: str, *, required: bool, example: str, description: str) -> Described:
    return {
        "name": name,
        "in": "query",
        "required": required,
        "description": description,
        "schema": {"type": "string"},
        "example": example,
    }


_AUTHORISE = [
    _asked("response_type", required=True, example="code", description="Always `code`."),
    _asked(
        "client_id", required=True, example="practicesync", description="Always `practicesync`."
    ),
    _asked(
        "redirect_uri",
        required=True,
        example="http://127.0.0.1:49152/callback",
        description="The agent's loopback address, any port (RFC 8252).",
    ),
    _asked(
        "scope",
        required=True,
        example="contacts:write contacts:read practice:admin",
        description="The scopes asked for, with spaces between.",
    ),
    _asked("state", required=False, example="Hq2Zt", description="Comes back as it is."),
    _asked(
        "code_challenge",
        required=True,
        example="E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        description="SHA-256 of the verifier, base64url (RFC 7636).",
    ),
    _asked("code_challenge_method", required=True, example="S256", description="Always `S256`."),
    _asked(
        "practice",
        required=False,
        example=examples.PRACTICE,
        description="Limits the consent to this practice.",
    ),
]

_OAUTH_ERROR: Answers = {
    400: {
        "description": "Refused; of a device also that nobody has decided yet",
        "content": _content(
            "OAuthError",
            refused=examples.OAUTH_ERROR,
            pending={"error": "authorization_pending"},
            slower={"error": "slow_down"},
            declined={"error": "access_denied"},
            expired={"error": "expired_token"},
        ),
    }
}


def _oauth(answer: Described, *problems: str, **body: Described) -> Described:
    told: Answers = {200: {"description": "Done", "content": answer}, **_OAUTH_ERROR}
    told |= _problems(*_WITH_BODY, "too-many-requests", "unavailable", "out-of-space", *problems)
    return {"responses": told, "openapi_extra": {"security": [], **body}}


_OPERATIONS: dict[str, Described] = {
    "activate": _route(
        _content("Activated", first=examples.ACTIVATED),
        ("in-charge-elsewhere", "not-activated", *_WITH_BODY),
        "contacts:write practice:admin",
        _body("Activate", first=examples.ACTIVATE, again=examples.ACTIVATE_AGAIN),
    ),
    "in_charge": _route(_content("InCharge", active=examples.IN_CHARGE), (), "contacts:read"),
    "deactivate": _route(None, ("in-charge-elsewhere", "invalid"), "contacts:write practice:admin"),
    "batch": _route(
        _content("Outcomes", mixed=examples.OUTCOMES),
        ("not-activated", "stale-epoch", *_WITH_BODY),
        "contacts:write",
        _body("Batch", mixed=examples.BATCH),
    ),
    "digests": _route(_content("Marks", one=examples.MARKS), ("invalid",), "contacts:read"),
    "contacts": _route(_content("Found", one=examples.FOUND), ("invalid",), "contacts:read"),
    "contact": _route(
        _content("Contact", organisation=examples.CONTACT), ("not-found",), "contacts:read"
    ),
    "take_step": _route(
        _content("Progress", uploading=examples.PROGRESS),
        ("in-charge-elsewhere", "not-activated", *_WITH_BODY),
        "contacts:write",
        _body("Step", uploading=examples.UPLOADING, processing={"step": "processing"}),
    ),
    "progress": _route(
        _content(
            "Progress",
            uploading=examples.PROGRESS,
            ready={"step": "ready", "done": 9997, "total": 9997},
        ),
        (),
        "contacts:read",
    ),
    "heartbeat": _route(
        None,
        ("in-charge-elsewhere", "not-activated", *_WITH_BODY),
        "contacts:write",
        _body("Beat", in_sync=examples.BEAT, ended=examples.LAST_BEAT),
    ),
    "presence": _route(
        _content("Presence", alive=examples.PRESENCE, nobody={"alive": False, "seen_at": ""}),
        (*_WITH_BODY, "too-many-requests", "unavailable"),
        "",
        _body("Ask", any=examples.ASK),
    ),
    "authorize": _page(
        (200, "The consent page"),
        (303, "To the sign-in page, or back to the agent with `error` and `state`"),
        (400, "The client or its address is not known"),
        problems=("unavailable",),
        parameters=_AUTHORISE,
    ),
    "decide": _page(
        (303, "Back to the agent with `code` and `state`, or with `error` and `state`"),
        (400, "The client or its address is not known"),
        (403, "The form is not ours, or the person may not allow this"),
        problems=(*_WITH_BODY, "unavailable", "out-of-space"),
        parameters=_AUTHORISE,
        requestBody=_body("Decision", FORM, allow=examples.DECISION),
    ),
    "begin_device": _oauth(
        _content("DeviceCodes", begun=examples.DEVICE_CODES),
        requestBody=_body("DeviceRequest", FORM, any=examples.DEVICE_REQUEST),
    ),
    "token": _oauth(
        _content("Tokens", bearer=examples.TOKENS),
        requestBody=_body(
            "TokenRequest",
            FORM,
            code=examples.TOKEN_REQUEST,
            refresh=examples.REFRESH_REQUEST,
            device=examples.DEVICE_TOKEN_REQUEST,
        ),
    ),
    "revoke": _oauth(
        {JSON: {"schema": {"type": "object"}, "examples": {"revoked": {"value": {}}}}},
        requestBody=_body("RevokeRequest", FORM, refresh=examples.REVOKE_REQUEST),
    ),
    "metadata": _route(_content("Metadata", here=examples.METADATA), (), ""),
    "healthz": _route(_content("Health", alive={"status": "alive"}), (), ""),
    "readyz": _route(_content("Health", ready={"status": "ready"}), ("unavailable",), ""),
}
