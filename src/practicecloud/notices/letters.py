"""The mails that carry a link to one person."""

from __future__ import annotations

from practicecloud.notices.outbox import Message
from practicecloud.people.invitations import Wish
from practicecloud.people.one_time import GOOD_FOR


def invitation(wish: Wish, practice_name: str, by: str, link: str) -> Message:
    """Return the mail that asks somebody to join a practice."""
    text = f"""\
{by} invites you to look up the contacts of {practice_name} online.

Open this link to accept. It works once, within 7 days:

{link}

If you don't know {practice_name}, you need not do anything.
"""
    return Message(
        to=wish.email,
        subject=f"Join {practice_name}",
        text=text,
        good_for=GOOD_FOR["invite"],
        practice_id=wish.practice_id,
    )


def new_password(email: str, link: str) -> Message:
    """Return the mail by which somebody chooses a new password."""
    text = f"""\
Somebody has said on the sign-in page that they have forgotten the password of {email}.

If that was you, open this link and choose a new password. It works once, within 24 hours:

{link}

If it was not you, you need not do anything: your password stays as it is.
"""
    return Message(to=email, subject="Choose a new password", text=text, good_for=GOOD_FOR["reset"])
