"""Who guesses passwords is slowed, and keeps nobody else out."""

import pytest
import requests
from requests.adapters import HTTPAdapter

from tests.system.cloud import Cloud, add_user, session, start_cloud, submit

ELSEWHERE = "127.0.0.2"


class From(HTTPAdapter):
    """Connects from that address of this computer."""

    def __init__(self, address: str) -> None:
        self._address = address
        super().__init__()

    def init_poolmanager(self, *arguments, **named):
        super().init_poolmanager(*arguments, **named, source_address=(self._address, 0))


def browser_at(cloud, address):
    browser = session(cloud)
    browser.mount("https://", From(address))
    return browser


def enter(cloud: Cloud, browser, email: str, password: str) -> requests.Response:
    page = browser.get(f"{cloud.base_url}/sign-in", timeout=30)
    return submit(browser, page, {"email": email, "password": password})


@pytest.fixture
def person(online, tmp_path):
    """Somebody at the office: e-mail address and password."""
    email = f"{tmp_path.name}@example.com".lower()
    return email, add_user(online.database, email, online.practice_id, "administrator")


def guess_until_stopped(cloud, email, **headers):
    with session(cloud) as browser:
        browser.headers.update(headers)
        for _ in range(10):
            assert enter(cloud, browser, email, "wrong").status_code == 403
        stopped = enter(cloud, browser, email, "wrong")
    assert stopped.status_code == 429
    assert 0 < int(stopped.headers["Retry-After"]) <= 90
    assert f"wait {stopped.headers['Retry-After']} seconds" in stopped.text


def test_the_right_password_is_let_in_from_elsewhere_and_where_it_is_known(online, person):
    email, right = person
    with session(online) as known, browser_at(online, ELSEWHERE) as elsewhere:
        assert enter(online, known, email, right).status_code == 303
        guess_until_stopped(online, email)
        assert enter(online, elsewhere, email, right).status_code == 303
        assert enter(online, known, email, right).status_code == 303
        del known.cookies["__Host-known"]
        assert enter(online, known, email, right).status_code == 429


def test_who_is_signed_in_stays_so_while_somebody_guesses(online, person):
    email, right = person
    with session(online) as signed_in:
        assert enter(online, signed_in, email, right).status_code == 303
        guess_until_stopped(online, email)
        assert signed_in.get(f"{online.base_url}/", timeout=30).url.endswith(online.practice_id)


def test_the_known_browser_is_kept_from_scripts_other_sites_and_plain_http(online, person):
    with session(online) as browser:
        cookies = enter(online, browser, *person).raw.headers.getlist("Set-Cookie")
    (mine,) = [cookie for cookie in cookies if cookie.startswith("__Host-known=")]
    for attribute in ("HttpOnly", "Secure", "SameSite=lax", "Path=/", "Max-Age=15552000"):
        assert attribute in mine


def test_nobody_chooses_an_address_by_a_header(online, person):
    email, _ = person
    with session(online) as browser:
        for number in range(10):
            browser.headers["X-Forwarded-For"] = f"203.0.113.{number}"
            assert enter(online, browser, email, "wrong").status_code == 403
        browser.headers["X-Forwarded-For"] = "203.0.113.99"
        assert enter(online, browser, email, "wrong").status_code == 429


def test_a_trusted_proxy_says_for_whom_it_speaks(tmp_path):
    with start_cloud(tmp_path, "--trusted-proxy", "127.0.0.1") as cloud:
        guess_until_stopped(cloud, cloud.email, **{"X-Forwarded-For": "203.0.113.1"})
        with session(cloud) as browser:
            browser.headers["X-Forwarded-For"] = "203.0.113.2"
            assert enter(cloud, browser, cloud.email, cloud.password).status_code == 303
        with browser_at(cloud, ELSEWHERE) as liar:
            for number in range(10):
                liar.headers["X-Forwarded-For"] = f"203.0.113.{number}"
                assert enter(cloud, liar, cloud.email, "wrong").status_code == 403
            assert enter(cloud, liar, cloud.email, "wrong").status_code == 429
