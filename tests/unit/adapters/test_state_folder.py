"""Worker and viewers meet in the folder: whole files, right rights, one worker."""

import errno
import grp
import os
import resource
import signal
import stat
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from practicesync.adapters.publish import Insistence, publish, writing
from practicesync.adapters.state_folder import StateFolder, default_root
from practicesync.adapters.worker_lock import WorkerLock
from practicesync.core.errors import Code, Misconfigured, Unavailable
from practicesync.core.phase import Phase
from practicesync.core.phase_words import Today
from practicesync.core.report import Report
from practicesync.core.snapshot import Status, Worker
from practicesync.core.status import Reported, status

NOW = datetime(2025, 5, 3, 9, 30, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> StateFolder:
    folder = StateFolder(tmp_path / "state")
    folder.create()
    return folder


def a_status(number: int = 1, practices: int = 1) -> Status:
    reports = [Reported(f"{n}", "p", Report(Phase.IN_SYNC, NOW)) for n in range(practices)]
    return status(reports, Worker(number, "1", NOW), Today(NOW, UTC))


def bits(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_each_folder_has_its_rights_whatever_the_umask(tmp_path):
    for umask in (0o000, 0o077):
        folder = StateFolder(tmp_path / f"{umask}")
        before = os.umask(umask)
        try:
            folder.create()
            folder.show(a_status())
        finally:
            os.umask(before)

        rights = {path.name: bits(path) for path in folder.root.iterdir()}
        assert rights == {
            "public": 0o755,
            "logs": 0o755,
            "inbox": 0o700,
            "replies": 0o711,
            "private": 0o700,
        }
        assert bits(folder.status_file) == 0o644


def test_where_there_is_the_group_it_may_put_something_into_the_inbox(tmp_path):
    group = grp.getgrgid(os.getegid()).gr_name
    folder = StateFolder(tmp_path / "state", group)

    folder.create()
    inbox = folder.root / "inbox"
    assert (bits(inbox), inbox.stat().st_gid) == (0o1730, os.getegid())

    inbox.rmdir()
    folder.mend()
    assert (bits(inbox), inbox.stat().st_gid) == (0o1730, os.getegid())


def test_an_inbox_that_everybody_could_write_into_is_closed(folder):
    inbox = folder.root / "inbox"
    inbox.chmod(0o1733)

    folder.create()

    assert bits(inbox) == 0o700


def test_wrong_rights_are_put_right(folder):
    folder.private.chmod(0o777)

    folder.create()

    assert bits(folder.private) == 0o700


def test_the_places_are_those_that_were_agreed(folder):
    root = folder.root
    assert folder.config_file == root / "private/config.toml"
    assert folder.log_file == root / "logs/practicesync.log"
    assert folder.status_file == root / "public/status.json"
    assert folder.heartbeat_file == root / "public/heartbeat"


def test_the_folder_is_as_given_or_as_the_environment_says_or_the_usual_one(tmp_path):
    environ = {"PRACTICESYNC_STATE": str(tmp_path / "theirs")}

    assert default_root(str(tmp_path / "given"), environ) == tmp_path / "given"
    assert default_root(None, environ) == tmp_path / "theirs"
    assert default_root("relative", environ) == Path.cwd() / "relative"
    assert default_root(None, {}).name == "PracticeSync"


def test_a_status_is_read_as_it_was_shown(folder):
    assert folder.shown() is None

    folder.show(a_status(1))
    folder.show(a_status(2))

    assert folder.shown() == a_status(2)
    assert [path.name for path in folder.public.iterdir()] == ["status.json"]


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"schema": 1}',
        b'{"code": "\xff"}',
        b'{"a member of a later version": ' + b"[" * 100_000,
    ],
    ids=["empty", "torn", "list", "null", "part", "not utf-8", "deep"],
)
def test_a_status_that_can_not_be_read_is_none(folder, garbage):
    folder.status_file.write_bytes(garbage)

    assert folder.shown() is None


def test_a_reader_never_meets_half_a_status(folder):
    folder.show(a_status(0))
    met: list[Status | None] = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            met.append(folder.shown())

    reader = threading.Thread(target=look)
    reader.start()
    for number in range(300):
        folder.show(a_status(number, practices=1 + number % 20))
    done.set()
    reader.join()

    assert met
    assert None not in met


class HeldFile:
    """Replaces a file as Windows does while a reader has it open for so many tries."""

    def __init__(self, tries: int) -> None:
        self.tries = tries
        self.waited: list[float] = []

    def replace(self, new: Path, old: Path) -> None:
        if len(self.waited) < self.tries:
            raise PermissionError(errno.EACCES, "held")
        new.replace(old)

    def insistence(self) -> Insistence:
        return Insistence(2.0, self.replace, self.waited.append)


def test_a_status_is_shown_once_its_reader_lets_go(folder):
    held = HeldFile(tries=5)

    folder.show(a_status(), held.insistence())

    assert folder.shown() == a_status()
    assert len(held.waited) == 5


