import json
import re
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa

from practicecloud.app import create_app
from practicecloud.oauth import devices
from practicecloud.oauth.client import Ask
from practicecloud.oauth.grants import SignIn
from practicecloud.people import failures
from practicecloud.people.tokens import SCOPES, Grant, by_access_token
from practicecloud.store import tables
from practicecloud.store.storage import writing
from tests.unit.practicecloud.asking import asking

URL = "https://practice-cloud/oauth/token"
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"


@dataclass
class Desk:
    """The online side's device flow at hand, with a clock that a test moves."""

    engine: sa.Engine
    grant: Grant
    now: float = 1000.0

    def begin(self, **changes) -> dict[str, Any]:
        form = {"client_id": "practicesync", "scope": " ".join(SCOPES)} | changes
        with writing(self.engine) as connection:
            oauth = SignIn(connection, self.now)
            return told(oauth.begin_device(Ask("POST", URL, form), "https://here", "OLDSRV"))

    def poll(self, device_code: str, /, **changes) -> dict[str, Any]:
        form = {"client_id": "practicesync", "grant_type": DEVICE, "device_code": device_code}
        with writing(self.engine) as connection:
            return told(SignIn(connection, self.now).exchange(Ask("POST", URL, form | changes)))

    def decide(self, user_code: str, *, allow: bool = True) -> bool:
        with writing(self.engine) as connection:
            person = self.grant.person_id
            row = devices.by_user_code(connection, user_code, person, self.now)
            if row is not None:
                devices.decide(connection, row, self.grant if allow else None)
            return row is not None

    def works(self, token: str) -> bool:
        with writing(self.engine) as connection:
            return by_access_token(connection, token, self.now) is not None


def told(response) -> dict[str, Any]:
    return dict(json.loads(response.body))


@pytest.fixture
def desk(engine, grant):
    return Desk(engine, grant)


def test_a_code_is_asked_for_allowed_and_worth_tokens(desk):
    begun = desk.begin()
    assert re.fullmatch(r"[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}", begun["user_code"])
    assert len(begun["device_code"]) >= 40
    assert (begun["expires_in"], begun["interval"]) == (600, 5)
    assert begun["verification_uri"] == "https://here/device"
    desk.now += 5
    assert desk.poll(begun["device_code"]) == {"error": "authorization_pending"}

    assert desk.decide(begun["user_code"])

    desk.now += 5
    granted = desk.poll(begun["device_code"])
    assert granted["practice_id"] == desk.grant.practice_id
    assert granted["user"] == "admin@example.com"
    assert desk.works(granted["access_token"])


@pytest.mark.parametrize("typed", [str.lower, str.title, lambda code: code.replace("-", " ")])
def test_a_code_may_be_typed_in_any_way(desk, typed):
    assert desk.decide(typed(desk.begin()["user_code"]))


def test_a_no_is_told_to_the_agent(desk):
    begun = desk.begin()
    desk.decide(begun["user_code"], allow=False)

    assert desk.poll(begun["device_code"])["error"] == "access_denied"


def test_who_asks_too_often_is_slowed_down_for_good(desk):
    begun = desk.begin()
    told = []
    for wait in (5, 1, 9, 15, 10, 20):
        desk.now += wait
        told.append(desk.poll(begun["device_code"])["error"])

    pending, slower = "authorization_pending", "slow_down"
    assert told == [pending, slower, slower, pending, slower, pending]


def test_a_code_ends_with_its_time(desk):
    begun = desk.begin()
    desk.now += 600

    assert not desk.decide(begun["user_code"])
    assert desk.poll(begun["device_code"])["error"] == "expired_token"


def test_what_was_allowed_in_time_but_fetched_too_late_is_gone(desk):
    begun = desk.begin()
    desk.decide(begun["user_code"])
    desk.now += 600

    assert desk.poll(begun["device_code"])["error"] == "expired_token"


def test_the_code_that_is_typed_is_good_once(desk):
    begun = desk.begin()
    assert desk.decide(begun["user_code"])

    assert not desk.decide(begun["user_code"], allow=False)
    assert "access_token" in desk.poll(begun["device_code"])


