"""``practicesync doctor``: look at everything that keeps contacts going online, and say what is."""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Iterator
from contextlib import suppress

import msgspec
from rich.console import Console
from rich.text import Text

from practicesync.adapters.system_clock import SystemClock
from practicesync.app.commands.check_lines import is_again, print_check
from practicesync.app.commands.counter import Counter
from practicesync.app.say import say_json, tell
from practicesync.app.worker.examination import Examination
from practicesync.app.worker.one_each import REGISTER
from practicesync.app.worker.register import Register
from practicesync.bootstrap import Shop
from practicesync.core.check_words import Told, examination_exit, summary
from practicesync.core.errors import Code, Problem, Unavailable

LOOK_AGAIN = 0.3
"""Seconds between two questions what was found meanwhile."""

LONGEST = 300.0
"""Seconds after which a worker that is still examining is waited for no more."""


def examine_here(counter: Counter) -> int:
    """Look from this process, as the account of whoever asks, and return the exit code."""
    folder = counter.folder
    register = Register(folder.private / REGISTER)
    if (folder.private / REGISTER).exists():  # it isn't made by asking
        with suppress(Problem):
            register.open()

    def activated_by(name: str) -> str:
        registered = register.get(name)
        return registered.activated_by if registered else ""

    examination = Examination(
        folder.config_file,
        lambda settings: Shop(folder.private, settings.agent, "", SystemClock()),
        activated_by,
        lambda: dt.datetime.now(dt.UTC),
    )
    return _show(examination.checks(counter.practice), counter)


def ask_for_examination(counter: Counter) -> int:
    """Have the running Practice Sync look, with its own account, and return the exit code."""
    try:
        if counter.folder.is_silent(time.time()):
            raise Unavailable(Code.NOT_RUNNING)
        return _show(_asked(counter), counter)
    except Unavailable as unavailable:
        code = tell(unavailable)
        if unavailable.code is Code.NOT_RUNNING:
            print("  practicesync doctor --here looks without it.", file=sys.stderr)
        return code


def _asked(counter: Counter) -> Iterator[Told]:
    id_ = counter.ask("doctor", {"step": "begin"}).detail["id"]
    until = time.monotonic() + LONGEST
    seen = 0
    while time.monotonic() < until:
        reply = counter.ask("doctor", {"step": "look", "id": id_, "seen": seen})
        checks = msgspec.convert(reply.detail["checks"], list[Told])
        seen += len(checks)
        yield from checks
        if reply.outcome == "done":
            return
        time.sleep(LOOK_AGAIN)
    raise Unavailable(Code.WORKER_DOES_NOT_ANSWER, seconds=f"{LONGEST:.0f}")


def _show(checks: Iterator[Told], counter: Counter) -> int:
    """Print each check as it comes, or all of them as one line of JSON."""
    console = Console(highlight=False, emoji=False)
    made: list[Told] = []
    for check in checks:
        if not counter.as_json and not (made and is_again(check, made[-1])):
            print_check(check, console)
        made.append(check)
    if counter.as_json:
        say_json({"checks": made})
    else:
        console.print()
        console.print(Text(summary(made)), soft_wrap=True)
    return examination_exit(made)
