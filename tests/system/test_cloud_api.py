import gzip
import json
import threading
import time
import zlib
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.system.cloud import session
from tests.system.cloud_agent import ALL_SCOPES, Caller, tokens, upsert
from tests.system.conftest import another

CONTRACT = Path(__file__).resolve().parents[2] / "docs" / "openapi.json"


@pytest.fixture(scope="module")
def cloud(online):
    return online


@pytest.fixture(scope="module")
def office(cloud):
    """Return a caller for a practice of its own, activated under epoch 1."""
    with fresh_office(cloud) as caller:
        assert caller.activate().json()["epoch"] == 1
        yield caller


def fresh_office(cloud, scope=ALL_SCOPES):
    """Return a caller for a practice that nobody has touched."""
    office = another(cloud, f"office{time.monotonic_ns()}")
    return Caller(office, tokens(office, scope)["access_token"])


def problem(answer):
    assert answer.headers["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == answer.status_code
    assert told["request_id"] == answer.headers["X-Request-Id"]
    return told["type"].removeprefix("urn:practice-cloud:")


ROUTES = [
    ("POST", "/activation", "contacts:write"),
    ("GET", "/activation", "contacts:read"),
    ("DELETE", "/activation", "contacts:write"),
    ("POST", "/contacts/batch", "contacts:write"),
    ("GET", "/digests", "contacts:read"),
    ("GET", "/contacts", "contacts:read"),
    ("GET", "/contacts/%5B%221%22%5D", "contacts:read"),
    ("POST", "/migration", "contacts:write"),
    ("GET", "/migration", "contacts:read"),
    ("POST", "/heartbeat", "contacts:write"),
]
WITHOUT_A_TOKEN = {("POST", "/presence")}


def test_no_route_of_the_contract_is_left_out():
    root = "/v1/practices/{practice_id}"
    paths = json.loads(CONTRACT.read_text(encoding="utf-8"))["paths"]
    promised = {
        (method.upper(), path.removeprefix(root).replace("{contact_id}", "%5B%221%22%5D"))
        for path, methods in paths.items()
        for method in methods
        if path.startswith(root)
    }

    assert {(method, path) for method, path, _ in ROUTES} | WITHOUT_A_TOKEN == promised


@pytest.mark.parametrize(("method", "path", "scope"), ROUTES)
@pytest.mark.parametrize("token", ["", "made-up"])
def test_every_route_asks_for_a_token(cloud, method, path, scope, token):
    answer = Caller(cloud, token)(method, path, json={})
    assert (answer.status_code, problem(answer)) == (401, "unauthorized")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(("method", "path", "scope"), ROUTES)
def test_another_practices_token_learns_nothing(cloud, office, method, path, scope):
    mine = tokens(cloud)["access_token"]
    there = Caller(cloud, mine, office.practice_id)
    nowhere = Caller(cloud, mine, "00000000-0000-0000-0000-000000000000")
    body = {"server": "S", "installation": "i", "take_over": True}
    answers = [caller(method, path, json=body) for caller in (there, nowhere)]
    told = [answer.json() | {"request_id": ""} for answer in answers]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert told[0] == told[1]


@pytest.mark.parametrize(("method", "path", "scope"), ROUTES)
def test_a_token_without_the_scope_is_refused(cloud, method, path, scope):
    other = "contacts:read" if scope == "contacts:write" else "contacts:write"
    caller = Caller(cloud, tokens(cloud, other)["access_token"])
    body = {"server": "S", "installation": "i"}
    answer = caller(method, path, json=body)
    assert (answer.status_code, problem(answer)) == (403, "forbidden")


def test_the_first_activation_and_a_take_over_need_an_administrator(cloud):
    writer = fresh_office(cloud, "contacts:write contacts:read")
    assert writer.activate().status_code == 403
    assert writer("GET", "/activation").json() == {
        "active": False, "epoch": 0, "server": "", "installation": "",
        "since": "", "activated_by": "",
    }  # fmt: skip


@pytest.mark.parametrize("wrong", ["\0", "S\x1b[2J", "S\nT", "S\x7f"])
@pytest.mark.parametrize("member", ["server", "installation"])
def test_a_name_that_no_screen_can_show_activates_nothing(cloud, member, wrong):
    office = fresh_office(cloud)
    body = {"server": "S", "installation": "i"} | {member: wrong}

    refused = office("POST", "/activation", json=body)

    assert (refused.status_code, problem(refused)) == (422, "invalid")
    assert not office("GET", "/activation").json()["active"]


def test_a_worker_gets_the_next_epoch_and_the_same_key(cloud):
    office = fresh_office(cloud)
    terms = {"version": "1", "accepted_at": "2025-07-01T09:00:00+08:00"}
    first = office.activate(terms=terms).json()
    again = office.activate().json()
    assert (first["epoch"], again["epoch"]) == (1, 2)
    assert first["digest_key"] == again["digest_key"]
    assert len(first["digest_key"]) == 43
    assert first["activated_at"] == again["activated_at"]
    held = office("GET", "/activation").json()
    assert held["active"]
    assert (held["server"], held["installation"]) == ("SERVER", "first")


def test_another_installation_is_told_who_is_in_charge_and_may_take_over(cloud):
    office = fresh_office(cloud)
    office.activate()
    refused = office.activate("second", server="NEW")
    assert (refused.status_code, problem(refused)) == (409, "in-charge-elsewhere")
    assert refused.json()["server"] == "SERVER"
    assert refused.json()["since"]
    assert office.activate("second", server="NEW", take_over=True).json()["epoch"] == 2
    late = office.send(upsert("1", 1, 1))
    assert (late.status_code, problem(late)) == (409, "stale-epoch")
    assert problem(office.activate("first")) == "in-charge-elsewhere"


def test_going_on_begins_nothing(cloud):
    office = fresh_office(cloud)
    assert problem(office.activate(first=False)) == "not-activated"
    office.activate()
    assert office.activate(first=False).json()["epoch"] == 2
    assert problem(office.activate("second", first=False)) == "in-charge-elsewhere"
    office("DELETE", "/activation")
    assert problem(office.activate(first=False)) == "not-activated"
    assert not office("GET", "/activation").json()["active"]


def test_a_server_that_is_not_in_charge_stops_no_other(cloud):
    office = fresh_office(cloud)
    office.activate("first")
    refused = office("DELETE", "/activation", params={"installation": "second"})
    assert (problem(refused), refused.json()["server"]) == ("in-charge-elsewhere", "SERVER")
    assert office("GET", "/activation").json()["active"]
    own = office("DELETE", "/activation", params={"installation": "first"})
    again = office("DELETE", "/activation", params={"installation": "second"})
    assert (own.status_code, again.status_code) == (204, 204)


def test_after_deactivation_nothing_is_taken(cloud):
    office = fresh_office(cloud)
    assert problem(office.send(upsert("1", 1, 1))) == "not-activated"
    office.activate()
    assert office.send(upsert("1", 1, 1)).ok
    assert office("DELETE", "/activation", params={"keep": "false"}).status_code == 204
    assert problem(office.send(upsert("1", 1, 2))) == "not-activated"
    assert office("GET", "/contacts/%5B%221%22%5D").status_code == 404
    assert office.activate().json()["epoch"] == 2


def test_a_contact_is_read_back_as_it_was_sent(office):
    members = {
        "name": '<script>alert(1)</script> 😀 O\'Brien "x" \\ שלום',
        "phones": [{"type": "Work", "number": "02 5550 0100"}],
        "extras": {"note": "a\u0001b\nc"},
    }
    sent = upsert("back", 1, 1, **members)
    assert office.send(sent).json()["outcomes"] == [{"id": '["back"]', "outcome": "stored"}]
    assert office("GET", "/contacts/" + quote('["back"]', safe="")).json() == sent["contact"]


@pytest.mark.parametrize("key", ["a/b", "a?b#c%20", "../..", "ü 😀", "17"])
def test_any_id_can_be_read(office, key):
    assert office.send(upsert(key, 1, time.monotonic_ns())).ok
    answer = office("GET", "/contacts/" + quote(f'["{key}"]', safe=""))
    assert answer.json()["id"] == f'["{key}"]'


def test_outcomes_say_code_and_field(office):
    items = [
        upsert("long", 1, 1, name="x" * 201),
        upsert("many", 1, 2, aliases=["a"] * 21),
        upsert("odd", 1, 3, nickname="a"),
        upsert("none", 1, 4, name=""),
        upsert("good", 1, 5),
    ]
    assert office.send(*items).json()["outcomes"] == [
        {"id": '["long"]', "outcome": "rejected", "code": "PS-REC-02", "field": "name"},
        {"id": '["many"]', "outcome": "rejected", "code": "PS-REC-03", "field": "aliases"},
        {"id": '["odd"]', "outcome": "rejected", "code": "PS-REC-04", "field": "contact"},
        {"id": '["none"]', "outcome": "rejected", "code": "PS-REC-01", "field": "name"},
        {"id": '["good"]', "outcome": "stored"},
    ]


def test_an_epoch_that_was_never_issued_is_refused(office):
    answer = office.send(upsert("1", 99, 1))
    assert (answer.status_code, problem(answer)) == (409, "stale-epoch")


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"{", b'{"items": 1}', b'{"items": [], "more": 1}', b'\xff',
        b'{"items": [{"op": "upsert"}]}',
        b'{"items": ' + b"[" * 5_000 + b"]" * 5_000 + b"}",
        b'{"items": [{"op": "merge", "id": "x", "epoch": 1, "sequence": 1}]}',
        b'{"items": [{"op": "delete", "id": "x", "epoch": 0, "sequence": 1}]}',
        b'{"items": [{"op": "delete", "id": "x", "epoch": 1, "sequence": 9223372036854775808}]}',
        b'{"items": [{"op": "delete", "id": "Zyxwv", "epoch": "Zyxwv", "sequence": 1}]}',
        b'{"items": [{"op": "delete", "id": "x", "epoch": 1, "sequence": 1, "Zyxwv": 1}]}',
    ],
)  # fmt: skip
def test_a_batch_in_the_wrong_form_is_refused_without_quoting_it(office, body):
    answer = office("POST", "/contacts/batch", data=body)
    assert (answer.status_code, problem(answer)) == (422, "invalid")
    assert answer.json()["errors"]
    assert "Zyxwv" not in answer.text


