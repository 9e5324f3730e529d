"""Measures how contacts are prepared and found: `python bench/search.py --contacts 1000000`.

Prints a table and then one line of JSON. A database that is named by its URL stays as it is left,
and is used again the next time.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import itertools
import json
import os
import platform
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import sqlalchemy as sa
from msgspec.structs import replace

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.people import contacts
from practicecloud.contact import Contact, canonical
from practicecloud.online.preparation import Step, prepare_portion, take_step
from practicecloud.people.people import add_practice, practices
from practicecloud.search import lookup
from practicecloud.search.directory import keep, open_directory
from practicecloud.store import tables
from practicecloud.store.storage import open_database, put, reading, writing

AT_ONCE = 5_000
PAGE = 50
QUESTIONS = 100
ASKED_ABOUT = 2_000
INDEX = ("entry", "word", "association")


def main() -> None:
    """Build, prepare, ask, and say what was seen."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--contacts", type=int, default=1_000_000)
    parser.add_argument("--database", default="sqlite", help="sqlite, postgresql or a URL")
    parser.add_argument(
        "--best-of", type=int, default=1, help="times that each is asked: the quickest counts"
    )
    chosen = parser.parse_args()
    with opened(chosen.database) as engine:
        with reading(engine) as connection:
            known = practices(connection)
        if known:
            practice_id, figures = known[0].practice_id, {}
        else:
            practice_id, figures = built(engine, chosen.contacts)
        figures |= asked(engine, practice_id, chosen.contacts, chosen.best_of)
        figures["best_of"] = chosen.best_of
        figures["bytes_of_a_contact"] = sizes(engine, chosen.contacts)
        print(json.dumps(figures | surroundings(engine, chosen.contacts)))


@contextlib.contextmanager
def opened(database: str) -> Iterator[sa.Engine]:
    """Yield the database, which is made for this run and gone afterwards unless it is a URL."""
    with contextlib.ExitStack() as stack:
        if database == "sqlite":
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            database = f"sqlite:///{folder}/cloud.db"
        elif database == "postgresql":
            from tests.system.postgres import running

            server = stack.enter_context(running({"shared_buffers": "512MB"}))
            database = stack.enter_context(server.database())
        engine = open_database(database)
        yield engine
        engine.dispose()


def built(engine: sa.Engine, number: int) -> tuple[str, dict[str, object]]:
    """Store that many contacts, prepare them as a first upload, and tell how that went."""
    with writing(engine) as connection:
        practice_id = add_practice(connection, "Measured", 0).practice_id
    made = contacts(number)
    while some := list(itertools.islice(made, AT_ONCE)):
        store(engine, practice_id, some)
    with writing(engine) as connection:
        take_step(connection, practice_id, Step("processing"))
    held = memory()
    portions, more = [], True
    while more:
        start = time.perf_counter()
        with writing(engine) as connection:
            more = prepare_portion(connection, practice_id)
        portions.append((time.perf_counter() - start) * 1000)
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")  # it does so by itself after a while
    seconds = sum(portions) / 1000
    print(f"Prepared in {seconds:.0f} s, {number / seconds:.0f} contacts/s", flush=True)
    return practice_id, {
        "prepared_seconds": round(seconds, 1),
        "portion_ms": spread(portions),
        "memory_grown_mb": round(memory() - held, 1),
    }


def store(engine: sa.Engine, practice_id: str, some: list[Contact]) -> None:
    """Put contacts where a first upload leaves them."""
    rows = [
        {
            "practice_id": practice_id, "id": one.id, "epoch": 1, "sequence": 1,
            "digest": b"0123456789abcdef", "body": canonical(one),
        }
        for one in some
    ]  # fmt: skip
    with writing(engine) as connection:
        put(connection, tables.contact, rows)
        directory = open_directory(connection, practice_id)
        keep(connection, replace(directory, stored=directory.stored + len(rows)))


