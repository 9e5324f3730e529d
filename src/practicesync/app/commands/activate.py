"""``practicesync activate``: sign in, say yes to what is found, and watch the first upload."""

from __future__ import annotations

import contextlib
import datetime as dt
import signal
import sys
import time
import webbrowser
from pathlib import Path
from types import FrameType
from typing import Any

import msgspec
import typer

from practicesync.adapters.state_folder import StateFolder
from practicesync.app.asking import activate_words as words
from practicesync.app.asking.activation_steps import (
    Activated,
    Active,
    Elsewhere,
    Examining,
    Ready,
    SignedIn,
    Step,
    Waiting,
)
from practicesync.app.asking.ask import ask, leave, open_folder, untold
from practicesync.app.asking.reply import Reply
from practicesync.app.asking.terms import VERSION, terms_address, terms_text
from practicesync.app.commands.code_text import code_text
from practicesync.app.commands.consent import Consent
from practicesync.app.commands.first_upload import watch
from practicesync.app.commands.voice import Voice
from practicesync.app.say import say, tell_code
from practicesync.core.check_words import Told
from practicesync.core.command import Argument
from practicesync.core.error_table import Exit
from practicesync.core.errors import Code, Problem
from practicesync.core.schedule import TONIGHT, time_of_day

LOOK_AGAIN = 0.3
"""Seconds between two questions how far the sign-in is."""

LONG_AGO = dt.datetime.fromtimestamp(0, dt.UTC)

