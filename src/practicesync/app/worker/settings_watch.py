"""Settings that change while the worker runs: good ones are taken, wrong ones are told."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from practicesync.adapters.log_file import Line
from practicesync.app.worker.one_each import read_all
from practicesync.core.error_table import explain
from practicesync.core.errors import Code, Misconfigured, Problem
from practicesync.core.mistake import Mistake
from practicesync.core.settings import Settings
from practicesync.core.words import counted

SETTLED = 2.0
"""Seconds that the file has to stay as it is: an editor may write it in pieces."""

_REASONS = {
    Code.SETTINGS_MISSING: "gone",
    Code.SETTINGS_UNREADABLE: "unreadable",
}

_HEALED = "The settings can be used again."

_Stamp = tuple[int, int, int]


def settings_lines(
    before: Problem | None, trouble: Problem | None, mistakes: Sequence[Mistake]
) -> Sequence[Line]:
    """Return what the log gets: when settings break and each mistake, and when they heal."""
    if trouble is None:
        healed = Line("INFO", _HEALED, facts={"was": before.code}) if before else None
        return [healed] if healed else []
    if before is not None and before.facts == trouble.facts:
        return []
    facts = {name: fact for name, fact in trouble.facts.items() if name in ("key", "reason")}
    sentence = explain(trouble.code, trouble.facts).sentence
    return [
        Line("WARNING", sentence, code=trouble.code, facts=facts),
        *(Line("WARNING", mistake.sentence, code=Code.SETTING_WRONG) for mistake in mistakes),
    ]


class SettingsWatch:
    """Looks at the file now and then; `used` are the settings that are in force."""

    def __init__(
        self, path: Path, used: Settings, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._path = path
        self._used = used
        self._monotonic = monotonic
        self._read: _Stamp | None = None
        self._seen: _Stamp | None = None
        self._seen_at = 0.0
        self.next: Settings | None = None
        self.trouble: Problem | None = None if used.practices else _none_yet(path)
        self.mistakes: Sequence[Mistake] = ()

    def begin(self) -> None:
        """Take the file as it is now for the one that the settings in force came from."""
        self._read = self._seen = self._stamp()

    def take(self, settings: Settings) -> None:
        """Take settings that were just written, also where only what they name has changed."""
        self.next, self.trouble, self.mistakes = settings, None, ()

    def look(self) -> bool:
        """Look at the file; return whether there is anything new to say of it."""
        stamp = self._stamp()
        if stamp != self._seen:
            self._seen = stamp
            self._seen_at = self._monotonic()
        if stamp == self._read or self._monotonic() - self._seen_at < SETTLED:
            return False
        self._read = stamp
        self._judge()
        return True

    def _judge(self) -> None:
        self.next, self.trouble, self.mistakes = None, None, ()
        try:
            found = read_all(self._path)
        except Problem as problem:
            reason = _REASONS.get(problem.code, "")
            kept = Misconfigured(Code.SETTINGS_KEPT, reason=reason)
            self.trouble = kept if self._used.practices else problem
            return
        if not isinstance(found, Settings):
            self.mistakes = found
            self.trouble = self._wrong(found)
        elif found != self._used:
            self.next = found

    def _wrong(self, mistakes: Sequence[Mistake]) -> Problem:
        if not self._used.practices:  # there are none before that it could go on with
            return Misconfigured(Code.SETTING_WRONG, key=mistakes[0].key, file=self._path.name)
        return Misconfigured(Code.SETTINGS_KEPT, **self._facts(mistakes))

    def _facts(self, mistakes: Sequence[Mistake]) -> dict[str, str]:
        first = mistakes[0]
        mistake = first.sentence.removeprefix(f"{self._path.name}: ").rstrip(".")
        if others := len(mistakes) - 1:
            mistake += f", and {counted(others, 'more mistake')}"
        return {"key": first.key, "mistake": mistake, "remedy": first.remedy}

    def _stamp(self) -> _Stamp | None:
        try:
            status = self._path.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size, status.st_ino


def _none_yet(path: Path) -> Problem:
    return Misconfigured(Code.SETTINGS_MISSING, path=str(path))
