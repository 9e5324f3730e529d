"""How a conversation talks to its person: in sentences, or in facts to a script."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field

import typer
from rich.console import Console

from practicesync.app.asking.reply import Reply
from practicesync.app.commands.check_lines import is_again, print_check
from practicesync.app.say import say, say_json, tell_code
from practicesync.core.check_words import Told


@dataclass
class Voice:
    """One conversation's: it says each check once."""

    as_json: bool
    _checks: list[Told] = field(default_factory=list)

    @property
    def can_ask(self) -> bool:
        """Tell whether there is somebody to ask."""
        return sys.stdin.isatty() and not self.as_json

    def say(self, sentence: str, fact: object = None) -> None:
        """Say the sentence to a person, the fact to a script; None: nothing."""
        if not self.as_json:
            say(sentence)
        elif fact is not None:
            say_json(fact)

    def refuse(self, reply: Reply) -> None:
        """Say why it came to nothing, and what to do."""
        if self.as_json:
            say_json(reply)
        else:
            tell_code(reply.sentence, reply.code, reply.remedy)

    def agreed(self, question: str) -> bool:
        """Ask, and return the answer; where nobody can be asked it is no."""
        return self.can_ask and typer.confirm(question)

    def show(self, checks: Sequence[Told]) -> None:
        """Show those of the checks that were not shown yet."""
        console = Console(highlight=False, emoji=False)
        for check in checks[len(self._checks) :]:
            if self.as_json:
                say_json({"check": check})
            elif not (self._checks and is_again(check, self._checks[-1])):
                print_check(check, console)
            self._checks.append(check)