def test_a_reader_that_never_lets_go_is_given_up_after_two_seconds(folder):
    held = HeldFile(tries=10**9)
    folder.show(a_status(1))

    with pytest.raises(Misconfigured) as told:
        folder.show(a_status(2), held.insistence())

    assert told.value.code is Code.FOLDER_NOT_WRITABLE
    assert told.value.facts == {"path": str(folder.status_file)}
    assert sum(held.waited) == pytest.approx(2.0, abs=0.1)
    assert folder.shown() == a_status(1)
    assert [path.name for path in folder.public.iterdir()] == ["status.json"]


def test_the_heart_beats(folder):
    assert folder.last_beat() is None
    assert folder.is_silent(0.0)

    folder.beat()
    beat = folder.last_beat()

    assert beat is not None
    assert not folder.is_silent(beat + 29)
    assert folder.is_silent(beat + 31)
    assert folder.is_silent(beat - 31)

    os.utime(folder.heartbeat_file, (1, 1))
    folder.beat()
    assert (folder.last_beat() or 0) >= beat


def test_what_can_not_be_written_says_where(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(Misconfigured) as told:
        StateFolder(tmp_path / "file" / "state").create()

    assert told.value.code is Code.FOLDER_NOT_WRITABLE
    assert told.value.facts == {"path": str(tmp_path / "file" / "state")}
    assert told.value.__suppress_context__


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_waited_for(tmp_path, number):
    with pytest.raises(Unavailable) as told, writing(tmp_path):
        raise OSError(number, "full")

    assert told.value.code is Code.DISK_FULL


def test_a_disk_that_fills_up_leaves_the_old_status_and_no_rest(folder):
    folder.show(a_status(1))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        with pytest.raises(Unavailable) as told:
            folder.show(a_status(2))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ignored)

    assert told.value.code is Code.DISK_FULL
    assert folder.shown() == a_status(1)
    assert [path.name for path in folder.public.iterdir()] == ["status.json"]


def test_a_secret_is_never_readable_while_it_is_written(tmp_path):
    met = []

    def replace(new: Path, old: Path) -> None:
        met.append(bits(new))
        new.replace(old)

    publish(tmp_path / "a", b"x", 0o600, Insistence(0, replace))

    assert met == [0o600]


def test_there_is_one_worker(folder):
    with folder.lock, pytest.raises(Misconfigured) as told:
        StateFolder(folder.root).lock.hold()

    assert told.value.code is Code.WORKER_RUNS_ALREADY
    assert told.value.facts == {"path": str(folder.root)}
    with StateFolder(folder.root).lock:
        pass


def test_a_lock_that_was_let_go_twice_stays_free(folder):
    folder.lock.hold()
    folder.lock.let_go()
    folder.lock.let_go()

    with folder.lock:
        pass


HOLD = """
import sys, pathlib
from practicesync.adapters.worker_lock import WorkerLock
lock = WorkerLock(pathlib.Path(sys.argv[1]))
lock.hold()
print("held", flush=True)
sys.stdin.read()
"""


def test_a_killed_worker_lets_go_of_the_folder(folder):
    path = folder.private / "worker.lock"
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as worker:
        assert worker.stdout
        assert worker.stdout.readline() == b"held\n"
        with pytest.raises(Misconfigured):
            WorkerLock(path).hold()

        worker.kill()
        worker.wait()

    with WorkerLock(path):
        pass


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"null",
        b"[1]",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"schema": 1, "written_at": "soon"}',
        b'{"schema": "one"}',
    ],
)
def test_a_status_that_is_garbage_is_none(folder, content):
    folder.status_file.write_bytes(content)

    assert folder.shown() is None


def test_every_beginning_of_a_status_is_none(folder):
    folder.show(a_status())
    whole = folder.status_file.read_bytes()

    for size in range(0, len(whole), 7):
        folder.status_file.write_bytes(whole[:size])
        assert folder.shown() is None


def test_a_status_of_a_gigabyte_is_none(folder):
    with folder.status_file.open("wb") as file:
        file.truncate(2**30)

    assert folder.shown() is None


def test_a_folder_for_a_status_is_none(folder):
    folder.status_file.mkdir()

    assert folder.shown() is None


def test_a_status_of_a_later_version_can_be_read(folder):
    folder.show(a_status())
    later = folder.status_file.read_bytes()[:-1] + b', "mood": {"of": "the day"}}'
    folder.status_file.write_bytes(later)

    assert folder.shown() == a_status()


def test_a_status_is_written_over_the_old_one_as_a_whole(folder):
    folder.show(a_status(practices=3))

    assert folder.show_over(a_status(2, practices=1))

    assert folder.shown() == a_status(2, practices=1)


def test_there_is_nothing_to_write_over_before_the_first_status(folder):
    assert not folder.show_over(a_status())
    assert not folder.status_file.exists()


def test_folders_that_went_away_are_made_anew_but_not_the_private_one(folder):
    for name in ("public", "logs", "inbox", "replies", "private"):
        (folder.root / name).rename(folder.root / f"away-{name}")

    folder.mend()

    made = {path.name: bits(path) for path in folder.root.iterdir() if "away" not in path.name}
    assert made == {"public": 0o755, "logs": 0o755, "inbox": 0o700, "replies": 0o711}


def test_a_folder_that_is_gone_as_a_whole_is_not_made_anew(folder):
    folder.root.rename(folder.root.with_name("away"))

    with pytest.raises(Misconfigured):
        folder.mend()
    assert not folder.root.exists()
