"""The first upload has two steps, and each goes on after a restart."""

from __future__ import annotations

from practicesync.core.action import Stage
from practicesync.core.errors import Code, Unavailable
from practicesync.core.phase import Phase
from practicesync.core.wish import FullCheck
from tests.unit.engine.workplace import Workplace


def crash_while(place: Workplace, stage: Stage, steps: int) -> None:
    """Let so many steps happen in that stage, and start another worker."""
    while place.journal.stage() is not stage:
        place.runner.step()
    for _ in range(steps):
        place.runner.step()
    assert place.journal.stage() is stage
    place.restart()


def test_the_cloud_is_told_what_comes_that_it_is_there_and_asked_until_it_is_ready(
    place: Workplace,
) -> None:
    place.put(*range(10))
    place.pass_time(30)

    talk = [asked for asked in place.line.asked if asked not in ("begin", "apply")]
    assert talk[:2] == ["uploading 10", "uploaded"]
    assert len(talk) > 3
    assert set(talk[2:]) == {"preparing"}
    assert place.journal.stage() is Stage.READY


def test_both_steps_are_shown_with_how_far_they_are(place: Workplace) -> None:
    place.put(*range(10))
    place.pass_time(30)
    steps = [one.progress for one in place.reports if one.progress is not None]

    assert [one.done for one in steps if one.step == 1] == [3, 6, 9]
    assert {one.total for one in steps} == {10}
    prepared = [one.done for one in steps if one.step == 2]
    assert prepared == sorted(prepared)
    assert prepared[-1] < 10
    assert all(one.progress is None for one in place.reports if one.phase is Phase.IN_SYNC)


def test_green_waits_until_the_contacts_can_be_found(place: Workplace) -> None:
    place.put(*range(10))
    while place.phase() is not Phase.IN_SYNC:
        place.clock.wait(place.settle())
        found = place.cloud.to_prepare is not None and place.cloud.prepared == 10
        assert (place.phase() is Phase.IN_SYNC) <= found


def test_the_preparation_is_asked_after_twice_a_second(place: Workplace) -> None:
    place.put(*range(100))
    while place.phase() is not Phase.PROCESSING:
        place.runner.step()

    assert place.settle() == 0.5


def test_edits_meanwhile_do_not_make_it_ask_more_often(place: Workplace) -> None:
    place.put(*range(100))
    while place.phase() is not Phase.PROCESSING:
        place.runner.step()
    place.put(*range(30), name="Second")
    place.clock.wait(5.0)
    place.line.asked.clear()
    place.settle()

    assert place.line.asked.count("apply") == 10
    assert place.line.asked.count("preparing") == 1


def test_an_upload_goes_on_where_it_was(place: Workplace) -> None:
    place.put(*range(10))
    crash_while(place, Stage.UPLOADING, 2)
    place.pass_time(30)

    assert place.line.asked[:2] == ["begin", "uploading 10"]
    assert [len(names) for names in place.line.names] == [3, 1]
    assert place.online() == place.in_database()
    assert place.phase() is Phase.IN_SYNC


def test_a_preparation_is_waited_for_after_a_restart(place: Workplace) -> None:
    place.put(*range(100))
    crash_while(place, Stage.PROCESSING, 2)
    place.settle()
    assert place.phase() is Phase.PROCESSING
    place.pass_time(30)

    assert set(place.line.asked) == {"begin", "preparing"}
    assert place.phase() is Phase.IN_SYNC


def test_a_later_start_says_nothing_of_an_upload(place: Workplace) -> None:
    place.bring_online(1, 2)
    place.restart()
    place.pass_time(30)

    assert place.line.asked == ["begin", "preparing"]
    assert place.phase() is Phase.IN_SYNC


def test_a_cloud_that_was_emptied_prepares_anew(place: Workplace) -> None:
    place.bring_online(1, 2)
    place.cloud.copies.clear()
    place.cloud.forget_preparation()
    place.restart()
    place.ask(FullCheck())
    place.pass_time(30)

    assert place.online() == place.in_database()
    assert place.cloud.to_prepare == 0
    assert place.phase() is Phase.IN_SYNC


def test_a_restart_during_a_later_check_does_not_undo_the_preparation(place: Workplace) -> None:
    place.bring_online(*range(10))
    place.runner.wish(FullCheck())
    place.runner.step()
    assert place.journal.scan() is not None
    place.restart()
    place.pass_time(30)

    assert place.line.asked == ["begin", "preparing"]
    assert place.phase() is Phase.IN_SYNC


def test_what_the_cloud_was_not_told_it_is_told_again(place: Workplace) -> None:
    place.put(1, 2)
    place.line.fails["uploaded"] = Unavailable(Code.CLOUD_BUSY)
    place.pass_time(30)

    assert place.line.asked.count("uploaded") == 2
    assert place.journal.stage() is Stage.READY


def test_an_edit_during_the_preparation_goes_online(place: Workplace) -> None:
    place.put(*range(100))
    while place.phase() is not Phase.PROCESSING:
        place.runner.step()
    place.put(7, name="Second")
    place.pass_time(6)

    assert place.online() == place.in_database()


def test_an_empty_practice_is_ready_too(place: Workplace) -> None:
    place.pass_time(5)

    assert place.line.asked == ["begin", "uploading 0", "uploaded", "preparing"]
    assert place.phase() is Phase.IN_SYNC
