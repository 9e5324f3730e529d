from __future__ import annotations

import datetime as dt
import itertools
from zoneinfo import ZoneInfo

import msgspec
import pytest

from practicesync.app.present.allowed import COMMANDS
from practicesync.app.present.face import face
from practicesync.app.present.menu import menu
from practicesync.app.present.shown import Act, ActKind, Button, Divider, Item, Row, Seen, Submenu
from practicesync.app.present.today import bars
from practicesync.app.present.window import window
from practicesync.core.action import Checked, Counts, Hour
from practicesync.core.errors import Code
from practicesync.core.phase import SIGNS, Colour, Phase
from practicesync.core.phase_words import Today
from practicesync.core.report import Report
from practicesync.core.status import WORST_FIRST, Reported
from practicesync.core.status import status as status_of
from tests.status_page import NOW, SINCE, TODAY, WORKER, attention, held, several, shown, shown_in

CHANGES = {
    ActKind.CONNECT, ActKind.ACTIVATE, ActKind.START, ActKind.SYNC_NOW, ActKind.PAUSE,
    ActKind.RESUME, ActKind.CHECK, ActKind.NOT_SENT, ActKind.REVIEW, ActKind.SETTINGS,
    ActKind.SUPPORT_FILE, ActKind.STOP_SYNCING, ActKind.PASSWORD,
}  # fmt: skip
"""What needs the right to ask the worker for something."""


def seen(status, **more):
    return Seen(status=status, silent=False, today=TODAY, **more)


def acts_of_menu(known):
    found = []
    for entry in menu(known):
        match entry:
            case Item(_, act):
                found.append(act)
            case Submenu(_, entries):
                found += [one.act for one in entries]
    return found


def acts_of_window(known):
    shown_ = window(known)
    buttons = [*shown_.buttons, *shown_.links, *(shown_.call.buttons if shown_.call else ())]
    buttons += [row.button for row in (*shown_.attention, *shown_.facts) if row.button]
    return [button.act for button in buttons]


EVERY = [status for phase in WORST_FIRST for status in shown_in(phase)] + [several()]
EACH = pytest.mark.parametrize(
    "status", EVERY, ids=[f"{at} {one.phase.value}" for at, one in enumerate(EVERY)]
)


@EACH
def test_who_may_not_ask_is_offered_nothing_that_changes_anything(status):
    outsider = seen(status, may_ask=False)
    kinds = {act.kind for act in (*acts_of_menu(outsider), *acts_of_window(outsider))}
    assert not kinds & CHANGES
    assert {ActKind.OPEN, ActKind.OPEN_LOG, ActKind.HELP} <= kinds


@EACH
def test_who_may_only_look_is_told_whom_to_ask_and_where_the_help_says_why(status):
    outside = window(seen(status, may_ask=False))
    assert "Practice Sync Administrators" in outside.whom_to_ask
    assert outside.links[-1].act == Act(ActKind.HELP, "other")
    inside = window(seen(status))
    assert inside.whom_to_ask == ""
    assert outside.links[:-1] == inside.links


def test_a_worker_that_can_not_be_started_from_here_is_not_offered():
    [status, *_] = shown_in(Phase.NOT_RUNNING)
    here, elsewhere = seen(status), seen(status, may_start=False)
    assert ActKind.START in {act.kind for act in acts_of_window(here)}
    assert ActKind.START not in {act.kind for act in acts_of_window(elsewhere)}
    assert ActKind.START in {act.kind for act in acts_of_menu(here)}
    assert ActKind.START not in {act.kind for act in acts_of_menu(elsewhere)}


@pytest.mark.parametrize("code", [Code.LOGIN_FAILED, Code.PASSWORD_EXPIRED, Code.SECRET_MISSING])
def test_a_password_that_is_wrong_is_changed_where_it_is_told(code):
    status = shown(Phase.MISCONFIGURED, {"code": code, "facts": {}})
    call, outside = window(seen(status)).call, window(seen(status, may_ask=False)).call
    assert call
    assert outside
    button = call.buttons[0]
    assert (button.label, button.act.kind) == ("Change the password", ActKind.PASSWORD)
    assert button.main
    assert outside.buttons[0].act.kind is ActKind.HELP


@EACH
def test_a_window_names_no_command_of_a_terminal(status):
    shown_ = window(seen(status))
    texts = [shown_.headline.sentence, shown_.headline.under]
    texts += [shown_.call.sentence, shown_.call.under] if shown_.call else []
    texts += [row.label for row in shown_.attention] + [line.sentence for line in shown_.practices]
    assert not [text for text in texts if "practicesync " in text]


@EACH
def test_there_is_one_main_button_at_most_and_red_says_what_to_do(status):
    shown_ = window(seen(status))
    buttons = [*shown_.buttons, *(shown_.call.buttons if shown_.call else ())]
    assert sum(button.main for button in buttons) <= 1
    if status.colour is Colour.RED:
        assert shown_.call is not None
        assert shown_.call.sentence


def test_every_phase_says_what_can_be_asked_in_it():
    assert set(COMMANDS) == set(Phase)


@EACH
def test_a_menu_has_no_divider_at_its_ends_nor_two_in_a_row(status):
    kinds = [isinstance(entry, Divider) for entry in menu(seen(status))]
    assert not kinds[0]
    assert not kinds[-1]
    assert not [pair for pair in itertools.pairwise(kinds) if all(pair)]


