"""Answers a problem: to people on a page, in words; to programs as problem details."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from starlette.responses import Response

from practicecloud.problems import TITLES, Problem, problem_answer, request_id_of
from practicecloud.web import browser

FOR_PROGRAMS: Final = ("/v1/", "/oauth/", "/.well-known/", "/healthz", "/readyz")
"""How a path begins that no person types or follows."""


def refusal(problem: Problem, scope: Mapping[str, Any]) -> Response:
    """Return the answer to a request that has this problem."""
    request_id = request_id_of(scope)
    if scope["path"].startswith(FOR_PROGRAMS):
        return problem_answer(problem, request_id)
    status, _ = TITLES[problem.name]
    answer = browser.page("refused.html", status, reason=problem.name, request_id=request_id)
    if problem.retry_after is not None:
        answer.headers["Retry-After"] = str(problem.retry_after)
    return answer
