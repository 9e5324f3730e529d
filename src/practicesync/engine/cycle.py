"""The only loop: look, work, scan, one small step a turn.

What was read is sent before anything is read anew, so reads and sends have one order; the
journal's sequence, taken before each read, is that order. A page of a full check that was read
ahead is therefore sent before the dirty keys that were seen after it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from practicesync.core.action import (
    ROUTINE,
    Action,
    Blanked,
    Checked,
    Drift,
    Epoch,
    Gone,
    Outcome,
    Passed,
    Refused,
    Scan,
    SequenceNumber,
    Stage,
    Stale,
    Upsert,
)
from practicesync.core.digest import Seal
from practicesync.core.errors import Code, Fenced, Misconfigured, Unavailable
from practicesync.core.filled import filled
from practicesync.core.key import Key
from practicesync.core.plan import plan_missing
from practicesync.core.row import Changes, Gap, Page, Row
from practicesync.engine.comparison import Comparison
from practicesync.engine.job import Job
from practicesync.engine.judging import Judge
from practicesync.engine.known import JournalKnown
from practicesync.engine.planning import plan_rows, settled_deletes
from practicesync.engine.reading import Ahead, Reading, ReadPage
from practicesync.ports import Clock


class Turn(msgspec.Struct, frozen=True):
    """What one turn did: `worked` asks for the next at once, `sent` counts contacts."""

    worked: bool
    sent: int = 0


class Open(msgspec.Struct, frozen=True):
    """What holds while one worker is in charge."""

    epoch: Epoch
    seal: Seal
    known: JournalKnown


class Cycle:
    """One job's turns. Not thread safe: one thread runs it."""

    def __init__(self, job: Job, clock: Clock, ahead: Ahead) -> None:
        self._job = job
        self._journal = job.journal
        self._clock = clock
        self._reading = Reading(job, ahead, self._own)
        self._judging = Judge(job, clock)
        self._open: Open | None = None
        self._pending: ReadPage | None = None
        self._comparison: Comparison | None = None
        self._disowned = False
        self._wants_look = True
        self._check = Checked(clock.now(), 0)

    def begin(self) -> None:
        """Become the one in charge: a new epoch, and a full check where there is no cursor."""
        self._open = None
        self.drop_unfinished()
        fence = self._job.sink.begin()
        seal = Seal(fence.digest_key)
        self._journal.use_digest_key(seal.key_id)
        self._journal.use_epoch(fence)
        self._journal.use_layout(self._job.layout)
        self._open = Open(fence.epoch, seal, JournalKnown(self._journal, seal))
        if self._journal.cursor() is None:
            self.begin_scan("everything")

    def confirm(self) -> None:
        """Ask whether this worker is still the one in charge; raises if it isn't."""
        self._job.sink.confirm(self._opened().epoch)

    @property
    def seal(self) -> Seal | None:
        """The practice's digests, once the cloud has told their key."""
        return None if self._open is None else self._open.seal

    def begin_scan(self, reason: str) -> Scan:
        """Begin a full check: first the cursor is pinned, so that nothing falls between.

        A routine check keeps the cursor: what waits behind it is found by the next look, and
        not as late as the check comes by.
        """
        self.drop_unfinished()
        cursor = self._journal.cursor() if reason == ROUTINE else None
        cursor = cursor or self._job.feed.now()
        total = self._job.source.count()
        self._check = Checked(self._clock.now(), total)
        return self._journal.begin_scan(reason, cursor, total, self._clock.now())

    def drop_unfinished(self) -> None:
        """Forget what was read but not sent, and what was compared but not to the end."""
        self._pending = None
        self._comparison = None

    def look(self) -> bool:
        """Ask the feed what changed and remember it; return True to look again at once."""
        cursor = self._journal.cursor()
        if cursor is None:
            raise Misconfigured(Code.RECORDS_DAMAGED)
        found = self._job.feed.poll(cursor, self._opened().known)
        self._own()
        self._wants_look = found.more if isinstance(found, Changes) else False
        if isinstance(found, Gap):
            self.begin_scan(found.reason)
            return False
        if found.seen or found.cursor != cursor:
            self._journal.saw(found.seen, found.cursor, found.gone)
        return found.more

    def turn(self) -> Turn:
        """Do the next small thing, if there is one."""
        limit = self._job.pace.page
        if self._pending is not None:
            return self._send_page(self._pending)
        for misses in (0, 1):
            if keys := self._journal.dirty(misses, limit):
                if misses and self._wants_look:
                    # The second read of what was missed is of a fresh look.
                    return self._look_first()
                return self._work(keys)
        if keys := self._journal.dirty(2, limit):
            return self._delete(keys)
        if scan := self._journal.scan():
            return self._send_page(self._reading.page(scan.position))
        if keys := self._journal.blanked(limit):
            # The guard judges all that a look or a full check has found, and not its first part.
            return self._look_first() if self._wants_look else self._judge(keys)
        if self._journal.comparing() is not None:
            return self._compare()
        return Turn(worked=False)

    def busy(self) -> bool:
        """Tell whether something waits to be read or sent, a full check aside."""
        return self._to_read() or bool(self._journal.blanked(1))

    def _to_read(self) -> bool:
        return any(self._journal.dirty(misses, 1) for misses in (0, 1, 2))

    def _look_first(self) -> Turn:
        self.look()
        return Turn(worked=True)

    def disown(self) -> None:
        """Let nothing be sent or settled of what is being read or sent now; thread safe."""
        self._disowned = True

    def _own(self) -> None:
        if self._disowned:
            self._disowned = False
            raise Unavailable(Code.STUCK)

    def catching_up(self) -> bool:
        """Tell whether changes may be unknown until a full check has ended."""
        scan = self._journal.scan()
        reasons = (None if scan is None else scan.reason, self._journal.comparing())
        return any(reason not in (None, ROUTINE) for reason in reasons)

    def _compare(self) -> Turn:
        if self._comparison is None:
            self._comparison = Comparison(self._journal, self._job.sink)
        if self._comparison.go_on():
            self._journal.check_ended(self._found(self._comparison.drift))
            self._comparison = None
            self._check = Checked(self._clock.now(), 0)
        return Turn(worked=True)

    def _found(self, drift: Drift) -> Checked:
        found = msgspec.structs.replace(self._check, at=self._clock.now())
        # One that an earlier process began has counted them there.
        contacts = found.contacts or self._journal.counts().in_database
        return msgspec.structs.replace(found, contacts=contacts, **msgspec.structs.asdict(drift))

    def _opened(self) -> Open:
        if self._open is None:
            raise Fenced(Code.SENT_OUT_OF_ORDER)
        return self._open

    def _work(self, keys: Sequence[Key], *, judged: bool = False) -> Turn:
        rows, read_at = self._reading.rows(keys)
        sent = self._send(rows, read_at, None, judged=judged) if rows else 0
        found = {row.key for row in rows}
        if missing := [key for key in keys if key not in found]:
            self._journal.missed(missing, read_at)
            self._wants_look = True
        return Turn(worked=True, sent=sent)

    def _send_page(self, read: ReadPage) -> Turn:
        self._pending = None
        following = self._read_on(read.page)
        try:
            sent = self._send(read.page.rows, read.read_at, Passed(read.page.next))
            if self._journal.stage() is not Stage.UPLOADING:  # before, no look can have missed it
                self._check = msgspec.structs.replace(self._check, unseen=self._check.unseen + sent)
        finally:
            # Wait for it even after a failure: the source serves one thread at a time.
            ahead = following() if following is not None else None
        self._pending = ahead
        return Turn(worked=True, sent=sent)

    def _read_on(self, page: Page) -> Callable[[], ReadPage] | None:
        """Start to read the next page, unless this is the last or newer changes wait."""
        if page.next is None or self._to_read():
            return None
        return self._reading.page_ahead(page.next)

    def _send(
        self,
        rows: Sequence[Row],
        read_at: SequenceNumber,
        passed: Passed | None,
        *,
        judged: bool = False,
    ) -> int:
        """Send what differs from what is online, settle all of it, and return how many went."""
        held = self._journal.held([row.key for row in rows])
        seal = self._opened().seal
        planned = plan_rows(rows, held, seal, self._job.translate, judged=judged)
        if any(isinstance(one, Blanked) for one in planned.settled):
            self._wants_look = True
        outcomes = self._apply(read_at, planned.actions)
        settled = [*planned.settled, *(planned.settlement(one) for one in outcomes)]
        self._own()
        if settled or passed is not None:
            self._journal.settle(settled, read_at, self._clock.now(), passed)
        return sum(not isinstance(outcome, Refused) for outcome in outcomes)

    def _apply(self, read_at: SequenceNumber, actions: Sequence[Action]) -> Sequence[Outcome]:
        if not actions:
            return ()
        self._own()
        upserts = [action for action in actions if isinstance(action, Upsert)]
        self._journal.sending(
            [action.key for action in actions], {one.key: filled(one.contact) for one in upserts}
        )
        if self._comparison and not self._comparison.note_sent(action.key for action in actions):
            self._comparison = None
        outcomes = self._job.sink.apply(self._opened().epoch, read_at, actions)
        if any(isinstance(outcome, Stale) for outcome in outcomes):
            # Newer than us under our own epoch: nothing of this batch is known any more.
            raise Fenced(Code.SENT_OUT_OF_ORDER)
        return outcomes

    def _judge(self, keys: Sequence[Key]) -> Turn:
        """Send what was read blanked as it is by now, or hold it if it looks like an accident."""
        if self._judging.holds_blanks():
            return Turn(worked=True)
        return self._work(keys, judged=True)

    def _delete(self, keys: Sequence[Key]) -> Turn:
        """Delete what two reads did not find, or hold it if it looks like an accident."""
        held = self._journal.held(keys)
        unconfirmed = any(one.digest is not None and not one.confirmed for one in held.values())
        if unconfirmed and self._judging.holds_deletes():
            return Turn(worked=True)
        read_at = self._journal.next_sequence()
        actions = [one for key in keys if (one := plan_missing(key, held.get(key))) is not None]
        outcomes = self._apply(read_at, actions)
        self._own()
        settled = settled_deletes(keys, held, outcomes)
        self._journal.settle(settled, read_at, self._clock.now())
        return Turn(worked=True, sent=sum(isinstance(one, Gone) and one.sent for one in settled))
