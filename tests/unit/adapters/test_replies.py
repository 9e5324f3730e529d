import datetime as dt
import os
import uuid

import pytest

from practicesync.adapters.accounts import own_name
from practicesync.adapters.replies import Replies
from practicesync.core.command import LIFETIME
from practicesync.core.errors import Misconfigured

NOW = dt.datetime(2026, 5, 3, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def replies(tmp_path):
    return Replies(tmp_path)


def given(replies, folder, age: dt.timedelta) -> str:
    """Give an answer and make it so old."""
    id_ = str(uuid.uuid4())
    assert replies.give(id_, {"answer": 1}, "")
    moment = (NOW - age).timestamp()
    os.utime(folder / f"{id_}.json", (moment, moment))
    return id_


def test_an_answer_waits_for_its_reader_as_long_as_a_command_and_no_longer(replies, tmp_path):
    second = dt.timedelta(seconds=1)
    old, fresh = given(replies, tmp_path, LIFETIME + second), given(replies, tmp_path, LIFETIME)

    replies.sweep(NOW)

    assert replies.collect(old) is None
    assert replies.collect(fresh) == {"answer": 1}


def test_an_answer_from_before_the_clock_was_set_back_does_not_wait_for_long(replies, tmp_path):
    second = dt.timedelta(seconds=1)
    ahead, near = given(replies, tmp_path, -LIFETIME - second), given(replies, tmp_path, -LIFETIME)

    replies.sweep(NOW)

    assert replies.collect(ahead) is None
    assert replies.collect(near) == {"answer": 1}


def test_it_is_known_beforehand_whom_an_answer_reaches(replies, tmp_path):
    assert replies.reaches(own_name())
    assert replies.reaches("")
    assert not replies.reaches("nobody-of-that-name")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_can_not_be_written_is_told_by_the_answer(tmp_path):
    replies = Replies(tmp_path / "none")

    assert replies.reaches("nobody-of-that-name")
    with pytest.raises(Misconfigured):
        replies.give(str(uuid.uuid4()), {"answer": 1}, own_name())


def test_with_the_worker_goes_every_answer(replies, tmp_path):
    given(replies, tmp_path, dt.timedelta(0))
    (tmp_path / ".half-written").write_bytes(b"{")

    replies.clear()

    assert list(tmp_path.iterdir()) == []


def test_no_folder_is_no_trouble(tmp_path):
    Replies(tmp_path / "none").clear()
