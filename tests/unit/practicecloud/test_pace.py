import pytest

from practicecloud.app import create_app
from practicecloud.web.pace import MOST, Measure, Most, Pace, Paced
from tests.unit.practicecloud.asking import asking

A_FEW = Measure(3, 0.5)


def test_so_many_come_at_once_and_then_one_in_its_time():
    asked = Pace()
    assert [asked.wait(b"a", A_FEW, 100) for _ in range(4)] == [0, 0, 0, 2]
    assert asked.wait(b"a", A_FEW, 101) == 1
    assert asked.wait(b"a", A_FEW, 102) == 0
    assert asked.wait(b"a", A_FEW, 102) == 2


def test_after_a_rest_it_is_as_much_as_ever_and_no_more():
    asked = Pace()
    for _ in range(3):
        asked.wait(b"a", A_FEW, 0)
    assert [asked.wait(b"a", A_FEW, 10_000) for _ in range(4)] == [0, 0, 0, 2]


def test_who_is_refused_does_not_wait_longer_for_asking():
    asked = Pace()
    for _ in range(50):
        asked.wait(b"a", A_FEW, 0)
    assert asked.wait(b"a", A_FEW, 2) == 0


def test_one_is_in_nobody_else_s_way():
    asked = Pace()
    for _ in range(4):
        asked.wait(b"a", A_FEW, 0)
    assert asked.wait(b"b", A_FEW, 0) == 0


def test_a_clock_that_was_set_back_keeps_nobody_waiting_longer():
    asked = Pace()
    for _ in range(4):
        asked.wait(b"a", A_FEW, 1000)
    assert asked.wait(b"a", A_FEW, 0) == 2
    assert asked.wait(b"a", A_FEW, 2) == 0


def test_no_flood_of_addresses_fills_the_memory_and_who_asks_stays_known():
    asked = Pace(kept=10)
    for number in range(1000):
        asked.wait(b"who asks", A_FEW, 0)
        asked.wait(str(number).encode(), A_FEW, 0)
    assert len(asked._left) == 10
    assert asked.wait(b"who asks", A_FEW, 0) == 2


LITTLE = Most(from_one_address=Measure(6, 0.1), by_one_sign_in=Measure(3, 0.1))


@pytest.fixture
def app(engine):
    """The application, where an address may ask six times and a sign-in three times."""
    return Paced(create_app(engine, lambda: 1.0), lambda: 1.0, LITTLE)


def test_an_address_that_asks_too_much_is_told_when_to_ask_again(app):
    with asking(app, "203.0.113.7") as made:
        assert {made.get("/healthz").status for _ in range(6)} == {200}
        for_programs = made.get("/v1/practices/none/contacts")
        page = made.get("/sign-in")
        made.address = "203.0.113.8"
        assert made.get("/healthz").status == 200

    assert for_programs.status == page.status == 429
    assert for_programs.headers["Retry-After"] == page.headers["Retry-After"] == "10"
    assert for_programs.json()["type"] == "urn:practice-cloud:too-many-requests"
    assert "Wait 10 seconds" in page.text


@pytest.mark.parametrize(
    "headers", [{"Authorization": "Bearer any"}, {"Cookie": "__Host-visit=any"}]
)
def test_a_sign_in_that_asks_too_much_is_slowed_wherever_it_comes_from(app, headers):
    with asking(app) as made:
        answers = []
        for number in range(4):
            made.address = f"203.0.113.{number}"
            answers.append(made.get("/healthz", headers).status)
        assert answers == [200, 200, 200, 429]
        assert made.get("/healthz").status == 200


def test_an_address_is_a_whole_network_of_ipv6(app):
    with asking(app) as made:
        seen = []
        for number in range(1, 8):
            made.address = f"2001:db8::{number}"
            seen.append(made.get("/healthz").status)
    assert seen == [200] * 6 + [429]


@pytest.mark.parametrize("own", ["127.0.0.1", "::1"])
def test_what_this_computer_asks_itself_is_not_counted(app, own):
    with asking(app, own) as made:
        assert {made.get("/healthz").status for _ in range(20)} == {200}


def test_the_application_keeps_that_pace(engine):
    with asking(create_app(engine, lambda: 1.0)) as made:
        for _ in range(int(MOST.by_one_sign_in.at_once)):
            made.get("/nothing", {"Authorization": "Bearer any"})
        stopped = made.get("/v1/none", {"Authorization": "Bearer any"})
    assert stopped.status == 429
    assert stopped.json()["request_id"] == stopped.headers["X-Request-Id"]
    assert stopped.headers["Content-Security-Policy"]


def test_an_office_of_fifty_and_a_first_upload_stay_below_it():
    for_ten_seconds = MOST.from_one_address.at_once + 10 * MOST.from_one_address.a_second
    everybody_types = 50 * 4 * 10  # fifty people, four letters in a second, each of which asks
    uploads = 10 * 20  # batches of 500: ten thousand contacts in a second
    assert everybody_types + uploads <= for_ten_seconds
    assert uploads <= 10 * MOST.by_one_sign_in.a_second
