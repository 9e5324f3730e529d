import pytest
import sqlalchemy as sa

from practicecloud.people.tokens import (
    ACCESS_SECONDS,
    REFRESH_SECONDS,
    Issue,
    Pair,
    begin_family,
    by_access_token,
    by_refresh_token,
    first_use,
    issue_pair,
    new_pair,
    revoke_family,
)
from practicecloud.store import tables
from practicecloud.store.storage import writing


class Desk:
    """Does with tokens what the token endpoint and the API do."""

    def __init__(self, engine, grant):
        self.engine = engine
        with writing(engine) as connection:
            self.family = begin_family(connection, grant, now=0)
        self.first = self.issue(None)

    def issue(self, parent: str | None) -> Pair:
        pair = new_pair()
        with writing(self.engine) as connection:
            issue_pair(connection, self.family, parent, pair, now=0)
        return pair

    def refresh(self, pair: Pair) -> Pair | None:
        with writing(self.engine) as connection:
            found = by_refresh_token(connection, pair.refresh, now=1)
            if found is None:
                return None
            if found.retired:
                revoke_family(connection, found.family_id, now=1)
                return None
            first_use(connection, found)
        return self.issue(found.issue_id)

    def call(self, pair: Pair, now: float = 1) -> Issue | None:
        with writing(self.engine) as connection:
            found = by_access_token(connection, pair.access, now)
            if found is not None:
                first_use(connection, found)
            return found


@pytest.fixture
def desk(engine, grant):
    return Desk(engine, grant)


def test_a_refresh_token_stays_good_until_its_successor_is_used(desk):
    lost = desk.refresh(desk.first)
    second = desk.refresh(desk.first)
    assert lost is not None
    assert second is not None
    assert desk.call(second)


def test_ten_minutes_of_lost_answers_cost_nothing(desk, engine):
    for now in range(0, ACCESS_SECONDS + 60, 30):
        with writing(engine) as connection:
            found = by_refresh_token(connection, desk.first.refresh, now)
            assert found is not None
            assert not found.retired
            issue_pair(connection, found.family_id, found.issue_id, new_pair(), now)
    assert desk.call(desk.first, now=ACCESS_SECONDS + 60) is None

    second = desk.refresh(desk.first)
    assert desk.call(second)
    assert desk.refresh(second)


@pytest.mark.parametrize("use", [Desk.refresh, Desk.call])
def test_use_after_the_successors_first_use_revokes_the_family(desk, use):
    second = desk.refresh(desk.first)
    assert use(desk, second)
    assert desk.refresh(desk.first) is None
    assert desk.call(second) is None
    assert desk.refresh(second) is None


def test_a_twin_from_a_lost_answer_is_retired_by_the_first_use(desk):
    lost = desk.refresh(desk.first)
    second = desk.refresh(desk.first)
    assert desk.call(second)
    assert desk.refresh(lost) is None
    assert desk.call(second) is None


def test_an_access_token_outlives_its_rotation(desk):
    second = desk.refresh(desk.first)
    assert desk.call(second)
    assert desk.call(desk.first)
    assert desk.refresh(second)


def test_tokens_end_with_their_time(desk, engine):
    assert desk.call(desk.first, now=ACCESS_SECONDS) is None
    with writing(engine) as connection:
        assert by_refresh_token(connection, desk.first.refresh, now=REFRESH_SECONDS) is None


def test_nothing_at_rest_holds_a_token(desk, engine):
    with engine.connect() as connection:
        rows = str(connection.execute(sa.select(tables.issue)).all())
    assert desk.first.access not in rows
    assert desk.first.refresh not in rows


def test_somebody_who_became_staff_writes_no_more(desk, engine):
    with writing(engine) as connection:
        connection.execute(sa.update(tables.membership).values(role="staff"))
    found = desk.call(desk.first)
    assert found is not None
    assert found.scopes == {"contacts:read"}


def test_somebody_who_left_the_practice_is_out(desk, engine):
    with writing(engine) as connection:
        connection.execute(sa.delete(tables.membership))
    assert desk.call(desk.first) is None
