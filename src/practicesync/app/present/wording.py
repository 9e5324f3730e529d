"""Sentences of the status as a window says them: without the commands of a terminal."""

from __future__ import annotations

import re

_END = re.compile(r"(?<=[.?!]) (?=[A-Z\"]|config\.toml:)")

_INSTEAD = (
    (re.compile(r",? with practicesync [a-z-]+"), ""),
    (re.compile(r"Activate contacts sync with practicesync activate"), "Activate contacts sync"),
    (re.compile(r"run practicesync activate again"), "activate contacts sync again"),
    (re.compile(r"run practicesync activate --take-over"), "activate contacts sync"),
    (re.compile(r": type practicesync (setup|set-secret [a-z-]+)"), ""),
    (re.compile(r"run practicesync deactivate on"), "stop syncing contacts on"),
    (re.compile(r"practicesync deactivate on"), "stop syncing contacts on"),
    (re.compile(r", which practicesync logs names"), ", which the log names"),
    (re.compile(r"practicesync status tells you"), "this window tells you"),
    (re.compile(r": `?practicesync enable-tracking --print`? prints the statements"), ""),
    (
        re.compile(r", then type practicesync set-secret database-password"),
        ", then change it in the settings",
    ),
    (re.compile(r", then give its name with --user"), ""),
    (
        re.compile(r"Give its name with --name to change it, or another name and --add to set up"),
        "Choose it to change it, or set up",
    ),
    (re.compile(r"and name the file with --layout"), "and choose the file"),
    (re.compile(r", and name the practice with --practice"), ""),
    (re.compile(r"(?<=no settings yet): .* isn't there"), ""),
    (re.compile(r": practicesync (confirm-deletes|status) shows[^.]*"), ""),
    (re.compile(r", or look at the command's help"), ""),
)


def in_window(text: str) -> str:
    """Return a sentence without the commands for which a window has buttons."""
    for command, instead in _INSTEAD:
        text = command.sub(instead, text)
    return text


def first_and_rest(text: str) -> tuple[str, str]:
    """Return the first sentence, and what follows it."""
    first, _, rest = _END.sub("\n", text, count=1).partition("\n")
    return first, rest
