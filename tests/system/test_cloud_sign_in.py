from urllib.parse import urljoin, urlsplit

import pytest

from tests.system.cloud import add_practice, add_user, forms_of, session, sign_in, submit
from tests.system.cloud_agent import (
    REDIRECT,
    Caller,
    asked,
    exchange,
    query_of,
    refresh,
    token_request,
    tokens,
)


@pytest.fixture(scope="module")
def cloud(online):
    return online


def test_signing_in_leads_back_with_the_state_and_a_code(cloud):
    request = asked(cloud)
    led_to = sign_in(cloud, request.url)
    assert led_to.startswith(REDIRECT + "?")
    assert query_of(led_to)["state"] == request.state
    answer = exchange(cloud, query_of(led_to)["code"], request.verifier)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    found = answer.json()
    assert found["token_type"] == "Bearer"
    assert found["expires_in"] == 600
    assert found["practice_id"] == cloud.practice_id
    assert found["practice_name"] == cloud.practice_name
    assert found["user"] == cloud.email
    assert set(found["scope"].split()) == {"contacts:write", "contacts:read", "practice:admin"}


@pytest.mark.parametrize("state", ['a"b\\c', "é 😀", "x&y=z#"])
def test_any_state_comes_back_as_it_was(cloud, state):
    led_to = sign_in(cloud, asked(cloud, state=state).url)
    assert query_of(led_to)["state"] == state


@pytest.mark.parametrize(
    "change",
    [
        {"code_challenge": None},
        {"code_challenge_method": None},
        {"code_challenge_method": "plain"},
        {"code_challenge": "short"},
        {"code_challenge": None, "code_challenge_method": None},
        {"scope": "contacts:write everything"},
        {"scope": None},
        {"response_type": "token"},
    ],
)
def test_a_request_that_is_not_good_goes_back_as_an_error_without_a_code(cloud, change):
    request = asked(cloud, **change)
    with session(cloud) as http:
        answer = http.get(request.url, allow_redirects=False, timeout=30)
    led_to = answer.headers["Location"]
    assert led_to.startswith(REDIRECT + "?")
    told = query_of(led_to)
    assert told["error"] in ("invalid_request", "invalid_scope", "unsupported_response_type")
    assert told["state"] == request.state
    assert "code" not in told


@pytest.mark.parametrize(
    "change",
    [
        {"client_id": "somebody-else"},
        {"client_id": None},
        {"redirect_uri": None},
        {"redirect_uri": "https://example.com/callback"},
        {"redirect_uri": "http://127.0.0.1:49152/other"},
        {"redirect_uri": "http://127.0.0.1:49152/callback/"},
        {"redirect_uri": "http://127.0.0.1:49152/callback?x=1"},
        {"redirect_uri": "http://127.0.0.1:99999/callback"},
        {"redirect_uri": "http://127.0.0.1/callback"},
        {"redirect_uri": "http://localhost:49152/callback"},
        {"redirect_uri": "http://127.0.0.1:49152@example.com/callback"},
        {"redirect_uri": 'http://127.0.0.1:49152/callback"\u00e9'},
        {"client_id": 'x"\u00e9'},
    ],
)
def test_an_address_that_is_not_the_agents_is_never_redirected_to(cloud, change):
    with session(cloud) as http:
        answer = http.get(asked(cloud, **change).url, allow_redirects=False, timeout=30)
    assert answer.status_code == 400
    assert "Location" not in answer.headers


@pytest.mark.parametrize("port", [1024, 65535])
def test_any_port_of_the_loopback_address_will_do(cloud, port):
    redirect = f"http://127.0.0.1:{port}/callback"
    request = asked(cloud, redirect_uri=redirect)
    led_to = sign_in(cloud, request.url)
    assert led_to.startswith(redirect)
    assert exchange(cloud, query_of(led_to)["code"], request.verifier, redirect).ok


