"""What notices say: plain text, the most important first, nothing about a contact."""

from __future__ import annotations

from typing import Literal

import msgspec

from practicecloud.notices.outbox import Message
from practicecloud.online.activation import iso
from practicecloud.online.beats import NOT_RUNNING
from practicecloud.online.standing import clock_words

Event = Literal["trouble", "healed", "test"]


class Story(msgspec.Struct, frozen=True):
    """What there is to tell of a practice. `page` is the address of its page.

    `server`, `phase` and `code` may be empty. The clock there is `utc_offset` seconds ahead of UTC.
    """

    event: Event
    practice_id: str
    practice_name: str
    page: str
    since: float
    now: float
    sentence: str
    server: str = ""
    phase: str = ""
    code: str = ""
    silent: bool = False
    utc_offset: int | None = None


def mail_of(story: Story, recipient: str) -> Message:
    """Return the story as a mail."""
    subject, body = _WORDS[story.event](story)
    text = (
        f"{body}\n"
        "You get one mail when contacts sync needs attention, and one when that is over.\n"
        f"Who gets them is set here:\n{story.page}/notices\n"
    )
    return Message(recipient, subject, text, practice_id=story.practice_id)


def added(recipient: str, by: str, practice_id: str, practice_name: str) -> Message:
    """Return the mail to an address that was named for notices."""
    text = (
        f"You will get notices about contacts sync of {practice_name}.\n\n"
        f"{by} has asked for this. You get one when sync needs attention, and one when that is "
        "over.\n\n"
        f"If you did not expect this, ask {by} to take your address out.\n"
    )
    subject = f"Notices about contacts sync of {practice_name}"
    return Message(recipient, subject, text, practice_id=practice_id)


def json_of(story: Story) -> str:
    """Return the story as JSON; times are ISO 8601, UTC."""
    members = {
        "event": story.event,
        "practice_id": story.practice_id,
        "practice": story.practice_name,
        "server": story.server,
        "since": iso(story.since),
        "at": iso(story.now),
        "silent": story.silent,
        "phase": story.phase,
        "code": story.code,
        "sentence": story.sentence,
        "page": story.page,
    }
    return msgspec.json.encode(members).decode()


def _trouble(story: Story) -> tuple[str, str]:
    since = clock_words(story.since, story.utc_offset, story.now)
    code = ""
    if story.code:
        code = f"The troubleshooting guide of Practice Sync explains this under {story.code}.\n"
    body = (
        f"Contacts sync of {story.practice_name} has needed attention since {since}.\n\n"
        f"{story.sentence}\n\n"
        "What it means: staff still find contacts online, but some may be out of date.\n"
        "Nothing is lost: what has changed in the practice goes online once this is put right.\n\n"
        f"What to do: {_remedy(story)}\n{code}\n"
        f"How it stands now:\n{story.page}\n"
    )
    return f"Contacts sync of {story.practice_name} needs attention", body


def _remedy(story: Story) -> str:
    where = story.server or "the practice's server"
    if story.silent:
        return (
            f"see whether {where} is switched on and connected to the internet. "
            "If it is, start Practice Sync there."
        )
    if story.phase == NOT_RUNNING:
        return f"start Practice Sync on {where}."
    return f"open Practice Sync on {where}: its window says what is wrong and what helps."


def _healed(story: Story) -> tuple[str, str]:
    since = clock_words(story.since, story.utc_offset, story.now)
    body = (
        f"Contacts sync of {story.practice_name} works again.\n\n"
        f"It had needed attention since {since}.\n"
        "What was changed in the practice meanwhile is online. You need not do anything.\n\n"
        f"How it stands now:\n{story.page}\n"
    )
    return f"Contacts sync of {story.practice_name} works again", body


def _test(story: Story) -> tuple[str, str]:
    body = (
        f"This is a test: notices about contacts sync of {story.practice_name} arrive here.\n\n"
        f"How sync stands now: {story.sentence}\n{story.page}\n"
    )
    return f"Test of notices for {story.practice_name}", body


_WORDS = {"trouble": _trouble, "healed": _healed, "test": _test}
