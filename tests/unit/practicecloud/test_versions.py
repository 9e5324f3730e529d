"""A database of an earlier version becomes one of this version, whatever kind it is of."""

from __future__ import annotations

import importlib
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import typer

from practicecloud.commands.command import opened
from practicecloud.contact import canonical, read_contact
from practicecloud.online.preparation import prepare_portion, progress
from practicecloud.search.lookup import find
from practicecloud.store import tables
from practicecloud.store.schema import metadata
from practicecloud.store.storage import open_database, reading, writing
from practicecloud.store.versions import FIRST, NEWEST, NewerDatabase, version_of
from tests.unit.practicecloud.conftest import DATABASES

FOLDER = Path(tables.__file__).parent / "migrations" / "versions"
NAMES = ["Anna Example", "Bruno Sample", "Zo\u00eb Example"]
PRACTICE = "11111111-1111-1111-1111-111111111111"


def first() -> sa.MetaData:
    step = importlib.import_module("practicecloud.store.migrations.versions.v0001_first_tables")
    found: sa.MetaData = step.metadata
    return found


@pytest.fixture(params=DATABASES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database that the test has for itself."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'cloud.db'}"
        return
    with request.getfixturevalue("postgres").database() as made:
        yield made


@pytest.fixture
def earlier(url: str) -> str:
    """A database as it was before versions were kept, with three contacts that can be found."""
    engine = sa.create_engine(url)
    old = first()
    old.create_all(engine)
    contacts = [
        {
            "id": json.dumps([name], ensure_ascii=False),
            "kind": "person",
            "status": "active",
            "name": name,
        }
        for name in NAMES
    ]
    with engine.begin() as connection:
        connection.execute(
            sa.insert(old.tables["practice"]).values(id=PRACTICE, name="Main office", created_at=0)
        )
        row = {"practice_id": PRACTICE, "step": "ready", "total": 0}
        connection.execute(sa.insert(old.tables["migration"]).values(row))
        rows: list[dict[str, Any]] = [
            {
                "practice_id": PRACTICE, "id": one["id"], "epoch": 1, "sequence": 1, "digest": b"x",
                "body": canonical(read_contact(json.dumps(one).encode())),
                "sort_text": one["name"].lower().replace("\u00eb", "e"),
                "find_text": one["name"].lower().replace("\u00eb", "e"),
            }
            for one in contacts
        ]  # fmt: skip
        rows.append(
            rows[0]
            | {"id": '["gone"]', "digest": b"", "body": None, "sort_text": None, "find_text": None}
        )
        connection.execute(sa.insert(old.tables["contact"]), rows)
    engine.dispose()
    return url


def found(engine: sa.Engine, question: str) -> list[str]:
    with reading(engine) as connection:
        return [one.name for one in find(connection, PRACTICE, question, "", 50).contacts()]


def described(engine: sa.Engine) -> dict[str, object]:
    """Return everything about the tables, whatever the order of their columns."""
    seen = sa.inspect(engine)
    told: dict[str, object] = {}
    for name in seen.get_table_names():
        columns = {one["name"]: _column(one) for one in seen.get_columns(name)}
        keys = [seen.get_pk_constraint(name)["constrained_columns"]]
        keys += sorted(one["column_names"] for one in seen.get_unique_constraints(name))
        others = sorted(
            (one["constrained_columns"], one["referred_table"])
            for one in seen.get_foreign_keys(name)
        )
        indexes = sorted(
            (str(one["name"]), one["column_names"], bool(one["unique"]))
            for one in seen.get_indexes(name)
        )
        told[name] = (columns, keys, others, indexes, _without_rowid(engine, name))
    return told


def _column(one: Any) -> tuple[object, ...]:
    kind = one["type"]
    return (str(kind), getattr(kind, "collation", None), one["nullable"], one["default"])


def _without_rowid(engine: sa.Engine, name: str) -> bool:
    if engine.dialect.name != "sqlite":
        return False
    with reading(engine) as connection:
        query = sa.text("SELECT sql FROM sqlite_master WHERE name = :name")
        return "WITHOUT ROWID" in str(connection.scalar(query, {"name": name}))


def test_the_steps_lead_to_the_tables_of_the_program(earlier: str, tmp_path: Path) -> None:
    engine = open_database(earlier)
    changed = described(engine)
    metadata.drop_all(engine)
    metadata.create_all(engine)

    assert changed == described(engine)
    engine.dispose()


def test_the_last_step_is_the_newest_version() -> None:
    names = sorted(path.name for path in FOLDER.glob("v*.py"))

    assert names[0].startswith(f"v{FIRST}_")
    assert names[-1].startswith(f"v{NEWEST}_")


def test_contacts_of_an_earlier_version_are_found_at_once_and_then_by_their_words(
    earlier: str,
) -> None:
    engine = open_database(earlier)
    assert found(engine, "") == NAMES
    assert found(engine, "zoe exa") == ["Zo\u00eb Example"]
    assert found(engine, "xample") == []
    with reading(engine) as connection:
        stands = progress(connection, PRACTICE)
        assert (stands.step, stands.done, stands.total) == ("ready", 3, 3)
        assert connection.execute(sa.text("SELECT count(*) FROM word")).scalar() == 0

    with writing(engine) as connection:
        while prepare_portion(connection, PRACTICE):
            pass
        assert connection.execute(sa.text("SELECT count(*) FROM word")).scalar() == 6
        assert connection.execute(sa.text("SELECT min(edition) FROM entry")).scalar() == 1
        stands = progress(connection, PRACTICE)
        assert (stands.step, stands.done, stands.total) == ("ready", 3, 3)
    assert found(engine, "zoe exa") == ["Zo\u00eb Example"]
    engine.dispose()


def test_a_new_database_has_the_newest_version(url: str) -> None:
    engine = open_database(url)
    with reading(engine) as connection:
        assert version_of(connection) == NEWEST
    engine.dispose()


@pytest.mark.parametrize("made", ["new", "earlier"])
def test_several_that_open_it_at_once_change_it_once(
    url: str, made: str, request: pytest.FixtureRequest
) -> None:
    if made == "earlier":
        request.getfixturevalue("earlier")
    together = threading.Barrier(4)
    engines: list[sa.Engine] = []

    def open_it() -> None:
        together.wait()
        engines.append(open_database(url))

    threads = [threading.Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(engines) == 4
    with reading(engines[0]) as connection:
        assert version_of(connection) == NEWEST
    for engine in engines:
        engine.dispose()


def test_a_newer_database_is_refused_and_stays_as_it_is(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    engine = open_database(url)
    with writing(engine) as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(NewerDatabase):
        open_database(url)
    with pytest.raises(typer.Exit):
        opened(url)

    assert "A newer Practice Cloud has used this database" in capsys.readouterr().err
    with reading(engine) as connection:
        assert version_of(connection) == "9999"
    engine.dispose()


def test_a_change_that_fails_changes_nothing(earlier: str) -> None:
    engine = sa.create_engine(earlier)
    with engine.begin() as connection:
        connection.execute(sa.text("DROP INDEX contact_in_order"))  # a step wants to drop it

    with pytest.raises(sa.exc.DBAPIError):
        open_database(earlier)

    with engine.connect() as connection:
        assert version_of(connection) == FIRST
        assert "word" not in sa.inspect(connection).get_table_names()
    engine.dispose()
