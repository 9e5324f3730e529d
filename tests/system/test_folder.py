"""Worker and viewers meet in one folder, whatever somebody puts into it.

Members of the group that may command are members of a group that every Linux has: the worker is
told its name. As root, another account is really another one; else it is this one.
"""

from __future__ import annotations

import datetime as dt
import grp
import json
import multiprocessing
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from practicesync.adapters.inbox import Inbox
from practicesync.adapters.state_folder import StateFolder
from practicesync.adapters.vault import FileKeyStore, FileVault
from practicesync.app.asking.ask import ask
from practicesync.app.worker.diary import Diary
from practicesync.app.worker.front import StateFront
from practicesync.core.errors import Misconfigured
from practicesync.core.snapshot import Worker
from practicesync.demo.practice import make_practice
from tests.system.installation import Installation, stop

NOBODY = pwd.getpwnam("nobody")
PRACTICE = "2f6f0d0e-5b0c-4b53-8a5e-0a1b2c3d4e5f"
NOON = dt.datetime(2026, 5, 3, 12, 0, tzinfo=dt.UTC)
UP = ("retrying", "unavailable")
ROOT = os.geteuid() == 0
MEMBERS = grp.getgrgid(NOBODY.pw_gid if ROOT else os.getegid()).gr_name
"""The group of `other`."""

WORKER = """
import sys
from pathlib import Path
from practicesync.app.worker.run import run_worker
sys.exit(run_worker(Path(sys.argv[1]), administrators=sys.argv[2]))
"""


@pytest.fixture
def server() -> Iterator[Installation]:
    """An installation that other accounts can reach: not below pytest's own folder.

    It has been signed in, and its cloud can't be reached: so it does what it is asked.
    """
    folder = Path(tempfile.mkdtemp(prefix="practicesync-test-"))
    folder.chmod(0o755)
    make_practice(folder / "practice.db", contacts=10)
    server = Installation(folder / "state")
    server.write(
        f"""
[agent]
poll_interval = 0.5
[[practice]]
name = "Main office"
practice_id = "{PRACTICE}"
database = "sqlite:///{folder / "practice.db"}"
profile = "demo"
cloud = "https://127.0.0.1:9/"
"""
    )
    private = server.state / "private"
    vault = FileVault(private / "vault.bin", FileKeyStore(private / "vault.key"))
    vault.put(f"tokens:{PRACTICE}", json.dumps({"current": "made up for this test"}))
    yield server
    shutil.rmtree(folder)


def as_nobody(act: Callable[[], Any]) -> Any:
    """Return what comes of the act in a process of another account, where this one may make one."""
    forking = multiprocessing.get_context("fork")
    here, there = forking.Pipe(duplex=False)

    def work() -> None:
        if ROOT:
            os.setgroups([])
            os.setgid(NOBODY.pw_gid)
            os.setuid(NOBODY.pw_uid)
        there.send(act())

    child = forking.Process(target=work)
    child.start()
    try:
        assert here.poll(30), "the other account's process gave no answer"
        return here.recv()
    finally:
        child.join(10)


def other() -> str:
    return "nobody" if ROOT else pwd.getpwuid(os.geteuid()).pw_name


@contextmanager
def running_for(server: Installation, group: str) -> Iterator[subprocess.Popen[str]]:
    """Run a worker that lets the members of that group command."""
    worker = script(WORKER, server.state, group)
    try:
        server.until_phase(*UP)
        yield worker
    finally:
        stop(worker)


def refused(act: Callable[[], Any]) -> dict[str, str]:
    """Return why an account may not ask, where that is told."""
    try:
        act()
    except Misconfigured as told:
        return {"code": told.code.value, **told.facts}
    return {}


def command(**changed: Any) -> dict[str, Any]:
    return {
        "id": str(uuid.uuid4()),
        "command": "sync-now",
        "practice": None,
        "issued_at": dt.datetime.now(dt.UTC).isoformat(),
        "arguments": {},
    } | changed


