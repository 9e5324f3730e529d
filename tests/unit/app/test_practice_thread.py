import datetime as dt
import threading

import pytest

from practicesync.adapters.system_clock import SystemClock
from practicesync.app.worker.practice_thread import PracticeThread
from practicesync.core.errors import Code, Misconfigured, SignInNeeded, TakenOver, Unavailable
from practicesync.core.phase import Phase
from practicesync.core.report import Report
from practicesync.core.wish import BeginSignIn, EndSignIn, ListNotSent, Pause, SyncNow, Wish
from practicesync.engine.ask import Ask


class Runner:
    """Works until it is stopped, and notes what it is asked."""

    def __init__(self, clock: SystemClock, publish) -> None:
        self._clock = clock
        self._publish = publish
        self.wishes: list[Wish | Ask] = []
        self.woken = threading.Event()
        self.roused = 0

    def run(self) -> None:
        self._publish(Report(Phase.IN_SYNC, self._clock.now()))
        while not self._clock.wait(3600):
            self.woken.set()

    def wish(self, wish: Wish | Ask) -> None:
        self.wishes.append(wish)

    def overdue(self, monotonic: float) -> float:
        return 7.0

    def rouse(self) -> None:
        self.roused += 1

    def disown(self) -> None:
        raise AssertionError


class Making:
    """Opens runners; `problems` are raised first, one a try."""

    def __init__(self, *problems: Exception) -> None:
        self.problems = list(problems)
        self.made: list[Runner] = []
        self.asked: list[str] = []
        self.entered = threading.Event()
        self.go_on = threading.Event()
        self.go_on.set()

    def __call__(self, practice_id: str, clock: SystemClock, publish) -> Runner:
        self.asked.append(practice_id)
        self.entered.set()
        self.go_on.wait(5)
        if self.problems:
            raise self.problems.pop(0)
        self.made.append(Runner(clock, publish))
        return self.made[-1]


@pytest.fixture
def practice_of():
    threads = []

    def make(practice_id: str, making: Making, bugs: list[str] | None = None) -> PracticeThread:
        told = [] if bugs is None else bugs
        thread = PracticeThread("Main", practice_id, making, lambda name, bug: told.append(name))
        threads.append(thread)
        return thread

    yield make
    for thread in threads:
        thread.stop()
        assert thread.join(5)


def until(true) -> None:
    pause = threading.Event()
    for _ in range(5000):
        if true():
            return
        pause.wait(0.001)
    raise AssertionError


def test_without_an_id_it_waits_to_be_activated(practice_of):
    making = Making()
    practice = practice_of("", making)
    practice.start()

    assert practice.report.phase is Phase.NOT_ACTIVATED
    assert making.asked == []


def test_a_sign_in_shows_and_its_end_without_an_id_changes_nothing(practice_of):
    practice = practice_of("", Making())
    practice.start()

    phases = []
    for wish in (BeginSignIn(), EndSignIn()):
        practice.wish(wish)
        phases.append(practice.report.phase)

    assert phases == [Phase.SIGNING_IN, Phase.NOT_ACTIVATED]


def test_the_end_of_a_sign_in_that_brought_an_id_begins_the_work(practice_of):
    making = Making()
    practice = practice_of("", making)
    practice.start()
    practice.wish(BeginSignIn())
    practice.adopt("id-1")

    practice.wish(EndSignIn())

    until(lambda: practice.report.phase is Phase.IN_SYNC)
    assert making.asked == ["id-1"]


def test_a_wish_reaches_the_runner_and_wakes_it(practice_of):
    making = Making()
    practice = practice_of("id-1", making)
    practice.start()
    until(lambda: practice.report.phase is Phase.IN_SYNC)

    practice.wish(SyncNow())

    assert making.made[0].woken.wait(5)
    assert making.made[0].wishes == [SyncNow()]


def test_a_wish_before_there_is_a_runner_is_not_lost(practice_of):
    making = Making()
    making.go_on.clear()
    practice = practice_of("id-1", making)
    practice.start()
    making.entered.wait(5)
    practice.wish(Pause(None))

    making.go_on.set()

    until(lambda: making.made and making.made[0].wishes == [Pause(None)])


