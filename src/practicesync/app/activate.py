"""``practicesync activate``: sign in, look who has signed in, say yes."""

from __future__ import annotations

import contextlib
import datetime as dt
import signal
import sys
import time
import webbrowser
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import msgspec
import typer

from practicesync.adapters.local_zone import LOCAL
from practicesync.adapters.state_folder import StateFolder
from practicesync.app.activation import Activated, SignedIn, Step, Waiting
from practicesync.app.asking import ask, leave, open_folder, untold
from practicesync.app.code_text import code_text
from practicesync.app.register import Registered
from practicesync.app.reply import Reply
from practicesync.app.say import say, say_json, tell_code
from practicesync.app.terms import VERSION, terms_address, terms_text
from practicesync.core.command import Argument
from practicesync.core.error_table import Exit
from practicesync.core.errors import Problem
from practicesync.core.words import clock_time, counted

LOOK_AGAIN = 0.3
"""Seconds between two questions how far the sign-in is."""

ENDS = ("SIGTERM", "SIGHUP")
"""Signals that end the conversation as Ctrl+C does: SIGHUP comes when the terminal is closed."""


@dataclass(frozen=True)
class Consent:
    """What the person said before: to the terms, to who signs in, and how to be talked to."""

    terms: bool
    who: bool
    open_browser: bool
    as_json: bool
    device: bool = False


def activate_practice(state: Path | None, practice: str | None, consent: Consent) -> int:
    """Activate the practice in a conversation, and return the exit code."""
    for name in ENDS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _interrupted)
    return _Conversation(open_folder(state), practice, consent).lead()


def _interrupted(number: int, frame: FrameType | None) -> None:  # noqa: ARG001  # as Python calls it
    raise KeyboardInterrupt


class _Ended(Exception):
    """The conversation is over with that exit code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class _Conversation:
    def __init__(self, folder: StateFolder, practice: str | None, consent: Consent) -> None:
        self._folder = folder
        self._practice = practice
        self._consent = consent
        self._id = ""
        self._contacts: int | None = None

    def lead(self) -> int:
        """Lead it to its end."""
        try:
            before = self._ask({"step": "look"})
            if before.outcome == "done":
                return self._already(before)
            self._accept_terms()
            begun = self._ask({"step": "begin", "terms": VERSION, "device": self._consent.device})
            self._id = begun.detail["id"]
            return self._walk()
        except _Ended as ended:
            return ended.code
        except (KeyboardInterrupt, typer.Abort):
            self._cancel()
            return Exit.PERSON_NEEDED
        except BaseException:  # such as a worker that doesn't answer, or output that nobody reads
            self._cancel()
            raise

    def _cancel(self) -> None:
        """Give the sign-in up: nobody waits for it any more.

        It isn't waited for what comes of it: a worker that is busy finds it later.
        """
        with contextlib.suppress(Problem):
            if self._id:
                leave(self._folder, "activate", self._practice, {"step": "cancel", "id": self._id})

    def _ask(self, arguments: dict[str, Argument]) -> Reply:
        reply = ask(self._folder, "activate", self._practice, arguments)
        if reply.outcome in ("failed", "refused"):
            if self._consent.as_json:
                say_json(reply)
            else:
                tell_code(reply.sentence, reply.code, reply.remedy)
            raise _Ended(reply.exit)
        return reply

    def _already(self, reply: Reply) -> int:
        if not reply.detail:
            raise untold()
        registered = msgspec.convert(reply.detail, Registered)
        if self._consent.as_json:
            say_json({"activated": True, "already": reply.detail})
            return Exit.DONE
        now = dt.datetime.now(dt.UTC)
        when = clock_time(registered.activated_at, now, LOCAL)
        say(
            f"{registered.practice_name} is activated already:"
            f" {registered.activated_by} did so at {when}."
        )
        return Exit.DONE

    def _accept_terms(self) -> None:
        if self._consent.terms:
            return
        if not sys.stdin.isatty() or self._consent.as_json:
            tell_code(
                "Contacts sync needs your consent to the terms of use.",
                "",
                f"Read them at {terms_address()}, then add --accept-terms.",
            )
            raise _Ended(Exit.PERSON_NEEDED)
        say(terms_text())
        if not typer.confirm("I agree with the above terms of use"):
            raise _Ended(Exit.PERSON_NEEDED)

    def _walk(self) -> int:
        """Say each step once, until the last."""
        said: Step | None = None
        while True:
            reply = self._ask({"step": "status", "id": self._id})
            step = _step(reply.detail)
            if step != said:
                said = step
                if (code := self._step(step)) is not None:
                    return code
            time.sleep(LOOK_AGAIN)

    def _step(self, step: Step) -> int | None:
        match step:
            case Waiting(user_code=""):
                self._show_address(step.sign_in_address)
            case Waiting():
                self._show_code(step)
            case SignedIn():
                self._confirm(step)
            case Activated(pause_ended=True):
                told = f"{_activated(self._contacts)} The pause has ended."
                self._say(told, {"activated": True, "pause_ended": True})
                return Exit.DONE
            case Activated():
                self._say(_activated(self._contacts), {"activated": True})
                return Exit.DONE
        return None

    def _show_address(self, address: str) -> None:
        self._say(f"Sign in here: {address}", {"sign_in_address": address})
        if self._consent.open_browser and not self._consent.as_json:
            # Whether a browser has opened can't be known for sure: the address is printed anyway.
            webbrowser.open(address)

    def _show_code(self, asked: Waiting) -> None:
        fact = {
            "verification_uri": asked.sign_in_address,
            "user_code": asked.user_code,
            "expires_in": asked.expires_in,
        }
        self._say(
            code_text(asked.sign_in_address, asked.user_code, asked.expires_in), {"device": fact}
        )

    def _confirm(self, step: SignedIn) -> None:
        self._contacts = step.contacts
        who = {"user": step.user, "practice_name": step.practice_name}
        self._say(
            f"{step.user} has signed in for {step.practice_name}. {_to_go(step.contacts)}",
            {"signed_in": who | {"practice_id": step.practice_id, "contacts": step.contacts}},
        )
        if not self._consent.who and not self._agreed():
            self._cancel()
            raise _Ended(Exit.PERSON_NEEDED)
        self._ask({"step": "confirm", "id": self._id, "user": step.user})

    def _agreed(self) -> bool:
        return sys.stdin.isatty() and typer.confirm("Is that right?")

    def _say(self, sentence: str, fact: dict[str, Any]) -> None:
        if self._consent.as_json:
            say_json(fact)
        else:
            say(sentence)


def _to_go(contacts: int | None) -> str:
    """Return what a yes would send; None: the practice database doesn't say."""
    if contacts is None:
        return "Your contacts will go online once the practice database can be read."
    if not contacts:
        return "There are no contacts in the practice database yet."
    return f"{counted(contacts, 'contact')} will go online."


def _activated(contacts: int | None) -> str:
    """Return what a yes has begun, and never that something is on its way that isn't."""
    if contacts is None:
        return (
            "Contacts sync is active, but the practice database can't be read just now, so nothing"
            " goes online yet. practicesync status tells what to do."
        )
    if not contacts:
        return "Contacts sync is active. Contacts go online as soon as there are any."
    return "Contacts sync is active. Your contacts are on their way."


def _step(detail: dict[str, Any]) -> Step:
    step: Step = msgspec.convert(detail, Step)
    return step