def put(server: Installation, **changed: Any) -> str:
    """Leave a command in the inbox as any program could, and return its id."""
    written = command(**changed)
    inbox = server.state / "inbox"
    beside = inbox / f".{written['id']}"
    beside.write_text(json.dumps(written))
    beside.rename(inbox / f"{written['id']}.json")
    return str(written["id"])


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def answered(server: Installation, id_: str) -> dict[str, Any]:
    """Wait for the answer to a command: it is given a moment after its file is gone."""
    told: list[dict[str, Any]] = []
    replies = StateFolder(server.state).replies

    def is_there() -> bool:
        reply = replies.collect(id_)
        told.extend([] if reply is None else [dict(reply)])
        return bool(told)

    until(is_there)
    return told[0]


def inbox_is_empty(server: Installation) -> bool:
    return not list((server.state / "inbox").iterdir())


CLI = """
from practicesync.app.cli import main
main()
"""

READER = """
import sys, time
from pathlib import Path
from practicesync.adapters.state_folder import StateFolder
folder = StateFolder(Path(sys.argv[1]))
none, seen, end = 0, set(), Path(sys.argv[1]) / "end"
print("ready", flush=True)
while not end.exists():
    shown = folder.shown()
    none += shown is None
    seen.add(shown and shown.worker.pid)
print(none, len(seen))
"""

WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from practicesync.adapters.state_folder import StateFolder
from practicesync.core.phase import Phase
from practicesync.core.phase_words import Today
from practicesync.core.report import Report
from practicesync.core.snapshot import Worker
from practicesync.core.status import Reported, status
folder = StateFolder(Path(sys.argv[1]))
now = datetime.now(UTC)
for number in range(int(sys.argv[2])):
    reports = [Reported(f"{n}", "p", Report(Phase.IN_SYNC, now)) for n in range(number % 40)]
    folder.show(status(reports, Worker(number, "1", now), Today(now, UTC)))
