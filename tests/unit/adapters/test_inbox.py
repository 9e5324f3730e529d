"""Commands are taken once, in order, only while fresh, and only if they are what they seem."""

import grp
import json
import os
import pwd
import stat
import tempfile
import threading
import tracemalloc
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from practicesync.adapters import inbox as inbox_module
from practicesync.adapters.accounts import owner_name
from practicesync.adapters.inbox import LARGEST, Inbox
from practicesync.adapters.state_folder import StateFolder
from practicesync.core.command import Command, Dropped
from practicesync.core.errors import Code, Misconfigured, Unavailable

NOBODY = pwd.getpwnam("nobody")


@pytest.fixture
def folder(tmp_path: Path) -> StateFolder:
    folder = StateFolder(tmp_path)
    folder.create()
    return folder


@pytest.fixture
def inbox(folder: StateFolder) -> Inbox:
    return folder.inbox


@pytest.fixture
def box(tmp_path: Path) -> Path:
    return tmp_path / "inbox"


def now() -> datetime:
    """Files carry the file system's time, so the tests live in it, too."""
    return datetime.now(UTC)


def put(box: Path, **changed: Any) -> str:
    """Write a command as somebody else's program would."""
    id_ = str(uuid.uuid4())
    written = {
        "id": id_,
        "command": "sync-now",
        "practice": None,
        "issued_at": now().isoformat(),
        "arguments": {},
    } | changed
    (box / f"{id_}.json").write_text(json.dumps(written))
    return id_


def me() -> str:
    return owner_name(Path("/proc/self").stat())


def reason(inbox: Inbox, at: datetime | None = None) -> str:
    taken = inbox.take(at or now())
    assert not taken.commands
    [dropped] = taken.dropped
    return dropped.reason


def test_a_command_arrives_once_with_its_owner(inbox, box):
    issued = now()
    id_ = inbox.ask("pause", "p1", {"minutes": 5, "why": None, "ids": ["a"]}, issued)

    taken = inbox.take(now())

    assert taken.commands == [
        Command(id_, "pause", "p1", issued, {"minutes": 5, "why": None, "ids": ["a"]}, me())
    ]
    assert taken.dropped == []
    assert list(box.iterdir()) == []
    assert inbox.take(now()).commands == []


def test_a_command_by_another_program_arrives(inbox, box):
    id_ = put(box)

    [command] = inbox.take(now()).commands

    assert (command.id, command.command, command.arguments) == (id_, "sync-now", {})


def test_commands_come_in_the_order_of_time(inbox, box):
    ids = [put(box) for _ in range(5)]
    for age, id_ in enumerate(ids):
        seconds = now().timestamp() - 10 - age
        os.utime(box / f"{id_}.json", (seconds, seconds))

    assert [command.id for command in inbox.take(now()).commands] == ids[::-1]


def test_a_round_hears_a_hundred_commands_of_one_owner(inbox, box):
    for _ in range(150):
        put(box)

    taken = inbox.take(now())

    assert len(taken.commands) == 100
    assert [dropped.reason for dropped in taken.dropped] == ["too many"] * 50
    assert list(box.iterdir()) == []


def test_somebody_who_asks_too_much_is_in_nobody_else_s_way(folder, box):
    if os.geteuid() != 0:
        return  # only root can make another's files here; test_folder has a process of another
    for _ in range(150):
        put(box)
    mine = put(box)
    os.chown(box / f"{mine}.json", NOBODY.pw_uid, -1)

    taken = Inbox(box, grp.getgrgid(NOBODY.pw_gid).gr_name).take(now())

    assert len(taken.commands) == 101
    assert taken.commands[-1].id == mine


def test_a_command_is_heard_among_ten_thousand_files_that_are_none(inbox, box):
    for number in range(10_000):
        (box / f"{number}").touch()
    id_ = put(box)

    taken = inbox.take(now())

    assert [command.id for command in taken.commands] == [id_]
    assert len(taken.dropped) == 2_000
    for _ in range(4):
        inbox.take(now())
    assert list(box.iterdir()) == []


