"""The icon's surroundings in memory: a loop whose time passes when a test says so, and an icon."""

from __future__ import annotations

from collections.abc import Callable

from practicesync.app.present.shown import Act, Entry, Seen, Service, Toast
from practicesync.core.phase import Sign


class FakeLoop:
    """A loop in which nothing happens until `pass_` lets time pass."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.ended = False
        self._due: list[tuple[float, Callable[[], None]]] = []

    def monotonic(self) -> float:
        return self.now

    def later(self, seconds: float, do: Callable[[], None]) -> None:
        self._due.append((self.now + seconds, do))

    def soon(self, do: Callable[[], None]) -> None:
        self.later(0.0, do)

    def end(self) -> None:
        self.ended = True

    def pass_(self, seconds: float = 0.0) -> None:
        """Let so many seconds pass, and do what is due meanwhile in its order."""
        until = self.now + seconds
        while due := [one for one in self._due if one[0] <= until]:
            first = min(due, key=lambda one: one[0])
            self._due.remove(first)
            self.now = max(self.now, first[0])
            first[1]()
        self.now = until

    def forget(self) -> None:
        """Be the loop of another program: what was to be done is not."""
        self._due.clear()

    @property
    def waits_for(self) -> list[float]:
        """In how many seconds something is due."""
        return sorted(at - self.now for at, _ in self._due)


class FakeIcon:
    """An icon that remembers all that it was told."""

    def __init__(self) -> None:
        self.shown: list[tuple[Sign, str]] = []
        self.menus: list[tuple[Entry, ...]] = []
        self.toasts: list[Toast] = []
        self.closed = False

    def show(self, sign: Sign, tooltip: str) -> None:
        self.shown.append((sign, tooltip))

    def offer(self, entries: tuple[Entry, ...]) -> None:
        self.menus.append(entries)

    def tell(self, toast: Toast) -> None:
        self.toasts.append(toast)

    def close(self) -> None:
        self.closed = True


class FakeWindows:
    """Windows that remember what they were to show and to do; `wrong` is why they can't."""

    def __init__(self) -> None:
        self.wrong: Exception | None = None
        self.seen: list[Seen] = []
        self.opened = 0
        self.performed: list[Act] = []

    def follow(self, seen: Seen) -> None:
        if self.wrong:
            raise self.wrong
        self.seen.append(seen)

    def open(self) -> None:
        self.opened += 1

    def perform(self, act: Act) -> None:
        self.performed.append(act)


class FakeKeeper:
    """A keeper that counts what it is asked for."""

    def __init__(self) -> None:
        self.service: Service = "none"
        self.can_start = True
        self.starts = 0
        self.misses = 0

    def state(self) -> Service:
        return self.service

    def may_start(self) -> bool:
        return self.can_start

    def begin(self) -> None:
        """Do nothing."""

    def start(self) -> None:
        self.starts += 1

    def missed(self) -> None:
        self.misses += 1


class FakeStartup:
    """A system that starts the icon, or doesn't."""

    def __init__(self) -> None:
        self.on: bool | None = False

    def is_on(self) -> bool | None:
        return self.on

    def turn(self, *, on: bool) -> None:
        self.on = on


class FakeWatch:
    """A watch that tells of a change when a test does."""

    def __init__(self) -> None:
        self.changed: Callable[[], None] = lambda: None
        self.kept = 0

    def keep(self, changed: Callable[[], None]) -> None:
        self.changed = changed
        self.kept += 1
