"""How it is tried again: rarely, with little, and never in step with others."""

import datetime as dt
import gzip
import itertools
import random
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from practicesync.core.errors import Code
from practicesync.core.phase import Phase
from practicesync.core.wish import TryAgain
from tests.fakes.authority import problem
from tests.fakes.wire import HANG_UP, Received, Reply
from tests.faults.connections import CONNECTION, PROTECTION, PROXY
from tests.faults.fault import Fault, answering, once, outcomes, refusing
from tests.faults.office import MARK, Office, open_office
from tests.faults.page import PAGE, rows_of

BUSY = problem("unavailable", 503)
ELSEWHERE = (*CONNECTION[:6], *PROXY, *PROTECTION)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path) as opened:
        yield opened


def test_while_the_cloud_fails_one_contact_is_tried_at_a_time(office: Office):
    office.bring_online(1200)
    answering(BUSY)(office)
    office.rename(range(1200), "Second")
    office.pass_time(300)

    tried, office.copy.batches = office.copy.batches, []
    assert tried[0] == 500
    assert set(tried[1:]) == {1}
    assert len(tried) > 5

    office.mend()
    office.pass_time(300)
    assert office.copy.batches == [1, 499, 500, 200]
    assert office.copy.repeated == 0
    assert office.online() == office.in_database()


def test_a_contact_that_is_refused_does_not_hold_up_what_comes_behind_it(office: Office):
    office.bring_online(10)
    answering(BUSY)(office)
    office.rename(range(10), "Second")
    office.pass_time(20)
    refusing(problem("invalid", 422), range(1))(office)  # the first, which is sent ahead
    office.pass_time(60)

    assert office.phase is Phase.ATTENTION
    stored = {key for key, name in office.online().items() if "Second" in name}
    assert stored == {key for key in office.online() if key != '["0"]'}

    office.mend()
    office.runner.wish(TryAgain())
    office.pass_time(5)
    assert office.online() == office.in_database()


def test_after_one_good_answer_all_goes_out_at_once_again(office: Office):
    office.bring_online(10)
    once(BUSY)(office)
    office.rename(range(10), "Second")
    office.pass_time(10)
    office.rename(range(10), "Third")
    office.pass_time(5)

    assert office.copy.batches == [10, 1, 9, 10]


@pytest.mark.parametrize("fraction", [0.1, 0.5, 0.9])
def test_each_wait_is_a_random_part_of_a_bound_that_doubles(office: Office, fraction: float):
    office.bring_online(1)
    office.fraction = fraction
    assert waits(office, BUSY)[:5] == pytest.approx([fraction * 2**n for n in range(5)])


@pytest.mark.parametrize("fraction", [0.1, 0.9])
def test_the_wait_that_is_asked_for_has_the_random_part_on_top(office: Office, fraction: float):
    office.bring_online(1)
    office.fraction = fraction
    busy = Reply(429, headers={"Retry-After": "30"})

    assert waits(office, busy)[:3] == pytest.approx([30 + fraction * 2**n for n in range(3)])


def waits(office: Office, reply: Reply) -> list[float]:
    """Return the seconds between one try and the next while that is the answer."""
    tries: list[float] = []

    def answer(_: object) -> Reply:
        tries.append(office.clock.seconds)
        return reply

    office.copy.api = answer
    office.rename(range(1), "Second")
    office.pass_time(300)
    return [after - before for before, after in itertools.pairwise(tries)]


def test_the_next_try_is_told(office: Office):
    office.bring_online(1)
    answering(Reply(429, headers={"Retry-After": "30"}))(office)
    office.rename(range(1), "Second")
    office.pass_time(10)

    told = office.moments[-1].status
    assert told.next_try_at == told.since + dt.timedelta(seconds=30.5)


def test_what_is_newer_than_ours_makes_us_begin_again_and_not_in_a_loop(office: Office):
    office.bring_online(1)
    before = office.copy.cloud.epoch
    outcomes(lambda found: [one | {"outcome": "stale"} for one in found])(office)
    office.rename(range(1), "Second")
    office.pass_time(3600)

    tries = len(office.copy.batches)
    assert tries < 40
    assert office.copy.asked.count("POST /activation") == tries - 1
    assert office.copy.cloud.epoch == before + tries - 1


