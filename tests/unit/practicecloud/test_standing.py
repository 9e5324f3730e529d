import datetime as dt

import msgspec
import pytest
import sqlalchemy as sa

from practicecloud.online.activation import Activate, activate, deactivate
from practicecloud.online.beats import ALIVE_SECONDS, Beat, Presence, note_beat, presence
from practicecloud.online.standing import SILENT_AFTER, clock_words, standing_of
from practicecloud.people.people import add_person, add_practice
from practicecloud.people.tokens import SCOPES, Grant, Issue, begin_family, revoke_family
from practicecloud.problems import Problem
from practicecloud.settings import AHEAD
from practicecloud.store import tables
from practicecloud.store.storage import put, reading, writing

NINE = dt.datetime(2026, 3, 2, 1, 2, tzinfo=dt.UTC).timestamp()
"""9:02 in Perth, which is eight hours ahead."""

BEAT = Beat(
    installation="first",
    server="OLDSRV",
    phase="in_sync",
    colour="green",
    shape="tick",
    sentence="All contacts are in sync.",
    last_look_at="2026-03-02T09:02:00+08:00",
)


def access(practice):
    return Issue(
        "issue", None, "family", "person", "admin@example.com",
        practice.practice_id, practice.name, " ".join(SCOPES), frozenset(SCOPES), True, False,
    )  # fmt: skip


def begin(engine, practice, installation="first", now=NINE, server="OLDSRV"):
    with writing(engine) as connection:
        wish = Activate(server, installation, take_over=True)
        activate(connection, access(practice), wish, now)


def beat(engine, practice, now=NINE, **members):
    with writing(engine) as connection:
        note_beat(connection, practice.practice_id, msgspec.structs.replace(BEAT, **members), now)


def stands(engine, practice, now=NINE):
    with reading(engine) as connection:
        return standing_of(connection, practice.practice_id, now)


def is_there(engine, practice_id, installation="first", now=NINE):
    with reading(engine) as connection:
        return presence(connection, practice_id, installation, now)


def test_a_page_shows_what_the_server_reports(engine, practice):
    begin(engine, practice)
    beat(engine, practice, now=NINE + 60)

    shown = stands(engine, practice, NINE + 60 + SILENT_AFTER)

    assert (shown.colour, shown.shape, shown.sentence) == ("green", "tick", BEAT.sentence)
    assert shown.as_of == NINE + 60
    assert not shown.silent
    assert not shown.is_bad


def test_a_server_that_says_nothing_for_too_long_is_silent(engine, practice):
    begin(engine, practice)
    beat(engine, practice)

    shown = stands(engine, practice, NINE + SILENT_AFTER + 1)

    assert (shown.colour, shown.shape, shown.silent) == ("red", "cross", True)
    assert "OLDSRV has been silent since 9:02:" in shown.sentence
    assert shown.as_of == NINE
    assert shown.is_bad


def test_a_server_that_never_reported_has_some_time_for_it(engine, practice):
    begin(engine, practice)

    soon, late = (stands(engine, practice, NINE + age) for age in (5, SILENT_AFTER + 1))

    assert (soon.colour, soon.sentence) == ("blue", "OLDSRV has not reported yet.")
    assert (late.colour, late.silent, late.as_of) == ("red", True, None)
    assert "since 1:02 UTC:" in late.sentence


def test_what_the_server_before_has_reported_counts_no_more(engine, practice):
    begin(engine, practice)
    beat(engine, practice)
    begin(engine, practice, "second", server="NEWSRV")

    assert stands(engine, practice).sentence == "NEWSRV has not reported yet."


def test_a_server_that_was_shut_down_is_not_running(engine, practice):
    begin(engine, practice)
    beat(engine, practice, phase="not_running")

    shown = stands(engine, practice, NINE + 60)

    assert (shown.colour, shown.silent, shown.is_bad) == ("red", False, True)
    assert "on OLDSRV has not been running since 9:02:" in shown.sentence


def test_a_server_that_was_signed_out_is_not_green_for_what_it_said_last(engine, practice):
    with writing(engine) as connection:
        person = add_person(connection, "admin@example.com", "a long password", NINE)
        grant = Grant(person.person_id, practice.practice_id, " ".join(SCOPES))
        family = begin_family(connection, grant, NINE)
        held = msgspec.structs.replace(access(practice), family_id=family)
        activate(connection, held, Activate("OLDSRV", "first"), NINE)
    beat(engine, practice)
    assert stands(engine, practice).colour == "green"

    with writing(engine) as connection:
        revoke_family(connection, family, NINE)

    shown = stands(engine, practice)
    assert (shown.colour, shown.shape, shown.is_bad) == ("red", "cross", True)
    assert shown.sentence.startswith("The practice's server OLDSRV is signed out:")


def test_nothing_is_expected_of_a_practice_that_is_not_activated(engine, practice):
    never = stands(engine, practice)
    begin(engine, practice)
    beat(engine, practice)
    with writing(engine) as connection:
        deactivate(connection, access(practice), 9, keep=True)
    ended = stands(engine, practice)

    assert "not activated" in never.sentence
    assert "was stopped" in ended.sentence
    for shown in (never, ended):
        assert (shown.colour, shown.shape) == ("red", "cross")
        assert not shown.is_bad