def test_folders_that_can_not_be_removed_are_in_nobody_s_way(inbox, box):
    for _ in range(2_500):
        folder = box / f"{uuid.uuid4()}.json"
        folder.mkdir()
        (folder / "file").touch()
    ids = {put(box) for _ in range(50)}

    assert {command.id for command in inbox.take(now()).commands} == ids
    assert len(list(box.iterdir())) == 2_500


def test_a_file_of_a_gigabyte_is_dropped_after_its_first_bytes(inbox, box):
    with (box / f"{uuid.uuid4()}.json").open("wb") as file:
        file.truncate(2**30)
    tracemalloc.start()

    try:
        assert reason(inbox) == "too large"
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 5 * LARGEST


@pytest.mark.parametrize("name", ["..json", "...", "..%2F..%2Fconfig.json", "a\nb", "-rf"])
def test_a_name_leads_nowhere_else(inbox, box, name):
    (box / name).write_text("{}")
    os.utime(box / name, (0, 0))  # what begins with a point is left alone until it is old

    assert reason(inbox) == "name"
    assert list(box.iterdir()) == []


def test_a_file_that_is_written_while_it_is_read_never_stops_the_worker(inbox, box):
    written = {
        "command": "pause",
        "practice": None,
        "issued_at": now().isoformat(),
        "arguments": {"why": "x" * 50_000},
    }
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            id_ = str(uuid.uuid4())
            content = json.dumps(written | {"id": id_}).encode()
            # One after the other into its final name, as no program of ours does.
            with (box / f"{id_}.json").open("wb", buffering=0) as file:
                for start in range(0, len(content), 1000):
                    file.write(content[start : start + 1000])

    writer = threading.Thread(target=write)
    writer.start()
    try:
        taken = [inbox.take(now()) for _ in range(300)]
    finally:
        stop.set()
        writer.join()

    commands = [command for one in taken for command in one.commands]
    assert {dropped.reason for one in taken for dropped in one.dropped} <= {"unreadable"}
    assert all(command.arguments == written["arguments"] for command in commands)
    assert len({command.id for command in commands}) == len(commands)


@given(content=st.binary(max_size=300) | st.from_type(str).map(str.encode))
@settings(max_examples=100, deadline=None)
def test_no_content_stops_the_worker(content):
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / f"{uuid.uuid4()}.json").write_bytes(content)

        assert len(Inbox(Path(folder)).take(now()).dropped) == 1


@pytest.mark.parametrize(
    "issued_at",
    [
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "2026-05-03T09:30:00+23:59",
        1e300,
        -1,
        None,
        "",
    ],
)
def test_no_time_stops_the_worker(inbox, box, issued_at):
    put(box, issued_at=issued_at)

    assert reason(inbox) in ("expired", "ahead", "unreadable")


def test_what_is_being_written_is_left_alone_until_it_is_old(inbox, box):
    (box / ".half.tmp").write_text("{")

    assert inbox.take(now()) == ([], [])
    assert [path.name for path in box.iterdir()] == [".half.tmp"]

    assert inbox.take(now() + timedelta(minutes=11)).dropped == [Dropped("", me(), "name")]
    assert list(box.iterdir()) == []


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"issued_at": "2025-05-03T09:30:00+00:00"}, "expired"),
        ({"issued_at": "2125-05-03T09:30:00+00:00"}, "ahead"),
        ({"issued_at": "2125-05-03T09:30:00"}, "time"),
        ({"issued_at": "soon"}, "unreadable"),
        ({"id": str(uuid.uuid4())}, "id"),
        ({"owner": "administrator"}, "unreadable"),
        ({"command": None}, "unreadable"),
        ({"arguments": {"deep": {"er": 1}}}, "unreadable"),
        ({"arguments": {"long": "x" * LARGEST}}, "too large"),
    ],
)
def test_what_is_no_fresh_command_is_dropped(inbox, box, changed, why):
    id_ = put(box, **changed)

    assert inbox.take(now()).dropped == [Dropped(id_, me(), why)]
    assert list(box.iterdir()) == []


