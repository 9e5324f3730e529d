"""Edits, looks, losses, failures and full checks may come in any order: nothing is missed."""

from collections.abc import Callable
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from practicesync.adapters.diff_feed import DiffFeed
from practicesync.core.errors import Unavailable
from practicesync.core.key import Key
from practicesync.core.row import Cursor, Position
from tests.fakes.known import MemoryKnown
from tests.fakes.source import MemoryPractice, MemorySource
from tests.unit.adapters.test_diff_feed import Counted

NUMBERS = st.integers(1, 7)
STEPS = st.one_of(
    st.tuples(st.just("put"), NUMBERS, st.integers(0, 3)),
    st.tuples(st.just("drop"), NUMBERS, st.just(0)),
    st.tuples(st.just("phone"), NUMBERS, NUMBERS),
    st.tuples(
        st.sampled_from(["look", "lose", "restart", "check", "page"]), st.just(0), st.just(0)
    ),
    st.tuples(st.just("fail"), st.integers(1, 4), st.just(0)),
)


class Machine:
    """A practice, a feed over it, and what is kept of what the feed tells."""

    def __init__(self) -> None:
        self.practice = MemoryPractice()
        self.source = MemorySource(self.practice)
        self.hashes = Counted(self.practice)
        self.known = MemoryKnown()
        self.position: Position | None = None
        self.met: set[Key] = set()
        self.restart()
        self.cursor: Cursor = self.feed.now()

    def restart(self) -> None:
        self.feed = DiffFeed(self.hashes, page=2, portion=2, pages=2)

    def do(self, step: str, first: int, second: int) -> None:
        steps: dict[str, Callable[[], object]] = {
            "put": lambda: self._edit(lambda e: e.contact((str(first),), str(second))),
            "drop": lambda: self._drop(first),
            "phone": lambda: self._edit(lambda e: e.phone(first, (str(second),), "1")),
            "look": self.look,
            "lose": lambda: self.feed.poll(self.cursor, self.known),
            "restart": self.restart,
            "check": self.begin_check,
            "page": self.check_page,
            "fail": lambda: self._fail(first),
        }
        steps[step]()

    def look(self) -> bool:
        changes = self.feed.poll(self.cursor, self.known)
        self.known.saw(changes)
        self.cursor = changes.cursor
        return changes.more

    def begin_check(self) -> None:
        """Begin a full check, knowing nothing any more."""
        self.cursor = self.feed.now()
        self.known.stamps.clear()
        self.known.partial = True
        self.position, self.met = None, set()

    def check_page(self) -> None:
        """Read the next page of the full check; at its end, forget what it did not meet."""
        if not self.known.partial:
            return
        page = self.source.page(self.position, 2)
        self.known.met(page.rows)
        self.met |= {row.key for row in page.rows}
        self.position = page.next
        if page.next is None:
            self.known.partial = False
            for key in self.known.stamps.keys() - self.met:
                del self.known.stamps[key]

    def settle(self) -> None:
        """Let the full check end and look twice to the end."""
        while self.known.partial:
            self.check_page()
        for _ in range(2):
            while self.look():
                pass

    def actual(self) -> dict[Key, bytes]:
        return {row.key: row.hash or b"" for row in self.source.page(None, 100).rows}

    def _edit(self, edit: Callable[..., None]) -> None:
        transaction = self.practice.begin()
        edit(transaction)
        transaction.commit()

    def _drop(self, number: int) -> None:
        if self.practice.key((str(number),)) in self.practice.contacts:
            self._edit(lambda e: e.drop((str(number),)))

    def _fail(self, reads: int) -> None:
        self.hashes.fail_at = self.hashes.read + reads
        with suppress(Unavailable):
            self.look()
        self.hashes.fail_at = 0


@settings(max_examples=300, deadline=None)
@given(st.lists(STEPS, max_size=40))
def test_nothing_is_missed_in_any_order(steps):
    machine = Machine()
    for step in steps:
        machine.do(*step)
    machine.settle()

    assert dict(machine.known.stamps) == machine.actual()
