"""The command ``activate``: which sign-in and whom it means."""

import datetime as dt
import threading
from dataclasses import dataclass, field

import pytest

from practicesync.app.asking.activation_steps import Elsewhere, Ready, SignedIn, Start
from practicesync.app.asking.reply import Answer
from practicesync.app.worker.activations import Activations
from practicesync.app.worker.place_looks import PlaceLooks
from practicesync.app.worker.register import Register, Registered
from practicesync.app.worker.schedule import Schedule
from practicesync.core.command import Command
from practicesync.core.errors import Code, Problem, TakenOver, Unavailable
from practicesync.core.instant import Instant
from practicesync.core.phase import Phase
from practicesync.core.report import Report
from tests.unit.app.test_activation import OTHER, Door, until

NOON = dt.datetime(2026, 5, 3, 12, 0, tzinfo=dt.UTC)
USER = "somebody@example.com"


@dataclass
class Office:
    """A practice that reports a phase."""

    name: str
    phase: Phase = Phase.NOT_ACTIVATED
    practice_id: str = ""
    code: Code | None = None
    begins_at: dt.datetime | None = None
    losses: list[Problem] = field(default_factory=list)

    def lose(self, problem: Problem, since: dt.datetime) -> None:
        assert since == NOON
        self.losses.append(problem)

    @property
    def report(self) -> Report:
        return Report(self.phase, NOON, self.code)

    def put_off(self, until: dt.datetime) -> None:
        self.begins_at = until

    def begin(self) -> None:
        self.begins_at = None


@dataclass
class Desk:
    """The activations of a worker, and every door that was opened."""

    activations: Activations
    paused: set[str]
    register: Register
    doors: list[Door] = field(default_factory=list)

    def ask(self, step: str, practice: str | None = None, **arguments):
        asked = Command("one", "activate", practice, NOON, {"step": step} | arguments)
        return self.activations.carry_out(asked)

    def begin(self, practice: str | None = None) -> str:
        return str(self.ask("begin", practice).detail["id"])

    def signed_in(self, id_: str) -> None:
        self.doors[-1].browser.set()
        self.until(id_, SignedIn)

    def ready(self, id_: str) -> None:
        self.signed_in(id_)
        self.ask("confirm", id=id_, user=USER)
        self.until(id_, Ready)

    def until(self, id_: str, kind: type) -> None:
        for activation in self.activations._running.values():
            if activation.id == id_:
                until(activation, kind)


@pytest.fixture
def offices():
    return [Office("Main"), Office("Branch", Phase.IN_SYNC, "P-2")]


@pytest.fixture
def desk(offices, tmp_path):
    doors: list[Door] = []

    def ways(*_):
        doors.append(Door())
        return doors[-1]

    paused = {"Main", "Branch"}

    def end_pause(why: str, name: str) -> bool:
        if "the disk is full" in paused:
            raise Unavailable(Code.DISK_FULL)
        lasted = name in paused
        paused.discard(name)
        return lasted

    register = Register(tmp_path / "practices.json")
    register.open()
    schedule = Schedule(offices, register, lambda: Instant(NOON, 0.0))
    activations = Activations(offices, register, ways, lambda name, bug: None, end_pause, schedule)
    made = Desk(activations, paused, register, doors)
    yield made
    made.activations.end()


def refused(act) -> str:
    with pytest.raises(Problem) as raised:
        act()
    assert raised.value.code is Code.COMMAND_REFUSED
    return raised.value.facts["reason"]


def done(desk: Desk, id_: str) -> None:
    pause = threading.Event()
    for _ in range(5000):
        if desk.ask("status", id=id_).outcome == "done":
            return
        pause.wait(0.001)
    raise AssertionError


def test_a_yes_to_whom_the_person_has_seen_activates(desk):
    id_ = desk.begin()
    desk.ready(id_)

    desk.ask("start", id=id_, terms="1")

    done(desk, id_)
    assert desk.doors[0].started == [(Start("1"), None)]


@pytest.mark.parametrize(
    "said", [{}, {"user": USER}, {"id": "other", "user": USER}, {"user": "other@example.com"}]
)
def test_a_yes_to_anything_else_is_refused_and_activates_nothing(desk, said):
    id_ = desk.begin()
    desk.signed_in(id_)
    if "other@example.com" in said.values():
        said = said | {"id": id_}

    assert refused(lambda: desk.ask("confirm", **said))

    assert desk.ask("status", id=id_).outcome == "waiting"
    assert "activate" not in desk.doors[0].did