def test_the_agents_code_is_good_once_and_its_second_use_ends_the_sign_in(desk):
    begun = desk.begin()
    desk.decide(begun["user_code"])
    granted = desk.poll(begun["device_code"])
    assert desk.works(granted["access_token"])

    assert desk.poll(begun["device_code"])["error"] == "invalid_grant"
    assert not desk.works(granted["access_token"])


def test_guessing_is_stopped_and_forgotten_after_a_while(desk):
    begun = desk.begin()
    for _ in range(failures.FROM_ONE_PLACE.at_once):
        assert not desk.decide("BBBB-BBBB")
    with pytest.raises(devices.TooManyTries):
        desk.decide(begun["user_code"])

    desk.now += failures.FROM_ONE_PLACE.seconds
    assert desk.decide(desk.begin()["user_code"])


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"client_id": "somebody-else"}, "invalid_client"),
        ({"scope": "everything"}, "invalid_scope"),
        ({"scope": ""}, "invalid_scope"),
        ({"scope": 'é"'}, "invalid_request"),
    ],
)
def test_a_request_that_is_not_good_gets_no_code(desk, change, error):
    assert desk.begin(**change)["error"] == error


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"device_code": "made-up"}, "invalid_grant"),
        ({"device_code": ""}, "invalid_request"),
        ({"client_id": "somebody-else"}, "invalid_client"),
    ],
)
def test_a_code_that_there_is_not_is_worth_nothing(desk, change, error):
    begun = desk.begin()
    desk.decide(begun["user_code"])

    assert desk.poll(begun["device_code"], **change)["error"] == error


def test_no_more_requests_are_kept_than_there_is_room_for(desk):
    row = {
        "scope": "", "server": "", "asked_for": "", "polled_at": 0, "pause": 5,
        "expires_at": desk.now + 1,
    }  # fmt: skip
    with writing(desk.engine) as connection:
        many = [
            row | {"device_hash": b"%d" % one, "user_hash": b"%d" % one}
            for one in range(devices.MOST_OPEN)
        ]
        connection.execute(sa.insert(tables.device), many)
    with pytest.raises(devices.TooManyOpen):
        desk.begin()

    desk.now += 2
    assert desk.begin()["user_code"]


def test_nobody_alone_takes_the_room_that_others_need_for_their_sign_ins(desk):
    app = create_app(desk.engine, lambda: desk.now)
    form = {"client_id": "practicesync", "scope": "contacts:write"}
    most = devices.FROM_ONE_ADDRESS
    with asking(app, "2001:db8::1") as made:
        for number in range(most.at_once):
            made.address = f"2001:db8::{number + 1:x}"
            assert made.post("/oauth/device_authorization", form).status == 200
        refused = made.post("/oauth/device_authorization", form)
        made.address = "203.0.113.7"
        assert made.post("/oauth/device_authorization", form).status == 200
        made.address = "2001:db8::1"
        desk.now += most.seconds
        assert made.post("/oauth/device_authorization", form).status == 200

    assert refused.status == 429
    assert refused.headers["Retry-After"] == str(most.seconds)
    assert refused.json()["type"] == "urn:practice-cloud:too-many-requests"


def test_requests_that_are_no_good_count_as_well(desk):
    app = create_app(desk.engine, lambda: desk.now)
    with asking(app) as made:
        answers = [
            made.post("/oauth/device_authorization", {"client_id": "practicesync", "scope": "any"})
            for _ in range(devices.FROM_ONE_ADDRESS.at_once + 1)
        ]
    assert [one.status for one in answers[-2:]] == [400, 429]


def test_programs_on_this_computer_are_not_one_address(desk):
    with writing(desk.engine) as connection:
        for _ in range(devices.FROM_ONE_ADDRESS.at_once + 1):
            devices.count(connection, "127.0.0.1", desk.now)
            devices.count(connection, "::1", desk.now)


def test_nothing_at_rest_holds_a_code(desk):
    begun = desk.begin()
    with desk.engine.connect() as connection:
        rows = str(connection.execute(sa.select(tables.device)).all())

    assert begun["device_code"] not in rows
    assert begun["user_code"] not in rows