@pytest.mark.parametrize("fault", ELSEWHERE, ids=lambda fault: fault.what)
def test_at_the_start_it_is_shown_with_the_same_code(office: Office, fault: Fault):
    office.rename(range(3), "First")
    fault.play(office)
    office.pass_time(100)

    assert office.moments[-1].status.phase is Phase.UNAVAILABLE
    assert office.moments[-1].status.code in rows_of(PAGE.read_text("utf-8"))[fault.what]
    office.mend()
    office.pass_time(300)
    assert office.phase is Phase.IN_SYNC
    assert office.online() == office.in_database()


# ---- a connection that rests


def test_a_resting_connection_that_the_cloud_closed_is_replaced_and_nothing_shown(office: Office):
    office.bring_online(3)
    for number in range(3):
        office.server.drop_connections()
        office.rename(range(3), f"Change {number}")
        office.pass_time(5)

    assert office.copy.batches == [3, 3, 3]
    assert calm(office)


def test_one_that_is_closed_in_place_of_an_answer_is_too(office: Office):
    office.bring_online(3)
    once(HANG_UP)(office)
    office.rename(range(3), "Second")
    office.pass_time(5)

    assert office.copy.batches == [3, 3]
    assert calm(office)


def test_one_that_is_reset_in_the_midst_of_a_batch_is_too(office: Office):
    office.bring_online(500)
    broken = iter([True])

    def interrupt() -> None:
        if next(broken, False):
            raise ConnectionResetError

    office.server.interrupt = interrupt
    office.rename(range(500), "Second")
    office.pass_time(5)

    assert office.copy.batches == [500]
    assert calm(office)


def calm(office: Office) -> bool:
    """Return whether all is online and nobody was told of any trouble."""
    assert office.online() == office.in_database()
    return not any(moment.status.code for moment in office.moments)


def test_a_new_connection_that_is_closed_is_not_tried_twice(office: Office):
    office.bring_online(3)
    answering(HANG_UP)(office)
    office.rename(range(3), "Second")
    office.pass_time(5)
    office.copy.batches.clear()
    office.pass_time(100)

    tries = {report.wakes_at for report in office.reports if report.code}
    assert len(office.copy.batches) <= len(tries)


# ---- what an answer may cost


def test_an_answer_that_unpacks_without_end_takes_little_memory(office: Office):
    office.bring_online(1)
    bomb = gzip.compress(b" " * 200_000_000, 9)
    answering(Reply(body=bomb, headers={"Content-Encoding": "gzip"}))(office)
    office.rename(range(1), "Second")
    tracemalloc.start()
    try:
        office.pass_time(5)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert office.moments[-1].status.code == Code.CLOUD_ANSWER_ODD
    assert peak < 40_000_000


@pytest.mark.parametrize("seed", range(10))
def test_whatever_bytes_come_it_is_a_fault_and_never_a_bug(office: Office, seed: int):
    office.bring_online(2)
    chance = random.Random(seed)

    def spoil(received: Received) -> Reply:
        good = office.copy.take(received).encoded()
        return Reply(raw=spoilt(good, chance), keep=False)

    office.copy.api = spoil
    for number in range(20):
        office.rename(range(2), f"Change {number}")
        office.pass_time(20)

    codes = {report.code for report in office.reports if report.code}
    assert codes
    assert {code for code in codes if not code.startswith("PS-CLD")} <= {Code.NOT_SENT}
    assert MARK not in office.shown
    office.mend()
    office.rename(range(2), "Last")
    office.pass_time(400)
    assert office.online() == office.in_database()


def spoilt(good: bytes, chance: random.Random) -> bytes:
    """Return the answer with a few bytes replaced, doubled or gone."""
    spoiled = bytearray(good)
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(spoiled))
        end = at + chance.choice([0, 1, 1, 1, 5, 40])
        spoiled[at:end] = chance.choice(
            [b"", b"\x00", b"\xff", b"\r\n", MARK.encode(), b"-1", b"{"]
        )
    return bytes(spoiled) or b"\x00"
