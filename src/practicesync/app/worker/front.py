"""Where the worker meets people: the status that it shows, the commands that it takes."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections import deque
from collections.abc import Callable, Mapping, Sequence

import msgspec

from practicesync.adapters.accounts import own_name
from practicesync.adapters.inbox import AHEAD, EXPIRED, MOST, OUTSIDER
from practicesync.adapters.local_zone import LOCAL
from practicesync.adapters.log_file import Line
from practicesync.adapters.state_folder import StateFolder
from practicesync.app.asking.reply import TELL_NOTHING, Answer, refusal_of, reply_to
from practicesync.app.worker.commands import KNOWN
from practicesync.app.worker.outsiders import Outsiders
from practicesync.app.worker.refusal import NotYours
from practicesync.app.worker.sparing import Sparing
from practicesync.core.command import Command, Dropped
from practicesync.core.error_table import explain
from practicesync.core.errors import Code, Problem
from practicesync.core.phase_words import Today
from practicesync.core.snapshot import CommandOutcome, Links, Status, Worker
from practicesync.core.status import Reported, Trouble
from practicesync.core.status import status as status_of

LAST_COMMANDS = 20

TOLD_AN_HOUR = 200
"""Lines about what is asked: who may ask could fill the log otherwise."""


_TOLD_TO_THE_ASKER = (AHEAD, EXPIRED)

_CAME_OF_IT = {
    "done": "A command was carried out.",
    "refused": "A command was refused.",
    "failed": "A command could not be carried out.",
    "under way": "A command waits for its practice, which carries it out when it can.",
}

_NOT_TOLD = "So much was asked in the last hour that the log does not name all of it."


class StateFront:
    """The worker's front in the state folder."""

    def __init__(
        self,
        folder: StateFolder,
        me: Worker,
        now: Callable[[], dt.datetime],
        log: Callable[[Line], None],
        links: Links | None = None,
    ) -> None:
        """`links` are the pages that the practice has chosen in place of the built-in ones."""
        self._folder = folder
        self._links = links
        self._me = me
        self._now = now
        self._log = log
        self._outcomes: deque[CommandOutcome] = deque(maxlen=LAST_COMMANDS)
        self._sparing = Sparing(TOLD_AN_HOUR)
        self._outsiders = Outsiders()
        self._outsiders_shown = self._outsiders.shown
        self._refused_here = False

    def tidy(self) -> None:
        if left_out := self._sparing.left_out(self._now()):
            self._log(Line("WARNING", _NOT_TOLD, facts={"lines": left_out}))
        self._folder.replies.sweep(self._now())
        self._folder.mend()

    def beat(self) -> None:
        self._folder.beat()

    def words(self, practices: Sequence[Reported], trouble: Problem | None) -> Status:
        now = self._now()
        today = Today(now, LOCAL)
        return status_of(
            practices,
            self._me,
            today,
            trouble=Trouble(trouble.code, trouble.facts) if trouble else None,
            last_commands=(*self._outsiders.shown, *self._outcomes),
            links=self._links,
        )

    def show(self, status: Status) -> None:
        self._folder.show(status)

    def show_over(self, status: Status) -> bool:
        return self._folder.show_over(status)

    def leave(self) -> None:
        # A heart that has stopped in good order: nobody has to wait for its silence.
        with contextlib.suppress(OSError):
            self._folder.heartbeat_file.unlink()
        with contextlib.suppress(OSError):
            self._folder.seal_file.unlink()

    def asked(self) -> Sequence[Command]:
        taken = self._folder.inbox.take(self._now())
        for dropped in taken.dropped:
            if dropped.reason != OUTSIDER or self._is_news(dropped):
                self._refused({"reason": dropped.reason, "by": dropped.owner})
        for dropped in [one for one in taken.dropped if one.reason in _TOLD_TO_THE_ASKER][:MOST]:
            self._turn_away(dropped)
        return [command for command in taken.commands if self._can_tell(command)]

    def _can_tell(self, command: Command) -> bool:
        """Refuse a command whose answer can't reach who asked: before anything of it is done."""
        if command.command in TELL_NOTHING or self._folder.replies.reaches(command.owner):
            return True
        refusal = NotYours(own_name())
        with contextlib.suppress(Problem):  # it is told in the status
            self.answer(command, Answer("refused", refusal.code, refusal.facts))
        self._refused_here = True
        return False

    def _is_news(self, dropped: Dropped) -> bool:
        """Tell whether an outsider is told of; ids of what others asked stand in the status."""
        if any(one.id == dropped.id for one in self._outcomes):
            dropped = Dropped("", dropped.owner, dropped.reason)
        return self._outsiders.is_news(dropped, self._now())

    def has_news(self) -> bool:
        shown, self._outsiders_shown = self._outsiders_shown, self._outsiders.shown
        news, self._refused_here = self._refused_here, False
        return news or shown != self._outsiders_shown

    def _turn_away(self, dropped: Dropped) -> None:
        """Tell whoever asked, who would wait for an answer otherwise."""
        reply = msgspec.to_builtins(refusal_of(dropped))
        with contextlib.suppress(Problem):  # a folder that can't be written is told otherwise
            self._folder.replies.give(dropped.id, reply, dropped.owner)

    def answer(self, command: Command, answer: Answer) -> None:
        reply = reply_to(command, answer)
        if answer.outcome == "refused":
            self._refused(dict(answer.facts) | {"id": command.id, "by": command.owner})
        if answer.outcome != "waiting":
            name = command.command if command.command in KNOWN else ""
            outcome = CommandOutcome(
                command.id, name, answer.outcome, reply.sentence, command.owner
            )
            self._outcomes.append(outcome)
            came = "under way" if answer.code is Code.WORKER_DOES_NOT_ANSWER else answer.outcome
            facts = {"command": name, "outcome": came, "by": command.owner}
            self._told(Line("INFO", _CAME_OF_IT[came], facts=facts))
        self._folder.replies.give(command.id, msgspec.to_builtins(reply), command.owner)

    def _refused(self, facts: Mapping[str, str]) -> None:
        sentence = explain(Code.COMMAND_REFUSED, facts).sentence
        self._told(Line("WARNING", sentence, code=Code.COMMAND_REFUSED, facts=facts))

    def _told(self, line: Line) -> None:
        if self._sparing.lets_through(self._now()):
            self._log(line)
