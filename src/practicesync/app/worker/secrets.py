"""The command ``set-secret``: a secret that a person gives, from a sealed command to the vault."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from practicesync.adapters.sealing import SealKey, Unreadable
from practicesync.app.asking.reply import Answer
from practicesync.app.worker.commands import Addressee, addressed
from practicesync.app.worker.diary import Diary
from practicesync.app.worker.refusal import Refusal, WhichPractice
from practicesync.core.command import Command
from practicesync.core.secret_names import LONGEST, NAMES, context_of, kept_as
from practicesync.core.wish import SyncNow


class Secrets:
    """Keeps each secret under its own name for one practice."""

    def __init__(
        self,
        practices: Sequence[Addressee],
        diary: Diary,
        key: SealKey,
        keep: Callable[[str, str], None],
        now: Callable[[], dt.datetime],
    ) -> None:
        self._practices = practices
        self._diary = diary
        self._key = key
        self._keep = keep
        self._now = now

    def carry_out(self, asked: Command) -> Answer:
        """Keep the secret; what was asked is neither kept nor told."""
        name, sealed = asked.arguments.get("name"), asked.arguments.get("sealed")
        if not isinstance(name, str) or name not in NAMES:
            raise Refusal("there is no secret of that name")
        practices = addressed(self._practices, asked.practice)
        if len(practices) != 1:
            raise WhichPractice([practice.name for practice in practices])
        secret = self._opened(sealed, context_of(name, asked.practice))
        if not 0 < len(secret) <= LONGEST:
            raise Refusal(f"a secret has 1 to {LONGEST:,} characters")
        self._keep(kept_as(name, practices[0].name), secret)
        self._diary.note(asked.id, self._now())
        # What failed for want of it is tried at once; a pause goes on.
        practices[0].wish(SyncNow(resumes=False))
        return Answer()

    def _opened(self, sealed: object, context: str) -> str:
        try:
            return self._key.opened(sealed if isinstance(sealed, str) else "", context)
        except Unreadable:
            raise Refusal("Practice Sync was restarted meanwhile, so ask once more") from None
