"""What the long run of kills calls a breach."""

import pytest

from tests.soak import holds, told
from tests.system.killing import BATCH, Killed


def killed(*sent_twice: int, wrong: int = 0) -> Killed:
    lives = list(sent_twice)
    return Killed(len(lives), 1, 7, lives, ["id"] * wrong)


def test_it_counts_over_all_practices():
    counts = told([killed(0, 3), killed(500, 0, 0)], seed=7)

    assert counts == {
        "seed": 7,
        "kills": 5,
        "during_upload": 2,
        "edits": 14,
        "wrong": 0,
        "lives_that_sent_twice": 2,
        "sent_twice_at_most": 500,
    }


@pytest.mark.parametrize(
    ("one", "good"),
    [
        (killed(0, BATCH), True),
        (killed(0, BATCH + 1), False),
        (killed(0, 0, wrong=1), False),
    ],
)
def test_a_contact_that_is_wrong_or_more_than_a_batch_sent_twice_is_a_breach(one, good):
    assert holds(told([killed(0), one], seed=7)) is good
