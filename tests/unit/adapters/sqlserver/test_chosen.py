"""The best way of finding changes is taken, left when it fails, and taken again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from practicesync.adapters.sqlserver.chosen import AGAIN, ChosenFeed
from practicesync.adapters.sqlserver.presence import Presence
from practicesync.adapters.sqlserver.probe import Wanted, probe
from practicesync.adapters.sqlserver.source import SqlServerSource
from practicesync.adapters.sqlserver.standstill import FAR, LONG, Standstill
from practicesync.core.errors import Code, Misconfigured, Unavailable
from practicesync.core.instant import Instant
from practicesync.core.row import Changes, Cursor, Gap
from tests.contract.practice import LAYOUTS
from tests.contract.sql_server import PracticeInSqlServer
from tests.fakes.known import MemoryKnown
from tests.simulation.world import NOON
from tests.sqlserver.direct import DirectDriver
from tests.sqlserver.engine import SqlError
from tests.sqlserver.model.database import Database
from tests.sqlserver.model.server import PASSWORD, ModelServer

OTHER_WAY = Gap("another-way")


def fail(_: str) -> None:
    raise SqlError(1205, "Chosen as the victim.", 13)


class Place:
    """A practice, the worker's own login, and a clock."""

    def __init__(self, versions: bool) -> None:
        self.server = ModelServer()
        self.database: Database = self.server.create_database("Practice")
        self.server.create_login("reader")
        self.driver = DirectDriver(self.server)
        said = f"UID=sa;PWD={self.server.password};Database=Practice"
        self.practice = PracticeInSqlServer(
            LAYOUTS["int"],
            lambda autocommit: self.driver.connect(said, autocommit=autocommit),
            versions,
        )
        self.database.admit("reader", "db_datareader")
        self.seconds = 0.0
        self.source = SqlServerSource(self.connect, self.practice.profile())
        self.known = MemoryKnown()

    def connect(self):
        said = f"UID=reader;PWD={PASSWORD};Database=Practice"
        return self.driver.connect(said, autocommit=True)

    def track(self) -> None:
        """Do what the printed statements do."""
        self.practice.track()
        for table in self.practice.tables():
            self.database.grant("reader", "VIEW CHANGE TRACKING", f"dbo.{table}")

    def untrack(self, *tables: str) -> None:
        for table in tables or self.practice.tables():
            self.practice.run(f"ALTER TABLE dbo.{table} DISABLE CHANGE_TRACKING")
        if not tables:
            self.practice.run("ALTER DATABASE Practice SET CHANGE_TRACKING = OFF")

    def feed(self, wanted: Wanted = "auto") -> ChosenFeed:
        return ChosenFeed(self.source, wanted, lambda: self.seconds)

    def name(self, number: int, name: str = "Somebody") -> None:
        edit = self.practice.begin()
        edit.contact((str(number),), name)
        edit.commit()

    def told(self, feed: ChosenFeed, cursor: Cursor) -> tuple[list[str], Cursor]:
        found = feed.poll(cursor, self.known)
        assert isinstance(found, Changes)
        return [one.key for one in found.seen], found.cursor


@pytest.fixture
def place() -> Iterator[Place]:
    made = Place(versions=True)
    yield made
    made.source.close()
    made.practice.close()


@pytest.fixture
def plain() -> Iterator[Place]:
    """A practice without rowversion columns."""
    made = Place(versions=False)
    yield made
    made.source.close()
    made.practice.close()


def test_the_best_way_is_taken_and_says_why(place: Place, plain: Place) -> None:
    place.track()
    tracked, versioned, compared = place.feed(), Place(True).feed(), plain.feed()
    assert (tracked.kind, tracked.reason, tracked.better) == ("", "", "")
    for feed in (tracked, versioned, compared):
        assert feed.now().startswith(feed.kind)

    assert [one.kind for one in (tracked, versioned, compared)] == [
        "change-tracking",
        "rowversion",
        "diff",
    ]
    assert (tracked.reason, tracked.better) == ("SQL Server tracks the changes.", "")
    assert versioned.reason == (
        "Every table has a rowversion column. Change tracking is off in this database."
    )
    assert "enable-tracking --print" in versioned.better
    assert compared.reason.startswith("Change tracking is off in this database. dbo.Contact,")
    assert compared.reason.endswith("so contacts are compared at each look.")
    assert "enable-tracking --print" in compared.better


