"""The last lines of the log, across a change of files."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from practicesync.app.commands.logs import BLOCK, following, last_lines


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "practicesync.log"


def test_without_a_log_there_is_nothing(log):
    assert last_lines(log, 5) == ([], 0)


@pytest.mark.parametrize("number", [0, 1, 2, 3, 9])
def test_the_last_lines_are_whole(log, number):
    log.write_bytes(b"one\ntwo\nthree\nhal")

    lines, place = last_lines(log, number)

    assert lines == [b"one", b"two", b"three"][max(0, 3 - number) :]
    assert place == len(b"one\ntwo\nthree\n")


def test_a_long_log_is_read_from_its_end(log):
    log.write_bytes(b"".join(b"%d %s\n" % (number, b"x" * 999) for number in range(500)))

    lines, _ = last_lines(log, 200)

    assert BLOCK < 200 * 1000
    assert [int(line.split()[0]) for line in lines] == list(range(300, 500))


def test_a_log_that_has_just_begun_is_led_on_from_the_one_before(log):
    log.with_name("practicesync.log.1").write_bytes(b"one\ntwo\n")
    log.write_bytes(b"three\n")

    assert last_lines(log, 2)[0] == [b"two", b"three"]
    assert last_lines(log, 9)[0] == [b"one", b"two", b"three"]


def test_what_comes_is_followed_also_into_another_file(log):
    log.write_bytes(b"one\nhal")
    lines, place = last_lines(log, 9)
    waits = iter(range(10))
    coming = following(log, place, lambda _: next(waits))

    with log.open("ab") as file:
        file.write(b"f\ntwo\n")
    assert lines == [b"one"]
    assert list(itertools.islice(coming, 2)) == [b"half", b"two"]

    log.rename(log.with_name("practicesync.log.1"))
    log.write_bytes(b"new\n")
    assert next(coming) == b"new"