def test_more_than_500_items_are_refused(office):
    assert office.send(*(upsert(f"n{n}", 1, 1) for n in range(500))).ok
    answer = office.send(*(upsert(f"n{n}", 1, 2) for n in range(501)))
    assert (answer.status_code, problem(answer)) == (422, "invalid")


def post_gzip(office, body):
    return office("POST", "/contacts/batch", data=body, headers={"Content-Encoding": "gzip"})


def test_a_batch_may_be_packed(office):
    item = upsert("packed", 1, time.monotonic_ns())
    answer = post_gzip(office, gzip.compress(json.dumps({"items": [item]}).encode()))
    assert answer.json()["outcomes"][0]["outcome"] == "stored"


def test_a_packed_batch_is_bounded_as_it_unpacks(office):
    packer = zlib.compressobj(9, wbits=31)
    bomb = packer.compress(b'{"items": [')
    for _ in range(400):
        bomb += packer.compress(b" " * 1_000_000)
    bomb += packer.flush()
    assert len(bomb) < 1_000_000
    answer = post_gzip(office, bomb)
    assert (answer.status_code, problem(answer)) == (413, "too-large")


@pytest.mark.parametrize("damage", ["cut", "noise", "tail"])
def test_a_damaged_packing_is_refused(office, damage):
    good = gzip.compress(b'{"items": []}')
    body = {"cut": good[:-4], "noise": b"noise", "tail": good + b"tail"}[damage]
    answer = post_gzip(office, body)
    assert (answer.status_code, problem(answer)) == (422, "invalid")


