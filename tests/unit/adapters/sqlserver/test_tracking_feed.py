"""What a look by change tracking tells, and when only a full check can."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from practicesync.adapters.sqlserver.presence import LONGEST, Presence
from practicesync.adapters.sqlserver.rowversion_feed import RowversionFeed
from practicesync.adapters.sqlserver.source import SqlServerSource
from practicesync.adapters.sqlserver.tracking_feed import TrackingFeed
from practicesync.core.errors import Code, Misconfigured, Problem
from practicesync.core.instant import Instant
from practicesync.core.row import Changes, Cursor, Gap
from practicesync.ports import Feed
from tests.fakes.known import MemoryKnown
from tests.interleavings.office import Office
from tests.interleavings.story import PEOPLE, Happening, Setup
from tests.simulation.world import VirtualClock
from tests.sqlserver.model.work import delete_many

ANONYMOUS = Setup(fork=False, snapshots=False)
"""A database that doesn't tell when it was restored."""

KINDS = ("change-tracking", "rowversion")


class Desk:
    """A feed over a practice of one contact, and where it has looked to."""

    def __init__(self, kind: str, setup: Setup) -> None:
        self.kind = kind
        self.office = Office(setup.layout)
        self.office.fresh(setup, tracked=kind == "change-tracking")
        self.clock = VirtualClock()
        self.known = MemoryKnown()
        self.save("contact", 1)
        self.restart()
        self.cursor: Cursor = self.feed.now()

    def restart(self) -> None:
        """Be a new worker over what is kept."""
        presence = Presence(lambda: Instant(self.clock.now(), self.clock.monotonic()))
        self.source = SqlServerSource(
            self.office.open, self.office.profile, keeps="all", presence=presence
        )
        self.feed: Feed = TrackingFeed(self.source, portion=2)
        if self.kind == "rowversion":
            self.feed = RowversionFeed(self.source, self.clock.monotonic, portion=2)

    def save(self, what: str, one: int, other: int = 0) -> None:
        self.office.happen(Happening(what, PEOPLE, one, other))

    def happen(self, what: str, one: int = 0, other: int = 0) -> None:
        self.office.happen(Happening(what, 0, one, other))

    def poll(self) -> Changes | Gap:
        found = self.feed.poll(self.cursor, self.known)
        if isinstance(found, Changes):
            self.cursor = found.cursor
        return found

    def told(self) -> int:
        """Look to the end and return how many contacts were told."""
        count = 0
        while True:
            found = self.poll()
            assert isinstance(found, Changes), found
            count += len(found.seen)
            if not found.more:
                return count


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def desk(kind: str) -> Iterator[Desk]:
    made = Desk(kind, ANONYMOUS)
    yield made
    made.source.close()


@pytest.fixture
def tracked() -> Iterator[Desk]:
    made = Desk("change-tracking", Setup(snapshots=False))
    yield made
    made.source.close()


# --- the database may have been restored


def test_a_look_goes_on_over_a_short_break(desk):
    desk.source.close()
    desk.clock.seconds += LONGEST
    desk.save("contact", 2)

    assert desk.told() == 1


def test_more_than_a_minute_away_asks_for_a_full_check(desk):
    desk.source.close()
    desk.clock.seconds += LONGEST + 1

    assert desk.poll() == Gap("away")


def test_a_worker_s_first_look_asks_for_a_full_check(desk):
    desk.restart()

    assert desk.poll() == Gap("away")


def test_the_full_check_is_asked_for_until_there_is_a_new_cursor(desk):
    desk.restart()
    first = desk.poll()
    desk.source.close()

    assert desk.poll() == first == Gap("away")
    desk.cursor = desk.feed.now()
    assert desk.told() == 0


def test_an_idle_connection_that_goes_on_working_is_no_absence(desk):
    desk.clock.seconds += 3600

    assert desk.told() == 0


def test_a_connection_that_broke_unnoticed_is_an_absence(desk):
    desk.office.lose(Happening("lose"))
    desk.clock.seconds += LONGEST + 1
    with pytest.raises(Problem):
        desk.poll()

    assert desk.poll() == Gap("away")


def test_a_database_that_tells_needs_no_full_check_after_an_absence(kind):
    desk = Desk(kind, Setup())
    desk.restart()

    assert desk.told() == 0
    desk.source.close()


def test_a_database_that_tells_is_found_restored_at_once(kind):
    desk = Desk(kind, Setup())
    desk.happen("restore")
    desk.source.close()

    assert desk.poll() == Gap("restored")
    desk.source.close()


def test_a_version_that_fell_is_found_although_nobody_was_away(desk):
    desk.happen("back_up")
    desk.save("contact", 2)
    desk.told()
    desk.happen("restore")
    desk.source.close()

    assert desk.poll() == Gap("restored")


# --- change tracking


def test_what_commits_after_the_version_was_read_is_told_by_the_next_look_alone(tracked):
    desk = tracked
    desk.save("contact", 2)
    hooks = desk.office.database.hooks

    def before_read(table: str) -> None:
        hooks.before_read = None
        desk.save("contact", 3)

    hooks.before_read = before_read

    assert (desk.told(), desk.told(), desk.told()) == (1, 1, 0)


def test_cleaning_up_in_the_middle_of_a_look_asks_for_a_full_check(tracked):
    desk = tracked
    desk.save("contact", 2)
    desk.office.database.hooks.before_read = lambda table: desk.happen("clean_up")

    assert desk.poll() == Gap("expired")


def test_truncating_at_the_version_that_was_reached_asks_for_a_full_check(tracked):
    tracked.happen("truncate")

    assert tracked.poll() == Gap("begun-anew")


def test_tracking_that_was_off_is_said_and_then_asks_for_a_full_check(tracked):
    tracked.happen("untrack")
    with pytest.raises(Misconfigured) as off:
        tracked.poll()
    tracked.save("contact", 1)
    tracked.happen("track")

    assert off.value.code is Code.TRACKING_OFF
    assert isinstance(tracked.poll(), Gap)


def test_a_version_with_very_many_rows_is_told_a_portion_at_a_time(tracked):
    desk = tracked
    desk.feed = TrackingFeed(desk.source, portion=5_000)
    delete_many(desk.office.database, "dbo.Contact", range(10, 200_010))
    portions = [desk.poll() for _ in range(2)]

    keys = [one.key for found in portions if isinstance(found, Changes) for one in found.seen]
    assert all(one.more for one in portions if isinstance(one, Changes))
    assert len(keys) == len(set(keys)) == 10_000
