"""Whatever the database and the cloud say in their errors, no client's value is kept by it."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
import time
import zipfile
from contextlib import closing
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path

import pytest

from practicesync.adapters.log_file import LogFile
from practicesync.adapters.sqlite_journal import SqliteJournal
from practicesync.adapters.state_folder import StateFolder
from practicesync.adapters.vault import FileKeyStore, FileVault
from practicesync.app.worker.commands import Commands
from practicesync.app.worker.diary import Diary
from practicesync.app.worker.front import StateFront
from practicesync.app.worker.practice_thread import PracticeThread
from practicesync.app.worker.shift import bug_line
from practicesync.app.worker.worker import Ending, Worker
from practicesync.core.cleaning import clean
from practicesync.core.snapshot import Worker as Me
from practicesync.core.wish import SyncNow
from practicesync.demo.practice import MARKER, Practice, make_practice
from practicesync.engine.job import Job, Pace
from practicesync.engine.runner import Runner
from practicesync.engine.supervisor import Patience
from tests.fakes.cloud import MemoryCloud, MemorySink
from tests.fakes.feed import TrackingFeed
from tests.fakes.source import MemoryPractice, MemorySource
from tests.fakes.wire import HANG_UP, Received, Reply, wire_server
from tests.system.cloud import Cloud, session
from tests.system.installation import Installation, settings

SECRET = f"Jo {MARKER} of 1 High Street, 0400 000 001"
HTML = f"<html><title>{SECRET}</title><body>{SECRET}</body></html>".encode()


def problem(status: int, kind: str = "about:blank", **more: object) -> Reply:
    body = {"type": kind, "title": SECRET, "detail": SECRET, "status": status, SECRET: SECRET}
    return Reply(
        status, json.dumps(body | more).encode(), "application/problem+json", {"X-Note": SECRET}
    )


def good(body: object) -> Reply:
    return Reply(200, json.dumps(body).encode())


QUOTING = (
    problem(400),
    problem(401),
    problem(403),
    problem(404, "urn:practice-cloud:not-activated"),
    problem(409, "urn:practice-cloud:in-charge-elsewhere", server=SECRET, since=SECRET),
    problem(409, "urn:practice-cloud:stale-epoch", server=SECRET),
    problem(413),
    problem(422, errors=[{"loc": [SECRET], "msg": SECRET, "input": SECRET}]),
    problem(429),
    problem(500),
    Reply(500, HTML, "text/html"),
    Reply(503, HTML, "text/html", {"Retry-After": SECRET}),
    Reply(200, HTML, "text/html", {"X-Request-Id": SECRET}),
    Reply(302, HTML, "text/html", {"Location": f"/{MARKER}"}),
    Reply(200, SECRET.encode()),
    good({"outcomes": [{"id": SECRET, "outcome": SECRET, "code": SECRET, "field": SECRET}]}),
    good({"epoch": SECRET, "digest_key": SECRET, "server": SECRET}),
    good({"error": SECRET, "error_description": SECRET}),
)
"""Answers that quote a client wherever an answer has room for it."""


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    return make_practice(tmp_path / "practice.db", contacts=60)


def kept(state: Path) -> dict[str, bytes]:
    """Return every file of the state folder."""
    files = [path for path in state.rglob("*") if path.is_file()]
    return {path.relative_to(state).as_posix(): path.read_bytes() for path in files}


def quoting(state: Path, *values: str, spared: tuple[str, ...] = ()) -> list[str]:
    """Return the files of the state folder in which one of the values is."""
    return [
        f"{name}: {value[:6]}..."
        for name, content in kept(state).items()
        for value in (MARKER, *values)
        if name not in spared and value.lower().encode() in content.lower()
    ]


def support_file(server: Installation, folder: Path) -> str:
    """Return everything that a support file has in it, in lower case."""
    path = folder / "support.zip"
    done = server.call("support-file", str(path))
    assert done.code == 0, done
    with zipfile.ZipFile(path) as made:
        names = made.namelist()
        assert len(names) > 3
        content = b"\n".join(made.read(name) for name in names).decode("utf-8", "replace")
    return (content + done.out).lower()


def secrets_of(server: Installation, office: Cloud) -> list[str]:
    """Return what the worker keeps in its vault, each part of it that could open anything."""
    private = server.state / "private"
    vault = FileVault(private / "vault.bin", FileKeyStore(private / "vault.key"))
    kept = json.loads(vault.get(f"tokens:{office.practice_id}") or "{}")
    secrets = [value for value in kept.values() if len(value) > 20]
    assert secrets
    return [*secrets, office.password]


def edit(practice: Practice, statement: str) -> None:
    with closing(sqlite3.connect(practice.path, timeout=30)) as database, database:
        database.executescript(statement)


QUOTE_A_NAME = """
ALTER TABLE Contact RENAME TO Kept;
CREATE VIEW Contact AS SELECT ContactID, ClientCode, ContactType, Title, FirstName, MiddleName,
  json_extract('{{}}', {column}) AS LastName, Suffix, Name, Salutation, Addressee, Category,
  IsClient, Status, FamilyGroupID, ABN, Notes1, RowVersion FROM Kept;