def test_a_person_who_declines_is_reported_as_such(cloud):
    request = asked(cloud)
    told = query_of(sign_in(cloud, request.url, decision="deny"))
    assert told["error"] == "access_denied"
    assert told["state"] == request.state


def test_a_code_is_good_once_and_its_second_use_ends_the_sign_in(cloud):
    request = asked(cloud)
    code = query_of(sign_in(cloud, request.url))["code"]
    first = exchange(cloud, code, request.verifier)
    again = exchange(cloud, code, request.verifier)
    assert again.status_code == 400
    assert again.json()["error"] == "invalid_grant"
    assert refresh(cloud, first.json()["refresh_token"]).json()["error"] == "invalid_grant"
    call = Caller(cloud, first.json()["access_token"])
    assert call("GET", "/contacts").status_code == 401


@pytest.mark.parametrize("wrong", ["verifier", "redirect", "missing"])
def test_a_code_needs_the_verifier_and_the_address_it_was_made_for(cloud, wrong):
    request = asked(cloud)
    code = query_of(sign_in(cloud, request.url))["code"]
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": REDIRECT,
        "code_verifier": request.verifier,
    }
    if wrong == "verifier":
        form["code_verifier"] = "x" * 43
    elif wrong == "redirect":
        form["redirect_uri"] = "http://127.0.0.1:49153/callback"
    else:
        del form["code_verifier"]
    answer = token_request(cloud, **form)
    assert answer.status_code == 400
    assert answer.json()["error"] in ("invalid_grant", "invalid_request")


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"grant_type": "password", "username": "x", "password": "y"},
        {"grant_type": "client_credentials"},
        {"grant_type": "authorization_code"},
        {"grant_type": "authorization_code", "code": '\u00e9"'},
        {"grant_type": "refresh_token"},
        {"grant_type": "refresh_token", "refresh_token": "unknown"},
        {"grant_type": "\u00e9"},
    ],
)
def test_any_other_token_request_is_refused(cloud, form):
    assert token_request(cloud, **form).status_code == 400


def test_a_lost_refresh_answer_costs_nothing(cloud):
    first = tokens(cloud)
    lost = refresh(cloud, first["refresh_token"])
    second = refresh(cloud, first["refresh_token"])
    assert lost.ok
    assert second.ok
    assert second.json()["practice_id"] == cloud.practice_id
    assert Caller(cloud, second.json()["access_token"])("GET", "/contacts").ok
    assert refresh(cloud, second.json()["refresh_token"]).ok


@pytest.mark.parametrize("first_use", ["access_token", "refresh_token"])
def test_a_refresh_token_used_after_its_successor_ends_the_sign_in(cloud, first_use):
    first = tokens(cloud)
    second = refresh(cloud, first["refresh_token"]).json()
    if first_use == "access_token":
        assert Caller(cloud, second["access_token"])("GET", "/contacts").ok
    else:
        assert refresh(cloud, second["refresh_token"]).ok
    assert refresh(cloud, first["refresh_token"]).json()["error"] == "invalid_grant"
    assert Caller(cloud, second["access_token"])("GET", "/contacts").status_code == 401
    assert refresh(cloud, second["refresh_token"]).json()["error"] == "invalid_grant"


@pytest.mark.parametrize("which", ["access_token", "refresh_token"])
def test_revoking_one_token_ends_the_sign_in_and_no_other(cloud, which):
    other, mine = tokens(cloud), tokens(cloud)
    with session(cloud) as http:
        form = {"client_id": "practicesync", "token": mine[which]}
        answer = http.post(f"{cloud.base_url}/oauth/revoke", data=form, timeout=30)
        unknown = form | {"token": "unknown"}
        again = http.post(f"{cloud.base_url}/oauth/revoke", data=unknown, timeout=30)
    assert answer.status_code == 200
    assert again.status_code == 200
    assert Caller(cloud, mine["access_token"])("GET", "/contacts").status_code == 401
    assert refresh(cloud, mine["refresh_token"]).status_code == 400
    assert Caller(cloud, other["access_token"])("GET", "/contacts").ok


