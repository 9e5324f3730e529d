"""Activating at a window, page by page, against the real worker and online side."""

from __future__ import annotations

import datetime as dt
import shutil
import threading

import pytest

from practicesync.app.window.page import Checks, Code, Entries, IconInSight, Lines, Steps, Trouble
from practicesync.app.window.wizard import activate
from practicesync.core.check import CheckId
from practicesync.demo.practice import Practice
from tests.system.at_a_window import blocks, browser_of, everything, talking
from tests.system.between import Moment, between
from tests.system.cloud import Cloud
from tests.system.installation import PATIENCE, Installation, settings
from tests.system.test_device import decide
from tests.system.test_doctor import employ
from tests.system.test_leaving import online


@pytest.fixture
def ready(server: Installation, office: Cloud, practice: Practice) -> Installation:
    """An installation whose database knows the administrator, and nobody has signed in."""
    employ(practice.path, office.email, "A", "ADMIN")
    server.write(settings(practice.path, office))
    return server


def ahead(hours: float) -> str:
    """Return the time of day in so many hours, as a person types it."""
    return (dt.datetime.now() + dt.timedelta(hours=hours)).strftime("%H:%M")  # noqa: DTZ005  # as on the wall


def test_a_person_is_led_from_page_to_page_to_contacts_that_are_online(ready, office):
    with ready.running():
        ready.until_phase("not_activated")
        around = {"browse": browser_of(office), "hides_icons": True}
        with talking(ready, activate, **around) as person:
            person.answers("Activate contacts sync", "browser")
            person.answers(f"Signed in as {office.email}", "yes")
            plan = person.answers("10 contacts will go online", "yes")
            terms = person.answers("Terms of use", "ok", "terms")
            end = person.answers("3 contacts were not sent", "list")
            person.until(lambda page: bool(blocks(page, Entries)))

    assert blocks(plan, Lines)
    assert terms.choices[0].needs == ("terms",)
    assert blocks(end, IconInSight)
    assert online(office) == 7


def test_the_checks_tick_as_they_are_made(ready, office, practice, tmp_path):
    go_on = threading.Event()
    with between(office, tmp_path / "between") as (middle, seen):
        ready.write(settings(practice.path, seen))
        middle.at(Moment("GET", "/healthz"), lambda: go_on.wait(PATIENCE))
        with ready.running():
            ready.until_phase("not_activated")
            with talking(ready, activate, browse=browser_of(office)) as person:
                person.answers("Activate contacts sync", "browser")
                person.answers("Signed in as", "yes")
                page = person.until(
                    lambda page: any(
                        one.id is CheckId.EMPLOYEE
                        for block in blocks(page, Checks)
                        for one in block.checks
                    )
                )
                go_on.set()
                person.page("Contacts sync isn't activated")  # the request is lost by then

    [checks] = blocks(page, Checks)
    assert checks.going_on
    assert CheckId.CLOUD not in [one.id for one in checks.checks]


def test_closing_the_window_gives_the_sign_in_up(ready, office):
    with ready.running():
        ready.until_phase("not_activated")
        with talking(ready, activate) as person:
            person.answers("Activate contacts sync", "browser")
            person.page("Sign in with your browser")
            ready.until_phase("signing_in")
            person.answers("Sign in with your browser", "cancel")
            person.left()
        ready.until_phase("not_activated")

    assert not (ready.state / "private" / "vault.bin").exists()


def test_a_no_to_who_has_signed_in_begins_anew(ready, office):
    with ready.running():
        ready.until_phase("not_activated")
        with talking(ready, activate, browse=browser_of(office)) as person:
            person.answers("Activate contacts sync", "browser")
            first = person.answers("Signed in as", "no")
            again = person.until(lambda page: "Signed in as" in page.title and page is not first)

    assert again == first


def test_a_code_is_shown_large_and_typed_elsewhere(ready, office):
    with ready.running():
        ready.until_phase("not_activated")
        with talking(ready, activate) as person:
            person.answers("Activate contacts sync", "code")
            [code] = blocks(person.page("Sign in on any computer or phone"), Code)
            decide(office, code.address, code.code, "allow")
            person.answers("Signed in as", "yes")
            person.page("10 contacts will go online")

    assert "minutes" in code.note


