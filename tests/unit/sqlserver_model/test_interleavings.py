"""Somebody edits, several at a time, while somebody reads: the model shows what goes wrong then."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from tests.sqlserver.engine import Login, Parameter, Result, SqlError
from tests.sqlserver.model.server import ModelServer
from tests.sqlserver.model.table import TableColumn
from tests.sqlserver.model.types import INT, ROWVERSION
from tests.sqlserver.model.work import Work

KEYS = range(4)
EDITORS = range(3)

# An editor writes a row, deletes one, commits or rolls back; or the reader looks.
EDITS = st.one_of(
    st.tuples(
        st.sampled_from(["write", "delete"]), st.sampled_from(EDITORS), st.sampled_from(KEYS)
    ),
    st.tuples(st.sampled_from(["commit", "rollback"]), st.sampled_from(EDITORS), st.just(0)),
    st.just(("look", 0, 0)),
)
STORIES = st.lists(EDITS, max_size=25)

CHANGES = "SELECT ct.K FROM CHANGETABLE(CHANGES dbo.T, @P1) AS ct"
STAMPED = "SELECT K FROM dbo.T WHERE RV >= @P1 AND RV < @P2"


class Office:
    """Editors with open transactions, and what has to be found: keys that were committed."""

    def __init__(self) -> None:
        server = ModelServer()
        self.database = server.create_database("Practice")
        columns = [TableColumn("K", INT, False), TableColumn("RV", ROWVERSION, False)]
        self.database.create_table("T", columns, ["K"])
        self.database.read_committed_snapshot = True
        self.database.track_changes()
        self.database.track("T")
        self.session = server.login(Login("sa", server.password, "Practice"))
        self.open: dict[int, tuple[Work, set[int]]] = {}
        self.committed: set[int] = set()

    def ask(self, sql: str, *arguments: Any) -> list[tuple[Any, ...]]:
        given = [Parameter(f"@P{i}", None, value) for i, value in enumerate(arguments, 1)]
        (result,) = self.session.execute(sql, given)
        assert isinstance(result, Result)
        return list(result.rows)

    def edit(self, what: str, editor: int, key: int) -> None:
        if editor not in self.open:
            self.open[editor] = (Work(self.database), set())
        work, touched = self.open[editor]
        try:
            done = work.delete("T", key) if what == "delete" else write(work, key)
        except SqlError as error:
            if error.number != 1222:  # somebody else is at it
                raise
            return
        if done:
            touched.add(key)

    def end(self, what: str, editor: int) -> None:
        if editor in self.open:
            work, touched = self.open.pop(editor)
            getattr(work, what)()
            self.committed |= touched if what == "commit" else set()


def write(work: Work, key: int) -> bool:
    return bool(work.update("T", key) or work.insert("T", K=key))


class ByTracking:
    """Takes the version first, then what changed since the last one."""

    def __init__(self) -> None:
        self.version = 0

    def look(self, office: Office) -> set[int]:
        ((version,),) = office.ask("SELECT CHANGE_TRACKING_CURRENT_VERSION()")
        found = {key for (key,) in office.ask(CHANGES, self.version)}
        self.version = version
        return found


class ByTrackingBackwards:
    """Takes what changed, then the version: what is committed in between is lost."""

    def __init__(self) -> None:
        self.version = 0

    def look(self, office: Office) -> set[int]:
        found = {key for (key,) in office.ask(CHANGES, self.version)}
        for editor in list(office.open):
            office.end("commit", editor)
        ((self.version,),) = office.ask("SELECT CHANGE_TRACKING_CURRENT_VERSION()")
        return found


class ByRowversion:
    """Reads up to a bound that it asks the database for."""

    def __init__(self, bound: str) -> None:
        self.bound = bound
        self.last = b"\0" * 8

    def look(self, office: Office) -> set[int]:
        ((bound,),) = office.ask(f"SELECT CAST({self.bound} AS binary(8))")
        found = {key for (key,) in office.ask(STAMPED, self.last, bound)}
        self.last = bound
        return found


def lost(story: Iterable[tuple[str, int, int]], reader: Any, *, deletes: bool = True) -> set[int]:
    """The keys that were committed and never found."""
    office, found = Office(), set[int]()
    for what, editor, key in story:
        if what == "look":
            found |= reader.look(office)
        elif what in ("commit", "rollback"):
            office.end(what, editor)
        elif deletes or what != "delete":
            office.edit(what, editor, key)
    for editor in list(office.open):
        office.end("commit", editor)
    found |= reader.look(office) | reader.look(office)
    there = {key for (key,) in office.ask("SELECT K FROM dbo.T")}
    return (office.committed if deletes else office.committed & there) - found


@settings(max_examples=300, deadline=None)
@given(story=STORIES)
def test_change_tracking_loses_nothing(story):
    assert lost(story, ByTracking()) == set()


@settings(max_examples=300, deadline=None)
@given(story=STORIES)
def test_the_lowest_active_rowversion_loses_nothing(story):
    assert lost(story, ByRowversion("MIN_ACTIVE_ROWVERSION()"), deletes=False) == set()


@pytest.mark.parametrize(
    "make",
    [ByTrackingBackwards, lambda: ByRowversion("CAST(@@DBTS AS bigint) + 1")],
    ids=["version-taken-last", "last-rowversion"],
)
def test_a_careless_reader_loses_a_change(make):
    def loses(story: list[tuple[str, int, int]]) -> bool:
        return bool(lost(story, make(), deletes=False))

    try:
        story = find(STORIES, loses, settings=settings(max_examples=2000, deadline=None))
    except NoSuchExample:
        story = []
    assert any(what == "write" for what, _, _ in story)