"""


def script(text: str, *arguments: object) -> subprocess.Popen[str]:
    line = [sys.executable, "-c", text, *map(str, arguments)]
    return subprocess.Popen(line, stdout=subprocess.PIPE, text=True)


def test_readers_never_meet_garbage_in_thousands_of_replacements(tmp_path):
    folder = StateFolder(tmp_path)
    folder.create()
    subprocess.run([sys.executable, "-c", WRITER, str(tmp_path), "1"], check=True, timeout=60)
    readers = [script(READER, tmp_path) for _ in range(3)]
    try:
        for reader in readers:
            assert reader.stdout is not None
            assert reader.stdout.readline() == "ready\n"
        subprocess.run(
            [sys.executable, "-c", WRITER, str(tmp_path), "2000"], check=True, timeout=60
        )
    finally:
        (tmp_path / "end").touch()
        told = [reader.communicate(timeout=30)[0].split() for reader in readers]

    assert [none for none, _ in told] == ["0"] * 3
    assert all(int(seen) > 100 for _, seen in told)
    assert [path.name for path in folder.public.iterdir()] == ["status.json"]


@pytest.mark.parametrize("content", [b"", b"{", b"\xff" * 100, b"[" * 10_000, None])
def test_a_viewer_says_so_where_it_can_not_read_what_a_worker_shows(server, content):
    StateFolder(server.state).create()
    status = server.state / "public" / "status.json"
    if content is None:
        with status.open("wb") as file:
            file.truncate(2**30)
    else:
        status.write_bytes(content)
    (server.state / "public" / "heartbeat").touch()

    told = server.call("status", "--json")

    assert told.code == 8
    assert json.loads(told.out)["code"] == "PS-SYS-23"
    assert told.err == ""
    (server.state / "public" / "heartbeat").unlink()
    assert json.loads(server.call("status", "--json").out)["code"] == "PS-SYS-09"


@pytest.mark.parametrize(
    ("age", "silent"), [(None, True), (60, True), (-60, True), (1, False), (-1, False)]
)
def test_a_heart_is_believed_for_thirty_seconds_either_way(server, age, silent):
    with server.running():
        server.until_phase(*UP)
    heartbeat = server.state / "public" / "heartbeat"
    if age is not None:
        heartbeat.touch()
        os.utime(heartbeat, (time.time() - age,) * 2)

    told = json.loads(server.call("status", "--json").out)

    assert (told["phase"] == "not_running") == silent


@pytest.mark.parametrize("sort", ["rubbish", "no commands", "commands"])
def test_a_command_is_carried_out_in_time_in_a_flood_of_ten_thousand(server, sort):
    with running_for(server, MEMBERS) as worker:
        inbox = server.state / "inbox"

        def flood() -> bool:
            for number in range(10_000):
                written = command()
                name = f"{number}" if sort == "rubbish" else f"{written['id']}.json"
                content = json.dumps(written) if sort == "commands" else "{"
                (inbox / name).write_text(content)
            return True

        as_nobody(flood)
        if ROOT or sort != "commands":  # somebody's own flood of commands is in their own way
            done = server.call("pause", "5")
            assert (done.code, done.err) == (0, "")
        until(lambda: inbox_is_empty(server))
        assert worker.poll() is None
        assert not StateFolder(server.state).is_silent(time.time())

    log = server.log()
    assert "Traceback" not in log
    assert len(log.splitlines()) < 250
    assert f"by={other()}" in log


def test_whatever_lies_in_the_inbox_is_removed_and_harms_nobody(server, tmp_path):
    victim = tmp_path / "victim"
    victim.write_text(json.dumps(command(command="pause")))
    with server.running() as worker:
        server.until_phase(*UP)
        inbox = server.state / "inbox"
        with (inbox / f"{uuid.uuid4()}.json").open("wb") as file:
            file.truncate(2**30)
        (inbox / f"{uuid.uuid4()}.json").symlink_to(victim)
        (inbox / f"{uuid.uuid4()}.json").symlink_to("/dev/zero")
        os.mkfifo(inbox / f"{uuid.uuid4()}.json")
        (inbox / f"{uuid.uuid4()}.json").mkdir()
        (inbox / "x%2F..%2Fprivate%2Fconfig.toml").write_text("x")
        (inbox / "a\nb").write_text("x")
        until(lambda: inbox_is_empty(server))
        assert worker.poll() is None

    assert victim.exists()
    log = server.log()
    assert log.count("PS-SYS-13") == 7
    assert log.count('reason="not a file"') == 4
    assert all(line[:2] == "20" for line in log.splitlines())


def test_a_second_name_of_another_s_file_is_not_carried_out(server):
    with server.running():
        server.until_phase(*UP)
        theirs = server.state.parent / "theirs"
        written = command(command="pause")
        theirs.write_text(json.dumps(written))
        os.link(theirs, server.state / "inbox" / f"{written['id']}.json")
        until(lambda: inbox_is_empty(server))
        mine = put(server)
        shown = server.until(lambda shown: bool(shown["last_commands"]))
        assert [one["id"] for one in shown["last_commands"]] == [mine]


def test_skewed_repeated_and_unknown_commands_are_not_carried_out(server):
    now = dt.datetime.now(dt.UTC)
    with server.running():
        server.until_phase(*UP)
        ids = [
            put(server, issued_at=(now + dt.timedelta(minutes=minutes)).isoformat())
            for minutes in (-11, 2, -60 * 24, 60 * 24)
        ]
        first = put(server)
        told = [answered(server, id_) for id_ in ids]
        answered(server, first)
        put(server, id=first)
        unknown = put(server, command="format-disk\nroot")
        server.until(lambda shown: shown["last_commands"][-1:] and _last(shown)["id"] == unknown)

        asked = server.status()["last_commands"]
        assert [(one["id"], one["command"], one["outcome"]) for one in asked] == [
            (first, "sync-now", "done"),
            (unknown, "", "refused"),
        ]

    assert [(one["outcome"], one["exit"]) for one in told] == [("refused", 2)] * 4
    sentences = [str(one["sentence"]) for one in told]
    assert ["ten minutes ago" in sentence for sentence in sentences] == [True, False] * 2
    assert ["in the future" in sentence for sentence in sentences] == [False, True] * 2
    log = server.log()
    assert log.count("reason=expired") == 2
    assert log.count("reason=ahead") == 2
    assert log.count('reason="unknown command"') == 1
    assert "format-disk" not in log
    assert "format-disk" not in json.dumps(asked)


def test_a_command_that_nobody_waits_for_any_more_never_runs(server):
    with server.running() as worker:
        server.until_phase(*UP)
        os.kill(worker.pid, signal.SIGSTOP)
        try:
            given_up = script(CLI, "--state", server.state, "pause")
            until(lambda: not inbox_is_empty(server))
            given_up.send_signal(signal.SIGINT)
            given_up.communicate(timeout=30)
            gone = inbox_is_empty(server)
            timed_out = server.call("pause")
        finally:
            os.kill(worker.pid, signal.SIGCONT)
        done = server.call("sync-now")
        shown = server.until(lambda shown: bool(shown["last_commands"]))

    assert gone
    assert (timed_out.code, timed_out.out) == (8, "")
    assert "What you asked wasn't carried out, and won't be." in timed_out.err
    assert done.code == 0
    assert [one["command"] for one in shown["last_commands"]] == ["sync-now"]
    assert shown["phase"] in UP


def test_a_command_after_a_restart_is_carried_out_once(server):
    with server.running():
        server.until_phase(*UP)
        first = put(server)
        server.until(lambda shown: bool(shown["last_commands"]))
    with server.running():
        server.until_phase(*UP)
        put(server, id=first)
        until(lambda: inbox_is_empty(server))
        time.sleep(0.5)
        assert server.status()["last_commands"] == []


def test_a_command_is_told_with_who_asked(server):
    with running_for(server, MEMBERS):
        claimed = {"owner": "root", "by": "root"}
        folder = StateFolder(server.state, MEMBERS)
        reply = as_nobody(lambda: ask(folder, "sync-now", None, claimed))
        server.until(lambda shown: bool(shown["last_commands"]))

        assert reply.outcome == "done"
        assert [one["by"] for one in server.status()["last_commands"]] == [other()]
    assert f"command=sync-now outcome=done by={other()}" in server.log()


@pytest.mark.parametrize("group", ["games", "no-group-of-this-name"])
def test_whoever_is_not_in_the_group_is_told_so_at_once(server, group):
    folder = StateFolder(server.state, group)
    with running_for(server, group):
        told = as_nobody(lambda: refused(lambda: ask(folder, "sync-now", None, {})))
        # A program of one's own, which doesn't look first, finds a folder that it can't write.
        able = as_nobody(lambda: os.access(server.state / "inbox", os.W_OK))
        assert inbox_is_empty(server)

    if ROOT:
        assert told == {"code": "PS-SYS-13", "reason": "outsider"}
        assert not able
        assert server.status()["last_commands"] == []
    else:  # the worker's own account needs no group
        assert told == {}


def test_what_an_outsider_left_all_the_same_is_removed_and_told_once(server):
    """Also where somebody has opened the inbox to everybody by hand."""
    with running_for(server, "no-group-of-this-name"):
        inbox = server.state / "inbox"
        inbox.chmod(0o1733)

        def leave() -> bool:
            for _ in range(30):
                put(server, command="pause")
            (inbox / "rubbish").write_text("x")
            return True

        folder = StateFolder(server.state, "no-group-of-this-name")
        told = as_nobody(lambda: refused(lambda: ask(folder, "pause", None, {})))
        as_nobody(leave)
        server.until(lambda shown: bool(shown["last_commands"]))
        until(lambda: inbox_is_empty(server))
        mine = put(server)
        shown = server.until(lambda shown: _last(shown)["id"] == mine)

    asked = [(one["by"], one["outcome"]) for one in shown["last_commands"]]
    if ROOT:
        assert told["reason"] == "outsider"
        assert asked == [("nobody", "refused"), ("root", "done")]
        assert server.log().count("reason=outsider by=nobody") == 1
        assert shown["phase"] in UP
        diary = Diary(server.state / "private" / "commands.json")
        diary.open()
        assert diary.paused == {}
    else:
        assert {by for by, _ in asked} == {other()}


def test_another_account_reads_no_answer_and_no_private_file(server):
    with server.running():
        server.until_phase(*UP)
        id_ = put(server)
        reply = server.state / "replies" / f"{id_}.json"
        until(reply.exists)

        def read() -> list[str]:
            able = []
            paths = [reply, server.config, server.state / "inbox", server.state / "replies"]
            for path in paths:
                try:
                    list(path.iterdir()) if path.is_dir() else path.read_bytes()
                    able.append(path.name)
                except OSError:
                    continue
            return able

        if ROOT:
            assert as_nobody(read) == []
        status = server.state / "public" / "status.json"
        assert as_nobody(lambda: len(status.read_bytes())) > 100


def test_a_worker_that_is_not_root_carries_nothing_out_that_it_can_not_answer(server):
    """Root asks a worker of another account; where there is no root, an account its own worker."""
    state = server.state.parent / "theirs"

    def front() -> StateFront:
        folder = StateFolder(state)
        return StateFront(folder, Worker(1, "0", NOON), lambda: dt.datetime.now(dt.UTC), print)

    state.mkdir()
    if ROOT:
        os.chown(state, NOBODY.pw_uid, NOBODY.pw_gid)
    as_nobody(StateFolder(state).create)
    for name in ("check", "deactivate", "pause"):
        Inbox(state / "inbox").ask(name, None, {}, dt.datetime.now(dt.UTC))
    heard = as_nobody(lambda: [one.command for one in front().asked()])

    assert heard == (["pause"] if ROOT else ["check", "deactivate", "pause"])


def _last(shown: dict[str, Any]) -> dict[str, Any]:
    last: dict[str, Any] = shown["last_commands"][-1]
    return last


DYING = """
import datetime as dt, os, signal, sys
from pathlib import Path
from practicesync.adapters.inbox import Inbox
from practicesync.app.worker.commands import Commands
from practicesync.app.worker.diary import Diary
from practicesync.core.errors import Misconfigured
from practicesync.core.phase import Phase
from practicesync.core.report import Report

