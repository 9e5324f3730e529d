import msgspec
import pytest

from practicesync.app.present.under_way import going_in, said_of, steps
from practicesync.core.phase import Phase
from practicesync.core.report import Progress
from tests.status_page import SINCE, shown

KEEP = "You can keep working in AE/AO."


def going(done, total, rate=None, left_s=None, step=1):
    return Progress(step, done, total, SINCE, rate, left_s)


@pytest.mark.parametrize(
    ("rate", "told"),
    [
        (400.0, ", at 400 contacts a second"),
        (1.0, ", at 1 contact a second"),
        (0.2, ", at 12 contacts a minute"),
        (None, ""),
    ],
)
def test_a_rate_is_told_as_people_say_it(rate, told):
    assert said_of([going(0, 100, rate, 120.0)]) == f"About 2 minutes left{told}. {KEEP}"


def test_several_practices_take_as_long_as_the_slowest_and_are_as_fast_as_all():
    both = [going(10, 100, 30.0, 120.0), going(20, 100, 50.0, 60.0)]

    assert said_of(both) == f"About 2 minutes left, at 80 contacts a second. {KEEP}"
    assert steps(both)[0].told == "30 of 200"


def test_only_the_step_that_is_shown_is_counted():
    fast = shown(Phase.PROCESSING, {"progress": going(10, 900, 900.0, 3600.0, step=2)})
    slow = shown(Phase.UPLOADING, {"progress": going(10, 100, 30.0, 120.0)})
    both = msgspec.structs.replace(slow, practices=(*slow.practices, *fast.practices))

    assert said_of(going_in(both)) == f"About 2 minutes left, at 30 contacts a second. {KEEP}"


def test_nothing_is_promised_before_anything_is_known():
    assert said_of([going(0, 100)]) == KEEP
    assert [(one.told, one.fraction) for one in steps([])] == [
        ("starts", 0.0),
        ("waits for step 1", None),
    ]


def test_a_step_that_is_over_is_done():
    first, second = steps([going(50, 200, step=2)])

    assert (first.told, first.fraction) == ("done", 1.0)
    assert (second.told, second.fraction) == ("50 of 200", 0.25)