ENDS = ("SIGTERM", "SIGHUP")
"""Signals that end the conversation as Ctrl+C does: SIGHUP comes when the terminal is closed."""


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
        self._voice = Voice(consent.as_json)
        self._id = ""
        self._practice_name = ""
        self._contacts: int | None = None
        self._terms = ""
        self._started_at: dt.datetime | None = None
        self._begun = False

    def lead(self) -> int:
        """Lead it to its end."""
        try:
            before = self._ask({"step": "look"})
            if before.outcome == "done":
                return self._already(before)
            self._terms = before.detail.get("terms", "")
            self._need_terms()
            begun = self._ask({"step": "begin", "device": self._consent.device})
            self._id = begun.detail["id"]
            return self._follow(self._walk())
        except _Ended as ended:
            return ended.code
        except (KeyboardInterrupt, typer.Abort):
            return self._left()
        except BaseException:  # such as a worker that doesn't answer, or output that nobody reads
            self._cancel()
            raise

    def _left(self) -> int:
        """Say what comes of it that the person has left, and return the exit code."""
        if self._begun:
            self._voice.say(words.GOES_ON_ALONE)
            return Exit.DONE
        if self._started_at:
            self._voice.say(words.UNKNOWN)
        self._cancel()
        return Exit.PERSON_NEEDED

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
            checks = msgspec.convert(reply.detail.get("checks", []), list[Told])
            self._voice.show(checks)
            if checks and not self._consent.as_json:
                self._voice.say(words.NOT_ACTIVATED)
            else:
                self._voice.refuse(reply)
            raise _Ended(reply.exit)
        return reply

    def _already(self, reply: Reply) -> int:
        if not reply.detail:
            raise untold()
        registered = msgspec.convert(reply.detail, Active)
        now = dt.datetime.now(dt.UTC)
        if registered.begins_at is not None and self._consent.at is not None:
            return self._change(self._consent.at or None)
        told = words.already(registered, now)
        self._voice.say(told, {"activated": True, "already": reply.detail})
        return Exit.DONE

    def _change(self, at: str | None) -> int:
        """Give a first upload that was put off another time, or begin it now."""
        reply = self._ask({"step": "change", "at": at})
        changed = msgspec.convert(reply.detail, Active)
        fact = {"activated": True, "begins_at": changed.begins_at}
        if changed.begins_at is not None:
            self._voice.say(words.planned(changed.begins_at, dt.datetime.now(dt.UTC)), fact)
            return Exit.DONE
        self._voice.say("The first upload begins now.", fact)
        return self._follow(changed.practice_id)

    def _need_terms(self) -> None:
        """Say at once what can't be asked later."""
        if self._terms == VERSION or self._consent.terms or self._voice.can_ask:
            return
        tell_code(
            "Contacts sync needs your consent to the terms of use.",
            "",
            f"Read them at {terms_address()}, then add --accept-terms.",
        )
        raise _Ended(Exit.PERSON_NEEDED)

    def _walk(self) -> str:
        """Say each step once until the last, and return the id of the practice to follow."""
        said: Step | None = None
        while True:
            reply = self._ask({"step": "status", "id": self._id})
            step: Step = msgspec.convert(reply.detail, Step)
            if step != said:
                said = step
                if isinstance(step, Activated):
                    return self._activated(step)
                self._step(step)
            time.sleep(LOOK_AGAIN)

    def _step(self, step: Step) -> None:
        match step:
            case Waiting(user_code=""):
                self._show_address(step.sign_in_address)
            case Waiting():
                self._show_code(step)
            case SignedIn():
                self._confirm(step)
            case Elsewhere():
                self._take_over(step)
            case Examining():
                self._voice.show(step.checks)
            case Ready():
                self._start(step)

    def _show_address(self, address: str) -> None:
        self._voice.say(f"Sign in here: {address}", {"sign_in_address": address})
        if self._consent.open_browser and not self._consent.as_json:
            # Whether a browser has opened can't be known for sure: the address is printed anyway.
            webbrowser.open(address)

    def _show_code(self, asked: Waiting) -> None:
        fact = {
            "verification_uri": asked.sign_in_address,
            "user_code": asked.user_code,
            "expires_in": asked.expires_in,
        }
        self._voice.say(
            code_text(asked.sign_in_address, asked.user_code, asked.expires_in), {"device": fact}
        )

    def _confirm(self, step: SignedIn) -> None:
        self._practice_name = step.practice_name
        who = {"user": step.user, "practice_name": step.practice_name}
        self._voice.say(
            f"{step.user} has signed in for {step.practice_name}.",
            {"signed_in": who | {"practice_id": step.practice_id}},
        )
        if not self._consent.who and not self._voice.agreed("Is that right?"):
            self._give_up()
        self._ask({"step": "confirm", "id": self._id, "user": step.user})

    def _take_over(self, other: Elsewhere) -> None:
        told = words.in_charge(other, self._practice_name, dt.datetime.now(dt.UTC))
        fact = {"server": other.server, "since": other.since, "activated_by": other.activated_by}
        server = other.server or "the other server"
        if not self._consent.take_over and not self._voice.can_ask:
            self._refuse_to_take_over(told)
        self._voice.say(told, {"in_charge": fact})
        self._voice.say(words.taking_over(other.server))
        if not self._consent.take_over and not self._voice.agreed(f"Take over from {server}?"):
            self._give_up()
        confirmed = {"id": self._id, "installation": other.installation}
        self._ask({"step": "take-over", **confirmed})

    def _refuse_to_take_over(self, told: str) -> None:
        remedy = "If this server is to be in charge, add --take-over."
        code, exits = Code.ANOTHER_IN_CHARGE, int(Exit.PERSON_NEEDED)
        self._voice.refuse(Reply(self._id, "activate", "failed", exits, code, told, remedy))
        self._give_up()

    def _start(self, ready: Ready) -> None:
        self._voice.show(ready.checks)
        self._contacts = ready.contacts
        fact = {"contacts": ready.contacts, "seconds": words.seconds_of(ready.contacts)}
        ways = {"goes_on": ready.goes_on, "takes_over": ready.takes_over}
        self._voice.say("\n".join(["", *words.plan(ready)]), {"plan": fact | ways})
        at = None if ready.at_once else self._when()
        terms = None if ready.terms == VERSION else self._agreed_terms()
        self._started_at = dt.datetime.now(dt.UTC)
        self._ask({"step": "start", "id": self._id, "terms": terms, "at": at})

    def _when(self) -> str | None:
        """Return the time of day to begin at, or None for now."""
        if self._consent.at is not None or self._consent.who or not self._voice.can_ask:
            return self._consent.at or None
        while True:
            said = str(typer.prompt(words.WHEN, default="now")).strip().casefold()
            if said in ("now", "y", "yes"):
                return None
            if said == "tonight":
                return f"{TONIGHT:%H:%M}"
            if time_of_day(said) is not None:
                return said
            say(words.NO_TIME)

    def _agreed_terms(self) -> str:
        if not self._consent.terms:
            say(terms_text())
            if not self._voice.agreed("I agree with the above terms of use"):
                self._give_up()
        return VERSION

    def _activated(self, step: Activated) -> str:
        """Say what has begun; return the practice to follow, or nothing if that is for later."""
        self._id, self._begun = "", True
        fact: dict[str, Any] = {"activated": True}
        fact |= {"pause_ended": True} if step.pause_ended else {}
        fact |= {"begins_at": step.begins_at} if step.begins_at else {}
        self._voice.say(words.activated(step, self._contacts, dt.datetime.now(dt.UTC)), fact)
        return "" if step.begins_at else step.practice_id

    def _follow(self, practice_id: str) -> int:
        """Watch the first upload unless nobody wants to; leaving it leaves it running."""
        if not practice_id or not self._consent.wait:
            return Exit.DONE
        self._begun = True
        began = self._started_at or LONG_AGO
        code = watch(self._folder, practice_id, began, as_json=self._consent.as_json)
        if sys.platform == "win32":
            self._voice.say(words.KEEP_IN_SIGHT)
        return code

    def _give_up(self) -> None:
        self._cancel()
        raise _Ended(Exit.PERSON_NEEDED)
