"""Pauses that end because of something else than ``resume``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from practicesync.app.worker.commands import Addressee
from practicesync.app.worker.diary import Diary
from practicesync.core.wish import Resume


class Pauses:
    """The pauses of one worker, in the diary and in the practices themselves."""

    def __init__(
        self, practices: Sequence[Addressee], diary: Diary, now: Callable[[], dt.datetime]
    ) -> None:
        self._practices = practices
        self._diary = diary
        self._now = now

    def end(self, why: str, name: str) -> bool:
        """End the pause of the practice of that name, durably; tell whether one still lasted.

        `why` is the id of what ends it.
        """
        paused, now = dict(self._diary.paused), self._now()
        lasted = False
        if name in paused:
            until = paused.pop(name)
            lasted = until is None or until > now
            self._diary.note(why, now, paused)
        for practice in self._practices:
            if practice.name == name:
                practice.wish(Resume())
        return lasted
