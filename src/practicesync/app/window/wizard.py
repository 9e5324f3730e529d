"""Activating contacts sync at a window: sign in, say yes to what is found, watch the upload."""

from __future__ import annotations

import contextlib
import datetime as dt

import msgspec

from practicesync.app.asking.activate_words import begins
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
from practicesync.app.asking.ask import untold
from practicesync.app.asking.reply import Reply
from practicesync.app.asking.terms import VERSION, terms_text
from practicesync.app.window import wizard_pages as pages
from practicesync.app.window.page import Block, IconInSight, Said, Trouble
from practicesync.app.window.refused import trouble_of
from practicesync.app.window.talk import LOOK_AGAIN, Refused, Talk
from practicesync.app.window.upload import follow
from practicesync.core.check_words import Told
from practicesync.core.command import Argument
from practicesync.core.errors import Problem
from practicesync.core.phase import WAITS_FOR_SIGN_IN
from practicesync.core.schedule import time_of_day

NO_TIME = "That isn't a time of day. Type one such as 18:30."


def activate(talk: Talk, practice: str = "") -> None:
    """Activate that practice, or the one that a person chooses."""
    practice = practice or _which(talk)
    before = talk.ask("activate", {"step": "look"}, practice)
    if before.outcome == "done":
        _already(talk, practice, before)
        return
    said = talk.answer(pages.first_page())
    device: bool | None = said.choice == "code"
    while device is not None:
        device = _Activation(talk, practice).lead(device=device)


def _which(talk: Talk) -> str:
    """Return the practice that is to be activated; empty where there is only one."""
    shown = talk.around.folder.shown()
    practices = shown.practices if shown else ()
    waiting = [one for one in practices if one.phase in WAITS_FOR_SIGN_IN]
    if len(waiting) < 2:  # one or none
        return waiting[0].name if waiting and len(practices) > 1 else ""
    return talk.answer(pages.which_page(waiting)).texts["practice"]


def _already(talk: Talk, practice: str, reply: Reply) -> None:
    """Say that it is activated; a first upload that was put off can be given another time."""
    if not reply.detail:
        raise untold()
    registered = msgspec.convert(reply.detail, Active)
    page = pages.already_page(registered, talk.today)
    while True:
        at, wrong = _time(talk.answer(page))
        if not wrong:
            break
        page = msgspec.structs.replace(page, blocks=(wrong, *page.blocks))
    since = talk.around.now()
    changed = talk.ask("activate", {"step": "change", "at": at}, practice)
    _begun(talk, msgspec.convert(changed.detail, Active), since)


class _Another(Exception):
    """The person wants to sign in anew; `device`: with a code."""

    def __init__(self, *, device: bool) -> None:
        super().__init__(device)
        self.device = device


class _Activation:
    """One sign-in, from its beginning to its end."""

    def __init__(self, talk: Talk, practice: str) -> None:
        self._talk = talk
        self._practice = practice
        self._id = ""
        self._practice_name = ""
        self._since = talk.around.now()

    def lead(self, *, device: bool) -> bool | None:
        """Lead it to its end; None, or whether another one is to begin, and that with a code."""
        talk = self._talk
        talk.show(pages.preparing_page())
        try:
            begun = self._ask({"step": "begin", "device": device})
            self._id = begun.detail["id"]
            done = self._walk()
            _begun(talk, done, self._since)
        except _Another as another:
            self._cancel()
            return another.device
        except Refused as refused:
            self._id = ""
            checks = msgspec.convert(refused.reply.detail.get("checks", []), tuple[Told, ...])
            talk.answer(pages.failed_page(trouble_of(refused.reply), checks))
            return device
        except BaseException:  # such as a window that was closed
            self._cancel()
            raise
        return None

    def _cancel(self) -> None:
        """Give the sign-in up: nobody waits for it any more."""
        with contextlib.suppress(Problem):
            if self._id:
                self._talk.tell("activate", {"step": "cancel", "id": self._id}, self._practice)

    def _ask(self, arguments: dict[str, Argument]) -> Reply:
        return self._talk.ask("activate", arguments, self._practice)

    def _walk(self) -> Activated:
        """Take each step once until the last."""
        taken: Step | None = None
        while True:
            step = self._step()
            if isinstance(step, Activated):
                self._id = ""
                return step
            if step != taken:
                taken = step
                self._take(step)
            elif isinstance(step, Waiting):
                self._waiting(step)
            else:
                self._talk.wait(LOOK_AGAIN)

    def _step(self) -> Step:
        reply = self._ask({"step": "status", "id": self._id})
        step: Step = msgspec.convert(reply.detail, Step)
        return step

    def _take(self, step: Step) -> None:
        talk = self._talk
        match step:
            case Waiting():
                talk.show(pages.sign_in_page(step))
                if not step.user_code:
                    talk.around.browse(step.sign_in_address)
            case SignedIn():
                self._confirm(step)
            case Elsewhere():
                talk.answer(pages.elsewhere_page(step, self._practice_name, talk.today), self._step)
                self._yes({"step": "take-over", "installation": step.installation})
            case Examining():
                talk.show(pages.examining_page(step))
            case Ready():
                self._start(step)

    def _waiting(self, step: Waiting) -> None:
        """Wait a moment for whoever signs in; meanwhile the person may choose another way."""
        said = self._talk.heard(LOOK_AGAIN)
        match said.choice if said else "":
            case "open":
                self._talk.around.browse(step.sign_in_address)
            case "code":
                raise _Another(device=True)
            case "browser":
                raise _Another(device=False)

    def _confirm(self, step: SignedIn) -> None:
        self._practice_name = step.practice_name
        if self._talk.answer(pages.who_page(step), self._step).choice == "no":
            raise _Another(device=False)
        self._yes({"step": "confirm", "user": step.user})

    def _start(self, ready: Ready) -> None:
        said = self._talk.answer(pages.plan_page(ready), self._step)
        at, wrong = (None, None) if ready.at_once else _time(said)
        while wrong:
            page = pages.plan_page(ready, pages.THEN, wrong=wrong.sentence)
            at, wrong = _time(self._talk.answer(page, self._step))
        terms = None
        if ready.terms != VERSION:
            self._talk.answer(pages.terms_page(terms_text()), self._step)
            terms = VERSION
        self._talk.show(pages.starting_page())
        self._since = self._talk.around.now()
        self._yes({"step": "start", "terms": terms, "at": at})

    def _yes(self, arguments: dict[str, Argument]) -> None:
        self._ask({**arguments, "id": self._id})


def _time(said: Said) -> tuple[str | None, Trouble | None]:
    """Return the time of day that was chosen, None for now; and what is wrong with it."""
    when = said.texts.get("when", pages.NOW)
    if when == pages.NOW:
        return None, None
    at = said.texts.get("at", "") if when == pages.THEN else when
    return (at.strip(), None) if time_of_day(at) else (None, Trouble(NO_TIME))


def _begun(talk: Talk, done: Activated | Active, since: dt.datetime) -> None:
    """Say when it begins, or watch the first upload."""
    in_sight: tuple[Block, ...] = (IconInSight(),) if talk.around.hides_icons else ()
    if done.begins_at is None:
        follow(talk, done.practice_id, since, in_sight)
        return
    talk.answer(pages.planned_page(begins(done.begins_at, talk.today.now), in_sight))