def test_a_command_expires_by_its_own_time(inbox, box):
    put(box)

    assert reason(inbox, now() + timedelta(minutes=10, seconds=5)) == "expired"


def test_a_command_expires_by_the_file_s_time_whatever_it_claims(inbox, box):
    id_ = put(box)
    old = now().timestamp() - 605
    os.utime(box / f"{id_}.json", (old, old))

    assert reason(inbox) == "expired"


def test_a_command_of_nearly_ten_minutes_is_heard(inbox, box):
    id_ = put(box, issued_at=(now() - timedelta(minutes=9, seconds=50)).isoformat())

    assert [command.id for command in inbox.take(now()).commands] == [id_]


@pytest.mark.parametrize(
    "garbage", [b"", b"{", b"null", b"[]", b"\xff", b'{"id": "\xff"}', b"[" * 60_000]
)
def test_garbage_is_dropped(inbox, box, garbage):
    (box / f"{uuid.uuid4()}.json").write_bytes(garbage)

    assert reason(inbox) == "unreadable"


@pytest.mark.parametrize(
    "name",
    [
        "a.json",
        "command",
        f"{uuid.UUID(int=1)}.JSON",
        f"{uuid.UUID(int=10**38)}.json".upper(),
        f"{{{uuid.UUID(int=1)}}}.json",
        f"{uuid.UUID(int=1)}.json.json",
    ],
)
def test_a_name_that_is_no_uuid_is_dropped_and_not_repeated(inbox, box, name):
    put(box)
    (box / name).write_text("{}")

    taken = inbox.take(now())

    assert len(taken.commands) == 1
    assert [(dropped.id, dropped.reason) for dropped in taken.dropped] == [("", "name")]


def test_a_link_is_removed_and_what_it_leads_to_is_not_read(inbox, box, tmp_path):
    id_ = put(box)
    elsewhere = tmp_path / "elsewhere"
    (box / f"{id_}.json").rename(elsewhere)
    (box / f"{id_}.json").symlink_to(elsewhere)

    assert reason(inbox) == "not a file"
    assert elsewhere.exists()
    assert list(box.iterdir()) == []


def test_a_second_name_of_somebody_s_file_is_not_read(inbox, box, tmp_path):
    id_ = put(box)
    os.link(box / f"{id_}.json", tmp_path / "second")

    assert reason(inbox) == "not a file"


def test_a_pipe_does_not_hold_the_worker_up(inbox, box):
    os.mkfifo(box / f"{uuid.uuid4()}.json")

    assert reason(inbox) == "not a file"
    assert list(box.iterdir()) == []


def test_a_folder_is_removed(inbox, box):
    (box / f"{uuid.uuid4()}.json").mkdir()

    assert reason(inbox) == "not a file"
    assert list(box.iterdir()) == []


def test_what_can_not_be_removed_is_not_carried_out(inbox, box):
    full = box / f"{uuid.uuid4()}.json"
    full.mkdir()
    (full / "file").write_text("")
    id_ = put(box)

    taken = inbox.take(now())

    assert [command.id for command in taken.commands] == [id_]
    assert taken.dropped == []


def test_a_command_that_was_taken_back_is_not_heard(inbox, box):
    id_ = inbox.ask("pause", None, {}, now())

    assert inbox.withdraw(id_)

    assert inbox.take(now()) == ([], [])
    assert list(box.iterdir()) == []


def test_a_command_that_was_heard_can_not_be_taken_back(inbox):
    id_ = inbox.ask("pause", None, {}, now())
    [heard] = inbox.take(now()).commands

    assert heard.id == id_
    assert not inbox.withdraw(id_)


def test_only_the_worker_may_read_a_command(inbox, box):
    id_ = inbox.ask("set-secret", None, {}, now())

    assert stat.S_IMODE((box / f"{id_}.json").stat().st_mode) == 0o600


