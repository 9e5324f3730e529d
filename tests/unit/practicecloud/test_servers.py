import pytest

from practicecloud.oauth import servers
from practicecloud.online.activation import Activate, activate
from practicecloud.people import tokens
from practicecloud.people.members import remove
from practicecloud.people.people import add_member, add_person, add_practice
from practicecloud.people.tokens import ACCESS_SECONDS, REFRESH_SECONDS, Grant
from practicecloud.store.storage import reading, writing
from tests.unit.practicecloud.conftest import QUICK


def allow(engine, grant, now, server=""):
    """Let a server in, put it in charge if it says its name, and return its family."""
    pair = tokens.new_pair()
    with writing(engine) as connection:
        family_id = tokens.begin_family(connection, grant, now)
        tokens.issue_pair(connection, family_id, None, pair, now)
        access = tokens.by_access_token(connection, pair.access, now)
        assert access is not None
        if server:
            wish = Activate(server, f"installation of {server}", take_over=True)
            activate(connection, access, wish, now)
    return family_id


def listed(engine, grant, now):
    with reading(engine) as connection:
        return servers.servers(connection, grant.practice_id, now)


@pytest.fixture
def reader(grant):
    return Grant(grant.person_id, grant.practice_id, "contacts:read")


def test_who_works_for_the_practice_is_listed_with_who_is_in_charge_first(engine, grant, reader):
    old = allow(engine, grant, 0, "OLDSRV")
    new = allow(engine, grant, 10, "NEWSRV")
    program = allow(engine, reader, 20)
    found = listed(engine, grant, 30)
    assert [(one.family_id, one.name, one.in_charge, one.writes) for one in found] == [
        (new, "NEWSRV", True, True),
        (program, "", False, False),
        (old, "OLDSRV", False, True),
    ]
    assert {one.email for one in found} == {"admin@example.com"}


def test_it_says_when_a_server_last_fetched_a_token(engine, grant):
    family_id = allow(engine, grant, 0)
    with writing(engine) as connection:
        tokens.issue_pair(connection, family_id, None, tokens.new_pair(), 700)
    (one,) = listed(engine, grant, 800)
    assert (one.since, one.used_at) == (0, 700)


def test_what_can_not_come_back_is_not_listed(engine, practice, grant):
    allow(engine, grant, 0)
    assert len(listed(engine, grant, ACCESS_SECONDS + 1)) == 1
    assert listed(engine, grant, REFRESH_SECONDS + 1) == []
    with writing(engine) as connection:
        second = add_person(connection, "second@example.com", "a password", 0, QUICK)
        add_member(connection, second, practice.practice_id, "administrator")
        remove(connection, practice.practice_id, grant.person_id, 1)
    assert listed(engine, grant, 2) == []


def test_what_is_revoked_works_no_more_and_the_others_do(engine, grant):
    first, second = allow(engine, grant, 0, "PRACSRV"), allow(engine, grant, 0)
    with writing(engine) as connection:
        one = servers.revoke(connection, grant.practice_id, first, 1)
        assert one is not None
        assert one.name == "PRACSRV"
        assert servers.revoke(connection, grant.practice_id, first, 1) is None
    assert [one.family_id for one in listed(engine, grant, 2)] == [second]


def test_another_practice_s_servers_are_neither_listed_nor_revoked(engine, grant):
    family_id = allow(engine, grant, 0)
    with writing(engine) as connection:
        other = add_practice(connection, "Other office", 0)
        assert servers.servers(connection, other.practice_id, 1) == []
        assert servers.revoke(connection, other.practice_id, family_id, 1) is None
    assert len(listed(engine, grant, 2)) == 1
