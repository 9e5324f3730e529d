import pytest
from starlette.requests import Request

from practicecloud.pages.guests import browser_name, ours

MOZILLA = "Mozilla/5.0"
LIKE = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (f"{MOZILLA} (Windows NT 10.0; Win64; x64) {LIKE} Chrome/140.0 Safari/537.36 Edg/140.0",
         "Edge on Windows"),
        (f"{MOZILLA} (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0",
         "Firefox on Windows"),
        (f"{MOZILLA} (Linux; Android 10; K) {LIKE} Chrome/140.0 Mobile Safari/537.36",
         "Chrome on Android"),
        (f"{MOZILLA} (iPhone; CPU iPhone OS 18_6 like Mac OS X) {LIKE} Version/18.6 Safari/604.1",
         "Safari on iPhone"),
        (f"{MOZILLA} (iPhone; CPU iPhone OS 18_6 like Mac OS X) {LIKE} CriOS/140.0 Safari/604.1",
         "Chrome on iPhone"),
        (f"{MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) {LIKE} Version/18.6 Safari/605.1",
         "Safari on Mac"),
        ("curl/8.0", "A browser"),
        ("", "A browser"),
    ],
)  # fmt: skip
def test_a_browser_is_called_as_its_person_would(agent, name):
    headers = [(b"user-agent", agent.encode())]
    assert browser_name(Request({"type": "http", "headers": headers})) == name


@pytest.mark.parametrize("place", ["/", "/practices/x?q=a%20b", "/join?token=abc-_"])
def test_a_place_of_ours_is_led_to(place):
    assert ours(place) == place


@pytest.mark.parametrize(
    "place", ["", "//elsewhere.example", "/\\elsewhere.example", "https://x.example", "/a b", "/\n"]
)
def test_another_place_is_not(place):
    assert ours(place, "/sign-in") == "/sign-in"