def test_a_yes_before_anybody_signed_in_is_refused(desk):
    id_ = desk.begin()

    assert refused(lambda: desk.ask("confirm", id=id_, user=USER))


def test_a_later_sign_in_is_not_confirmed_or_given_up_by_the_one_before(desk):
    first = desk.begin()
    second = desk.begin()
    desk.signed_in(second)

    for step in ("status", "confirm", "cancel"):
        assert refused(lambda step=step: desk.ask(step, id=first, user=USER))
    desk.ask("confirm", id=second, user=USER)
    desk.until(second, Ready)
    desk.ask("start", id=second, terms="1")

    done(desk, second)


def test_the_only_practice_that_waits_is_meant_until_the_end(desk, offices):
    id_ = desk.begin()
    desk.ready(id_)

    desk.ask("start", id=id_, terms="1")
    offices[0].phase = Phase.UPLOADING

    done(desk, id_)


def test_of_two_practices_that_wait_one_has_to_be_named(desk, offices):
    offices[1].phase = Phase.NOT_ACTIVATED

    assert refused(lambda: desk.ask("look"))
    assert refused(desk.begin)
    assert desk.ask("look", "Branch").outcome == "waiting"


def test_an_activation_ends_the_pause_of_its_practice_and_says_so(desk):
    id_ = desk.begin()
    desk.ready(id_)
    assert desk.paused == {"Main", "Branch"}

    desk.ask("start", id=id_, terms="1")
    done(desk, id_)

    assert desk.paused == {"Branch"}
    assert desk.ask("status", id=id_).detail["pause_ended"] is True


def test_an_activation_without_a_pause_says_nothing_of_one(desk):
    desk.paused.clear()
    id_ = desk.begin()
    desk.ready(id_)

    desk.ask("start", id=id_, terms="1")
    done(desk, id_)

    assert desk.ask("status", id=id_).detail["pause_ended"] is False


def test_the_pause_ends_although_nobody_asks_how_it_went(desk):
    id_ = desk.begin()
    desk.ready(id_)
    desk.ask("start", id=id_, terms="1")
    assert desk.doors[0].ended.wait(10)

    desk.activations.settle()

    assert desk.paused == {"Branch"}


def test_a_sign_in_that_is_given_up_ends_no_pause(desk):
    id_ = desk.begin()
    desk.ask("cancel", id=id_)
    assert desk.doors[0].ended.wait(10)

    assert desk.ask("status", id=id_).outcome == "failed"
    assert desk.paused == {"Main", "Branch"}


def test_a_pause_that_could_not_be_ended_is_ended_later(desk):
    """The disk is full when the activation is done: what was not kept was not told either."""
    id_ = desk.begin()
    desk.ready(id_)
    desk.ask("start", id=id_, terms="1")
    assert desk.doors[0].ended.wait(10)
    desk.paused.add("the disk is full")

    with pytest.raises(Unavailable):
        desk.activations.settle()
    desk.paused.remove("the disk is full")

    assert desk.ask("status", id=id_).detail["pause_ended"] is True


@pytest.mark.parametrize("terms", [{}, {"terms": ""}, {"terms": 1}])
def test_without_the_terms_of_use_nothing_begins(desk, terms):
    id_ = desk.begin()
    desk.ready(id_)

    refused(lambda: desk.ask("start", id=id_, **terms))

    assert desk.ask("status", id=id_).outcome == "waiting"
    assert "activate" not in desk.doors[0].did


def test_terms_that_were_accepted_before_need_not_be_once_more(desk):
    id_ = desk.begin()
    desk.doors[0].terms = "1"
    desk.ready(id_)

    desk.ask("start", id=id_)

    done(desk, id_)
    assert desk.doors[0].started == [(Start(None), None)]


def test_nothing_is_started_before_everything_was_looked_at(desk):
    id_ = desk.begin()
    desk.signed_in(id_)

    assert refused(lambda: desk.ask("start", id=id_, terms="1")) == "there is nothing to start yet"


@pytest.mark.parametrize("said", [{}, {"installation": "installation-3"}, {"user": USER}])
def test_nobody_takes_over_from_another_server_than_they_have_seen(desk, said):
    id_ = desk.begin()
    desk.doors[0].other = OTHER
    desk.signed_in(id_)
    desk.ask("confirm", id=id_, user=USER)
    desk.until(id_, Elsewhere)

    assert refused(lambda: desk.ask("take-over", id=id_, **said))

    assert desk.ask("status", id=id_).detail["type"] == "elsewhere"
    desk.ask("take-over", id=id_, installation="installation-2")
    desk.until(id_, Ready)


