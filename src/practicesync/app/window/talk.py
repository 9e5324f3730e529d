"""A conversation between a person at a window and the worker.

What leads it runs in a thread of its own and asks one thing after the other, as a command in a
terminal does; a window shows its pages, and tells what a person has clicked.
"""

from __future__ import annotations

import datetime as dt
import sys
import threading
import webbrowser
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from practicesync.adapters.local_zone import LOCAL
from practicesync.adapters.state_folder import StateFolder
from practicesync.app.asking.ask import ask, leave
from practicesync.app.asking.reply import Reply
from practicesync.app.window.page import Page, Said
from practicesync.app.window.refused import AGAIN, CLOSE, refused_page, trouble_of
from practicesync.core.command import Argument
from practicesync.core.errors import Code, Problem, Unavailable
from practicesync.core.phase_words import Today

LOOK_AGAIN = 0.3
"""Seconds between two questions how far something is."""

ASK_AGAIN = 10.0
"""Seconds between two looks whether what a person is asked can still be answered."""


class Left(Exception):
    """The person has closed the window."""


class Refused(Exception):
    """What was asked came to nothing, and the reply says why."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.code)
        self.reply = reply


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True)
class Surroundings:
    """Where a conversation takes place: the folder, the clock, the browser, this computer.

    `program` runs the command line; `hides_icons`: new icons beside the clock are hidden until a
    person brings them out.
    """

    folder: StateFolder
    now: Callable[[], dt.datetime] = _now
    browse: Callable[[str], object] = webbrowser.open
    program: Sequence[str] = (sys.executable, "-m", "practicesync.app.cli")
    hides_icons: bool = False


Lead = Callable[["Talk"], None]
"""Leads a conversation to its end."""


class Talk:
    """One conversation; `page` is what is shown now, `over` that nothing more will be."""

    def __init__(self, around: Surroundings, lead: Lead) -> None:
        self.around = around
        self._lead = lead
        self._turn = threading.Condition()
        self._left = threading.Event()
        self._said: Said | None = None
        self._thread = threading.Thread(target=self._run, name="conversation", daemon=True)
        self.page: Page | None = None

    # What a window calls.

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    @property
    def over(self) -> bool:
        """Nothing more will be shown."""
        return not self._thread.is_alive()

    def say(self, page: Page, said: Said) -> None:
        """Tell what the person has answered to that page; a click on one that is gone is none."""
        with self._turn:
            if self.page is page:
                self._said = said
                self._turn.notify_all()

    def leave(self) -> None:
        """Tell that the person has closed the window."""
        with self._turn:
            self._left.set()
            self._turn.notify_all()

    def join(self, seconds: float) -> None:
        """Wait until the worker is told that the person has left."""
        self._thread.join(seconds)

    # What whoever leads it calls.

    @property
    def today(self) -> Today:
        """When it is, and where."""
        return Today(self.around.now(), LOCAL)

    def show(self, page: Page) -> None:
        """Show a page, and go on."""
        with self._turn:
            if page != self.page:
                self._said = None
                self.page = page

    def answer(self, page: Page, meanwhile: Callable[[], object] | None = None) -> Said:
        """Show a page and return what the person answers. Raises `Left`.

        `meanwhile` is called now and then, and may end the waiting by raising.
        """
        self.show(page)
        while (said := self.heard(ASK_AGAIN)) is None:
            if meanwhile is not None:
                meanwhile()
        return said

    def heard(self, seconds: float) -> Said | None:
        """Return what was answered within so many seconds, None for nothing. Raises `Left`."""
        with self._turn:
            self._turn.wait_for(lambda: self._said is not None or self._left.is_set(), seconds)
            if self._left.is_set():
                raise Left
            said, self._said = self._said, None
            return said

    def wait(self, seconds: float) -> None:
        """Wait. Raises `Left`."""
        if self._left.wait(seconds):
            raise Left

    def ask(
        self, command: str, arguments: Mapping[str, Argument], practice: str | None = None
    ) -> Reply:
        """Ask the worker. Raises `Refused`, `Problem` and `Left`."""
        reply = ask(self.around.folder, command, practice, arguments, wait=self.wait)
        if reply.outcome in ("failed", "refused"):
            raise Refused(reply)
        return reply

    def tell(
        self, command: str, arguments: Mapping[str, Argument], practice: str | None = None
    ) -> None:
        """Leave the worker something for which no answer is waited. Raises `Problem`."""
        leave(self.around.folder, command, practice, arguments)

    def _run(self) -> None:
        try:
            while self._came_to_nothing():
                pass
        except Left:
            return
        finally:
            self.page = self._said = None  # what it showed may have been names, or a password

    def _came_to_nothing(self) -> bool:
        """Lead it to its end; where it came to nothing, tell whether it is tried again."""
        try:
            self._lead(self)
        except Refused as refused:
            trouble = trouble_of(refused.reply)
        except Problem as problem:
            trouble = trouble_of(problem)
        except Left:
            raise
        except Exception:  # noqa: BLE001  # the top of a thread: a bug must not leave a dead window
            trouble = trouble_of(Unavailable(Code.UNEXPECTED))
        else:
            return False
        return self.answer(refused_page(trouble, (AGAIN, CLOSE))).choice == AGAIN.name