def test_a_silent_worker_is_red_and_a_service_that_starts_is_blue():
    silent = Seen(status=shown(Phase.IN_SYNC, {}), silent=True, today=TODAY)
    assert face(silent).phase is Phase.NOT_RUNNING
    starting = msgspec.structs.replace(silent, service="starting")
    assert face(starting).colour is Colour.BLUE
    assert acts_of_window(starting) == [
        act for act in acts_of_window(starting) if act.kind not in CHANGES
    ]


def test_a_worker_that_shows_what_can_not_be_read_is_red_and_no_second_one_is_offered():
    unread = Seen(status=None, silent=False, today=TODAY)
    shown_ = window(unread)
    assert shown_.headline.sign == SIGNS[Phase.MISCONFIGURED]
    assert shown_.headline.sentence.startswith("Practice Sync is running, but ")
    assert Code.STATUS_UNREADABLE in (shown_.call.under if shown_.call else "")
    acts = (*acts_of_menu(unread), *acts_of_window(unread))
    assert [act.kind for act in acts if act.kind in CHANGES - {ActKind.SUPPORT_FILE}] == []

    starting = msgspec.structs.replace(unread, service="starting")
    assert face(starting).colour is Colour.BLUE


def test_what_waits_for_a_person_has_a_button_that_names_it():
    rows = window(seen(held(412))).attention
    assert [row.button.act.argument for row in rows if row.button] == ["1f0a93c2", "7b11e0d4"]
    assert {row.button.act.practice for row in rows if row.button} == {"p1"}
    reasons = window(seen(attention(3))).attention
    assert [row.button.act.kind for row in reasons if row.button] == [ActKind.NOT_SENT] * 2


def day_of(zone, *, month, day, activity=()):
    now = dt.datetime(2026, month, day, 23, 30, tzinfo=zone)
    status = shown(Phase.IN_SYNC, {"activity": activity})
    return bars(status, Today(now, zone))


@pytest.mark.parametrize(("month", "day", "hours"), [(5, 4, 24), (4, 5, 25), (10, 4, 23)])
def test_a_day_has_as_many_bars_as_it_has_hours(month, day, hours):
    assert len(day_of(ZoneInfo("Australia/Melbourne"), month=month, day=day)) == hours


def test_changes_stand_at_the_hour_of_the_local_clock():
    adelaide = ZoneInfo("Australia/Adelaide")  # half an hour off
    at = dt.datetime(2026, 5, 4, 0, 0, tzinfo=dt.UTC)
    found = day_of(adelaide, month=5, day=4, activity=[Hour(at, 1, 2, 3)])
    assert [(bar.label, bar.changes) for bar in found if bar.changes] == [("9:00", 6)]


def office_of(**phases):
    """Return the status of several practices by their names."""
    reports = [
        Reported(name, f"id of {name}", Report(phase, SINCE)) for name, phase in phases.items()
    ]
    return status_of(reports, WORKER, TODAY)


def test_the_button_is_for_the_practice_that_the_sentence_is_about():
    call = window(seen(office_of(North=Phase.IN_SYNC, South=Phase.SIGN_IN_NEEDED))).call
    assert call is not None
    assert call.buttons[0].act == Act(ActKind.ACTIVATE, practice="id of South")


def test_what_another_practice_needs_is_no_remedy_for_this_one():
    call = window(seen(office_of(North=Phase.UNAVAILABLE, South=Phase.PAUSED))).call
    assert call is not None
    assert ActKind.RESUME not in {button.act.kind for button in call.buttons}


def test_of_several_that_need_the_same_none_is_named():
    call = window(seen(office_of(North=Phase.NOT_ACTIVATED, South=Phase.NOT_ACTIVATED))).call
    assert call is not None
    assert call.buttons[0].act == Act(ActKind.ACTIVATE)


def left_out(known):
    return [row for row in window(known).facts if row.label == "Left out"]


def test_who_may_ask_finds_the_contacts_that_were_left_out():
    some = shown(Phase.IN_SYNC, {"counts": Counts(8_217, 8_214, 3, 3)})
    assert left_out(seen(some)) == [
        Row("Left out", "3 contacts", Button("Show", Act(ActKind.NOT_SENT)))
    ]
    assert left_out(seen(some, may_ask=False)) == [Row("Left out", "3 contacts")]
    gone = Seen(status=some, silent=True, today=TODAY)
    assert left_out(gone) == [Row("Left out", "3 contacts")]
    assert left_out(seen(shown(Phase.IN_SYNC, {}))) == []


def checks_of(*ended):
    """Return what stands in the window of practices whose last full checks are these."""
    reports = [
        Reported(str(number), "", Report(Phase.IN_SYNC, SINCE, checked=checked))
        for number, checked in enumerate(ended)
    ]
    rows = window(seen(status_of(reports, WORKER, TODAY))).facts
    return [row.value for row in rows if row.label == "Last full check"]


def test_the_last_full_check_is_the_earliest_of_all_practices():
    early, late = (Checked(NOW - dt.timedelta(hours=hours), 8) for hours in (7, 1))
    mended = msgspec.structs.replace(late, differing=2)

    assert checks_of(early) == ["2:30, all well"]
    assert checks_of(mended, early) == ["2:30, 2 differences mended"]
    assert checks_of(late, None) == ["8:30, all well"]
    assert checks_of(None) == []