def test_one_that_hangs_while_it_opens_is_overdue(practice_of):
    making = Making()
    making.go_on.clear()
    practice = practice_of("id-1", making)
    assert practice.overdue(1e9) == 0
    practice.start()
    making.entered.wait(5)

    assert practice.overdue(1e9) > 0

    making.go_on.set()
    until(lambda: making.made)
    until(lambda: practice.overdue(1e9) == 7.0)


@pytest.mark.parametrize(
    ("problem", "phase", "code"),
    [
        (Misconfigured(Code.LAYOUT_WRONG), Phase.MISCONFIGURED, Code.LAYOUT_WRONG),
        (Unavailable(Code.DISK_FULL), Phase.UNAVAILABLE, Code.DISK_FULL),
        (ZeroDivisionError(), Phase.UNAVAILABLE, Code.UNEXPECTED),
    ],
)
def test_what_cannot_be_opened_shows_red_and_is_tried_again(practice_of, problem, phase, code):
    making = Making(problem)
    bugs: list[str] = []
    practice = practice_of("id-1", making, bugs)
    practice.start()
    until(lambda: practice.report.code is code)
    assert practice.report.phase is phase
    assert bugs == (["Main"] if code is Code.UNEXPECTED else [])

    practice.wish(SyncNow())

    until(lambda: practice.report.phase is Phase.IN_SYNC)


def test_work_that_was_ended_begins_anew(practice_of):
    making = Making()
    practice = practice_of("id-1", making)
    practice.start()
    until(lambda: practice.report.phase is Phase.IN_SYNC)

    practice.retire(5)
    practice.start()

    until(lambda: len(making.made) == 2)
    assert making.asked == ["id-1", "id-1"]


def test_work_that_does_not_end_is_told(practice_of):
    making = Making()
    making.go_on.clear()
    practice = practice_of("id-1", making)
    practice.start()
    making.entered.wait(5)

    with pytest.raises(Unavailable) as told:
        practice.retire(0.01)

    assert told.value.code is Code.STUCK
    making.go_on.set()


def test_a_practice_that_was_left_waits_for_a_sign_in_for_any(practice_of):
    making = Making()
    practice = practice_of("id-1", making)
    practice.start()
    until(lambda: practice.report.phase is Phase.IN_SYNC)
    practice.retire(5)
    practice.leave("")
    assert (practice.report.phase, practice.practice_id) == (Phase.DEACTIVATED, "")

    phases = []
    for wish in (BeginSignIn(), EndSignIn()):
        practice.wish(wish)
        phases.append(practice.report.phase)
    assert phases == [Phase.SIGNING_IN, Phase.DEACTIVATED]

    practice.wish(BeginSignIn())
    practice.adopt("id-2")
    practice.wish(EndSignIn())
    until(lambda: practice.report.phase is Phase.IN_SYNC)
    assert making.asked == ["id-1", "id-2"]


def test_a_practice_that_was_left_before_a_restart_does_not_work(practice_of):
    making = Making()
    practice = practice_of("id-1", making)
    practice.leave("id-1")
    practice.start()

    assert practice.report.phase is Phase.DEACTIVATED
    assert making.asked == []


def test_without_activation_a_question_is_answered_at_once(practice_of):
    practice = practice_of("", Making())
    practice.start()
    asked, paused = Ask(ListNotSent()), Ask(Pause(None))
    for one in (asked, paused):
        practice.wish(one)

    problem = asked.answer.exception(0)
    assert isinstance(problem, Misconfigured)
    assert problem.code is Code.NOT_ACTIVATED
    assert paused.answer.result(0) is None


