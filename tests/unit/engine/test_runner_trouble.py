"""The phases of trouble, and when it is tried again."""

from __future__ import annotations

import datetime as dt

from practicesync.core.errors import (
    Code,
    Misconfigured,
    Unavailable,
)
from practicesync.core.phase import Phase
from practicesync.core.row import Cursor
from practicesync.core.wish import (
    FullCheck,
    SyncNow,
)
from tests.fakes.journal import MemoryJournal
from tests.unit.engine.workplace import Workplace, key

CLOUD_DOWN = Unavailable(Code.CLOUD_UNREACHABLE)
DATABASE_DOWN = Unavailable(Code.DATABASE_UNREACHABLE)


def test_a_cloud_that_is_down_at_the_start_is_waited_for(place: Workplace) -> None:
    place.put(*range(10))
    place.cloud.down = CLOUD_DOWN
    place.settle()
    assert (place.phase(), place.report.code) == (Phase.RETRYING, Code.CLOUD_UNREACHABLE)
    assert place.report.wakes_at == place.clock.now() + dt.timedelta(seconds=0.5)

    place.pass_time(59.9)
    assert place.phase() is Phase.RETRYING
    place.pass_time(0.1)
    assert place.phase() is Phase.UNAVAILABLE

    place.pass_time(3600)
    place.cloud.down = None
    place.pass_time(300)
    assert place.phases() == [
        Phase.STARTING,
        Phase.RETRYING,
        Phase.UNAVAILABLE,
        Phase.UPLOADING,
        Phase.PROCESSING,
        Phase.IN_SYNC,
    ]
    assert place.online() == place.in_database()


def test_a_cloud_that_fails_is_not_hammered(place: Workplace) -> None:
    place.cloud.down = CLOUD_DOWN
    place.pass_time(3600)

    assert len(place.line.asked) < 40


def test_looks_that_work_do_not_hide_a_cloud_that_is_down(place: Workplace) -> None:
    place.bring_online(1)
    place.put(1, name="Second")
    place.cloud.down = CLOUD_DOWN
    place.pass_time(120)
    assert place.phases() == [Phase.IN_SYNC, Phase.SYNCING, Phase.RETRYING, Phase.UNAVAILABLE]

    place.cloud.down = None
    place.pass_time(300)
    assert place.phases()[-1] is Phase.IN_SYNC
    assert place.report.code is None
    assert place.online() == place.in_database()


def test_a_database_that_is_down_shows_and_heals_by_itself(place: Workplace) -> None:
    place.bring_online(1)
    place.database.down = DATABASE_DOWN
    place.pass_time(90)
    assert place.phases() == [Phase.IN_SYNC, Phase.RETRYING, Phase.UNAVAILABLE]

    place.database.down = None
    place.pass_time(300)
    assert place.phase() is Phase.IN_SYNC


def test_the_connection_is_thrown_away_after_any_failure(place: Workplace) -> None:
    place.bring_online(1)
    place.database.down = DATABASE_DOWN
    before = place.database.closed
    place.pass_time(5)

    assert place.database.closed > before


def test_the_wait_that_the_cloud_asks_for_is_kept(place: Workplace) -> None:
    place.bring_online(1)
    place.put(1, name="Second")
    place.cloud.failures = [Unavailable(Code.CLOUD_BUSY, retry_after=40)]
    place.pass_time(5)
    place.pass_time(39)
    assert place.line.asked == ["apply"]

    place.pass_time(6)
    assert place.line.asked == ["apply", "apply"]
    assert place.phases() == [Phase.IN_SYNC, Phase.SYNCING, Phase.RETRYING, Phase.IN_SYNC]


def test_what_a_person_has_to_mend_is_red_at_once_and_tried_each_minute(place: Workplace) -> None:
    place.bring_online(1)
    place.database.down = Misconfigured(Code.TABLE_MISSING, table="dbo.Contact")
    place.pass_time(5)
    assert place.phase() is Phase.MISCONFIGURED
    assert place.report.facts == {"table": "dbo.Contact"}

    place.database.asked.clear()
    place.pass_time(300)
    assert place.database.asked == ["look"] * 5
    place.database.down = None
    place.pass_time(60)
    assert place.phase() is Phase.IN_SYNC


def test_sync_now_tries_at_once_whatever_the_wait(place: Workplace) -> None:
    place.bring_online(1)
    place.put(1, name="Second")
    place.cloud.failures = [Unavailable(Code.CLOUD_BUSY, retry_after=3000)]
    place.pass_time(5)
    assert place.phase() is Phase.RETRYING

    place.ask(SyncNow())
    assert place.phase() is Phase.IN_SYNC
    assert place.online() == place.in_database()


def test_sync_now_looks_at_once(place: Workplace) -> None:
    place.bring_online(1)
    place.put(1, name="Second")
    place.ask(SyncNow())

    assert place.online() == {key(1): "Second"}


def test_a_bug_is_shown_by_its_type_and_tried_again(place: Workplace) -> None:
    place.bring_online(1)
    place.database.down = ValueError("Zorblinski")
    place.pass_time(5)
    assert (place.phase(), place.report.code) == (Phase.RETRYING, Code.UNEXPECTED)
    assert place.report.facts["kind"] == "ValueError"
    assert "workplace.py" in place.report.facts["at"]
    assert "Zorblinski" not in repr(place.reports)

    place.pass_time(60)
    assert place.phase() is Phase.UNAVAILABLE
    place.database.down = None
    place.pass_time(300)
    assert place.phase() is Phase.IN_SYNC


def test_a_page_that_was_read_before_a_look_failed_is_read_afresh(place: Workplace) -> None:
    place.put(*range(9))
    while "apply" not in place.line.asked:
        place.runner.step()
    place.put(4, name="Second")  # after its page was read
    place.clock.wait(5.0)  # a look is due
    place.database.down = DATABASE_DOWN
    place.pass_time(10)
    place.database.down = None
    place.pass_time(30)

    sent = [names[key(4)] for names in place.line.names if key(4) in names]
    assert sent == ["Second"]
    assert place.phase() is Phase.IN_SYNC


def test_a_page_that_was_read_ahead_of_a_failure_is_read_afresh(place: Workplace) -> None:
    place.put(*range(9))
    while "apply" not in place.line.asked:
        place.runner.step()
    place.put(4, name="Second")  # after its page was read
    place.cloud.failures = [CLOUD_DOWN]
    place.pass_time(4.0)  # no look is due yet

    sent = [names[key(4)] for names in place.line.names if key(4) in names]
    assert sent == ["Second"]


class Damaged(MemoryJournal):
    """Records that can't be read until they are begun afresh."""

    damaged = False

    def cursor(self) -> Cursor | None:
        if self.damaged:
            raise Misconfigured(Code.RECORDS_DAMAGED)
        return super().cursor()

    def start_afresh(self) -> None:
        self.damaged = False
        super().start_afresh()


def test_damaged_records_are_begun_afresh_and_everything_is_found_out_anew() -> None:
    journal = Damaged()
    place = Workplace(journal=journal)
    place.bring_online(*range(5))
    place.drop(4)
    journal.damaged = True
    place.pass_time(60)

    assert (journal.damaged, place.phase()) == (False, Phase.IN_SYNC)
    assert place.online() == place.in_database()


def test_a_full_check_that_could_not_begin_is_begun_once_it_can(place: Workplace) -> None:
    place.bring_online(1)
    place.database.down = DATABASE_DOWN
    place.ask(FullCheck())
    place.database.down = None
    place.database.asked.clear()
    place.pass_time(60)

    assert place.database.asked.count("count") == 1