def test_no_inbox_is_no_worker(tmp_path):
    with pytest.raises(Unavailable) as told:
        Inbox(tmp_path / "none").ask("sync-now", None, {}, now())

    assert told.value.code is Code.NOT_RUNNING
    assert Inbox(tmp_path / "none").take(now()) == ([], [])


def test_somebody_without_the_right_is_told_so(tmp_path):
    (tmp_path / "inbox").write_text("")

    with pytest.raises(Misconfigured) as told:
        Inbox(tmp_path / "inbox").ask("sync-now", None, {}, now())

    assert told.value.code is Code.COMMAND_REFUSED
    assert told.value.facts == {"reason": "outsider"}


def test_what_another_account_left_is_removed_unread_and_unheard(inbox, box):
    if os.geteuid() != 0:
        return  # only root can make another's files; test_accounts judges accounts without root
    paths = [box / f"{put(box)}.json", box / f"{uuid.uuid4()}.json", box / "rubbish"]
    paths[1].write_text("{")
    paths[2].touch()
    for path in paths:
        os.chown(path, NOBODY.pw_uid, NOBODY.pw_gid)
    mine = put(box)

    taken = inbox.take(now())

    assert [command.id for command in taken.commands] == [mine]
    assert {(one.owner, one.reason) for one in taken.dropped} == {("nobody", "outsider")}
    assert len(taken.dropped) == 3
    assert list(box.iterdir()) == []


def test_a_file_that_changes_hands_while_it_is_read_is_not_carried_out(inbox, box):
    path = box / f"{put(box)}.json"
    seen = list(path.lstat())
    seen[stat.ST_UID] += 1

    with pytest.raises(inbox_module._Unheard, match="not a file"):
        inbox_module._read(path, os.stat_result(seen))


def test_an_answer_is_read_once(folder):
    id_ = str(uuid.uuid4())
    assert folder.replies.collect(id_) is None

    assert folder.replies.give(id_, {"sign_in_address": "https://x"}, me())

    path = folder.root / "replies" / f"{id_}.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert folder.replies.collect(id_) == {"sign_in_address": "https://x"}
    assert folder.replies.collect(id_) is None
    assert list(path.parent.iterdir()) == []


def test_an_answer_for_nobody_we_know_is_not_left_lying_about(folder):
    assert not folder.replies.give(str(uuid.uuid4()), {"a": 1}, "nobody-of-that-name")
    assert list((folder.root / "replies").iterdir()) == []


def test_answers_are_gone_after_ten_minutes_or_when_emptied(folder):
    replies = folder.root / "replies"
    fresh, old, read = (str(uuid.uuid4()) for _ in range(3))
    for id_ in (fresh, old, read):
        folder.replies.give(id_, {"a": 1}, me())
    long_ago = now().timestamp() - 605
    os.utime(replies / f"{old}.json", (long_ago, long_ago))
    os.truncate(replies / f"{read}.json", 0)
    (replies / "folder").mkdir()

    folder.replies.sweep(now())

    assert {path.name for path in replies.iterdir()} == {f"{fresh}.json", "folder"}


@pytest.mark.parametrize("id_", ["../private/config", "a", ""])
def test_an_answer_has_the_name_of_a_command(folder, id_):
    with pytest.raises(ValueError, match="badly formed"):
        folder.replies.collect(id_)


def test_an_answer_that_is_damaged_is_none(folder):
    id_ = str(uuid.uuid4())
    (folder.root / "replies" / f"{id_}.json").write_bytes(msgspec.json.encode([1]))

    assert folder.replies.collect(id_) is None


def test_a_worker_of_another_account_can_read_what_is_asked():
    def mode_for(worker: int) -> int:
        return inbox_module._mode(os.stat_result((0o41733, 0, 0, 2, worker, 0, 0, 0, 0, 0)))

    assert mode_for(os.geteuid()) == mode_for(0) == 0o600
    assert mode_for(os.geteuid() + 1) == 0o644
