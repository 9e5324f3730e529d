import pytest
import sqlalchemy as sa

from practicecloud.oauth.grants import CODE_SECONDS, SignIn
from practicecloud.people.people import hashed
from practicecloud.store import tables
from practicecloud.store.storage import writing


@pytest.fixture
def issued(engine, grant):
    row = {
        "code_hash": hashed("code"), "practice_id": grant.practice_id,
        "person_id": grant.person_id, "scope": grant.scope, "redirect_uri": "http://127.0.0.1",
        "challenge": "challenge", "expires_at": CODE_SECONDS,
    }  # fmt: skip
    with writing(engine) as connection:
        connection.execute(sa.insert(tables.code).values(row))
    return engine


@pytest.mark.parametrize(("now", "good"), [(CODE_SECONDS - 1, True), (CODE_SECONDS, False)])
def test_a_code_is_good_for_a_minute(issued, now, good):
    assert CODE_SECONDS == 60
    with writing(issued) as connection:
        assert (SignIn(connection, now).take_code(hashed("code")) is not None) is good