def questions(number: int) -> dict[str, list[str]]:
    """Return what people type, of each kind so many, about contacts that there are."""
    rng = random.Random(2)  # noqa: S311  # it has to repeat itself
    drawn = list(itertools.islice(contacts(number), ASKED_ABOUT))
    persons = [one for one in drawn if one.first]
    kinds = {
        "1 letter": lambda one: one.last[:1],
        "2 letters": lambda one: one.last[:2],
        "3 letters": lambda one: one.first[:3],
        "4 letters": lambda one: one.last[:4],
        "first name": lambda one: one.first,
        "surname": lambda one: one.last,
        "first name, 1 letter": lambda one: f"{one.first} {one.last[:1]}",
        "first name, 2 letters": lambda one: f"{one.first} {one.last[:2]}",
        "first name, 3 letters": lambda one: f"{one.first} {one.last[:3]}",
        "full name": lambda one: f"{one.first} {one.last}",
        "full name, another way": lambda one: f"{one.last} {one.first}",
        "two beginnings": lambda one: f"{one.last[:2]} {one.first[:2]}",
        "a common word and a name": lambda one: f"trust {one.last}",
        "common words": lambda _: rng.choice(("pty ltd", "family trust", "example com", "fund")),
        "code": lambda one: one.code,
        "code's beginning": lambda one: one.code[:6],
        "e-mail": lambda one: one.emails[0],
        "e-mail's beginning": lambda one: one.emails[0].split("@")[0],
        "e-mail's domain": lambda one: one.emails[0].split("@")[1],
        "phone": lambda one: one.phones[-1].number,
        "phone, +61": lambda one: f"+61 {one.phones[0].number[1:]}",
        "phone's first 2 digits": lambda one: one.phones[0].number[:2],
        "phone's first 4 digits": lambda one: one.phones[0].number[:4],
        "phone's last 3 digits": lambda one: one.phones[0].number[-3:],
        "phone's last 6 digits": lambda one: one.phones[0].number[-6:],
        "nobody": lambda one: f"{one.last}qx",
        "nobody of two common words": lambda one: f"{one.first} superannuation plumbing",
    }
    return {kind: [of(one) for one in rng.sample(persons, QUESTIONS)] for kind, of in kinds.items()}


def asked(engine: sa.Engine, practice_id: str, number: int, best_of: int) -> dict[str, object]:
    """Ask each question as the page does, and tell the times."""
    print(f"{'':28}{'p50':>8}{'p95':>8}{'p99':>8}{'max':>8}  ms")
    every: list[float] = []
    kinds: dict[str, object] = {}
    for kind, some in questions(number).items():
        times = [
            min(once(engine, practice_id, question) for _ in range(best_of)) for question in some
        ]
        kinds[kind] = told(kind, times)
        every += times
    kinds["all"] = told("all", every)
    return {"search_ms": kinds}


def once(engine: sa.Engine, practice_id: str, question: str) -> float:
    """Return the milliseconds until the first page of what is found is there."""
    start = time.perf_counter()
    with reading(engine) as connection:
        lookup.find(connection, practice_id, question, "", PAGE)
    return (time.perf_counter() - start) * 1000


def told(kind: str, times: list[float]) -> Mapping[str, float]:
    """Print a row, and return it."""
    found = spread(times)
    print(f"{kind:28}" + "".join(f"{one:8.1f}" for one in found.values()), flush=True)
    return found


def spread(times: list[float]) -> dict[str, float]:
    """Return how milliseconds are spread."""
    ordered = sorted(times)
    shares = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "max": 1.0}
    return {
        name: round(ordered[int(share * (len(ordered) - 1))], 1) for name, share in shares.items()
    }


def sizes(engine: sa.Engine, number: int) -> dict[str, int]:
    """Return how many bytes of each table one contact takes, its indexes included."""
    if engine.dialect.name == "sqlite":
        names = "SELECT name FROM sqlite_master WHERE tbl_name = '{}'"
        size = f"SELECT sum(pgsize) FROM dbstat WHERE name IN ({names})"  # noqa: S608  # of ours
    else:
        size = "SELECT pg_total_relation_size('{}')"
    with reading(engine) as connection:
        return {
            name: int(connection.exec_driver_sql(size.format(name)).scalar() or 0) // number
            for name in ("contact", *INDEX)
        }


def memory() -> float:
    """Return the most memory that this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def surroundings(engine: sa.Engine, number: int) -> dict[str, object]:
    """Return where and when this was."""
    with reading(engine) as connection:
        version = ".".join(str(part) for part in connection.dialect.server_version_info or ())
    return {
        "contacts": number,
        "database": f"{engine.dialect.name} {version}",
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
    }


if __name__ == "__main__":
    main()