@pytest.mark.parametrize("wanted", ["change-tracking", "rowversion", "diff"])
def test_the_way_that_the_settings_ask_for_is_taken(place: Place, wanted: Wanted) -> None:
    place.track()
    feed = place.feed(wanted)
    feed.now()

    assert (feed.kind, feed.reason, feed.better) == (wanted, "The settings ask for this one.", "")


@pytest.mark.parametrize(
    ("wanted", "obstacle"),
    [
        ("change-tracking", "Change tracking is off in this database"),
        (
            "rowversion",
            "dbo.Contact, dbo.Client, dbo.Phone, dbo.ContactAddress and dbo.Address have no"
            " rowversion column in the database layout",
        ),
    ],
)
def test_a_way_that_is_asked_for_and_not_possible_stops(
    plain: Place, wanted: Wanted, obstacle: str
) -> None:
    with pytest.raises(Misconfigured) as told:
        plain.feed(wanted).now()

    assert told.value.code is Code.WAY_NOT_POSSIBLE
    assert told.value.facts == {"obstacle": obstacle}


def test_a_right_that_is_missing_is_named(place: Place) -> None:
    place.track()
    place.database.revoke("reader", "VIEW CHANGE TRACKING", "dbo.Phone")

    assert probe(place.source).reason.endswith(
        "The login isn't allowed to see the changes of dbo.Phone."
    )


@pytest.mark.parametrize("name", ["place", "plain"])
def test_tracking_that_is_switched_off_is_replaced(name: str, request) -> None:
    place: Place = request.getfixturevalue(name)
    place.track()
    feed = place.feed()
    cursor = feed.now()
    place.untrack()

    assert feed.poll(cursor, place.known) == OTHER_WAY
    assert feed.kind == ("rowversion" if name == "place" else "diff")
    assert "Change tracking is off in this database." in feed.reason
    cursor = feed.now()
    place.name(7)
    assert place.told(feed, cursor)[0] == ['["7"]']


def test_one_table_without_tracking_is_enough(place: Place) -> None:
    place.track()
    feed = place.feed()
    cursor = feed.now()
    place.untrack("Phone")

    assert feed.poll(cursor, place.known) == OTHER_WAY
    assert (feed.kind, "Change tracking is off for dbo.Phone." in feed.reason) == (
        "rowversion",
        True,
    )


def test_a_right_that_is_taken_away_is_enough(place: Place) -> None:
    place.track()
    feed = place.feed()
    cursor = feed.now()
    place.database.revoke("reader", "VIEW CHANGE TRACKING", "dbo.Contact")

    assert feed.poll(cursor, place.known) == OTHER_WAY
    assert feed.kind == "rowversion"


def test_what_is_switched_off_between_two_questions_is_replaced_at_once(place: Place) -> None:
    place.track()
    feed = place.feed()
    feed.now()
    place.untrack()

    assert feed.now().startswith("rowversion")


def test_a_way_that_is_asked_for_is_not_replaced(place: Place) -> None:
    place.track()
    feed = place.feed("change-tracking")
    cursor = feed.now()
    place.untrack()

    with pytest.raises(Misconfigured) as told:
        feed.poll(cursor, place.known)
    assert told.value.code is Code.WAY_NOT_POSSIBLE

    place.track()
    feed.poll(cursor, place.known)
    assert feed.kind == "change-tracking"


def test_a_better_way_is_taken_after_a_while(place: Place) -> None:
    feed = place.feed()
    cursor = feed.now()
    place.track()
    place.seconds += AGAIN - 1
    _, cursor = place.told(feed, cursor)
    assert feed.kind == "rowversion"

    place.seconds += 1
    assert feed.poll(cursor, place.known) == OTHER_WAY
    assert feed.kind == "change-tracking"
    place.name(7)
    assert place.told(feed, feed.now())[0] == []


def test_a_better_way_is_taken_after_a_reconnect(place: Place) -> None:
    feed = place.feed()
    cursor = feed.now()
    place.track()
    place.source.close()

    assert feed.poll(cursor, place.known) == OTHER_WAY
    assert feed.kind == "change-tracking"