"""


def test_the_database_does_quote_a_name_in_its_error(practice):
    edit(practice, QUOTE_A_NAME.format(column="LastName"))

    with (
        closing(sqlite3.connect(practice.path)) as database,
        pytest.raises(sqlite3.OperationalError, match=MARKER),
    ):
        database.execute("SELECT LastName FROM Contact").fetchall()


@pytest.mark.parametrize(
    "damage",
    [
        QUOTE_A_NAME.format(column="LastName"),
        "UPDATE Contact SET LastName = CAST(x'7a6f72626cff' AS TEXT)",  # no UTF-8
    ],
)
def test_what_the_database_quotes_is_kept_nowhere(office, server, practice, damage):
    server.write(settings(practice.path, office))
    with server.running() as worker:
        server.activate(office)
        server.until_phase("attention")
        edit(practice, damage)
        server.call("sync-now")
        server.call("check")
        time.sleep(3)
        status = server.call("status")
        sent = support_file(server, server.state.parent)
        secrets = secrets_of(server, office)
    printed = "".join(
        stream.read() for stream in (worker.stdout, worker.stderr) if not stream.closed
    )

    assert quoting(server.state, *secrets) == []
    values = (MARKER, office.email, *secrets)
    assert [value[:6] for value in values if value.lower() in sent] == []
    assert MARKER not in (printed + status.out + status.err).lower()


@dataclass
class Quoter:
    """Stands between worker and cloud, lets some requests through and answers others itself."""

    office: Cloud
    url: str = ""
    reply: Reply = HANG_UP
    lets_through: tuple[str, ...] = ()
    quoted: int = 0
    secrets: set[str] = field(default_factory=set)

    def answer(self, received: Received) -> Reply:
        if (bearer := received.headers.get("authorization", "")) != "":
            self.secrets.add(bearer.removeprefix("Bearer "))
        if not any(part in received.path for part in self.lets_through):
            self.quoted += 1
            return self.reply
        kept = {
            name: value
            for name, value in received.headers.items()
            if name in ("authorization", "content-type", "accept")
        }
        with session(self.office) as http:
            url = self.office.base_url + received.path
            came = http.request(received.method, url, headers=kept, data=received.body, timeout=30)
        if received.path == "/oauth/token":
            grant = came.json()
            self.secrets |= {grant[name] for name in ("access_token", "refresh_token")}
        # The cloud tells its own address, which is this one's here.
        content = came.text.replace(self.office.base_url, self.url).encode()
        return Reply(came.status_code, content, came.headers["Content-Type"])


def test_what_the_cloud_quotes_is_kept_nowhere(office, server, practice, tmp_path):
    server.write(settings(practice.path, office))
    with server.running():
        server.activate(office)
        server.until_phase("attention")
    edit(practice, "UPDATE Contact SET FirstName = 'Anew'")
    quoter = Quoter(office)
    printed = ""
    with wire_server(tmp_path, quoter.answer) as wire:
        quoter.url = wire.url
        moved = replace(office, base_url=wire.url, ca_file=wire.ca_file)
        server.write(settings(practice.path, moved))
        signing_in = ("/oauth", "/.well-known")
        asked: list[tuple[tuple[str, ...], Reply]]
        asked = [((*signing_in, "/activation"), reply) for reply in QUOTING]
        asked += [(signing_in, reply) for reply in QUOTING[:7]]
        asked += [(("/.well-known",), reply) for reply in QUOTING[::3]]
        asked += [((), reply) for reply in QUOTING[1::6]]
        for quoter.lets_through, quoter.reply in asked:
            printed += _one_life(server, quoter)
    with server.running():
        status = server.call("status")
        sent = support_file(server, tmp_path)
    found = quoting(server.state, "High Street", "0400 000", office.password, *quoter.secrets)

    assert len(quoter.secrets) > 5
    assert found == []
    values = (MARKER, "high street", office.email, office.password, *quoter.secrets)
    assert [value[:6] for value in values if value.lower() in sent] == []
    assert MARKER not in (printed + status.out + status.err).lower()
    log = (office.folder / "cloud.log").read_text(encoding="utf-8").lower()
    assert [one for one in (MARKER, *quoter.secrets, office.password) if one.lower() in log] == []


def _one_life(server: Installation, quoter: Quoter) -> str:
    """Let a worker meet that answer, which may send it to a person, and return what it prints."""
    before = quoter.quoted
    with server.running() as worker:
        end = time.monotonic() + 20
        while quoter.quoted == before:
            assert time.monotonic() < end, server.log()
            time.sleep(0.02)
        time.sleep(0.5)
        status = server.status()
        assert status == {} or MARKER not in json.dumps(status).lower()
        worker.terminate()
        return "".join(worker.communicate(timeout=20))


def test_a_key_that_is_a_name_is_in_no_log(office, server, practice):
    layout = files("practicesync.profiles").joinpath("demo.toml").read_text(encoding="utf-8")
    named = layout.replace('key = ["ContactID"]', 'key = ["ClientCode"]', 1)
    parts = named.split("[[contact.joins]]")[0], "[employee]" + layout.split("[employee]")[1]
    edit(practice, "UPDATE Contact SET ClientCode = Name WHERE Name <> ''")
    server.write(settings(practice.path, office).replace('"demo"', '"named.toml"'))
    (server.state / "private" / "named.toml").write_text("\n".join(parts), encoding="utf-8")
    with server.running():
        server.activate(office)
        server.until_phase("attention")
        edit(practice, "UPDATE Contact SET FirstName = 'Anew'; DELETE FROM Contact WHERE 1 = 1")
        server.until_phase("held")
        server.call("not-sent", "list")
        status = server.call("status")
        sent = support_file(server, server.state.parent)

    assert MARKER not in sent
    assert (
        MARKER
        in status.out.lower()
        + (server.state / "private")
        .joinpath(f"journal-{office.practice_id}.db")
        .read_bytes()
        .decode("utf-8", "replace")
        .lower()
    )
    shared = quoting(server.state)
    assert [one for one in shared if not one.startswith("private/journal-")] == []
    assert MARKER not in (status.out + status.err).lower()


def test_who_activated_is_kept_where_only_the_worker_looks(office, server, practice):
    server.write(settings(practice.path, office))
    with server.running():
        server.activate(office)
        server.until_phase("attention")

    assert quoting(server.state, office.email) == [f"private/practices.json: {office.email[:6]}..."]


class QuotingSource(MemorySource):
    """A database adapter with a bug: errors that nobody translated, each quoting a client."""

    def read(self, keys):
        try:
            raise KeyError(SECRET)
        except KeyError:
            raise ValueError(SECRET, {SECRET: SECRET}) from RuntimeError(SECRET)


class QuotingSink(MemorySink):
    """A cloud adapter with a bug."""

    def apply(self, epoch, sequence, actions):
        raise UnicodeEncodeError("utf-8", SECRET, 0, 1, SECRET)


def test_a_client_in_a_bug_s_error_is_kept_nowhere(tmp_path, capfd):
    folder = StateFolder(tmp_path)
    folder.create()
    now = lambda: dt.datetime.now(dt.UTC)  # noqa: E731  # one line is enough for a clock
    log = LogFile(folder.log_file, now)
    for make_source, make_sink in ((QuotingSource, MemorySink), (MemorySource, QuotingSink)):
        _work_with(folder, log, make_source, make_sink)
    capfd_out = "".join(capfd.readouterr())

    assert "PS-SYS-01" in folder.log_file.read_text()
    assert quoting(tmp_path, "High Street") == []
    assert MARKER not in capfd_out.lower()


def _work_with(folder: StateFolder, log: LogFile, make_source, make_sink) -> None:
    practice = MemoryPractice()
    practice.contacts[practice.key(("1",))] = {"name": SECRET, "kind": "person"}

    def make(practice_id, clock, publish):
        source = make_source(practice)
        job = Job(
            name="Main",
            source=source,
            feed=TrackingFeed(practice),
            sink=make_sink(MemoryCloud()),
            journal=SqliteJournal(str(folder.private / "journal-p.db")),
            translate=clean,
            pace=Pace(0.05),
            next_check=lambda now: now + dt.timedelta(hours=1),
        )
        return Runner(job, clock, publish, lambda read: read)

    def on_bug(name: str, bug: BaseException) -> None:
        log.write(bug_line(bug, name))

    thread = PracticeThread("Main", "p", make, on_bug)
    now = lambda: dt.datetime.now(dt.UTC)  # noqa: E731  # as above
    front = StateFront(folder, Me(1, "0", now()), now, log.write)
    diary = Diary(folder.private / "commands.json")
    worker = Worker(
        [thread], Commands([thread], diary, now, {}), front, log.write, Patience(), _Calm()
    )
    end = time.monotonic() + 3
    thread.wish(SyncNow())
    worker.run(Ending(lambda: time.monotonic() > end), tick=0.02)


class _Calm:
    trouble = None
    mistakes = ()

    def look(self) -> bool:
        return False
