"""Files that are there as a whole or not at all."""

import errno
import os
import sys
from pathlib import Path

import pytest

from practicesync.adapters.durable import private_folder, replace_file
from practicesync.adapters.publish import Insistence
from practicesync.core.errors import Code, Misconfigured, Problem, Unavailable


class Held:
    """A file that a reader holds for some tries, as Windows refuses to replace it then."""

    def __init__(self, tries: int, error: int = errno.EACCES) -> None:
        self.tries = tries
        self.error = error
        self.waited: list[float] = []

    def replace(self, beside: Path, path: Path) -> None:
        if self.tries:
            self.tries -= 1
            raise OSError(self.error, "Zorblinski", str(path))
        os.replace(beside, path)  # noqa: PTH105  # the same that is done outside of tests

    def insistence(self) -> Insistence:
        return Insistence(2.0, self.replace, self.waited.append)


def failed(path: Path, held: Held) -> Problem:
    with pytest.raises(Problem) as raised:
        replace_file(path, b"new", held.insistence())
    assert "Zorblinski" not in str(raised.value.args)
    return raised.value


def test_a_file_that_a_reader_holds_is_replaced_once_it_lets_go(tmp_path: Path):
    held = Held(tries=5)

    replace_file(tmp_path / "a", b"new\n\r\n\x1a", held.insistence())

    assert (tmp_path / "a").read_bytes() == b"new\n\r\n\x1a"
    assert len(held.waited) == 5


def test_a_file_that_is_never_let_go_is_given_up_and_stays(tmp_path: Path):
    (tmp_path / "a").write_bytes(b"old")
    held = Held(tries=1000)

    refusal = failed(tmp_path / "a", held)

    assert isinstance(refusal, Misconfigured)
    assert refusal.code is Code.FOLDER_NOT_WRITABLE
    assert sum(held.waited) == pytest.approx(2.0, abs=0.1)
    assert (tmp_path / "a").read_bytes() == b"old"


def test_a_full_disk_is_waited_out(tmp_path: Path):
    refusal = failed(tmp_path / "a", Held(1, errno.ENOSPC))

    assert isinstance(refusal, Unavailable)
    assert refusal.code is Code.DISK_FULL


def test_a_folder_that_is_none_is_said(tmp_path: Path):
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(Misconfigured) as raised:
        private_folder(tmp_path / "file" / "folder")

    assert raised.value.code is Code.FOLDER_NOT_WRITABLE


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a rename in a log of its own")
def test_content_and_name_are_on_the_disk_in_this_order(tmp_path: Path):
    done: list[object] = []

    def note(frame: object, event: str, called: object) -> None:
        if event == "c_call" and called in (os.fsync, os.replace):
            done.append(called)

    sys.setprofile(note)
    try:
        replace_file(tmp_path / "a", b"new")
    finally:
        sys.setprofile(None)

    assert done == [os.fsync, os.replace, os.fsync]
