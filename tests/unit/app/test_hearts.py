"""Hearts over lines that are made for the test."""

import contextlib
import queue
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

import pytest

from practicesync.app.worker.hearts import Heart, Hearts
from practicesync.core.beat import Beat, Tempo, beat_of
from practicesync.core.errors import Code, Problem, TakenOver, Unavailable
from practicesync.core.phase import Phase
from practicesync.core.snapshot import PracticeStatus
from tests.unit.core.test_beat import SENDER, status_of

PATIENCE = 20.0


@dataclass
class Online:
    """The online side: what it is told, and by which line; `problems` come first."""

    told: "queue.Queue[tuple[str, Beat]]" = field(default_factory=queue.Queue)
    problems: list[Exception] = field(default_factory=list)
    failed: "queue.Queue[Exception]" = field(default_factory=queue.Queue)
    opened: list[str] = field(default_factory=list)
    bugs: list[BaseException] = field(default_factory=list)

    def hearts(self, tempo: Tempo) -> Hearts:
        beat = partial(beat_of, sender=SENDER)
        return Hearts(lambda _: Heart(beat, self.line, self.bugs.append, tempo, lambda: 0.0))

    def line(self, practice_id: str):
        self.opened.append(practice_id)
        return partial(self.take, practice_id)

    def take(self, practice_id: str, beat: Beat) -> None:
        if self.problems:
            problem = self.problems.pop(0)
            self.failed.put(problem)
            raise problem
        self.told.put((practice_id, beat))

    def next(self) -> tuple[str, Phase]:
        practice_id, beat = self.told.get(timeout=PATIENCE)
        return practice_id, beat.phase


@pytest.fixture
def online() -> Online:
    return Online()


@pytest.fixture
def beating(online: Online) -> Iterator[Hearts]:
    made = online.hearts(Tempo(soon=0.0))
    yield made
    made.end((), PATIENCE)


def named(name: str, practice_id: str, phase: Phase) -> PracticeStatus:
    return status_of(phase, name=name, practice_id=practice_id)


def test_each_practice_beats_on_a_line_of_its_own(beating: Hearts, online: Online):
    beating.hear((named("A", "a", Phase.IN_SYNC), named("B", "b", Phase.UNAVAILABLE)))

    assert {online.next(), online.next()} == {("a", Phase.IN_SYNC), ("b", Phase.UNAVAILABLE)}
    assert sorted(online.opened) == ["a", "b"]


def test_what_changes_is_told(beating: Hearts, online: Online):
    beating.hear((named("A", "a", Phase.IN_SYNC),))
    online.next()

    beating.hear((named("A", "a", Phase.UNAVAILABLE),))

    assert online.next() == ("a", Phase.UNAVAILABLE)


def test_nothing_is_told_before_activation_and_all_of_it_after(beating: Hearts, online: Online):
    beating.hear((named("A", "", Phase.NOT_ACTIVATED),))
    beating.hear((named("A", "a", Phase.SIGNING_IN),))
    beating.hear((named("A", "a", Phase.STARTING),))

    assert online.next() == ("a", Phase.STARTING)
    assert online.opened == ["a"]


def test_another_activation_beats_under_its_own_id(beating: Hearts, online: Online):
    beating.hear((named("A", "a", Phase.IN_SYNC),))
    online.next()

    beating.hear((named("A", "other", Phase.UNAVAILABLE),))

    assert online.next() == ("other", Phase.UNAVAILABLE)


@pytest.mark.parametrize("problem", [Unavailable(Code.CLOUD_UNREACHABLE), RuntimeError("a bug")])
def test_what_fails_is_told_again(beating: Hearts, online: Online, problem: Exception):
    online.problems = [problem]

    beating.hear((named("A", "a", Phase.IN_SYNC),))

    assert online.next() == ("a", Phase.IN_SYNC)
    assert online.bugs == ([] if isinstance(problem, Problem) else [problem])


def test_a_beat_that_is_refused_is_told_of_with_how_the_practice_stood(online: Online):
    told: queue.Queue[tuple[PracticeStatus, Problem]] = queue.Queue()
    refusal = TakenOver(Code.ANOTHER_IN_CHARGE)
    online.problems = [refusal]
    heart = Heart(
        partial(beat_of, sender=SENDER),
        online.line,
        online.bugs.append,
        Tempo(soon=0.0),
        lambda: 0.0,
        refused=lambda one, problem: told.put((one, problem)),
    )
    planned = named("A", "a", Phase.SCHEDULED)

    heart.hear(planned)

    assert told.get(timeout=PATIENCE) == (planned, refusal)
    heart.end(None)
    assert heart.join(PATIENCE)


def test_after_a_sleep_it_is_told_at_once(beating: Hearts, online: Online):
    beating.hear((named("A", "a", Phase.IN_SYNC),))
    online.next()

    beating.rouse()

    assert online.next() == ("a", Phase.IN_SYNC)


def test_the_last_beat_is_told_at_once(beating: Hearts, online: Online):
    beating.hear((named("A", "a", Phase.IN_SYNC),))
    online.next()

    beating.end((named("A", "a", Phase.NOT_RUNNING),), PATIENCE)

    assert online.next() == ("a", Phase.NOT_RUNNING)
    assert online.told.empty()


def test_who_was_deactivated_says_nothing_last(beating: Hearts, online: Online):
    beating.hear((named("A", "a", Phase.IN_SYNC),))
    online.next()
    beating.hear((named("A", "a", Phase.DEACTIVATED),))

    beating.end((named("A", "a", Phase.NOT_RUNNING),), PATIENCE)

    assert online.told.empty()


def test_an_online_side_that_never_answered_is_not_waited_for(online: Online):
    beating = online.hearts(Tempo())
    online.problems = [Unavailable(Code.CLOUD_UNREACHABLE)]
    beating.hear((named("A", "a", Phase.IN_SYNC),))
    online.failed.get(timeout=PATIENCE)

    beating.end((named("A", "a", Phase.NOT_RUNNING),), PATIENCE)

    assert online.told.empty()


def test_a_loop_that_hangs_vouches_for_nothing(online: Online):
    beating = online.hearts(Tempo(every=0.05, earlier=0.0, soon=0.0, stale=0.01))
    beating.hear((named("A", "a", Phase.IN_SYNC),))
    told = 0
    with contextlib.suppress(queue.Empty):  # quiet for as long as many regular beats would take
        while told < 3:
            online.told.get(timeout=1.0)
            told += 1
    beating.end((), PATIENCE)

    assert told <= 1
