"""Errors as problem details (RFC 9457). No problem quotes a value of the request."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi.responses import JSONResponse

TITLES = {
    "in-charge-elsewhere": (409, "Another server is in charge of this practice"),
    "stale-epoch": (409, "Another worker has begun since"),
    "not-activated": (409, "Contacts sync is not activated for this practice"),
    "invalid": (422, "The request is not in the right form"),
    "too-large": (413, "The request is too large"),
    "unauthorized": (401, "Sign in first"),
    "forbidden": (403, "This sign-in does not allow that"),
    "not-found": (404, "There is no such thing here"),
    "too-many-requests": (429, "Too many requests"),
    "unavailable": (503, "Not available just now"),
    "out-of-space": (507, "There is no room left to store anything"),
    "unexpected": (500, "Something went wrong here"),
}
"""Each problem's status and title."""


class Problem(Exception):
    """Answers a request with a problem; `more` holds its further members."""

    def __init__(
        self, name: str, more: Mapping[str, object] | None = None, retry_after: int | None = None
    ) -> None:
        super().__init__(name)
        self.name = name
        self.more = dict(more or {})
        self.retry_after = retry_after


def invalid(field: str, reason: str) -> Problem:
    """Return the problem of a field that is not as the contract says."""
    return Problem("invalid", {"errors": [{"field": field, "reason": reason}]})


def problem_answer(problem: Problem, request_id: str) -> JSONResponse:
    """Return the answer to send for a problem."""
    status, title = TITLES[problem.name]
    headers = {"Cache-Control": "no-store"}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if problem.retry_after is not None:
        headers["Retry-After"] = str(problem.retry_after)
    body = {
        "type": f"urn:practice-cloud:{problem.name}",
        "title": title,
        "status": status,
        "request_id": request_id,
        **problem.more,
    }
    return JSONResponse(body, status, headers, media_type="application/problem+json")


def request_id_of(scope: Mapping[str, object]) -> str:
    """Return the id that this request was given on its way in."""
    state = scope.get("state")
    return str(state.get("request_id", "")) if isinstance(state, dict) else ""