@pytest.mark.parametrize(("status", "code"), [("I", "PS-AUT-07"), ("A", "PS-AUT-08")])
def test_a_check_that_fails_says_what_to_do_and_lets_try_again(
    ready, office, practice, status, code
):
    employ(practice.path, office.email, status, "CLERK" if status == "A" else "ADMIN")
    with ready.running():
        ready.until_phase("not_activated")
        with talking(ready, activate, browse=browser_of(office)) as person:
            person.answers("Activate contacts sync", "browser")
            person.answers("Signed in as", "yes")
            page = person.page("Contacts sync isn't activated")
            [checks] = blocks(page, Checks)
            employ(practice.path, office.email, "A", "ADMIN")
            person.answers("Contacts sync isn't activated", "again")
            person.answers("Signed in as", "yes")
            person.page("10 contacts will go online")

    wrong = [one for one in checks.checks if one.result == "fail"]
    assert [one.code for one in wrong] == [code]
    assert wrong[0].remedy
    assert wrong[0].help


def test_somebody_who_declines_is_told_so(ready, office):
    with ready.running():
        ready.until_phase("not_activated")
        with talking(ready, activate, browse=browser_of(office, "deny")) as person:
            person.answers("Activate contacts sync", "browser")
            [trouble] = blocks(person.page("Contacts sync isn't activated"), Trouble)

    assert (trouble.code, trouble.help) == ("PS-AUT-02", "ps-aut-02")
    assert "practicesync" not in trouble.remedy


def test_a_first_upload_is_put_off_and_given_another_time(ready, office):
    with ready.running():
        ready.until_phase("not_activated")
        with talking(ready, activate, browse=browser_of(office)) as person:
            person.answers("Activate contacts sync", "browser")
            person.answers("Signed in as", "yes")
            person.answers("contacts will go online", "yes", when="then", at="25:00")
            [wrong] = blocks(person.until(lambda page: bool(blocks(page, Trouble))), Trouble)
            person.answers("contacts will go online", "yes", when="then", at=ahead(2))
            person.answers("Terms of use", "ok", "terms")
            end = person.page("Contacts sync is active")
        planned = ready.until_phase("scheduled")["practices"][0]["next_try_at"]
        with talking(ready, activate) as person:
            person.answers("is activated already", "change", when="then", at=ahead(3))
            person.page("Contacts sync is active")
        ready.until(lambda shown: shown["practices"][0]["next_try_at"] > planned)
        with talking(ready, activate) as person:
            person.answers("is activated already", "change", when="now")
            person.page("3 contacts were not sent")

    assert "18:30" in wrong.sentence
    assert not blocks(end, IconInSight)  # this system hides no icons
    assert online(office) == 7


def test_a_new_server_takes_over_after_a_yes(ready, office, practice, tmp_path):
    new = Installation(tmp_path / "new")
    copy = tmp_path / "moved.db"
    shutil.copy(practice.path, copy)
    new.write(settings(copy, office))
    with ready.running(), new.running():
        ready.activate(office)
        ready.until_phase("attention")
        with talking(new, activate, browse=browser_of(office)) as person:
            person.answers("Activate contacts sync", "browser")
            person.answers("Signed in as", "yes")
            other = person.answers("Another server is in charge", "yes")
            person.answers("This server takes over at once", "yes")
            person.answers("Terms of use", "ok", "terms")
            person.page("3 contacts were not sent")
        ready.until_phase("taken_over")

    assert office.email in other.under


def test_without_a_worker_it_says_so_and_can_be_tried_again(server):
    with talking(server, activate) as person:
        [trouble] = blocks(person.page("That didn't work"), Trouble)

    assert trouble.code == "PS-SYS-09"


def test_leaving_the_progress_leaves_the_upload_running(ready, office, practice, tmp_path):
    go_on = threading.Event()
    with between(office, tmp_path / "between") as (middle, seen):
        ready.write(settings(practice.path, seen))
        middle.at(Moment("POST", "/contacts/batch"), lambda: go_on.wait(PATIENCE))
        with ready.running():
            ready.until_phase("not_activated")
            with talking(ready, activate, browse=browser_of(office)) as person:
                person.answers("Activate contacts sync", "browser")
                person.answers("Signed in as", "yes")
                person.answers("contacts will go online", "yes")
                person.answers("Terms of use", "ok", "terms")
                progress = person.answers("Sending your contacts", "close")
                person.left()
            go_on.set()
            ready.until_phase("attention")

    [steps] = blocks(progress, Steps)
    assert [one.label for one in steps.steps] == ["Uploading", "Being prepared online"]
    assert "You can close this window" in everything(progress)
    assert online(office) == 7
