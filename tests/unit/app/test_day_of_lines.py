"""A day of looks leaves a log that a person can read."""

import datetime as dt

from practicesync.adapters.log_file import Line, line_text
from practicesync.app.worker.fortune import Fortune
from practicesync.core.errors import Code, Unavailable
from practicesync.core.phase import Phase
from practicesync.core.phase_words import Today
from practicesync.core.status import Reported, practice_status
from tests.unit.engine.workplace import Workplace

HOUR = 3600
DOWN = Unavailable(Code.CLOUD_UNREACHABLE)
BUSY = Unavailable(Code.CLOUD_BUSY)


def lines(place: Workplace) -> list[Line]:
    """Return the lines that the log gets of everything that was reported."""
    fortune = Fortune()
    found = []
    for report in place.reports:
        shown = practice_status(Reported("Main", "p", report), Today(report.since, dt.UTC))
        if (line := fortune.line(shown, report.facts)) is not None:
            found.append(line)
    return found


def codes(place: Workplace) -> list[str]:
    return [line.code or f"healed {line.facts.get('was', '')}".strip() for line in lines(place)]


def looks(place: Workplace) -> int:
    return place.database.asked.count("look")


def test_ten_thousand_looks_are_one_line_when_it_breaks_and_one_when_it_heals():
    place = Workplace()
    place.bring_online(1, 2, 3)
    for hour in range(14):
        place.cloud.down = DOWN if hour == 5 else None
        for number in range(12):
            place.put(1, name=f"Edit {hour} {number}")
            place.pass_time(HOUR / 12)

    assert looks(place) > 9_000
    assert codes(place) == ["healed", "PS-CLD-01", "healed PS-CLD-01"]
    assert place.phase() is Phase.IN_SYNC


def test_a_cloud_that_comes_and_goes_is_said_a_few_times_an_hour():
    place = Workplace()
    place.bring_online(1)
    for number in range(360):
        place.put(1, name=f"Edit {number}")
        place.cloud.down = DOWN if number % 2 else None
        place.pass_time(10)

    assert place.phases().count(Phase.RETRYING) > 100
    assert len(lines(place)) < 20


def test_two_troubles_in_turns_are_said_once_each_while_they_last():
    place = Workplace()
    place.bring_online(1)
    place.put(1, name="Edit")
    for number in range(600):
        place.cloud.down = (DOWN, BUSY)[number % 2]
        place.pass_time(100)
    place.cloud.down = None
    place.pass_time(600)

    assert sorted(codes(place)[1:-1]) == ["PS-CLD-01", "PS-CLD-02"]
    assert codes(place)[-1].startswith("healed PS-CLD-")


def test_contacts_that_are_not_sent_are_said_again_once_the_cloud_is_back():
    place = Workplace()
    place.bring_online(1)
    place.put(2, name="")
    place.pass_time(60)
    place.put(1, name="Edit")
    place.cloud.down = DOWN
    place.pass_time(120)
    place.cloud.down = None
    place.pass_time(600)

    assert codes(place) == ["healed", "PS-SYS-11", "PS-CLD-01", "PS-SYS-11"]


def test_trouble_that_turns_red_soon_after_it_healed_is_said_again():
    place = Workplace()
    place.bring_online(1)
    for name in ("First edit", "Second edit"):
        place.put(1, name=name)
        place.cloud.down = DOWN
        place.pass_time(120)
        place.cloud.down = None
        place.pass_time(120)

    assert codes(place) == ["healed", *["PS-CLD-01", "healed PS-CLD-01"] * 2]


def test_a_line_is_short_enough_to_read():
    place = Workplace()
    place.bring_online(1)
    place.cloud.down = DOWN
    place.put(1, name="Edit")
    place.pass_time(120)

    assert all(len(line_text(line, place.clock.now())) < 300 for line in lines(place))