state, moment = Path(sys.argv[1]), sys.argv[2]

def die(at):
    if at == moment:
        os.kill(os.getpid(), signal.SIGKILL)

class Office:
    name, practice_id = "Main office", "id-1"
    report = Report(Phase.IN_SYNC, dt.datetime.now(dt.UTC))
    def wish(self, wish):
        die("remembered")
        with (state / "effects").open("a") as file:
            file.write(type(wish).__name__ + "\\n")
        die("done")

now = lambda: dt.datetime.now(dt.UTC)
diary = Diary(state / "commands.json")
diary.open()
commands = Commands([Office()], diary, now, {})
for asked in Inbox(state / "inbox").take(now()).commands:
    die("taken")
    commands.carry_out(asked)
    die("answered")
"""


@pytest.mark.parametrize(
    ("moment", "effects"),
    [("taken", 0), ("remembered", 0), ("done", 1), ("answered", 1), ("never", 1)],
)
def test_a_command_that_is_killed_at_any_point_never_runs_twice(tmp_path, moment, effects):
    (tmp_path / "inbox").mkdir()
    asked = Inbox(tmp_path / "inbox").ask("sync-now", None, {}, dt.datetime.now(dt.UTC))
    written = (tmp_path / "inbox" / f"{asked}.json").read_bytes()

    for life in (moment, "never", "never"):
        worker = script(DYING, tmp_path, life)
        try:
            worker.wait(30)
        finally:
            stop(worker)
        if moment != "taken":  # a copy that somebody kept, or a file that came back with a backup
            (tmp_path / "inbox" / f"{asked}.json").write_bytes(written)

    done = tmp_path / "effects"
    assert (done.read_text().count("SyncNow") if done.exists() else 0) == effects
    diary = Diary(tmp_path / "commands.json")
    diary.open()
    assert diary.has(asked) == (moment != "taken")