def consent_page(cloud, request, email=None, password=None):
    browser = session(cloud)
    page = browser.get(request.url, timeout=30)
    answer = submit(
        browser, page, {"email": email or cloud.email, "password": password or cloud.password}
    )
    return browser, browser.get(urljoin(page.url, answer.headers["Location"]), timeout=30)


def test_the_consent_page_names_the_practice_and_may_lead_to_the_loopback_address(cloud):
    _, page = consent_page(cloud, asked(cloud))
    assert cloud.practice_name in page.text
    assert "form-action 'self' http://127.0.0.1:*" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize("csrf", ["", "made-up"])
def test_a_consent_that_did_not_come_from_our_page_is_refused(cloud, csrf):
    browser, page = consent_page(cloud, asked(cloud))
    answer = submit(browser, page, {"decision": "allow", "csrf": csrf})
    assert answer.status_code == 403
    assert "Location" not in answer.headers


def test_a_sign_in_that_did_not_come_from_our_page_is_refused(cloud):
    with session(cloud) as browser:
        page = browser.get(f"{cloud.base_url}/sign-in", timeout=30)
        entered = {"email": cloud.email, "password": cloud.password, "csrf": "made-up"}
        assert submit(browser, page, entered).status_code == 403
        browser.cookies.clear()
        del entered["csrf"]
        assert submit(browser, page, entered).status_code == 403


@pytest.mark.parametrize("email", ["admin@example.com", "nobody@example.com"])
def test_a_wrong_password_tells_nothing_about_the_address(cloud, email):
    with session(cloud) as browser:
        page = browser.get(f"{cloud.base_url}/sign-in", timeout=30)
        answer = submit(browser, page, {"email": email, "password": "wrong"})
    assert answer.status_code == 403
    assert "don&#39;t go together" in answer.text or "don't go together" in answer.text
    assert email not in answer.text


def test_after_many_wrong_passwords_one_has_to_wait(cloud):
    email = "forgetful@example.com"
    right = add_user(cloud.database, email, cloud.practice_id, "staff")
    with session(cloud) as browser:
        page = browser.get(f"{cloud.base_url}/sign-in", timeout=30)
        for _ in range(10):
            assert submit(browser, page, {"email": email, "password": "x"}).status_code == 403
            page = browser.get(f"{cloud.base_url}/sign-in", timeout=30)
        answer = submit(browser, page, {"email": email, "password": right})
    assert answer.status_code == 429


@pytest.mark.parametrize("place", ["//example.com", "/\\example.com", "https://example.com", "x"])
def test_signing_in_leads_to_our_own_pages_only(cloud, place):
    with session(cloud) as browser:
        page = browser.get(f"{cloud.base_url}/sign-in", params={"next": place}, timeout=30)
        answer = submit(browser, page, {"email": cloud.email, "password": cloud.password})
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/"


def test_cookies_are_kept_from_scripts_other_sites_and_plain_http(cloud):
    with session(cloud) as browser:
        page = browser.get(f"{cloud.base_url}/sign-in", timeout=30)
        answer = submit(browser, page, {"email": cloud.email, "password": cloud.password})
    for cookie in (page.headers["Set-Cookie"], answer.headers["Set-Cookie"]):
        assert cookie.startswith("__Host-")
        for attribute in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"):
            assert attribute in cookie


def test_staff_may_allow_reading_but_not_writing(cloud):
    staff = "staff@example.com"
    password = add_user(cloud.database, staff, cloud.practice_id, "staff")
    found = tokens(cloud, "contacts:read", email=staff, password=password)
    assert Caller(cloud, found["access_token"])("GET", "/contacts").ok
    request = asked(cloud, "contacts:write contacts:read")
    browser, page = consent_page(cloud, request, staff, password)
    assert "An administrator has to do this" in page.text
    forged = {"decision": "allow", "practice_id": cloud.practice_id}
    assert submit(browser, page, forged).status_code == 403


