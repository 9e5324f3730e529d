"""Sends the contract's own examples to the real process and holds the answers to the contract."""

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # it has no types
import pytest

from tests.system.cloud import session, sign_in
from tests.system.cloud_agent import Caller, asked, exchange, query_of, refresh, tokens

FILE = Path(__file__).parents[2] / "docs" / "openapi.json"
CONTRACT = json.loads(FILE.read_text(encoding="utf-8"))
ROOT = "/v1/practices/{practice_id}"


def hold_to_contract(answer, path, method=None):
    """Fail unless status, content type and body of the answer are in the contract."""
    operation = CONTRACT["paths"][path][(method or answer.request.method).lower()]
    told = operation["responses"][str(answer.status_code)]
    kind = answer.headers.get("Content-Type", "").partition(";")[0]
    if not told.get("content"):
        assert not answer.content
        return
    schema = told["content"][kind]["schema"] | {"components": CONTRACT["components"]}
    strict: Any = copy.deepcopy(schema)
    for shape in strict["components"]["schemas"].values():
        shape.setdefault("additionalProperties", False)
    body = answer.text if kind == "text/html" else answer.json()
    jsonschema.validate(body, strict, cls=jsonschema.Draft202012Validator)


def example(path, method, name):
    content = CONTRACT["paths"][path][method]["requestBody"]["content"]
    return next(iter(content.values()))["examples"][name]["value"]


@pytest.fixture(scope="module")
def caller(online):
    with Caller(online, tokens(online)["access_token"]) as made:
        yield made


def test_activation_speaks_the_contract(caller):
    wish = example(f"{ROOT}/activation", "post", "first")
    for answer in (
        caller("GET", "/activation"),
        caller("POST", "/activation", json=wish),
        caller("POST", "/activation", json=wish | {"installation": "another"}),
        caller("POST", "/activation", json=wish | {"unknown": 1}),
        caller("GET", "/activation"),
        caller("DELETE", "/activation", params={"keep": "perhaps"}),
        caller("DELETE", "/activation"),
    ):
        hold_to_contract(answer, f"{ROOT}/activation")


def test_batches_and_reading_speak_the_contract(caller):
    epoch = caller.activate("contract", take_over=True).json()["epoch"]
    batch = example(f"{ROOT}/contacts/batch", "post", "mixed")
    for item in batch["items"]:
        item["epoch"] = epoch
    bad = copy.deepcopy(batch)
    bad["items"][0]["contact"]["name"] = "x" * 201
    for body in (
        batch,
        batch,
        bad,
        {"items": 1},
        example(f"{ROOT}/contacts/batch", "post", "mixed"),
    ):
        hold_to_contract(caller("POST", "/contacts/batch", json=body), f"{ROOT}/contacts/batch")
    for key in ("10482", "none"):
        answer = caller("GET", f"/contacts/%5B%22{key}%22%5D")
        hold_to_contract(answer, f"{ROOT}/contacts/{{contact_id}}")


def test_preparation_speaks_the_contract(online, caller):
    caller("DELETE", "/activation")
    step = example(f"{ROOT}/migration", "post", "processing")
    hold_to_contract(caller("POST", "/migration", json=step), f"{ROOT}/migration")
    caller.activate("contract")
    with Caller(online, tokens(online)["access_token"]) as other:
        hold_to_contract(other("POST", "/migration", json=step), f"{ROOT}/migration")
    for name in ("uploading", "processing"):
        step = example(f"{ROOT}/migration", "post", name)
        answer = caller("POST", "/migration", json=step)
        hold_to_contract(answer, f"{ROOT}/migration")
    while (answer := caller("GET", "/migration")).json()["step"] != "ready":
        hold_to_contract(answer, f"{ROOT}/migration")
    hold_to_contract(answer, f"{ROOT}/migration")
    hold_to_contract(caller("POST", "/migration", json={"step": "x"}), f"{ROOT}/migration")
    for query in ({}, {"q": "sample", "limit": "1"}, {"limit": "none"}):
        hold_to_contract(caller("GET", "/contacts", params=query), f"{ROOT}/contacts")


def test_problems_speak_the_contract(online, caller):
    stranger = Caller(online, "made-up")
    elsewhere = Caller(online, caller.token, "00000000-0000-0000-0000-000000000000")
    for one in (stranger, elsewhere):
        hold_to_contract(one("GET", "/activation"), f"{ROOT}/activation")
        hold_to_contract(one("GET", "/contacts"), f"{ROOT}/contacts")
        hold_to_contract(one("GET", "/migration"), f"{ROOT}/migration")
    too_large = caller("POST", "/contacts/batch", data=b" " * 1_000_001)
    hold_to_contract(too_large, f"{ROOT}/contacts/batch")


def test_signing_in_speaks_the_contract(online):
    request = asked(online)
    led_to = query_of(sign_in(online, request.url))
    good = exchange(online, led_to["code"], request.verifier)
    again = refresh(online, good.json()["refresh_token"])
    bad = refresh(online, "made-up")
    for answer in (good, again, bad):
        hold_to_contract(answer, "/oauth/token")
    with session(online) as http:
        form = {"client_id": "practicesync", "token": again.json()["refresh_token"]}
        hold_to_contract(http.post(f"{online.base_url}/oauth/revoke", data=form), "/oauth/revoke")
        hold_to_contract(http.post(f"{online.base_url}/oauth/revoke", data={}), "/oauth/revoke")
        place = "/oauth/device_authorization"
        begun = http.post(online.base_url + place, data=example(place, "post", "any"))
        hold_to_contract(begun, place)
        hold_to_contract(http.post(online.base_url + place, data={}), place)
        form = example("/oauth/token", "post", "device")
        form["device_code"] = begun.json()["device_code"]
        for code in (form["device_code"], "made-up"):
            answer = http.post(f"{online.base_url}/oauth/token", data=form | {"device_code": code})
            hold_to_contract(answer, "/oauth/token")
        for path in ("/.well-known/oauth-authorization-server", "/healthz", "/readyz"):
            hold_to_contract(http.get(online.base_url + path), path)
        answer = http.get(asked(online, client_id="x").url)
        hold_to_contract(answer, "/oauth/authorize")
