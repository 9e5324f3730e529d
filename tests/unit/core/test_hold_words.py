"""What waits for a person is told by its kind, its number and its field."""

import datetime as dt

import pytest

from practicesync.core.action import Hold, HoldId
from practicesync.core.errors import Code
from practicesync.core.hold_words import (
    asking_words,
    going_words,
    listing_words,
    refraining_words,
    waiting_words,
)
from practicesync.core.phase import Phase
from practicesync.core.phase_words import Today, phase_words
from practicesync.core.report import Report
from practicesync.core.status import Reported, practice_status

SINCE = dt.datetime(2026, 3, 2, 9, 2, tzinfo=dt.UTC)
TODAY = Today(SINCE, dt.UTC)
DELETIONS = Hold(HoldId("d1"), "many-deletions", 412, SINCE)
EMAILS = Hold(HoldId("e1"), "field-turned-blank", 230, SINCE, "emails")
PHONES = Hold(HoldId("p1"), "field-turned-blank", 1, SINCE, "phones")


def sentence(*holds: Hold) -> tuple[str, str]:
    said = phase_words(Report(Phase.HELD, SINCE, holds=holds), TODAY)
    return said.code, said.sentence


def test_deletions_speak_before_changes():
    code, said = sentence(EMAILS, DELETIONS)
    assert code == Code.DELETIONS_WAIT
    assert said.startswith("412 deletions are waiting for you")


def test_of_several_fields_the_one_of_most_contacts_speaks():
    code, said = sentence(PHONES, EMAILS)
    assert code == Code.CHANGES_WAIT
    assert said.startswith('The field "e-mail addresses" turned blank for 230 contacts.')


def test_one_change_is_told_as_one():
    assert sentence(PHONES)[1].startswith('The field "phone numbers" turned blank for 1 contact.')


def test_each_hold_has_a_row_and_a_command_of_its_own():
    report = Report(Phase.HELD, SINCE, holds=[DELETIONS, EMAILS, PHONES])
    rows = practice_status(Reported("Main office", "p-1", report), TODAY).attention

    assert [(row.code, row.count, row.action) for row in rows] == [
        ("PS-SYS-10", 412, "confirm-deletes d1"),
        ("PS-SYS-18", 230, "confirm-deletes e1"),
        ("PS-SYS-18", 1, "confirm-deletes p1"),
    ]
    assert "e-mail addresses" in rows[1].sentence
    assert "phone numbers" in rows[2].sentence


@pytest.mark.parametrize(
    ("hold", "waiting", "asks", "refrains", "goes"),
    [
        (
            DELETIONS,
            "412 deletions are",
            "Delete 412 contacts online?",
            "Nothing was deleted.",
            "412 deletions go online now.",
        ),
        (
            EMAILS,
            "230 changes are",
            'Let the field "e-mail addresses" turn blank online for 230 contacts?',
            "Nothing was changed.",
            "230 changes go online now.",
        ),
        (
            PHONES,
            "1 change is",
            'Let the field "phone numbers" turn blank online for 1 contact?',
            "Nothing was changed.",
            "1 change goes online now.",
        ),
    ],
)
def test_both_kinds_are_asked_about_in_their_own_words(hold, waiting, asks, refrains, goes):
    assert waiting_words(hold) == waiting
    assert asking_words(hold) == asks
    assert refraining_words(hold) == refrains
    assert going_words(hold, hold.count) == goes


def test_the_list_says_what_its_keys_are():
    assert listing_words(DELETIONS, "Main office").startswith("412 contacts are gone from the")
    assert listing_words(EMAILS, "Main office").startswith('The field "e-mail addresses" turned')