def test_it_is_asked_no_more_than_that(place: Place) -> None:
    heard: list[str] = []
    place.track()
    feed = place.feed()
    cursor = feed.now()
    place.told(feed, cursor)
    place.database.hooks.before_statement = heard.append
    for _ in range(5):
        place.seconds += 5
        _, cursor = place.told(feed, cursor)

    assert len(heard) == 5 * len(set(heard))
    assert not [sql for sql in heard if "change_tracking_databases" in sql]


def test_a_cursor_of_another_way_is_of_no_use(place: Place) -> None:
    before = place.feed("diff").now()

    assert place.feed().poll(before, place.known) == OTHER_WAY


def test_asking_for_the_connection_is_no_answer_of_the_database(place: Place) -> None:
    answered: list[float] = []

    def instant() -> Instant:
        answered.append(place.seconds)
        return Instant(NOON, place.seconds)

    presence = Presence(instant)
    source = SqlServerSource(place.connect, place.practice.profile(), presence=presence)
    feed = ChosenFeed(source, "rowversion", lambda: place.seconds)
    cursor = feed.now()
    answered.clear()
    place.database.hooks.before_statement = fail
    with pytest.raises(Unavailable):
        feed.poll(cursor, place.known)
    source.close()

    assert answered == []


def test_the_way_after_a_restart_goes_on_where_it_was(place: Place) -> None:
    place.track()
    cursor = place.feed().now()
    place.name(7)

    assert place.told(place.feed(), cursor)[0] == ['["7"]']


def test_the_source_reads_what_the_way_needs(place: Place) -> None:
    edit = place.practice.begin()
    edit.contact(("1",), "Somebody")
    edit.phone(11, ("1",), "0400")
    edit.address(21, "Perth")
    edit.link(21, ("1",), "Street")
    edit.commit()
    place.track()
    parts: dict[str, set[str]] = {}
    hashed: dict[str, bool] = {}
    ways: list[Wanted] = ["diff", "rowversion", "auto"]
    for wanted in ways:
        place.feed(wanted).now()
        [row] = place.source.page(None, 10).rows
        parts[wanted], hashed[wanted] = set(row.parts), row.hash is not None

    assert hashed == {"diff": True, "rowversion": False, "auto": False}
    assert parts["diff"] == set()
    assert parts["auto"] == {"dbo.Phone"}
    assert parts["rowversion"] == {"dbo.Phone", "dbo.ContactAddress", "dbo.Address"}


def test_trouble_with_the_connection_is_no_reason_for_another_way(place: Place) -> None:
    place.track()
    feed = place.feed()
    cursor = feed.now()

    place.database.hooks.before_statement = fail
    with pytest.raises(Unavailable):
        feed.poll(cursor, place.known)
    place.database.hooks.before_statement = None

    assert feed.kind == "change-tracking"
    assert place.told(feed, cursor)[0] == []


def test_a_transaction_that_stays_open_is_told(place: Place) -> None:
    place.database.allow_snapshot = True
    feed = place.feed()
    cursor = feed.now()
    with closing(place.practice.open(False)) as open_:
        open_.cursor().execute("INSERT INTO dbo.Contact (ContactID, Name) VALUES (1, N'One')")
        place.database.rowversion += FAR
        _, cursor = place.told(feed, cursor)
        place.seconds += LONG + 1
        _, cursor = place.told(feed, cursor)
        assert "has been open for more than a minute" in feed.reason
        open_.commit()
        _, cursor = place.told(feed, cursor)

    assert "open" not in feed.reason


def test_open_transactions_that_come_and_go_are_nothing_to_tell() -> None:
    seconds = 0.0
    standstill = Standstill(lambda: seconds)
    for oldest in range(10):
        standstill.note(oldest, oldest + 2 * FAR)
        seconds += LONG
        assert standstill.reason == ""
    standstill.note(9, 9 + FAR - 1)
    seconds += LONG + 1
    standstill.note(9, 9 + FAR - 1)
    assert standstill.reason == ""
    standstill.note(9, 9 + FAR)
    assert "1,000 changes" in standstill.reason