def test_a_practice_that_is_not_the_persons_can_not_be_chosen(cloud):
    other = add_practice(cloud.database, "Somebody else's office")
    browser, page = consent_page(cloud, asked(cloud))
    assert submit(browser, page, {"decision": "allow", "practice_id": other}).status_code == 403


def test_one_of_several_practices_is_chosen_or_preselected(cloud):
    email = "several@example.com"
    second = add_practice(cloud.database, "Second office")
    add_user(cloud.database, email, cloud.practice_id, "administrator")
    password = add_user(cloud.database, email, second, "administrator")
    request = asked(cloud)
    led_to = sign_in(cloud, request.url, email, password, practice_id=second)
    chosen = exchange(cloud, query_of(led_to)["code"], request.verifier).json()
    assert chosen["practice_id"] == second
    request = asked(cloud, practice=second)
    _, page = consent_page(cloud, request, email, password)
    assert forms_of(page.text)[0].fields["practice_id"] == second
    assert cloud.practice_name not in page.text
    led_to = sign_in(cloud, request.url, email, password)
    preselected = exchange(cloud, query_of(led_to)["code"], request.verifier).json()
    assert preselected["practice_name"] == "Second office"


def test_the_metadata_say_where_everything_is(cloud):
    with session(cloud) as http:
        address = f"{cloud.base_url}/.well-known/oauth-authorization-server"
        found = http.get(address, timeout=30).json()
    assert found["issuer"] == cloud.base_url
    assert found["code_challenge_methods_supported"] == ["S256"]
    for name in ("authorization_endpoint", "token_endpoint", "revocation_endpoint"):
        assert urlsplit(found[name]).netloc == urlsplit(cloud.base_url).netloc


def test_a_form_in_another_tab_stays_good(cloud):
    with session(cloud) as browser:
        first = browser.get(f"{cloud.base_url}/sign-in", timeout=30)
        browser.get(f"{cloud.base_url}/sign-in", timeout=30)
        answer = submit(browser, first, {"email": cloud.email, "password": cloud.password})
    assert answer.status_code == 303


def test_somebody_else_can_sign_in_instead(cloud):
    browser, page = consent_page(cloud, asked(cloud))
    answer = submit(browser, page, {}, which=1)
    again = browser.get(urljoin(page.url, answer.headers["Location"]), timeout=30)
    assert "/sign-in?next=" in again.url
    entered = {"email": cloud.email, "password": cloud.password}
    answer = submit(browser, again, entered)
    consent = browser.get(urljoin(page.url, answer.headers["Location"]), timeout=30)
    assert consent.url == page.url


def test_a_new_password_ends_the_visits_under_the_old_one(cloud):
    email = "changed@example.com"
    password = add_user(cloud.database, email, cloud.practice_id, "staff")
    with session(cloud) as browser:
        page = browser.get(cloud.base_url + "/", timeout=30)
        submit(browser, page, {"email": email, "password": password})
        assert browser.get(cloud.base_url + "/", timeout=30).url.endswith(cloud.practice_id)
        add_user(cloud.database, email, cloud.practice_id, "staff")
        assert browser.get(cloud.base_url + "/", timeout=30).url.endswith("/sign-in")


def test_the_first_call_with_a_new_token_retires_the_one_before(cloud):
    first = tokens(cloud)
    second = refresh(cloud, first["refresh_token"]).json()
    with Caller(cloud, second["access_token"]) as call:
        assert call("GET", "/contacts").ok

    assert refresh(cloud, first["refresh_token"]).json()["error"] == "invalid_grant"


def test_a_parameter_that_is_there_twice_is_none(cloud):
    with session(cloud) as http:
        twice = asked(cloud).url + "&scope=contacts:read"
        answer = http.get(twice, allow_redirects=False, timeout=30)

    assert query_of(answer.headers["Location"])["error"] == "invalid_scope"
