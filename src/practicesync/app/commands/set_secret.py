"""``practicesync set-secret``: the value comes from a prompt or standard input, never otherwise."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

from practicesync.adapters.sealing import Unreadable, sealed_for
from practicesync.adapters.state_folder import StateFolder
from practicesync.app.asking.ask import ask, open_folder
from practicesync.app.say import say, say_json, tell_code
from practicesync.core.error_table import Exit
from practicesync.core.errors import Code, Unavailable
from practicesync.core.secret_names import LONGEST, NAMES, context_of


def set_secret(
    state: Path | None, name: str, practice: str | None, *, from_input: bool, as_json: bool
) -> int:
    """Hand the secret to the worker, and return the exit code."""
    if name not in NAMES:
        tell_code("There is no secret of that name.", "", f"Give {_listed()}.")
        return Exit.USAGE
    if not from_input and not sys.stdin.isatty():
        tell_code("Nobody is here to type the secret.", "", "Give it as a line, with --stdin.")
        return Exit.USAGE
    secret = sys.stdin.readline().rstrip("\r\n") if from_input else getpass.getpass("Secret: ")
    if not 0 < len(secret) <= LONGEST:
        tell_code(f"A secret has 1 to {LONGEST:,} characters.", "", "Nothing has changed.")
        return Exit.USAGE
    folder = open_folder(state)
    sealed = _sealed(folder, secret, context_of(name, practice))
    reply = ask(folder, "set-secret", practice, {"name": name, "sealed": sealed})
    if as_json:
        say_json(reply)
    elif reply.outcome == "done":
        say("Practice Sync keeps the secret from now on.")
    else:
        tell_code(reply.sentence, reply.code, reply.remedy)
    return reply.exit


def _sealed(folder: StateFolder, secret: str, context: str) -> str:
    try:
        return sealed_for(folder.seal_file.read_bytes(), secret, context)
    except (OSError, Unreadable):  # it is there while the worker runs
        raise Unavailable(Code.NOT_RUNNING) from None


def _listed() -> str:
    return " or ".join(NAMES)
