"""Change tracking in memory: `practicesync.ports.Feed` over a practice's log."""

from practicesync.core.row import Changes, Cursor, Gap, Seen
from practicesync.ports import Known
from tests.fakes.source import MemoryPractice


class TrackingFeed:
    """Tells the keys of the log behind a version; the cursor is that version.

    A portion ends with the version in which it reaches `portion` keys.
    """

    kind = "change-tracking"
    reason = better = ""

    def __init__(self, practice: MemoryPractice, portion: int = 5_000) -> None:
        self._practice = practice
        self._portion = portion

    def now(self) -> Cursor:
        return Cursor(str(self._practice.version))

    def poll(self, cursor: Cursor, known: Known) -> Changes | Gap:
        del known
        if not cursor.isdecimal():
            return Gap("unreadable")
        since, version = int(cursor), self._practice.version
        if since < self._practice.horizon:
            return Gap("expired")
        if since > version:
            return Gap("restored")
        seen: dict[Seen, None] = {}
        reached = since
        for number, key in self._practice.log:
            if number <= since:
                continue
            if number > reached and len(seen) >= self._portion:
                return Changes(list(seen), Cursor(str(reached)), more=True)
            seen[Seen(key)] = None
            reached = number
        return Changes(list(seen), Cursor(str(version)))