@pytest.mark.parametrize(("phase", "shape"), [("scheduled", "clock"), ("paused", "bars")])
def test_red_that_somebody_has_chosen_needs_nobody_but_its_silence_does(
    engine, practice, phase, shape
):
    begin(engine, practice)
    beat(engine, practice, phase=phase, colour="red", shape=shape, sentence="Contacts wait.")

    shown, late = (stands(engine, practice, NINE + age) for age in (60, SILENT_AFTER + 1))

    assert (shown.colour, shown.shape, shown.sentence) == ("red", shape, "Contacts wait.")
    assert not shown.is_bad
    assert late.silent
    assert late.is_bad


def test_a_report_from_a_clock_that_was_ahead_is_not_heard(engine, practice):
    begin(engine, practice, now=NINE - 3600)
    beat(engine, practice, now=NINE + 36000)

    shown = stands(engine, practice)

    assert (shown.colour, shown.silent, shown.as_of) == ("red", True, None)
    assert "has been silent since the clock of the online side was set right:" in shown.sentence
    assert not is_there(engine, practice.practice_id).alive
    beat(engine, practice)
    assert stands(engine, practice).colour == "green"
    assert is_there(engine, practice.practice_id).alive


def test_a_report_from_a_clock_that_is_a_little_ahead_is_heard(engine, practice):
    begin(engine, practice)
    beat(engine, practice, now=NINE + AHEAD)

    assert stands(engine, practice).colour == "green"
    assert is_there(engine, practice.practice_id).alive


def test_an_activation_by_a_clock_that_was_ahead_is_not_awaited_for_hours(engine, practice):
    begin(engine, practice, now=NINE + 36000)

    assert stands(engine, practice).silent


def test_silence_is_not_blamed_on_a_server_while_this_side_was_away(engine, practice):
    begin(engine, practice)
    beat(engine, practice)
    back = NINE + 4 * SILENT_AFTER
    with writing(engine) as connection:
        put(connection, tables.listening, [{"id": 1, "since": back, "looked_at": back}])

    soon, late = (stands(engine, practice, back + age) for age in (60, SILENT_AFTER + 1))

    assert (soon.colour, soon.silent) == ("blue", False)
    assert late.silent


def test_the_clock_of_the_server_is_remembered_when_it_has_not_looked(engine, practice):
    begin(engine, practice)
    beat(engine, practice)
    beat(engine, practice, last_look_at="")

    assert "since 9:02:" in stands(engine, practice, NINE + 3600).sentence


@pytest.mark.parametrize(
    ("offset", "hours", "words"),
    [
        (8 * 3600, 1, "9:02"),
        (8 * 3600, 24, "2 March, 9:02"),
        (8 * 3600, 24 * 365, "2 March 2026, 9:02"),
        (None, 1, "1:02 UTC"),
        (-2 * 3600, 0.5, "23:02"),
    ],
)
def test_a_moment_is_said_as_people_say_it(offset, hours, words):
    assert clock_words(NINE, offset, NINE + hours * 3600) == words


@pytest.mark.parametrize("moment", ["2026-03-02T09:02:00", "2026", "T", "2026-13-02T09:02:00Z"])
def test_a_look_without_a_clock_is_refused(engine, practice, moment):
    begin(engine, practice)
    with pytest.raises(Problem) as refused:
        beat(engine, practice, last_look_at=moment)
    assert refused.value.name == "invalid"


def test_only_the_server_in_charge_reports(engine, practice):
    with pytest.raises(Problem) as nobody:
        beat(engine, practice)
    begin(engine, practice)
    begin(engine, practice, "second", server="NEWSRV")
    with pytest.raises(Problem) as old:
        beat(engine, practice)

    assert nobody.value.name == "not-activated"
    assert (old.value.name, old.value.more["server"]) == ("in-charge-elsewhere", "NEWSRV")
    with reading(engine) as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(tables.beat)) == 0


def test_an_installation_is_alive_while_it_reports(engine, practice):
    begin(engine, practice)
    silent = is_there(engine, practice.practice_id)
    beat(engine, practice)

    assert not silent.alive
    seen = "2026-03-02T01:02:00+00:00"
    last = NINE + ALIVE_SECONDS
    assert is_there(engine, practice.practice_id, now=last) == Presence(True, seen)
    assert is_there(engine, practice.practice_id, now=last + 1) == Presence(False, seen)
    beat(engine, practice, phase="not_running")
    assert is_there(engine, practice.practice_id) == Presence(False, seen)


def test_presence_tells_nothing_of_what_there_is_not(engine, practice):
    begin(engine, practice)
    beat(engine, practice)
    with writing(engine) as connection:
        other = add_practice(connection, "Other office", now=0)

    for practice_id, installation in (
        ("00000000-0000-0000-0000-000000000000", "first"),
        (other.practice_id, "first"),
        (practice.practice_id, "second"),
    ):
        assert is_there(engine, practice_id, installation) == Presence(alive=False)


def test_another_server_in_charge_makes_the_old_one_absent(engine, practice):
    begin(engine, practice)
    beat(engine, practice)
    begin(engine, practice, "second")

    assert is_there(engine, practice.practice_id) == Presence(alive=False)