@pytest.mark.parametrize(("minutes", "hours"), [(1, 1 / 60), (-1, 24 - 1 / 60)])
def test_a_start_that_is_put_off_is_at_that_time_today_or_tomorrow(desk, minutes, hours):
    id_ = desk.begin()
    desk.ready(id_)
    local = (NOON.astimezone() + dt.timedelta(minutes=minutes)).strftime("%H:%M")

    desk.ask("start", id=id_, terms="1", at=local)

    done(desk, id_)
    begins_at = NOON + dt.timedelta(hours=hours)
    assert desk.doors[0].started == [(Start("1", begins_at), None)]
    assert desk.ask("status", id=id_).detail["begins_at"] == begins_at.isoformat().replace(
        "+00:00", "Z"
    )


def test_taking_over_is_never_put_off_for_nobody_would_send_meanwhile(desk):
    id_ = desk.begin()
    desk.doors[0].other = OTHER
    desk.signed_in(id_)
    desk.ask("confirm", id=id_, user=USER)
    desk.until(id_, Elsewhere)
    desk.ask("take-over", id=id_, installation="installation-2")
    desk.until(id_, Ready)

    desk.ask("start", id=id_, terms="1", at="18:00")

    done(desk, id_)
    assert desk.doors[0].started == [(Start("1"), OTHER)]


@pytest.mark.parametrize("at", ["", "25:00", "soon", 18])
def test_a_time_that_is_none_is_refused(desk, at):
    id_ = desk.begin()
    desk.ready(id_)

    assert refused(lambda: desk.ask("start", id=id_, terms="1", at=at)).startswith("say a time")
    assert "activate" not in desk.doors[0].did


def planned(desk: Desk, office: Office) -> None:
    office.phase, office.begins_at = Phase.SCHEDULED, NOON + dt.timedelta(hours=6)
    registered = Registered("id-1", "The practice", NOON, USER, "1", None, office.begins_at)
    desk.register.put(office.name, registered)


def test_who_asks_about_a_start_that_is_put_off_is_told_when_it_is(desk, offices):
    planned(desk, offices[0])

    answer = desk.ask("look", "Main")

    assert (answer.outcome, answer.detail["begins_at"]) == ("done", "2026-05-03T18:00:00Z")


def test_a_start_that_was_put_off_is_put_off_anew_or_begun(desk, offices):
    planned(desk, offices[0])
    later = (NOON + dt.timedelta(hours=8)).astimezone().strftime("%H:%M")

    desk.ask("change", "Main", at=later)
    assert offices[0].begins_at == NOON + dt.timedelta(hours=8)
    assert desk.register.get("Main").begins_at == NOON + dt.timedelta(hours=8)
    desk.ask("change", "Main", at=None)

    assert offices[0].begins_at is None
    assert desk.register.get("Main").begins_at is None
    assert refused(lambda: desk.ask("change", "Main", at=later)) == "no first upload is planned"


@pytest.mark.parametrize("code", [Code.VAULT_UNREADABLE, Code.ANOTHER_COPY])
def test_somebody_can_sign_in_again_where_that_mends_it(desk, offices, code):
    desk.register.put("Branch", Registered("P-2", "The practice", NOON, USER, "1"))
    assert desk.ask("look", "Branch").outcome == "done"

    offices[1].phase, offices[1].code = Phase.MISCONFIGURED, code

    assert desk.ask("look", "Branch") == Answer("waiting", detail={"terms": "1"})


@pytest.mark.parametrize("phase", [Phase.SCHEDULED, Phase.PAUSED])
@pytest.mark.parametrize("lost", [True, False])
def test_a_practice_that_rests_is_told_of_once_it_is_known_who_is_in_charge(
    desk, offices, phase, lost
):
    planned(desk, offices[0])
    offices[0].phase = phase
    why = TakenOver(Code.ANOTHER_IN_CHARGE) if lost else None
    desk.activations.ask_first(PlaceLooks(lambda _: why, lambda name, bug: None))

    assert desk.ask("look", "Main") is None
    pause = threading.Event()
    for _ in range(5000):
        if answers := desk.activations.answered():
            break
        pause.wait(0.001)

    ((asked, answer),) = answers
    assert (asked.practice, answer.outcome) == ("Main", "waiting" if lost else "done")
    assert offices[0].losses == ([why] if lost else [])
