"""What a beat says, and when the next one is due."""

import datetime as dt
import json

import msgspec
import pytest

from practicesync.core.beat import SILENT, Rhythm, Sender, Tempo, beat_of
from practicesync.core.beat import Beat as BeatOf
from practicesync.core.errors import Code, Unavailable
from practicesync.core.phase import SIGNS, Phase
from practicesync.core.snapshot import PracticeStatus, Tally

NOON = dt.datetime(2026, 5, 3, 12, 0, tzinfo=dt.UTC)
PERTH = dt.timezone(dt.timedelta(hours=8))
TEMPO = Tempo()
SENDER = Sender("installation-1", "OLDSRV", PERTH)


def status_of(phase: Phase, **more: object) -> PracticeStatus:
    told = {
        "name": "Main",
        "practice_id": "p1",
        "phase": phase,
        "colour": SIGNS[phase].colour,
        "shape": SIGNS[phase].shape,
        "code": "",
        "sentence": "Your contacts are in sync.",
        "remedy": "",
        "help": "",
        "since": NOON,
    }
    return PracticeStatus(**told | more)  # type: ignore[arg-type]  # as the test needs it


def beat(phase: Phase, **more: object) -> BeatOf:
    made = beat_of(status_of(phase, **more), SENDER)
    assert made is not None
    return made


GREEN, BLUE = beat(Phase.IN_SYNC), beat(Phase.SYNCING)
RED = beat(Phase.UNAVAILABLE, code="PS-SRC-02")


def test_a_beat_says_what_the_status_says():
    tally = Tally(in_database=12, online=9, not_sent=3)
    practice = status_of(Phase.ATTENTION, code="PS-SYS-11", last_look_at=NOON, counts=tally)

    sent = json.loads(msgspec.json.encode(beat_of(practice, SENDER)))

    assert sent == {
        "installation": "installation-1",
        "server": "OLDSRV",
        "phase": "attention",
        "colour": "red",
        "shape": "cross",
        "code": "PS-SYS-11",
        "sentence": "Your contacts are in sync.",
        "last_look_at": "2026-05-03T20:00:00+08:00",
        "counts": {
            "in_database": 12,
            "online": 9,
            "not_sent": 3,
            "left_out": None,
            "held": None,
            "waiting": None,
        },
    }


def test_before_the_first_look_there_is_no_time_of_one():
    assert beat(Phase.STARTING).last_look_at == ""


def test_a_sentence_is_as_long_as_the_contract_allows():
    assert len(beat(Phase.MISCONFIGURED, sentence="x" * 501).sentence) == 500


@pytest.mark.parametrize("phase", Phase)
def test_who_is_not_in_charge_says_nothing(phase: Phase):
    silent = beat_of(status_of(phase), SENDER) is None

    assert silent == (phase in SILENT)
    assert beat_of(status_of(phase, practice_id=""), SENDER) is None


def test_the_first_beat_is_due_at_once():
    assert Rhythm(TEMPO).due_at(BLUE, 100.0) == 100.0


def test_without_news_a_beat_comes_every_five_minutes_or_a_little_earlier():
    rhythm = Rhythm(TEMPO)
    rhythm.sent(GREEN, 100.0, 0.0)
    assert rhythm.due_at(GREEN, 150.0) == 100.0 + TEMPO.every

    rhythm.sent(GREEN, 100.0, 0.5)
    assert rhythm.due_at(GREEN, 150.0) == 100.0 + TEMPO.every - TEMPO.earlier / 2


def test_a_later_look_alone_is_no_news():
    rhythm = Rhythm(TEMPO)
    rhythm.sent(GREEN, 100.0, 0.0)

    looked = beat(Phase.IN_SYNC, last_look_at=NOON)

    assert rhythm.due_at(looked, 150.0) == 100.0 + TEMPO.every


def test_red_is_told_soon_but_not_more_often_than_every_few_seconds():
    rhythm = Rhythm(TEMPO)
    rhythm.sent(GREEN, 100.0, 0.0)

    assert rhythm.due_at(RED, 101.0) == 100.0 + TEMPO.soon
    assert rhythm.due_at(RED, 200.0) <= 200.0


