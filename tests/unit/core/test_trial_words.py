from __future__ import annotations

import pytest

from practicesync.core.check import CheckId, failed, passed
from practicesync.core.check_words import told
from practicesync.core.draft import Draft
from practicesync.core.errors import Code, Misconfigured, Unavailable
from practicesync.core.trial_words import on_trial

FAILING = [
    failed(CheckId.DATABASE, Misconfigured(Code.DATABASE_NOT_FOUND, path="practice.db")),
    failed(CheckId.DATABASE, Misconfigured(Code.DATABASE_UNREADABLE)),
    failed(CheckId.ENCRYPTION, Misconfigured(Code.SERVER_NOT_TRUSTED)),
    failed(CheckId.CLOUD, Unavailable(Code.CLOUD_UNREACHABLE, host="contacts.example")),
    failed(CheckId.CLOUD, Unavailable(Code.CLOUD_NOT_TRUSTED, reason="unknown-authority")),
]


@pytest.mark.parametrize("check", FAILING, ids=lambda check: check.code.value)
def test_nobody_is_sent_to_settings_that_are_not_written_yet(check):
    shown = on_trial(told(check), Draft())
    assert "setting" not in shown.remedy
    assert shown.remedy != told(check).remedy
    assert shown.sentence == told(check).sentence


def test_a_mistyped_address_is_thought_of_first():
    shown = on_trial(told(FAILING[3]), Draft())
    assert shown.remedy.startswith("Check the address that you gave, to the port")


def test_who_has_named_an_authority_is_not_told_to_name_one():
    check = failed(CheckId.CLOUD, Unavailable(Code.CLOUD_NOT_TRUSTED, reason="wrong-host"))
    assert "with --ca-file" in on_trial(told(check), Draft()).remedy
    named = on_trial(told(check), Draft(ca_file="authority.pem")).remedy
    assert named.startswith("Give the address with the name that stands in the certificate")


def test_what_is_well_stays_as_it_is():
    check = told(passed(CheckId.CLOUD, host="contacts.example"))
    assert on_trial(check, Draft()) == check
