import pytest

from practicecloud.problems import Problem
from practicecloud.web.refusals import refusal


def refused(path, name, **more):
    scope = {"path": path, "state": {"request_id": "request-1"}}
    return refusal(Problem(name, **more), scope)


@pytest.mark.parametrize(
    ("name", "status", "says"),
    [
        ("not-found", 404, "There is no such contact or page here"),
        ("invalid", 422, "too long"),
        ("too-large", 413, "send less"),
        ("unavailable", 503, "can't reach its own database"),
        ("out-of-space", 507, "no room left"),
        ("unexpected", 500, "not by you"),
    ],
)
def test_people_are_told_in_words(name, status, says):
    answer = refused("/practices/1", name)
    assert answer.status_code == status
    assert answer.media_type == "text/html"
    assert says in bytes(answer.body).decode()
    assert "That did not work" in bytes(answer.body).decode()


@pytest.mark.parametrize("path", ["/v1/practices/1/contacts", "/oauth/token", "/readyz"])
def test_programs_are_told_by_problem_details(path):
    answer = refused(path, "unavailable", retry_after=2)
    assert answer.media_type == "application/problem+json"
    assert answer.headers["Retry-After"] == "2"


def test_people_can_name_the_request_that_failed():
    answer = refused("/practices/1", "unavailable", retry_after=2)
    assert "request-1" in bytes(answer.body).decode()
    assert answer.headers["Retry-After"] == "2"