def test_another_reason_for_red_is_told_soon():
    rhythm = Rhythm(TEMPO)
    rhythm.sent(RED, 100.0, 0.0)

    assert rhythm.due_at(beat(Phase.UNAVAILABLE, code="PS-CLD-01"), 101.0) == 100.0 + TEMPO.soon


def test_blue_of_a_moment_is_not_told():
    rhythm = Rhythm(TEMPO)
    rhythm.due_at(GREEN, 100.0)
    rhythm.sent(GREEN, 100.0, 0.0)

    assert rhythm.due_at(BLUE, 150.0) == 150.0 + TEMPO.lasting
    assert rhythm.due_at(BLUE, 159.0) == 150.0 + TEMPO.lasting
    assert rhythm.due_at(GREEN, 159.5) == 100.0 + TEMPO.every
    assert rhythm.due_at(BLUE, 161.0) == 161.0 + TEMPO.lasting


def test_green_after_blue_is_told_soon():
    rhythm = Rhythm(TEMPO)
    rhythm.sent(BLUE, 100.0, 0.0)

    assert rhythm.due_at(GREEN, 101.0) == 100.0 + TEMPO.soon


def test_other_numbers_and_words_wait_a_minute():
    rhythm = Rhythm(TEMPO)
    rhythm.sent(GREEN, 100.0, 0.0)

    assert rhythm.due_at(beat(Phase.IN_SYNC, counts=Tally(online=1)), 101.0) == 100.0 + TEMPO.later
    assert rhythm.due_at(beat(Phase.IN_SYNC, sentence="1 left out."), 101.0) == 100.0 + TEMPO.later


def test_nothing_puts_off_the_regular_beat():
    rhythm = Rhythm(TEMPO)
    rhythm.sent(GREEN, 100.0, 0.0)

    assert rhythm.due_at(BLUE, 100.0 + TEMPO.every - 1) == 100.0 + TEMPO.every


def test_what_fails_is_told_anew_later_and_later():
    rhythm = Rhythm(TEMPO)
    waits = []
    for _ in range(12):
        rhythm.failed(Unavailable(Code.CLOUD_UNREACHABLE), 100.0, 0.999)
        waits.append(rhythm.due_at(RED, 100.0) - 100.0)

    assert waits[0] == TEMPO.soon
    assert waits == sorted(waits)
    assert 290.0 < waits[-1] <= 300.0


def test_the_online_side_is_given_the_time_it_asks_for():
    rhythm = Rhythm(TEMPO)
    rhythm.failed(Unavailable(Code.CLOUD_BUSY, 120.0), 100.0, 0.0)

    assert rhythm.due_at(RED, 100.0) == 220.0


def test_what_comes_through_ends_the_back_off():
    rhythm = Rhythm(TEMPO)
    for _ in range(9):
        rhythm.failed(Unavailable(Code.CLOUD_UNREACHABLE), 100.0, 0.9)
    rhythm.sent(RED, 400.0, 0.0)

    assert rhythm.due_at(GREEN, 401.0) == 400.0 + TEMPO.soon


def test_after_a_sleep_the_next_one_is_due_at_once():
    rhythm = Rhythm(TEMPO)
    rhythm.sent(GREEN, 100.0, 0.0)
    rhythm.failed(Unavailable(Code.CLOUD_BUSY, 900.0), 101.0, 0.0)
    rhythm.woken()
    assert rhythm.due_at(GREEN, 102.0) <= 102.0

    rhythm.sent(GREEN, 102.0, 0.0)
    assert rhythm.due_at(GREEN, 103.0) == 102.0 + TEMPO.every


def test_it_is_known_whether_anything_ever_came_through():
    failed, sent = Rhythm(TEMPO), Rhythm(TEMPO)
    failed.failed(Unavailable(Code.CLOUD_UNREACHABLE), 100.0, 0.9)
    sent.sent(RED, 100.0, 0.0)

    assert (failed.told, sent.told) == (False, True)
