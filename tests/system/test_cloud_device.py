"""Signing in on a server without a browser, as the person at another computer meets it."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
import requests

from tests.system.cloud import Cloud, add_practice, add_user, forms_of, session, submit
from tests.system.cloud_agent import ALL_SCOPES, Caller, token_request

DEVICE = "urn:ietf:params:oauth:grant-type:device_code"


@pytest.fixture(scope="module")
def cloud(online):
    return online


def begun(cloud: Cloud, **changes: str) -> dict[str, str]:
    form = {"client_id": "practicesync", "scope": ALL_SCOPES, "server": "OLDSRV"} | changes
    with session(cloud) as http:
        address = f"{cloud.base_url}/oauth/device_authorization"
        answer = http.post(address, data=form, timeout=30)
    answer.raise_for_status()
    return dict(answer.json())


def polled(cloud: Cloud, codes: dict[str, str]) -> requests.Response:
    return token_request(cloud, grant_type=DEVICE, device_code=codes["device_code"])


def code_page(
    cloud: Cloud, address: str, email: str = "", password: str = ""
) -> tuple[requests.Session, requests.Response]:
    """Open that page and sign in on the way."""
    browser = session(cloud)
    page = browser.get(address, timeout=30)
    who = {"email": email or cloud.email, "password": password or cloud.password}
    answer = submit(browser, page, who)
    return browser, browser.get(urljoin(page.url, answer.headers["Location"]), timeout=30)


def test_the_page_shows_who_asks_and_the_agent_gets_its_tokens(cloud):
    codes = begun(cloud)
    assert codes["verification_uri"] == f"{cloud.base_url}/device"
    browser, page = code_page(cloud, codes["verification_uri"])
    assert forms_of(page.text)[0].fields["user_code"] == ""
    consent = submit(browser, page, {"user_code": codes["user_code"].lower()})
    assert consent.status_code == 200
    assert "OLDSRV" in consent.text
    assert cloud.practice_name in consent.text
    assert "If somebody has sent you the code" in consent.text
    assert polled(cloud, codes).json()["error"] in ("authorization_pending", "slow_down")

    done = submit(browser, consent, {"decision": "allow"})

    assert "<h1>Allowed</h1>" in done.text
    granted = polled(cloud, codes)
    assert granted.ok
    assert granted.headers["Cache-Control"] == "no-store"
    assert granted.json()["practice_id"] == cloud.practice_id
    assert Caller(cloud, granted.json()["access_token"])("GET", "/contacts").ok
    again = submit(browser, page, {"user_code": codes["user_code"]})
    assert again.status_code == 403


def test_the_code_may_come_with_the_address_and_survives_the_sign_in(cloud):
    codes = begun(cloud)

    _, page = code_page(cloud, codes["verification_uri_complete"])

    assert forms_of(page.text)[0].fields["user_code"] == codes["user_code"]


def test_a_no_is_a_no(cloud):
    codes = begun(cloud)
    browser, page = code_page(cloud, codes["verification_uri"])
    consent = submit(browser, page, {"user_code": codes["user_code"]})

    done = submit(browser, consent, {"decision": "deny"})

    assert "<h1>Not allowed</h1>" in done.text
    assert polled(cloud, codes).json()["error"] == "access_denied"


@pytest.mark.parametrize("server", ["<script>alert(1)</script>", "Büro-Server", '"\\', ""])
def test_the_name_of_a_server_is_shown_and_never_runs(cloud, server):
    codes = begun(cloud, server=server)
    browser, page = code_page(cloud, codes["verification_uri"])

    consent = submit(browser, page, {"user_code": codes["user_code"]})

    assert consent.status_code == 200
    assert "<script" not in consent.text
    assert "script-src" not in consent.headers["Content-Security-Policy"]
    if server == "Büro-Server":
        assert server in consent.text


@pytest.mark.parametrize("csrf", ["", "made-up"])
def test_a_form_that_is_not_ours_decides_nothing(cloud, csrf):
    codes = begun(cloud)
    browser, page = code_page(cloud, codes["verification_uri"])
    consent = submit(browser, page, {"user_code": codes["user_code"]})

    refused = submit(browser, consent, {"decision": "allow", "csrf": csrf})
    typed = submit(browser, page, {"user_code": codes["user_code"], "csrf": csrf})

    assert (refused.status_code, typed.status_code) == (403, 403)
    assert polled(cloud, codes).json()["error"] in ("authorization_pending", "slow_down")


def test_nobody_decides_without_signing_in(cloud):
    codes = begun(cloud)
    with session(cloud) as browser:
        for place in ("/device", "/device/decision"):
            form = {"user_code": codes["user_code"], "decision": "allow", "csrf": ""}
            answer = browser.post(cloud.base_url + place, data=form, timeout=30)
            assert answer.status_code == 403
        page = browser.get(codes["verification_uri"], timeout=30)
    assert "/sign-in?next=" in page.url


def test_staff_may_not_allow_it(cloud):
    email = "device-staff@example.com"
    password = add_user(cloud.database, email, cloud.practice_id, "staff")
    codes = begun(cloud)
    browser, page = code_page(cloud, codes["verification_uri"], email, password)
    consent = submit(browser, page, {"user_code": codes["user_code"]})
    assert "An administrator has to do this" in consent.text

    forged = submit(browser, consent, {"decision": "allow", "practice_id": cloud.practice_id})

    assert forged.status_code == 403
    assert polled(cloud, codes).json()["error"] in ("authorization_pending", "slow_down")


def test_another_practice_than_the_one_asked_for_can_not_be_chosen(cloud):
    email = "device-several@example.com"
    second = add_practice(cloud.database, "Second office")
    add_user(cloud.database, email, cloud.practice_id, "administrator")
    password = add_user(cloud.database, email, second, "administrator")
    codes = begun(cloud, practice=second)
    browser, page = code_page(cloud, codes["verification_uri"], email, password)
    consent = submit(browser, page, {"user_code": codes["user_code"]})
    assert forms_of(consent.text)[0].fields["practice_id"] == second

    other = submit(browser, consent, {"decision": "allow", "practice_id": cloud.practice_id})
    right = submit(browser, consent, {"decision": "allow"})

    assert (other.status_code, right.status_code) == (403, 200)
    assert polled(cloud, codes).json()["practice_id"] == second


def test_after_many_wrong_codes_one_has_to_wait(cloud):
    email = "device-guesser@example.com"
    password = add_user(cloud.database, email, cloud.practice_id, "administrator")
    codes = begun(cloud)
    browser, page = code_page(cloud, codes["verification_uri"], email, password)
    for _ in range(10):
        wrong = submit(browser, page, {"user_code": "BBBB-BBBB"})
        assert wrong.status_code == 403
        assert "No server waits under that code" in wrong.text

    right = submit(browser, page, {"user_code": codes["user_code"]})
    forged = {"user_code": codes["user_code"], "decision": "allow"}
    decided = browser.post(
        f"{cloud.base_url}/device/decision",
        data=forms_of(page.text)[0].fields | forged | {"practice_id": cloud.practice_id},
        timeout=30,
    )

    assert (right.status_code, decided.status_code) == (429, 429)
    assert "wait two minutes" in right.text


def test_the_metadata_name_the_place_and_the_grant(cloud):
    with session(cloud) as http:
        address = f"{cloud.base_url}/.well-known/oauth-authorization-server"
        found = http.get(address, timeout=30).json()
    place = f"{cloud.base_url}/oauth/device_authorization"
    assert found["device_authorization_endpoint"] == place
    assert DEVICE in found["grant_types_supported"]