def test_another_packing_is_refused(office):
    answer = office("POST", "/contacts/batch", data=b"x", headers={"Content-Encoding": "br"})
    assert answer.status_code == 422


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_above_the_bound_is_refused(office, chunked):
    size, piece = 1_100_000, 100_000
    body = (b" " * piece for _ in range(size // piece)) if chunked else b" " * size
    answer = office("POST", "/contacts/batch", data=body)
    assert (answer.status_code, problem(answer)) == (413, "too-large")


def test_two_batches_at_once_are_both_stored(cloud, office):
    answers = []

    def send(which):
        caller = Caller(cloud, office.token, office.practice_id)
        items = [upsert(f"{which}{n}", 1, n + 1) for n in range(200)]
        answers.append(caller.send(*items).json()["outcomes"])

    threads = [threading.Thread(target=send, args=(which,)) for which in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(outcomes) for outcomes in answers] == [200, 200]
    assert {one["outcome"] for outcomes in answers for one in outcomes} == {"stored"}


def until_ready(caller):
    for _ in range(600):
        found = caller("GET", "/migration").json()
        if found["step"] == "ready":
            return found
        time.sleep(0.05)
    raise AssertionError("not prepared within 30 s")


def test_contacts_are_found_once_prepared_and_at_once_from_then_on(cloud):
    office = fresh_office(cloud)
    office.activate()
    assert office("GET", "/migration").json() == {"step": "none", "done": 0, "total": 0}
    step = office("POST", "/migration", json={"step": "uploading", "total": 2})
    assert step.json() == {"step": "uploading", "done": 0, "total": 2}
    office.send(upsert("1", 1, 1, name="Zoë"), upsert("2", 1, 2, name="Adam"))
    assert office("GET", "/contacts").json() == {"contacts": [], "next": None}
    office("POST", "/migration", json={"step": "processing"})
    assert until_ready(office) == {"step": "ready", "done": 2, "total": 2}
    office.send(upsert("3", 1, 3, name="Mia"))
    page = office("GET", "/contacts", params={"limit": 2}).json()
    assert [one["name"] for one in page["contacts"]] == ["Adam", "Mia"]
    rest = office("GET", "/contacts", params={"limit": 2, "after": page["next"]}).json()
    assert [one["name"] for one in rest["contacts"]] == ["Zoë"]
    assert rest["next"] is None
    found = office("GET", "/contacts", params={"q": "zoe"}).json()
    assert [one["id"] for one in found["contacts"]] == ['["1"]']
    office.send({"op": "delete", "id": '["1"]', "epoch": 1, "sequence": 4})
    assert office("GET", "/contacts", params={"q": "zoe"}).json()["contacts"] == []


def test_a_server_that_was_taken_over_takes_no_step_of_the_first_upload(cloud):
    office = another(cloud, f"office{time.monotonic_ns()}")
    old, new = (Caller(office, tokens(office)["access_token"]) for _ in range(2))
    uploading = {"step": "uploading", "total": 5}
    nobody = old("POST", "/migration", json=uploading)
    assert (nobody.status_code, problem(nobody)) == (409, "not-activated")
    old.activate("old")
    new.activate("new", take_over=True)
    new("POST", "/migration", json={"step": "processing"})
    until_ready(new)

    for step in (uploading, {"step": "processing"}):
        answer = old("POST", "/migration", json=step)
        assert (answer.status_code, problem(answer)) == (409, "in-charge-elsewhere")

    assert new("GET", "/migration").json()["step"] == "ready"


@pytest.mark.parametrize(
    "query", [{"limit": "0"}, {"limit": "x"}, {"after": "made-up"}, {"q": "x" * 201}]
)
def test_a_question_in_the_wrong_form_is_refused(office, query):
    answer = office("GET", "/contacts", params=query)
    assert (answer.status_code, problem(answer)) == (422, "invalid")


@pytest.mark.parametrize("path", ["/v1/nothing", "/v1/practices/x/heartbeat", "/oauth/nothing"])
def test_what_is_not_there_is_a_problem_too(cloud, path):
    with session(cloud) as http:
        answer = http.get(cloud.base_url + path, timeout=30)
    assert (answer.status_code, problem(answer)) == (404, "not-found")


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/static/style.css", "/sign-in"])
def test_every_answer_has_a_request_id_and_security_headers(cloud, path):
    with session(cloud) as http:
        answer = http.get(cloud.base_url + path, timeout=30)
    assert answer.status_code == 200
    assert answer.headers["X-Request-Id"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "server" not in answer.headers