def test_of_a_practice_that_can_not_be_opened_a_question_hears_why(practice_of):
    making = Making(Misconfigured(Code.LAYOUT_WRONG), Misconfigured(Code.LAYOUT_WRONG))
    making.go_on.clear()
    practice = practice_of("id-1", making)
    practice.start()
    making.entered.wait(5)
    asked, paused = Ask(ListNotSent()), Ask(Pause(None))
    for one in (asked, paused):
        practice.wish(one)
    making.go_on.set()

    problem = asked.answer.exception(5)
    assert isinstance(problem, Misconfigured)
    assert problem.code is Code.LAYOUT_WRONG
    assert paused.answer.result(5) is None

    until(lambda: practice.report.phase is Phase.MISCONFIGURED)
    while not making.made:
        practice.wish(SyncNow())
    until(lambda: Pause(None) in making.made[0].wishes)


EVENING = dt.datetime(2026, 5, 3, 18, 0, tzinfo=dt.UTC)


def test_work_that_is_put_off_begins_when_it_is_told_to(practice_of):
    making = Making()
    practice = practice_of("id-1", making)
    practice.put_off(EVENING)
    practice.start()
    assert (practice.report.phase, practice.report.wakes_at) == (Phase.SCHEDULED, EVENING)
    assert making.asked == []

    practice.begin()

    until(lambda: practice.report.phase is Phase.IN_SYNC)
    assert practice.begins_at is None


def test_work_is_put_off_once_more(practice_of):
    practice = practice_of("id-1", Making())
    practice.put_off(EVENING)
    practice.start()

    practice.put_off(EVENING + dt.timedelta(hours=1))

    assert practice.report.wakes_at == EVENING + dt.timedelta(hours=1)


def test_a_sign_in_that_puts_the_work_off_ends_in_a_plan(practice_of):
    making = Making()
    practice = practice_of("", making)
    practice.start()
    practice.wish(BeginSignIn())
    practice.put_off(EVENING)
    practice.adopt("id-1")

    practice.wish(EndSignIn(kept=True))

    assert practice.report.phase is Phase.SCHEDULED
    assert making.asked == []


def test_a_sign_in_for_work_that_is_put_off_and_given_up_leaves_the_plan(practice_of):
    practice = practice_of("id-1", Making())
    practice.put_off(EVENING)
    practice.start()

    practice.wish(BeginSignIn())
    practice.wish(EndSignIn(kept=False))

    assert (practice.report.phase, practice.report.wakes_at) == (Phase.SCHEDULED, EVENING)


def test_work_that_is_put_off_is_cancelled_by_leaving(practice_of):
    practice = practice_of("id-1", Making())
    practice.put_off(EVENING)
    practice.start()

    practice.leave("")

    assert (practice.report.phase, practice.begins_at) == (Phase.DEACTIVATED, None)


LOSSES = [
    (TakenOver(Code.ANOTHER_IN_CHARGE, server="NEWSRV"), Phase.TAKEN_OVER),
    (SignInNeeded(Code.SIGN_IN_AGAIN), Phase.SIGN_IN_NEEDED),
    (Misconfigured(Code.NOT_ACTIVATED), Phase.NOT_ACTIVATED),
]


def planned() -> PracticeThread:
    practice = PracticeThread("Main", "id-1", Making(), lambda *_: None)
    practice.put_off(dt.datetime(2026, 5, 3, 18, 0, tzinfo=dt.UTC))
    practice.start()
    assert practice.report.phase is Phase.SCHEDULED
    return practice


@pytest.mark.parametrize(("problem", "phase"), LOSSES)
def test_a_planned_start_that_has_lost_its_place_says_so_and_is_not_begun(problem, phase):
    practice = planned()

    practice.lose(problem, practice.report.since)

    report = practice.report
    assert (report.phase, report.code, report.facts) == (phase, problem.code, problem.facts)
    practice.begin()
    assert practice.report.phase is phase
    practice.wish(BeginSignIn())
    assert practice.report.phase is Phase.SIGNING_IN


def test_what_was_refused_before_it_was_planned_anew_is_no_loss():
    practice = planned()
    before = practice.report.since - dt.timedelta(seconds=1)

    practice.lose(LOSSES[0][0], before)
    practice.lose(Unavailable(Code.CLOUD_BUSY), practice.report.since)

    assert practice.report.phase is Phase.SCHEDULED
