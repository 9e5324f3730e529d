"""What a notice says, to people and to programs, and what its page in the docs promises."""

import json
import re
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest

from practicecloud.notices import webhook
from practicecloud.notices.notice_words import Story, added, json_of, mail_of
from tests.unit.practicecloud.test_standing import NINE

PAGE = (Path(__file__).parents[3] / "docs" / "notices.md").read_text(encoding="utf-8")
SILENT = Story(
    event="trouble",
    practice_id="6c1d",
    practice_name="Main office",
    page="https://contacts.example/practices/6c1d",
    since=NINE,
    now=NINE + 3600,
    sentence="The practice's server OLDSRV has been silent since 9:02.",
    server="OLDSRV",
    silent=True,
    utc_offset=8 * 3600,
)


def text_of(**changes):
    return mail_of(msgspec.structs.replace(SILENT, **changes), "ann@example.com").text


def test_a_mail_says_what_has_happened_what_it_means_and_what_to_do():
    mail = mail_of(SILENT, "ann@example.com")

    assert (mail.to, mail.practice_id) == ("ann@example.com", "6c1d")
    assert mail.subject == "Contacts sync of Main office needs attention"
    assert mail.text == (
        "Contacts sync of Main office has needed attention since 9:02.\n\n"
        "The practice's server OLDSRV has been silent since 9:02.\n\n"
        "What it means: staff still find contacts online, but some may be out of date.\n"
        "Nothing is lost: what has changed in the practice goes online once this is put right.\n\n"
        "What to do: see whether OLDSRV is switched on and connected to the internet. "
        "If it is, start Practice Sync there.\n\n"
        "How it stands now:\nhttps://contacts.example/practices/6c1d\n\n"
        "You get one mail when contacts sync needs attention, and one when that is over.\n"
        "Who gets them is set here:\nhttps://contacts.example/practices/6c1d/notices\n"
    )


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"silent": False, "phase": "not_running"}, "What to do: start Practice Sync on OLDSRV.\n"),
        ({"silent": False, "phase": "held"}, "What to do: open Practice Sync on OLDSRV: its"),
        ({"silent": False, "code": "PS-SRC-01"}, "explains this under PS-SRC-01.\n"),
        ({"server": ""}, "see whether the practice's server is switched on"),
        ({"now": NINE + 30 * 3600}, "attention since 2 March, 9:02."),
        ({"event": "healed"}, "Contacts sync of Main office works again.\n\nIt had needed"),
        (
            {"event": "healed"},
            "attention since 9:02.\nWhat was changed in the practice meanwhile is",
        ),
        ({"event": "test"}, "This is a test: notices about contacts sync of Main office arrive"),
    ],
)
def test_a_mail_fits_what_it_tells(changes, says):
    assert says in text_of(**changes)


def test_an_address_that_was_named_hears_by_whom():
    mail = added("it@example.com", "ann@example.com", "6c1d", "Main office")
    assert mail.to == "it@example.com"
    assert "ann@example.com has asked for this." in mail.text


def blocks(kind):
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)


def test_a_webhook_gets_what_the_page_shows():
    (shown,) = map(json.loads, blocks("json"))
    sent = json.loads(json_of(SILENT))

    assert list(sent) == list(shown)
    assert [type(sent[name]) for name in sent] == [type(shown[name]) for name in sent]


def test_the_check_that_the_page_shows_takes_our_calls_and_no_others(monkeypatch):
    (code,) = blocks("python")
    known: dict[str, Any] = {}
    exec(code, known)  # noqa: S102  # it is ours
    monkeypatch.setattr(time, "time", lambda: 1000.0)
    body = json_of(SILENT).encode()
    header = webhook.signature("secret", body, 1000.0)

    assert known["is_genuine"]("secret", header, body)
    assert not known["is_genuine"]("other", header, body)
    assert not known["is_genuine"]("secret", header, body + b" ")
    assert not known["is_genuine"]("secret", webhook.signature("secret", body, 600.0), body)
