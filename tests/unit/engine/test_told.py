"""What a practice tells of its counts and of its looks."""

from __future__ import annotations

import datetime as dt

from practicesync.core.action import Counts, Stage
from practicesync.core.errors import Code, Misconfigured, Unavailable
from practicesync.core.phase import Event, Phase
from practicesync.core.phase_words import Today, phase_words
from practicesync.core.report import Report, Stretched
from practicesync.core.row import Cursor
from practicesync.engine.reporter import Reporter
from tests.fakes.feed import TrackingFeed
from tests.fakes.journal import MemoryJournal
from tests.fakes.source import MemoryPractice
from tests.simulation.world import VirtualClock
from tests.unit.engine.workplace import Workplace

CLOUD_DOWN = Unavailable(Code.CLOUD_UNREACHABLE)


class Damaged(MemoryJournal):
    """Records that can't be read."""

    def stage(self) -> Stage:
        raise Misconfigured(Code.RECORDS_DAMAGED)


def test_before_anything_was_counted_no_count_is_told(place: Workplace) -> None:
    place.put(1, 2)
    place.cloud.down = CLOUD_DOWN
    place.settle()

    assert place.phase() is Phase.RETRYING
    assert (place.report.counts, place.report.in_database) == (None, None)


def test_what_was_counted_is_told_after_a_restart_though_the_cloud_is_down(
    place: Workplace,
) -> None:
    place.bring_online(1, 2, 3)
    place.cloud.down = CLOUD_DOWN
    place.reports.clear()
    place.restart()
    place.settle()

    assert place.phase() is Phase.RETRYING
    assert place.report.counts == Counts(in_database=3, online=3)
    assert place.report.changes == "change-tracking"


def test_a_practice_that_is_paused_at_the_start_has_its_counts(place: Workplace) -> None:
    place.bring_online(1)
    place.restart()

    assert place.report.phase is Phase.STARTING
    assert place.report.counts == Counts(in_database=1, online=1)


def test_an_upload_that_breaks_off_has_told_how_many_the_practice_has(place: Workplace) -> None:
    place.put(*range(10))
    place.line.before_apply = lambda: setattr(
        place.cloud, "down", CLOUD_DOWN if place.line.batches else None
    )
    place.settle()

    assert place.phase() is Phase.RETRYING
    assert (place.report.counts, place.report.in_database) == (None, 10)
    place.restart()
    assert (place.report.counts, place.report.in_database) == (None, 10)


def test_records_that_can_not_be_read_do_not_keep_the_worker_from_starting() -> None:
    told: list[Report] = []
    feed = TrackingFeed(MemoryPractice())
    reporter = Reporter(Damaged(), feed, VirtualClock(), told.append)

    reporter.tell(Event.STARTED)
    reporter.recall()

    assert [(one.phase, one.counts) for one in told] == [(Phase.STARTING, None)]


def test_looks_that_come_late_say_so_until_they_do_not(place: Workplace) -> None:
    place.bring_online(1)
    takes = [0.0]
    place.database.takes = lambda _: place.clock.wait(takes[-1])
    stretched = [place.report.stretched]
    for seconds in (2.5, 0.0):
        takes.append(seconds)
        place.pass_time(30)
        stretched.append(place.report.stretched)

    assert stretched == [None, Stretched(every=25.0, took=2.5), None]


def test_a_look_that_takes_a_tenth_of_the_interval_comes_in_its_turn(place: Workplace) -> None:
    place.bring_online(1)
    place.database.takes = lambda _: place.clock.wait(0.5)
    place.pass_time(30)

    assert place.report.stretched is None


class DamagedOnce(MemoryJournal):
    """Records that turn out to be damaged, and can be begun anew."""

    hurt = False

    def cursor(self) -> Cursor | None:
        if self.hurt:
            raise Misconfigured(Code.RECORDS_DAMAGED, path="here")
        return super().cursor()

    def start_afresh(self) -> None:
        self.hurt = False
        super().start_afresh()


def test_records_that_were_begun_anew_ask_nobody_to_do_that() -> None:
    journal = DamagedOnce()
    place = Workplace(journal=journal)
    place.bring_online(1)
    journal.hurt = True
    place.pass_time(5)

    [told] = [one for one in place.reports if one.code][:1]
    assert (told.code, told.facts["reason"]) == (Code.RECORDS_DAMAGED, "afresh")
    words = phase_words(told, Today(place.clock.now(), dt.UTC))
    assert "so a full check finds out what is online" in words.sentence
    assert words.remedy.startswith("Wait for the full check to end.")
