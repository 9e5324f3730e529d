"""What the icon's program is made of, as it needs each: an icon, a loop, windows, a worker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from practicesync.app.present.shown import Act, Entry, Seen, Service, Toast
from practicesync.core.phase import Sign


class Icon(Protocol):
    """A place beside the clock; each call returns at once, and what was shown last stays."""

    def show(self, sign: Sign, tooltip: str) -> None:
        """Show this sign, and these words to who points at it."""

    def offer(self, entries: tuple[Entry, ...]) -> None:
        """Let the menu be these lines; where there is no menu, a click is its default line."""

    def tell(self, toast: Toast) -> None:
        """Show a message beside the task bar, where the system has such messages."""

    def close(self) -> None:
        """Take the icon away."""


class Loop(Protocol):
    """The one thread in which everything is decided; times are seconds."""

    def monotonic(self) -> float:
        """Return the time by a clock that nobody sets."""

    def later(self, seconds: float, do: Callable[[], None]) -> None:
        """Do that once, in so many seconds."""

    def soon(self, do: Callable[[], None]) -> None:
        """Do that once, as soon as possible; every thread may ask for it."""

    def end(self) -> None:
        """Leave the loop; every thread may ask for it."""


class Windows(Protocol):
    """The windows of this program."""

    def follow(self, seen: Seen) -> None:
        """Show from now on how things stand."""

    def open(self) -> None:
        """Bring the status window to the front."""

    def perform(self, act: Act) -> None:
        """Carry out a click that isn't about the icon itself."""


class Keeper(Protocol):
    """Whoever keeps the worker running: the Windows service, or this program."""

    def state(self) -> Service:
        """Tell how the service stands, or whether a worker of our own is just starting."""

    def may_start(self) -> bool:
        """Tell whether a person can have the worker started from here."""

    def begin(self) -> None:
        """Note that the icon has come up, and whether a worker runs."""

    def start(self) -> None:
        """Start the worker, because a person asks for it."""

    def missed(self) -> None:
        """Note that a worker that was there has stopped beating."""


class Startup(Protocol):
    """Whether the icon comes up with the system."""

    def is_on(self) -> bool | None:
        """Tell whether it does; None where that can't be set."""

    def turn(self, *, on: bool) -> None:
        """Let it do so, or not, from the next time on."""


class Watch(Protocol):
    """Whoever tells that the worker shows something else."""

    def keep(self, changed: Callable[[], None]) -> None:
        """Call that, in any thread, from now on; said again, begin anew where that is needed."""
