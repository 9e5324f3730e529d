"""What a person reads while they activate contacts sync."""

import datetime as dt

import pytest

from practicesync.app.asking import activate_words as words
from practicesync.app.asking.activation_steps import Activated, Active, Elsewhere, Ready

NOW = dt.datetime(2026, 5, 3, 12, 0, tzinfo=dt.UTC)
EVENING = dt.datetime(2026, 5, 4, 10, 0, tzinfo=dt.UTC)
DONE = Activated("x@example.com", "id-1", "The practice")


@pytest.mark.parametrize(
    ("contacts", "said"),
    [
        (None, "Your contacts will go online once the practice database can be read."),
        (0, "There are no contacts in the practice database yet."),
        (1, "1 contact will go online. That usually takes a few seconds."),
        (60_000, "60,000 contacts will go online. That usually takes about 2 minutes."),
    ],
)
def test_a_yes_says_how_many_contacts_and_how_long(contacts, said):
    plan = words.plan(Ready((), contacts))

    assert plan[0] == said
    assert len(words.GETS) == 3
    assert plan[-1] == words.SAFE


def test_a_server_that_is_in_charge_is_promised_nothing_new():
    assert words.plan(Ready((), 10, "1", goes_on=True)) == [
        "This server is in charge already, and goes on with this sign-in."
    ]


@pytest.mark.parametrize(("contacts", "its"), [(None, "its contacts"), (2, "its 2 contacts")])
def test_taking_over_is_not_said_to_be_a_first_upload(contacts, its):
    plan = words.plan(Ready((), contacts, takes_over=True))

    assert plan[0] == (f"This server takes over at once, and compares {its} with what is online.")
    assert not any("will go online" in line for line in plan)


@pytest.mark.parametrize(
    ("contacts", "said"),
    [
        (None, "nothing goes online yet"),
        (0, "as soon as there are any"),
        (10, "Your contacts are on their way."),
    ],
)
def test_nothing_is_said_to_be_on_its_way_that_is_not(contacts, said):
    told = words.activated(DONE, contacts, NOW)

    assert said in told
    assert ("on their way" in told) is (contacts == 10)


def test_a_start_that_is_put_off_says_when_and_how_to_change_it():
    step = Activated("x@example.com", "id-1", "The practice", EVENING, pause_ended=True)
    told = words.activated(step, 10, NOW)

    assert "The first upload begins at " in told
    assert " tomorrow. Leave this computer on until then." in told
    assert "--now" in told
    assert told.endswith("The pause has ended.")
    assert "on their way" not in told


def test_what_is_activated_already_says_by_whom_when_and_where():
    registered = Active("id-1", "The practice", NOW, "x@example.com", EVENING)

    told = words.already(registered, NOW)

    assert told.startswith("The practice is activated already: x@example.com did so at ")
    assert ", on this server. The first upload begins at " in told


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (
            Elsewhere("OLDSRV", "two", "2026-05-01T10:00:00+00:00", "x@example.com"),
            " on 1 May. x@example.com activated contacts sync there.",
        ),
        (
            Elsewhere("", "two", "", ""),
            "The practice is activated already: Another server is in charge of it.",
        ),
        (
            Elsewhere("OLDSRV", "two", "yesterday", ""),
            "The practice is activated already: OLDSRV is in charge of it.",
        ),
    ],
)
def test_another_server_is_named_with_what_is_known_of_it(other, said):
    assert words.in_charge(other, "The practice", NOW).endswith(said)
